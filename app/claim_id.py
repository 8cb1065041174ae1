"""A claim's id in an address."""

from flask import Flask
from werkzeug.routing import PathConverter


class ClaimId(PathConverter):
    """A claim's id is the insurer's own: it may hold a slash, and begin with one."""

    regex = r"[\s\S]+?"
    part_isolating = False


def init_app(app: Flask) -> None:
    app.url_map.converters["claim_id"] = ClaimId
