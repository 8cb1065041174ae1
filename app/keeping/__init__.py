"""Keeping an installation: its schema, its backups, and bringing one back."""
