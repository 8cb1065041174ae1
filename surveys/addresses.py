"""What counts as an e-mail address here: what a mail can be built for and a relay will take."""

import re

# Words between dots (RFC 5322, 3.2.3); no mail can be built for an address with two in a row.
WORD = r"[^\s@<>\"(),:;\[\]\\.]+"
ADDRESS = re.compile(rf"{WORD}(\.{WORD})*@{WORD}(\.{WORD})+")

# The longest that fits into the path of SMTP (RFC 5321, 4.5.3.1.3).
LONGEST_ADDRESS = 254


def can_be_written_to(address: str) -> bool:
    return (
        len(address) <= LONGEST_ADDRESS
        and address.isascii()
        and address.isprintable()
        and bool(ADDRESS.fullmatch(address))
    )
