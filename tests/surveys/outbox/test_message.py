from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.errors import BadInput
from surveys.letters import Letter
from surveys.outbox.message import HEADERS, build_message
from tests.factories import NOON

SENDER = "survey@example.com"
MESSAGE_ID = "<0195@survey.example.com>"
LETTER = Letter(
    from_name="새길손해보험",
    to="customer@example.com",
    subject="보상은 어떠셨나요?",
    text="안녕하세요.\n.\n",
    html="<p>안녕하세요.</p>\n",
    language="ko",
    unsubscribe_url="https://survey.example.com/u/token",
    list_name="survey",
)
# Each would open a header, hide one, or turn the line around.
SMUGGLERS = [
    "a\r\nBcc: x@example.com",
    "a\nBcc: x@example.com",
    "a\rb",
    "=?utf-8?q?a=0D=0ABcc:_x@example.com?=",
    "=?utf-8?b?DQo=?=",
    "a\0b",
    "a\x0bb",
    "a\x1cb",
    "a\x7fb",
    "a\x85b",
    "a\u2028b",
    "a\u2029b",
    "a\u202eb",
    "a\u2066b",
    "a\u200bb",
    "a\ufeffb",
    "a\ud800b",
]


def built(**values):
    return build_message(replace(LETTER, **values), SENDER, MESSAGE_ID, NOON)


def parsed(**values):
    return message_from_bytes(built(**values), policy=policy.default)


def test_a_mail_has_just_the_headers_that_it_should_have():
    names = [name.lower() for name in parsed()]

    assert len(names) == len(set(names))
    assert set(names) == HEADERS


def test_the_headers_say_whom_what_and_when():
    message = parsed()

    assert str(message["From"]) == "새길손해보험 <survey@example.com>"
    assert message["To"] == "customer@example.com"
    assert message["Date"] == "Tue, 04 Mar 2025 12:00:00 +0900"
    assert message["Message-ID"] == MESSAGE_ID
    assert message["Content-Language"] == "ko"
    assert message["List-ID"] == "<survey.example.com>"


def test_a_mail_tells_machines_not_to_reply_but_lets_bounces_come():
    message = parsed()

    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply"


@pytest.mark.parametrize("length", [20, 78, 500, 900])
def test_the_unsubscribe_link_is_written_as_it_is_however_long(length):
    url = "https://survey.example.com/u/" + "x" * length

    data = built(unsubscribe_url=url)

    assert f"List-Unsubscribe: <{url}>,\r\n <mailto:{SENDER}?subject=unsubscribe>\r\n" in (
        data.decode("ascii")
    )
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in data


def test_a_long_message_id_is_written_as_it_is():
    message_id = "<" + "x" * 100 + "@survey.example.com>"

    data = build_message(LETTER, SENDER, message_id, NOON)

    assert f"Message-ID: {message_id}\r\n".encode() in data


def test_a_line_longer_than_smtp_allows_is_refused():
    url = "https://survey.example.com/u/"
    fits = 998 - len("List-Unsubscribe: <>,") - len(url)

    assert built(unsubscribe_url=url + "x" * fits)
    with pytest.raises(BadInput, match="well-formed"):
        built(unsubscribe_url=url + "x" * (fits + 1))


@pytest.mark.parametrize(
    "subject", ["어떠셨나요?", "How did it go?", "보상 " * 40 + "끝", "a " * 300 + "b"]
)
def test_a_subject_comes_back_as_it_was(subject):
    data = built(subject=subject)

    assert message_from_bytes(data, policy=policy.default)["Subject"] == subject
    assert max(map(len, data.split(b"\r\n"))) <= 998


@given(subject=st.text(alphabet='가나다 라 ab c?=_<>@,."()\\;:🙏é', max_size=120))
@settings(derandomize=True, database=None, deadline=None)
def test_any_subject_comes_back_as_it_was(subject):
    subject = " ".join(subject.replace("=?", "").split())

    message = parsed(subject=subject)

    assert message["Subject"] == subject
    assert {name.lower() for name in message} == HEADERS


def test_a_korean_subject_travels_in_ascii_of_short_lines():
    head = built(subject="보상 " * 40 + "끝").partition(b"\r\n\r\n")[0]
    words = [word for word in head.split() if word.startswith(b"=?")]

    assert head.isascii()
    assert len(words) > 4
    assert max(map(len, words)) <= 75


@pytest.mark.parametrize("text", SMUGGLERS)
@pytest.mark.parametrize(("word", "field"), [("subject", "subject"), ("from_name", "name")])
def test_no_text_smuggles_in_a_header(text, word, field):
    with pytest.raises(BadInput) as refused:
        built(**{word: text})

    assert refused.value.field == field


@pytest.mark.parametrize("text", SMUGGLERS)
def test_no_address_smuggles_in_a_header(text):
    with pytest.raises(BadInput) as refused:
        built(to=text + "@example.com")

    assert refused.value.field == "email"


@pytest.mark.parametrize(
    "to",
    [
        "",
        "a",
        "a..b@example.com",
        ".a@b.kr",
        "a.@b.kr",
        "a@b..kr",
        "a@b.kr.",
        "가@b.kr",
        "a@b, c@d",
    ],
)
def test_an_address_that_no_mail_can_go_to_is_refused_by_name(to):
    with pytest.raises(BadInput) as refused:
        built(to=to)

    assert refused.value.field == "email"


def test_signs_that_look_like_an_address_stay_inside_the_name():
    (sender,) = parsed(from_name='A "B" <x@example.org>, C').get("From").addresses

    assert sender.display_name == 'A "B" <x@example.org>, C'
    assert sender.addr_spec == SENDER


def test_the_text_comes_first_and_both_parts_come_back():
    message = parsed()
    first, second = message.iter_parts()

    assert message.get_content_type() == "multipart/alternative"
    assert (first.get_content_type(), second.get_content_type()) == ("text/plain", "text/html")
    assert first.get_content().replace("\r\n", "\n") == LETTER.text
    assert second.get_content().replace("\r\n", "\n") == LETTER.html


@pytest.mark.parametrize(
    "text", ["x" * 5000, "a\rb", "a\0b", "a\n.\nb", "\r\n\r\nBcc: x@example.com"]
)
def test_whatever_the_text_holds_the_wire_sees_whole_short_lines(text):
    data = built(text=text)
    lines = data.split(b"\r\n")

    assert max(map(len, lines)) <= 998
    assert not any(sign in line for line in lines for sign in (b"\r", b"\n", b"\0"))
    assert b"." not in lines
