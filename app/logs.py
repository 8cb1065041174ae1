"""Where log lines go, and what never stands in them: a link is cut to its first characters."""

import logging
import re

# The path of a customer's or subscriber's link; whoever has it whole may use it.
LINK = re.compile(r"(/[aud]/[\w-]{6})[\w-]+")


class CutLinks(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = LINK.sub(r"\1…", record.getMessage()), ()
        return True


def configure() -> None:
    """Log lines to standard error, once a process."""
    if logging.root.handlers:
        return
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(CutLinks())
    logging.root.addHandler(handler)
    logging.root.setLevel(logging.INFO)
    for name in ("apscheduler", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
