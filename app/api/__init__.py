"""The doors for other systems: /api/v1."""
