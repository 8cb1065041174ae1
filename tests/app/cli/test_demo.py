from surveys.claims.models import Claim
from surveys.db import db


def test_the_demo_refuses_a_real_relay(flask, app, monkeypatch):
    monkeypatch.setitem(app.config, "MAIL_URL", "smtp://127.0.0.1:2525")

    result = flask("demo")

    assert result.exit_code == 1
    assert "MAIL_URL is set" in result.stderr
    assert db.session.query(Claim).count() == 0


def test_the_demo_tells_what_it_played(flask):
    result = flask("demo", "--claims", "3", "--weeks", "4")

    assert result.exit_code == 0
    assert "3 claims," in result.stdout
    assert db.session.query(Claim).count() == 3
