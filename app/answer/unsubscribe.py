"""Ends mails. Opening the link shows a button; only a POST acts, at once, as RFC 8058 wants."""

from flask import Blueprint, g, render_template

from analysis.digests.subscribing import end_subscription, find_subscription
from surveys.clock import utc_now
from surveys.db import write
from surveys.invitations.unsubscribing import invitation_to_unsubscribe, unsubscribe

pages = Blueprint("unsubscribe", __name__)


@pages.get("/u/<token>")
def ask_customer(token: str) -> str:
    g.language = invitation_to_unsubscribe(token).claim.spoken_language
    return render_template("answer/unsubscribe.html", done=False, token=token)


@pages.post("/u/<token>")
def end_asking(token: str) -> str:
    g.language = write(lambda: unsubscribe(token, utc_now())).claim.spoken_language
    return render_template("answer/unsubscribe.html", done=True, token=token)


@pages.get("/d/<token>")
def ask_subscriber(token: str) -> str:
    g.language = find_subscription(token).language
    return render_template("answer/unsubscribe_digest.html", done=False)


@pages.post("/d/<token>")
def end_digest(token: str) -> str:
    g.language = find_subscription(token).language
    write(lambda: end_subscription(token, utc_now()))
    return render_template("answer/unsubscribe_digest.html", done=True)
