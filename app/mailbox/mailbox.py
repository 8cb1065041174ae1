from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask_babel import gettext

from app.parts import parts
from app.security import FRAME_POLICY, framed_mail
from app.settings import LOOPBACK

pages = Blueprint("mailbox", __name__, url_prefix="/mailbox")

MAILS_SHOWN = 200


@dataclass(frozen=True)
class Mail:
    name: str
    message: EmailMessage

    @property
    def date(self) -> datetime:
        return self.message["Date"].datetime

    def part(self, kind: str) -> str:
        body = self.message.get_body((kind,))
        return body.get_content() if body else ""


@pages.before_request
def only_on_this_machine() -> None:
    host = request.host.rpartition(":")[0] or request.host
    through_proxy = "X-Forwarded-For" in request.headers
    if request.remote_addr not in LOOPBACK or host not in LOOPBACK or through_proxy:
        abort(403, gettext("The mailbox opens on the machine itself only."))


@pages.get("/")
def inbox() -> str:
    names = sorted((path.name for path in _folder().glob("*.eml")), reverse=True)
    mails = [_read(name) for name in names[:MAILS_SHOWN]]
    return render_template("mailbox/inbox.html", mails=mails, zone=parts().zone, n=len(names))


@pages.get("/<name>")
def mail(name: str) -> Response:
    page = render_template("mailbox/mail.html", mail=_mail_or_404(name), zone=parts().zone)
    return Response(page, headers={"Content-Security-Policy": FRAME_POLICY})


@pages.get("/<name>/body")
def body(name: str) -> Response:
    """The HTML part, for the frame; its links open in the whole window."""
    return framed_mail(_mail_or_404(name).part("html"))


def _folder() -> Path:
    return current_app.config["MAILBOX_DIR"]


def _mail_or_404(name: str) -> Mail:
    if name not in {path.name for path in _folder().glob("*.eml")}:
        abort(404)
    return _read(name)


def _read(name: str) -> Mail:
    message = message_from_bytes((_folder() / name).read_bytes(), policy=default)
    return Mail(name, message)  # type: ignore[arg-type]
