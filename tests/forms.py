"""The customer's forms, filled in as their page would send them."""

import re
from datetime import timedelta

from app.answer.nonce import new_nonce
from surveys.clock import utc_now

# How long a person looks at the page before sending it.
A_LOOK = timedelta(minutes=1)


def filled(url: str, **values: object) -> dict[str, object]:
    """The form of this link's page, as somebody sends it who opened it a minute ago."""
    token = re.split("[/?]", url.split("/a/")[1])[0]
    return {**values, "nonce": new_nonce(token, utc_now() - A_LOOK)}


def nonce_on(page: str) -> str:
    """What the page itself holds."""
    return re.search('name="nonce" value="([^"]+)"', page)[1]
