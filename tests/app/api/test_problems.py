import pytest


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api", 404, "not_found"),
        ("GET", "/api/v1/nowhere", 404, "not_found"),
        ("GET", "/api/v1//responses", 404, "not_found"),
        ("GET", "/api/v1/events", 405, "method_not_allowed"),
        ("OPTIONS", "/api/v1/events", 405, "method_not_allowed"),
        ("DELETE", "/api/v1/responses", 405, "method_not_allowed"),
    ],
)
def test_an_address_that_is_not_there_is_refused_in_json(client, method, path, status, code):
    reply = client.open(path, method=method)

    assert reply.status_code == status
    assert reply.mimetype == "application/json"
    assert reply.json["error"]["code"] == code
    assert reply.json["error"]["fields"] == []
    assert "Set-Cookie" not in reply.headers
    assert ("Allow" in reply.headers) is (status == 405)


def test_a_host_that_no_address_can_have_is_refused_in_json(client):
    reply = client.get("/api/v1/responses", headers={"Host": "x" * 64 + ".com"})

    assert (reply.status_code, reply.json["error"]["code"]) == (400, "bad_request")


def test_what_breaks_inside_is_told_in_json_and_says_nothing_of_it(app, client, monkeypatch):
    monkeypatch.setitem(app.view_functions, "api_responses.show", lambda: 1 / 0)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)

    reply = client.get("/api/v1/responses")

    assert (reply.status_code, reply.json["error"]["code"]) == (500, "internal_error")
    assert "ZeroDivision" not in reply.text


def test_beside_the_api_an_error_stays_a_page(client):
    assert client.get("/apiary").mimetype == "text/html"
