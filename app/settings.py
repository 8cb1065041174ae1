"""What an installation can set, read once at the start from the environment."""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from surveys.addresses import can_be_written_to

LOOPBACK = ("127.0.0.1", "localhost", "::1", "[::1]")
# Holds the database, the mailbox and the secret of an installation that sets nothing.
VAR = Path(__file__).parent.parent / "var"


class BadSetting(ValueError):
    """A setting that cannot be used; the message names it and says what would be right."""


@dataclass(frozen=True)
class Setting:
    name: str
    default: str
    read: Callable[[str], Any]
    help: str


def _text(value: str) -> str:
    return value.strip()


def _address(value: str) -> str:
    if not can_be_written_to(value):
        raise ValueError("an e-mail address like survey@example.com")
    return value


def _colour(value: str) -> str:
    if len(value) != 7 or value[0] != "#" or set(value[1:].lower()) - set("0123456789abcdef"):
        raise ValueError("a colour like #1f5fbf")
    return value


def _count(value: str) -> int:
    if not value.isdecimal():
        raise ValueError("a whole number, 0 or more")
    return int(value)


def _positive(value: str) -> int:
    if not value.isdecimal() or int(value) == 0:
        raise ValueError("a whole number, 1 or more")
    return int(value)


def _zone(value: str) -> ZoneInfo:
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("an IANA time zone like Asia/Seoul") from error


def _bind(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise ValueError("an address and a port like 127.0.0.1:8080")
    return value


def _split(value: str) -> SplitResult | None:
    """The parts of an address with a host and, where it has one, a real port; else None."""
    try:
        parts = urlsplit(value)
        return parts if parts.hostname and parts.port != 0 else None
    except ValueError:
        return None


def _web_url(value: str) -> str:
    if not value:
        return ""
    parts = _split(value)
    if parts is None or parts.scheme not in ("http", "https") or parts.query:
        raise ValueError("a web address like https://survey.example.com")
    return value.rstrip("/")


def _mail_url(value: str) -> str:
    parts = _split(value)
    if value and (parts is None or parts.scheme not in ("smtp", "smtps")):
        raise ValueError("smtp://user:password@host:587 or smtps://…, or nothing")
    return value


def _keys(value: str) -> tuple[str, ...]:
    return tuple(key for key in value.split(",") if key)


def _log_format(value: str) -> str:
    if value not in ("text", "json"):
        raise ValueError("text or json")
    return value


def _database_url(value: str) -> str:
    if not value.startswith(("sqlite://", "postgresql+psycopg://")):
        raise ValueError("sqlite:///file or postgresql+psycopg://user:password@host/name")
    return value


SETTINGS = (
    Setting(
        "BIND", "127.0.0.1:8080", _bind, "The address and port on which the web server listens."
    ),
    Setting(
        "PUBLIC_URL",
        "",
        _web_url,
        "Where customers reach this service; every link in a mail begins with it. Left out on"
        " localhost: http:// and BIND.",
    ),
    Setting(
        "SECRET_KEY",
        "",
        _text,
        "Signs sessions and makes links. Made by itself on localhost, required elsewhere.",
    ),
    Setting(
        "SECRET_KEYS_OLDER",
        "",
        _keys,
        "Earlier secret keys, separated by commas, so that links already mailed keep working.",
    ),
    Setting(
        "DATABASE_URL",
        f"sqlite:///{VAR / 'hearback.sqlite'}",
        _database_url,
        "The database: SQLite by default, or postgresql+psycopg://user:password@host/name.",
    ),
    Setting(
        "MAIL_URL",
        "",
        _mail_url,
        "The relay, smtp://user:password@host:587. Empty: mails go to a folder, see /mailbox.",
    ),
    Setting("MAIL_FROM", "survey@example.com", _address, "The address that mails come from."),
    Setting(
        "MAILBOX_DIR", str(VAR / "mailbox"), Path, "The folder for mails where there is no relay."
    ),
    Setting("TIMEZONE", "Asia/Seoul", _zone, "The insurer's time zone, for days, weeks and hours."),
    Setting(
        "TRUSTED_PROXIES",
        "0",
        _count,
        "How many proxies stand before the web server and set X-Forwarded-* headers.",
    ),
    Setting("LOG_FORMAT", "text", _log_format, "How log lines are written: text, or json."),
    Setting(
        "API_REQUESTS_PER_MINUTE",
        "600",
        _positive,
        "How many requests a minute one key of the API may make.",
    ),
    Setting("INSURER_NAME", "새길손해보험", _text, "The insurer's name, on pages and in mails."),
    Setting("INSURER_NAME_EN", "Saegil Insurance", _text, "The same in English."),
    Setting("INSURER_COLOUR", "#1f5fbf", _colour, "The insurer's colour, on pages and in mails."),
    Setting(
        "INSURER_CONTACT",
        "1588-0000",
        _text,
        "The telephone number at which customers reach the insurer.",
    ),
    Setting(
        "PRIVACY_OFFICER",
        "privacy@example.com",
        _text,
        "Who answers for personal data, named in the privacy notice.",
    ),
)


def read_settings(environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """All settings by name; raises BadSetting for the first one that cannot be used."""
    given = os.environ if environment is None else environment
    values = {setting.name: _read(setting, given) for setting in SETTINGS}
    if not values["PUBLIC_URL"]:
        _refuse_to_guess_public_url(values)
        values["PUBLIC_URL"] = f"http://{values['BIND']}"
    values["IS_LOCAL"] = urlsplit(values["PUBLIC_URL"]).hostname in LOOPBACK
    if not values["SECRET_KEY"]:
        if not values["IS_LOCAL"]:
            raise BadSetting("SECRET_KEY: must be set; use a long random text that you keep secret")
        values["SECRET_KEY"] = _local_secret()
    return values


def _refuse_to_guess_public_url(values: Mapping[str, Any]) -> None:
    reached = {"BIND": values["BIND"].rpartition(":")[0], "MAIL_URL": _host(values["MAIL_URL"])}
    for name, host in reached.items():
        if host not in LOOPBACK:
            raise BadSetting(
                f"PUBLIC_URL: must be set, because {name} leads beyond this machine and every"
                " link in a mail begins with it; use a web address like https://survey.example.com"
            )


def _host(url: str) -> str:
    return urlsplit(url).hostname or "localhost"


def _read(setting: Setting, given: Mapping[str, str]) -> object:
    try:
        return setting.read(given.get(setting.name, setting.default))
    except ValueError as error:
        raise BadSetting(f"{setting.name}: must be {error}") from error


def _local_secret() -> str:
    """The secret of this checkout, made at the first start and kept beside the database."""
    path = VAR / "secret_key"
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32))
    return path.read_text()
