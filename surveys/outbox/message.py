"""Builds the bytes of a mail, and refuses to build one that a header could break open."""

import re
import unicodedata
from datetime import datetime
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime

from surveys.errors import BadInput
from surveys.letters import Letter

# Headers whose long URLs the standard folder would turn into encoded words, which ends
# one-click unsubscribing; they are plain ASCII and are written as they are.
VERBATIM = re.compile(r"list-.*|message-id|feedback-id", re.IGNORECASE)
LONGEST_LINE = 998
# RFC 2047, 2.
LONGEST_ENCODED_WORD = 75
# Control and format characters, halves of characters, line and paragraph separators.
UNWRITABLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
HEADERS = {
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "content-language",
    "list-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "auto-submitted",
    "x-auto-response-suppress",
}


class VerbatimPolicy(EmailPolicy):
    """The SMTP policy, but List-* headers and ids are never re-encoded (RFC 2369, RFC 8058).

    A subject is encoded by the older class, since the standard folder loses a space wherever it
    begins a new encoded word.
    """

    def _fold(self, name: str, value: str, refold_binary: bool = False) -> str:
        if name == "Subject" and not value.isascii():
            subject = Header(str(value), "utf-8", LONGEST_ENCODED_WORD, header_name=name)
            return f"{name}: {subject.encode(linesep=self.linesep)}{self.linesep}"
        if not VERBATIM.fullmatch(name):
            return super()._fold(name, value, refold_binary)  # type: ignore[misc,no-any-return]
        return f"{name}: {str(value).replace('>, ', '>,' + self.linesep + ' ')}{self.linesep}"


POLICY = VerbatimPolicy(**{name: getattr(SMTP, name) for name in ("linesep", "cte_type")})


def build_message(letter: Letter, sender: str, message_id: str, date: datetime) -> bytes:
    """The mail as it goes over the wire; raises BadInput for text that no header may hold."""
    domain = sender.rpartition("@")[2]
    message = EmailMessage(policy=POLICY)
    message["From"] = Address(_header_text("name", letter.from_name), addr_spec=sender)
    message["To"] = _recipient(letter.to)
    message["Subject"] = _header_text("subject", letter.subject)
    message["Date"] = format_datetime(date)
    message["Message-ID"] = message_id
    message["List-ID"] = f"<{letter.list_name}.{domain}>"
    message["List-Unsubscribe"] = (
        f"<{letter.unsubscribe_url}>, <mailto:{sender}?subject=unsubscribe>"
    )
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    message.set_content(letter.text, subtype="plain", cte="base64")
    message.add_alternative(letter.html, subtype="html", cte="base64")
    message["Content-Language"] = letter.language
    return _checked(message.as_bytes())


def _recipient(address: str) -> Address:
    try:
        return Address(addr_spec=_header_text("email", address))
    except (MessageError, ValueError, IndexError) as error:
        raise BadInput("email", "is not an address that a mail can go to") from error


def _header_text(field: str, value: str) -> str:
    """Refuses what could smuggle in a header: encoded words and signs that cannot be written."""
    if "=?" in value or any(unicodedata.category(sign) in UNWRITABLE for sign in value):
        raise BadInput(field, "holds signs that no mail header may hold")
    return value


def _checked(data: bytes) -> bytes:
    """The same bytes, once it is sure that they hold just our headers and no overlong line."""
    head, _, _body = data.partition(b"\r\n\r\n")
    names = {
        line.partition(b":")[0].decode("ascii").lower()
        for line in head.split(b"\r\n")
        if not line.startswith((b" ", b"\t"))
    }
    bare = re.search(rb"\r(?!\n)|(?<!\r)\n|\0", data)
    if names != HEADERS or bare or max(map(len, data.split(b"\r\n"))) > LONGEST_LINE:
        raise BadInput("mail", "would not be one well-formed message")
    return data
