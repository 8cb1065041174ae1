import base64

import pytest

from app import mail
from app.mail import FolderCarrier, SmtpCarrier
from surveys.outbox.replies import MailError, Phase
from tests.fakes_smtp import CUT, SILENCE, RealRelay, ScriptedRelay, free_port

SENDER, RECIPIENT = "survey@example.com", "kim@example.com"
MESSAGE = b"Subject: hello\r\n\r\nWhat went well?\r\n"
# Larger than what the sockets of one machine hold back between them.
LARGE_MESSAGE = b"Subject: large\r\n\r\n" + b"0123456789abcdef\r\n" * 1_000_000


@pytest.fixture
def relay():
    with RealRelay() as relay:
        yield relay


@pytest.fixture
def carrier(relay):
    carrier = SmtpCarrier(f"smtp://127.0.0.1:{relay.port}")
    yield carrier
    carrier.close()


def refused(port: int, message: bytes = MESSAGE, host: str = "127.0.0.1") -> MailError:
    """How one mail fails at the relay on this port."""
    carrier = SmtpCarrier(f"smtp://{host}:{port}")
    with pytest.raises(MailError) as failure:
        carrier.carry(SENDER, RECIPIENT, message)
    carrier.close()
    return failure.value


def fails_with(script: dict[str, bytes], message: bytes = MESSAGE) -> tuple:
    with ScriptedRelay(script) as relay:
        error = refused(relay.port, message)
    return error.phase, error.code, error.enhanced


# A relay that works


def test_a_mail_arrives_as_it_was_written(relay, carrier):
    reply = carrier.carry(SENDER, RECIPIENT, MESSAGE)

    assert relay.inbox.mails == [MESSAGE]
    assert reply == "250 2.0.0"


def test_lines_that_begin_with_a_dot_arrive_intact(relay, carrier):
    message = b"Subject: dots\r\n\r\n.\r\n..\r\n.hidden\r\nin the middle . of it\r\n.\r\n"

    carrier.carry(SENDER, RECIPIENT, message)

    assert relay.inbox.mails == [message]


def test_a_mail_without_a_last_line_end_gets_one(relay, carrier):
    carrier.carry(SENDER, RECIPIENT, MESSAGE.rstrip(b"\r\n"))

    assert relay.inbox.mails == [MESSAGE]


def test_mails_follow_one_another_over_one_connection(relay, carrier):
    for _ in range(3):
        carrier.carry(SENDER, RECIPIENT, MESSAGE)

    assert len(relay.inbox.mails) == 3
    assert len(relay.inbox.peers) == 1


def test_a_closed_carrier_connects_anew(relay, carrier):
    carrier.carry(SENDER, RECIPIENT, MESSAGE)
    carrier.close()
    carrier.carry(SENDER, RECIPIENT, MESSAGE)

    assert len(relay.inbox.mails) == 2
    assert len(relay.inbox.peers) == 2


# A relay that refuses


@pytest.mark.parametrize(
    ("reply", "code", "enhanced"),
    [
        ("550 5.1.1 kim@example.com is not here", 550, "5.1.1"),
        ("451 4.7.1 greylisted, please try again", 451, "4.7.1"),
        ("550 no code of its own", 550, ""),
    ],
)
def test_a_refused_recipient_tells_the_codes_and_nothing_else(relay, reply, code, enhanced):
    relay.inbox.refusals[RECIPIENT] = reply

    error = refused(relay.port)

    assert (error.phase, error.code, error.enhanced) == (Phase.MAIL, code, enhanced)
    assert RECIPIENT not in str(error)
    assert relay.inbox.mails == []


def test_after_a_refusal_the_same_connection_takes_the_next_mail(relay, carrier):
    relay.inbox.refusals["nobody@example.com"] = "550 5.1.1 not here"

    with pytest.raises(MailError):
        carrier.carry(SENDER, "nobody@example.com", MESSAGE)
    carrier.carry(SENDER, RECIPIENT, MESSAGE)

    assert relay.inbox.mails == [MESSAGE]
    assert len(relay.inbox.peers) == 1


def test_a_mail_refused_after_its_last_dot_is_not_in_doubt(relay):
    relay.inbox.refusal_of_data = "554 5.7.1 looks like spam"

    error = refused(relay.port)

    assert (error.phase, error.code, error.enhanced) == (Phase.AFTER_DOT, 554, "5.7.1")


@pytest.mark.parametrize(
    ("script", "failure"),
    [
        ({"greeting": b"421 4.3.2 closing"}, (Phase.ROUTE, 421, "")),
        ({"greeting": b"554 5.7.1 not you"}, (Phase.ROUTE, 554, "")),
        ({"MAIL": b"421 4.3.2 closing"}, (Phase.MAIL, 421, "4.3.2")),
        ({"RCPT": b"421 4.3.2 closing"}, (Phase.MAIL, 421, "4.3.2")),
        ({"MAIL": b"452 4.3.1 full"}, (Phase.MAIL, 452, "4.3.1")),
        ({"DATA": b"451 4.3.0 not now"}, (Phase.MAIL, 451, "4.3.0")),
        ({".": b"451 4.3.0 not now"}, (Phase.AFTER_DOT, 451, "4.3.0")),
    ],
)
def test_each_refusal_tells_how_far_the_mail_came(script, failure):
    assert fails_with(script) == failure


