from flask import Blueprint, Response
from flask_babel import get_locale

from app.parts import parts

pages = Blueprint("brand", __name__)


@pages.get("/brand.css")
def colours() -> Response:
    """The insurer's colour as a token of the style sheet; our pages hold no inline style."""
    sheet = f":root {{ --brand: {parts().insurer.colour}; }}\n"
    return Response(sheet, mimetype="text/css")


def insurer_on_page() -> dict[str, object]:
    insurer = parts().insurer
    return {"insurer": insurer, "insurer_name": insurer.name(str(get_locale()))}
