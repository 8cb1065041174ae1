"""What becomes of an answer, and when: told to its customer with the thanks."""

from flask_babel import gettext

from analysis.statistics.nps import HIGHEST_DETRACTOR, LOWEST_PROMOTER
from surveys.responses.models import Response

# So much of a number tells its owner which one it is, and nobody else anything.
DIGITS_SHOWN = 4


def words_of_thanks(response: Response) -> list[str]:
    """In the order they are told; the times are those of the case that such an answer opens."""
    words = [_what_becomes_of(response.score)]
    if response.wants_call_back:
        words.append(_call_back(response.call_back_phone))
    elif response.score <= HIGHEST_DETRACTOR:
        words.append(
            gettext(
                "We contact you about it only if you wish: choose “Change my answer” and tick"
                " that we get back to you."
            )
        )
    return words


def _what_becomes_of(score: int) -> str:
    if score >= LOWEST_PROMOTER:
        return gettext(
            "It is good to hear that this went well. We pass it on to the people who look after"
            " claims."
        )
    if score > HIGHEST_DETRACTOR:
        return gettext(
            "The people who look after claims read your answer together with the steps of your"
            " claim. What troubles most people is mended first."
        )
    return gettext(
        "We are sorry that it did not go well. Within one working day somebody reads your answer"
        " and looks into what went wrong."
    )


def _call_back(phone: str | None) -> str:
    if phone is None:
        return gettext(
            "We write to you within one working day, at the address that you got our mail at."
        )
    return gettext(
        "We call you within one working day, at the number that ends in %(digits)s.",
        digits=phone[-DIGITS_SHOWN:],
    )
