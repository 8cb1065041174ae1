"""What forms have in common."""


def with_new_lines(text: str | None) -> str | None:
    """A browser sends two characters for each line end and counts one; so do we."""
    return text and text.replace("\r\n", "\n")
