from datetime import timedelta

import pytest

from surveys.outbox.replies import RETRY_AFTER, Action, MailError, Phase, action_for, retry_after


@pytest.mark.parametrize(
    ("phase", "code", "enhanced", "action"),
    [
        (Phase.ROUTE, None, "", Action.PAUSE_ROUTE),
        (Phase.ROUTE, 421, "", Action.PAUSE_ROUTE),
        (Phase.ROUTE, 454, "4.7.0", Action.PAUSE_ROUTE),
        (Phase.ROUTE, 535, "5.7.8", Action.PAUSE_ROUTE),
        (Phase.ROUTE, 550, "5.1.1", Action.PAUSE_ROUTE),
        (Phase.MAIL, 421, "4.3.2", Action.PAUSE_ROUTE),
        (Phase.AFTER_DOT, 421, "", Action.PAUSE_ROUTE),
        (Phase.MAIL, None, "", Action.RETRY),
        (Phase.MAIL, 400, "", Action.RETRY),
        (Phase.MAIL, 450, "4.2.0", Action.RETRY),
        (Phase.MAIL, 499, "", Action.RETRY),
        (Phase.AFTER_DOT, 451, "", Action.RETRY),
        (Phase.MAIL, 550, "5.1.1", Action.SUPPRESS),
        (Phase.MAIL, 550, "5.1.2", Action.SUPPRESS),
        (Phase.MAIL, 550, "5.1.10", Action.SUPPRESS),
        (Phase.AFTER_DOT, 550, "5.1.1", Action.SUPPRESS),
        (Phase.MAIL, 550, "5.1.3", Action.FAIL),
        (Phase.MAIL, 550, "", Action.FAIL),
        (Phase.MAIL, 552, "5.2.2", Action.FAIL),
        (Phase.MAIL, 550, "5.7.1", Action.FAIL),
        (Phase.MAIL, 500, "", Action.FAIL),
        (Phase.AFTER_DOT, 554, "5.7.1", Action.FAIL),
        (Phase.AFTER_DOT, None, "", Action.IN_DOUBT),
    ],
)
def test_what_a_reply_means(phase, code, enhanced, action):
    assert action_for(phase, code, enhanced) is action


def test_the_waits_grow_to_four_hours_and_stay_there():
    waits = [retry_after(attempt) / timedelta(minutes=1) for attempt in range(1, 9)]

    assert waits == [5, 15, 30, 60, 120, 240, 240, 240]
    assert len(RETRY_AFTER) == 6


@pytest.mark.parametrize(
    ("error", "reply"),
    [
        (MailError(Phase.MAIL, 550, "5.1.1"), "550 5.1.1"),
        (MailError(Phase.MAIL, 450), "450"),
        (MailError(Phase.AFTER_DOT), "cut off"),
    ],
)
def test_an_error_holds_the_codes_of_the_reply_and_no_more(error, reply):
    assert error.reply == reply
    assert str(error) == f"{error.phase}: {reply}"