def test_after_421_the_next_mail_gets_a_new_connection():
    with ScriptedRelay({"RCPT": b"421 4.3.2 closing"}) as relay:
        carrier = SmtpCarrier(f"smtp://127.0.0.1:{relay.port}")
        for _ in range(2):
            with pytest.raises(MailError):
                carrier.carry(SENDER, RECIPIENT, MESSAGE)

    assert sum(command.upper().startswith("EHLO") for command in relay.commands) == 2


# A relay that is not there, or goes away


def test_nobody_who_listens_is_a_failure_of_the_route():
    error = refused(free_port())

    assert (error.phase, error.code) == (Phase.ROUTE, None)


@pytest.mark.parametrize(
    ("script", "phase"),
    [
        ({"greeting": CUT}, Phase.ROUTE),
        ({"EHLO": CUT, "HELO": CUT}, Phase.ROUTE),
        ({"MAIL": CUT}, Phase.MAIL),
        ({"RCPT": CUT}, Phase.MAIL),
        ({"DATA": CUT}, Phase.MAIL),
        ({".": CUT}, Phase.AFTER_DOT),
    ],
)
def test_a_cut_tells_whether_the_relay_had_the_whole_mail(script, phase):
    assert fails_with(script) == (phase, None, "")


def test_a_cut_within_the_mail_comes_before_the_last_dot():
    failure = fails_with({"DATA": b"354 go on\r\n" + CUT}, LARGE_MESSAGE)

    assert failure == (Phase.MAIL, None, "")


def test_a_relay_that_falls_silent_after_the_last_dot_is_waited_for_once(monkeypatch):
    monkeypatch.setattr(mail, "TIMEOUT_AFTER_DOT", 0.2)

    with ScriptedRelay({".": SILENCE}) as relay:
        error = refused(relay.port)

    assert (error.phase, error.code) == (Phase.AFTER_DOT, None)
    assert relay.commands[-1] == "DATA", "a QUIT would wait for another ten minutes"


# Encryption and signing in


def test_beyond_loopback_a_relay_without_starttls_gets_no_mail(relay):
    # 127.1 is this machine by a name that is not among those of loopback.
    error = refused(relay.port, host="127.1")

    assert (error.phase, error.code) == (Phase.ROUTE, None)
    assert relay.inbox.mails == []


def test_beyond_loopback_a_password_is_not_said_in_the_clear():
    script = {"EHLO": b"250-relay\r\n250 AUTH PLAIN"}

    with ScriptedRelay(script) as relay:
        refused(relay.port, host="kim:secret@127.1")

    assert not any(command.startswith("AUTH") for command in relay.commands)


def test_user_and_password_of_the_address_sign_in():
    script = {"EHLO": b"250-relay\r\n250 AUTH PLAIN", "AUTH": b"235 2.7.0 welcome"}

    with ScriptedRelay(script) as relay:
        carrier = SmtpCarrier(f"smtp://kim%40house:p%3Aw@127.0.0.1:{relay.port}")
        carrier.carry(SENDER, RECIPIENT, MESSAGE)
        carrier.close()

    said = next(command for command in relay.commands if command.startswith("AUTH"))
    assert base64.b64decode(said.split()[-1]) == b"\0kim@house\0p:w"


def test_a_wrong_password_is_a_failure_of_the_route():
    script = {"EHLO": b"250-relay\r\n250 AUTH PLAIN", "AUTH": b"535 5.7.8 wrong"}

    with ScriptedRelay(script) as relay:
        error = refused(relay.port, host="kim:wrong@127.0.0.1")

    assert (error.phase, error.code) == (Phase.ROUTE, 535)


# The folder


def test_the_folder_holds_each_mail_as_a_file(tmp_path):
    carrier = FolderCarrier(tmp_path / "new" / "mailbox")

    replies = [carrier.carry(SENDER, RECIPIENT, MESSAGE) for _ in range(2)]

    files = list((tmp_path / "new" / "mailbox").iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    assert {file.read_bytes() for file in files} == {MESSAGE}
    assert replies == ["250 2.0.0"] * 2


def test_later_mails_sort_later(tmp_path):
    carrier = FolderCarrier(tmp_path)
    messages = [f"Subject: {n}\r\n\r\n".encode() for n in range(20)]

    for message in messages:
        carrier.carry(SENDER, RECIPIENT, message)

    assert [path.read_bytes() for path in sorted(tmp_path.iterdir())] == messages


def test_a_mail_that_could_not_be_written_whole_is_not_shown_as_one(tmp_path):
    # Text cannot be written as bytes: the write fails once the file is open, as on a full disk.
    with pytest.raises(TypeError):
        FolderCarrier(tmp_path).carry(SENDER, RECIPIENT, "half a mail")

    assert list(tmp_path.glob("*.eml")) == []
