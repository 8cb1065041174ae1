"""The local mailbox: shows the mails of a machine without a relay as a mail program would."""

from flask import Flask

from app.mailbox import mailbox


def init_app(app: Flask) -> None:
    """Every link lies open here, so the page exists on this machine only and with no relay."""
    if app.config["IS_LOCAL"] and not app.config["MAIL_URL"]:
        app.register_blueprint(mailbox.pages)
