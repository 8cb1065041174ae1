"""Where log lines go, and what never stands in them: a link is cut to its first characters."""

import json
import logging
import re
from datetime import UTC, datetime

# The path of a customer's or subscriber's link; whoever has it whole may use it.
LINK = re.compile(r"(/[aud]/[\w-]{6})[\w-]+")


class CutLinks(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = LINK.sub(r"\1…", record.getMessage()), ()
        return True


class JsonLines(logging.Formatter):
    """One object a line; a traceback stands inside it, so that it stays one line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


FORMATS = {
    "text": logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"),
    "json": JsonLines(),
}


def configure(form: str) -> None:
    """Log lines to standard error in this form, once a process."""
    if logging.root.handlers:
        return
    handler = logging.StreamHandler()
    handler.setFormatter(FORMATS[form])
    handler.addFilter(CutLinks())
    logging.root.addHandler(handler)
    logging.root.setLevel(logging.INFO)
    for name in ("apscheduler", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
