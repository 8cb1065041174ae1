import pytest

from app.api.keys import Scope, revoke
from app.api.models import ApiKey
from surveys.clock import utc_now
from surveys.db import db

DOORS = [
    ("POST", "/api/v1/events", Scope.EVENTS_WRITE),
    ("POST", "/api/v1/claims", Scope.CLAIMS_WRITE),
    ("GET", "/api/v1/responses", Scope.RESPONSES_READ),
    ("GET", "/api/v1/claims/C-1", Scope.CLAIMS_READ),
]


def code_of(reply) -> str:
    assert reply.mimetype == "application/json"
    assert "Set-Cookie" not in reply.headers
    return reply.json["error"]["code"]


@pytest.mark.parametrize(("method", "path", "scope"), DOORS)
def test_without_a_key_each_door_stays_closed(client, method, path, scope):
    for given in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}):
        reply = client.open(path, method=method, headers=given)

        assert (reply.status_code, code_of(reply)) == (401, "unauthorized")
        assert reply.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(("method", "path", "scope"), DOORS)
def test_each_door_asks_for_its_own_scope_and_names_it(client, key, method, path, scope):
    others = key(*(set(Scope) - {scope}))
    reply = client.open(path, method=method, headers=others)

    assert (reply.status_code, code_of(reply)) == (403, "missing_scope")
    assert scope in reply.json["error"]["message"]
    assert client.open(path, method=method, headers=key(scope)).status_code not in (401, 403)


def test_a_revoked_key_opens_nothing(client, key):
    headers = key()
    revoke(db.session.query(ApiKey.id).scalar(), utc_now())

    assert client.get("/api/v1/responses", headers=headers).status_code == 401


def test_each_answer_says_how_many_requests_are_left(api):
    first, second = api("/responses"), api("/claims/nowhere")

    assert [reply.headers["RateLimit-Limit"] for reply in (first, second)] == ["600", "600"]
    assert [reply.headers["RateLimit-Remaining"] for reply in (first, second)] == ["599", "598"]
    assert 1 <= int(second.headers["RateLimit-Reset"]) <= 60


def test_past_the_limit_a_key_has_to_wait(app, client, key, monkeypatch):
    monkeypatch.setitem(app.config, "API_REQUESTS_PER_MINUTE", 1)
    headers = key()

    replies = [client.get("/api/v1/responses", headers=headers) for _ in range(2)]

    assert [reply.status_code for reply in replies] == [200, 429]
    assert code_of(replies[1]) == "too_many_requests"
    assert replies[1].headers["Retry-After"] == replies[1].headers["RateLimit-Reset"]
    assert client.get("/api/v1/responses", headers=key()).status_code == 200


def test_no_form_token_is_asked_for_where_there_is_a_key(app, api, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    assert api("/events", "POST", json={"events": [5]}).status_code == 200
