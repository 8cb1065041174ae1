import re

from flask import Blueprint, Response
from flask_babel import get_locale
from markupsafe import Markup

from app.parts import parts

PHONE = re.compile(r"\+?[0-9][0-9 -]{3,20}")

pages = Blueprint("brand", __name__)


@pages.get("/brand.css")
def colours() -> Response:
    """The insurer's colour as a token of the style sheet; our pages hold no inline style."""
    insurer = parts().insurer
    sheet = f":root {{ --brand: {insurer.colour}; --on-brand: {insurer.ink}; }}\n"
    return Response(sheet, mimetype="text/css")


def insurer_on_page() -> dict[str, object]:
    insurer = parts().insurer
    return {
        "insurer": insurer,
        "insurer_name": insurer.name(str(get_locale())),
        "contact": _contact(insurer.contact),
    }


def _contact(contact: str) -> Markup:
    """Kept on one line; a telephone number is dialled with a tap."""
    if PHONE.fullmatch(contact):
        return Markup('<a class="whole" href="tel:{0}">{0}</a>').format(contact)
    return Markup('<span class="whole">{}</span>').format(contact)
