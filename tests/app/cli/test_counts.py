from analysis.counts import DailyCount
from surveys.db import db
from tests.factories import make_response


def test_counting_anew_says_how_many_answers_were_counted(flask, parts):
    make_response(parts)
    counted = db.session.query(DailyCount).count()
    db.session.query(DailyCount).delete()

    result = flask("counts", "rebuild")

    assert result.stdout == "1 answers counted\n"
    assert db.session.query(DailyCount).count() == counted
