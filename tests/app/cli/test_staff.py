import re

from app.accounts.signing_in import sign_up
from surveys.clock import utc_now
from surveys.errors import BadInput

CODE = re.compile(r"([0-9a-f]{4}-){2}[0-9a-f]{4}")


def printed_code(flask) -> str:
    printed = flask("staff", "code")
    assert printed.exit_code == 0
    assert "/console/sign-in-code" in printed.output
    return CODE.search(printed.output)[0]


def signs_up(code: str) -> bool:
    try:
        sign_up(code, "new@example.com", "a long password", utc_now())
    except BadInput:
        return False
    return True


def test_a_code_is_printed_before_anybody_signed_up(flask):
    assert signs_up(printed_code(flask))


def test_a_code_is_printed_although_there_is_an_administrator(flask, staff):
    assert signs_up(printed_code(flask))


def test_only_the_last_code_works(flask):
    earlier, last = printed_code(flask), printed_code(flask)

    assert not signs_up(earlier)
    assert signs_up(last)
