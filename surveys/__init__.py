"""Ground floor: the claim, who is asked, and what they said. Needs no request."""
