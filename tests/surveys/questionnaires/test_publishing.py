from concurrent.futures import ThreadPoolExecutor
from unicodedata import normalize

import pytest
from sqlalchemy.exc import IntegrityError

from surveys.db import db, write
from surveys.errors import BadRecord, NothingPublished, PublishedMeanwhile
from surveys.questionnaires.models import Phrase, Question, QuestionKey, Questionnaire
from surveys.questionnaires.publishing import (
    current_questionnaire,
    publish_questionnaire,
    questionnaire_versions,
)
from tests.factories import NOON, WORDING, make_questionnaire

FAIR = ("공정했어요.", "It was fair.")


def refused(**phrases):
    """The fields for which a wording is refused."""
    with pytest.raises(BadRecord) as caught:
        make_questionnaire(**phrases)
    return [refusal.field for refusal in caught.value.refusals]


def test_an_installation_begins_with_the_words_that_were_always_there(app):
    questionnaire = current_questionnaire()

    assert (questionnaire.version, questionnaire.published_by) == (1, None)
    assert questionnaire.wording() == WORDING
    assert list(questionnaire.wording()) == list(QuestionKey)
    korean, english = (questionnaire.in_language(each) for each in ("ko", "en"))
    assert korean["payout"] == "보험금이 빠르고 정확하게 들어왔어요."
    assert english["recommend"].startswith("Would you recommend us")


def test_a_change_is_the_next_version_and_the_earlier_one_stays(app):
    make_questionnaire(decision=FAIR)

    second, first = questionnaire_versions()
    assert (second.version, second.in_language("ko")["decision"]) == (2, FAIR[0])
    assert second.wording() == {**WORDING, QuestionKey.DECISION: Phrase(*FAIR)}
    assert first.wording() == WORDING


def test_publishing_what_is_in_force_makes_no_version(app):
    assert make_questionnaire(payout=(f"  {WORDING['payout'].korean}\n", WORDING["payout"].english))

    assert len(questionnaire_versions()) == 1


@pytest.mark.parametrize("attribute", ["korean", "english"])
def test_a_published_wording_never_changes(app, attribute):
    setattr(current_questionnaire().questions[0], attribute, "x")

    with pytest.raises(RuntimeError, match="never changes"):
        db.session.flush()


@pytest.mark.parametrize(
    "words",
    ["", "  \n", "\u3164\u3164", "\u200b", "\x00", "가" * 201, "x" * 10_000_000, "half \ud800"],
)
def test_words_that_cannot_be_asked_are_refused_by_their_field(app, words):
    assert refused(filing=(words, "fine"), comment=("좋아요", words)) == [
        "filing_korean",
        "comment_english",
    ]
    assert len(questionnaire_versions()) == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("좋았어요 👩‍👩‍👧‍👦", "좋았어요 👩‍👩‍👧‍👦"),
        (normalize("NFD", "어땠어요?"), "어땠어요?"),
        ("\u202eevil\u202c\x00 שלום", "evil שלום"),
        ("one\r\ntwo\u2028three", "one two three"),
        ("<script>", "<script>"),
        ("%(name)s {{ 7 * 7 }}", "%(name)s {{ 7 * 7 }}"),
        ("가" * 200, "가" * 200),
    ],
)
def test_other_words_are_kept_in_one_shape(app, given, kept):
    questionnaire = make_questionnaire(payout=(given, given))

    db.session.expire_all()
    assert questionnaire.wording()["payout"] == Phrase(kept, kept)


@pytest.mark.parametrize("language", ["korean", "english"])
def test_the_table_takes_no_empty_words(app, language):
    words = {"korean": "네", "english": "yes", language: ""}
    draft = Questionnaire(version=2, published_at=NOON, published_by=None)
    draft.questions = [Question(key=QuestionKey.PAYOUT, **words)]
    db.session.add(draft)

    with pytest.raises(IntegrityError, match="both_languages"):
        db.session.flush()


def test_of_two_who_publish_at_once_one_is_told(app):
    db.session.commit()

    def publish(word):
        wording = {**WORDING, QuestionKey.PAYOUT: Phrase(word, word)}
        with app.app_context():
            try:
                return write(lambda: publish_questionnaire(wording, 1, NOON, None).version)
            except PublishedMeanwhile:
                return "told"

    with ThreadPoolExecutor(3) as pool:
        outcomes = list(pool.map(publish, ["one", "two", "three"]))

    assert sorted(map(str, outcomes)) == ["2", "told", "told"]
    assert [row.version for row in questionnaire_versions()] == [2, 1]


def test_a_database_without_a_questionnaire_says_so(app):
    for table in (Question, Questionnaire):
        db.session.execute(table.__table__.delete())

    with pytest.raises(NothingPublished, match="no questionnaire is published"):
        current_questionnaire()
