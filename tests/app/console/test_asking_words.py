from dataclasses import replace
from datetime import timedelta

import pytest
from flask_babel import force_locale

from app.console.asking_words import plan_sentences
from tests.factories import DAY, PLAN


def test_the_plan_that_everybody_begins_with_reads_as_it_should(app):
    with force_locale("en"):
        assert plan_sentences(PLAN) == [
            "We ask 24 hours after the money was paid, between 09:00 and 20:00.",
            "Who has not answered is reminded once, 4 days after we asked.",
            "The link stays open for 14 days.",
            "Whoever was asked is not asked again for 90 days.",
            "A payment that we hear of more than 14 days later is not asked about.",
        ]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"delay": timedelta(0)}, "We ask as soon as the money was paid"),
        ({"delay": timedelta(hours=1)}, "We ask 1 hour after"),
        ({"reminder_after": None}, "Nobody is reminded."),
        ({"reminder_after": DAY}, "reminded once, 1 day after"),
        ({"quarantine": 0 * DAY}, "is asked again, however soon"),
    ],
)
def test_what_is_none_or_one_reads_well_too(app, values, sentence):
    with force_locale("en"):
        assert sentence in " ".join(plan_sentences(replace(PLAN, **values)))


def test_in_korean_it_is_told_as_people_speak(app):
    with force_locale("ko"):
        first = plan_sentences(PLAN)[0]

    assert first == "보험금을 보내고 24시간 뒤에 물어요. 메일은 09:00부터 20:00 사이에 보내요."
