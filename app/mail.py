"""Carries mails: to a relay by SMTP, or into a folder on a machine that has none."""

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from surveys.db import new_id
from surveys.outbox.replies import MailError, Phase

# RFC 5321, 4.5.3.2: a minute is enough for each step but the last.
TIMEOUT = 60
# The relay may take ten minutes after the final dot.
TIMEOUT_AFTER_DOT = 600
LOOPBACK = ("127.0.0.1", "localhost", "::1")
ENHANCED_CODE = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}")


@dataclass
class SmtpCarrier:
    """Speaks SMTP over one connection, kept open from mail to mail."""

    url: str
    _connection: smtplib.SMTP | None = None

    def carry(self, sender: str, recipient: str, message: bytes) -> str:
        connection = self._connection or self._connect()
        self._connection = connection
        try:
            self._say(connection.mail, sender, phase=Phase.MAIL)
            self._say(connection.rcpt, recipient, phase=Phase.MAIL)
            return self._hand_over(connection, message)
        except MailError as error:
            self._clear_up(error)
            raise

    def close(self) -> None:
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.quit()
            self._hang_up()

    def _connect(self) -> smtplib.SMTP:
        """A connection ready for mail; outside loopback it is encrypted or there is none."""
        parts = urlsplit(self.url)
        connection: smtplib.SMTP | None = None
        try:
            connection = _dial(parts.scheme, parts.hostname or "localhost", parts.port or 0)
            connection.ehlo_or_helo_if_needed()
            if parts.username:
                connection.login(unquote(parts.username), unquote(parts.password or ""))
        except (smtplib.SMTPException, OSError) as error:
            if connection is not None:
                connection.close()
            code = error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None
            raise MailError(Phase.ROUTE, code) from error
        return connection

    def _say(self, command: Callable[[str], tuple[int, bytes]], address: str, phase: Phase) -> None:
        try:
            code, text = command(address)
        except (smtplib.SMTPException, OSError) as error:
            raise MailError(phase) from error
        if code not in (250, 251):
            raise _refusal(phase, code, text)

    def _hand_over(self, connection: smtplib.SMTP, message: bytes) -> str:
        """DATA by hand, to know whether a cut came before the final dot or after it."""
        try:
            code, text = connection.docmd("DATA")
        except (smtplib.SMTPException, OSError) as error:
            raise MailError(Phase.MAIL) from error
        if code != 354:
            raise _refusal(Phase.MAIL, code, text)
        try:
            connection.send(_dotted(message))
        except (smtplib.SMTPException, OSError) as error:
            raise MailError(Phase.MAIL) from error
        try:
            if connection.sock is not None:
                connection.sock.settimeout(TIMEOUT_AFTER_DOT)
            code, text = connection.getreply()
        except (smtplib.SMTPException, OSError) as error:
            raise MailError(Phase.AFTER_DOT) from error
        if connection.sock is not None:
            connection.sock.settimeout(TIMEOUT)
        if code != 250:
            raise _refusal(Phase.AFTER_DOT, code, text)
        return f"{code} {_enhanced(text)}".strip()

    def _clear_up(self, error: MailError) -> None:
        """After a refusal the conversation goes on; after a cut a new one is begun."""
        if error.code == 421:
            self.close()
        elif error.code is None:
            self._hang_up()
        elif self._connection is not None:
            try:
                self._connection.rset()
            except (smtplib.SMTPException, OSError):
                self._hang_up()

    def _hang_up(self) -> None:
        """Without a word: a relay that is gone would be waited for once more."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


@dataclass
class FolderCarrier:
    """Puts each mail into a folder as an .eml file, for a machine without a relay."""

    folder: Path

    def carry(self, sender: str, recipient: str, message: bytes) -> str:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{new_id()}.eml"
        unfinished = path.with_suffix(".part")
        unfinished.write_bytes(message)
        unfinished.rename(path)
        return "250 2.0.0"


def _dial(scheme: str, host: str, port: int) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
    connection = smtplib.SMTP(host, port, timeout=TIMEOUT)
    if host not in LOOPBACK:
        try:
            connection.starttls(context=ssl.create_default_context())
        except (smtplib.SMTPException, OSError):
            connection.close()
            raise
    return connection


def _refusal(phase: Phase, code: int, text: bytes) -> MailError:
    return MailError(phase, code, _enhanced(text))


def _enhanced(text: bytes) -> str:
    found = ENHANCED_CODE.match(text)
    return found.group().decode() if found else ""


def _dotted(message: bytes) -> bytes:
    """The message as DATA wants it: lines that begin with a dot get another (RFC 5321, 4.5.2)."""
    stuffed = re.sub(rb"(?m)^\.", b"..", message)
    return stuffed + (b"" if stuffed.endswith(b"\r\n") else b"\r\n") + b".\r\n"
