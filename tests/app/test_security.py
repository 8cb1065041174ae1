import pytest

from app import create_app
from app.security import CONTENT_SECURITY_POLICY

ENVIRONMENT = {"DATABASE_URL": "sqlite://", "SECRET_KEY": "a key for tests only"}


def addresses(app) -> list[tuple[str, str]]:
    """Each route with each of its methods, its variables filled in."""
    with app.test_request_context():
        adapter = app.url_map.bind("127.0.0.1:8080")
    return [
        (method, adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, "1"), method))
        for rule in app.url_map.iter_rules()
        for method in sorted(rule.methods - {"OPTIONS"})
    ]


def test_each_route_carries_the_headers(client, staff):
    for method, address in addresses(client.application):
        headers = client.open(address, method=method).headers

        assert "default-src 'none'" in headers["Content-Security-Policy"], address
        assert headers["X-Content-Type-Options"] == "nosniff", address
        assert headers["Referrer-Policy"] == "no-referrer", address
        if not address.startswith("/static"):
            assert headers["Cache-Control"] == "no-store", address
            assert headers["X-Robots-Tag"] == "noindex", address


@pytest.mark.parametrize("path", ["/nowhere", "/a/x/y/z", "/console/nowhere"])
def test_a_page_that_is_not_there_carries_them_as_well(client, path):
    headers = client.get(path).headers

    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["Cache-Control"] == "no-store"


def test_no_page_of_ours_may_run_inline_script_or_style():
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "frame-ancestors 'none'" in CONTENT_SECURITY_POLICY


@pytest.mark.parametrize(
    ("url", "name", "is_secure"),
    [
        ("https://survey.example.com", "__Host-hearback", True),
        ("http://localhost:8080", "hearback", False),
    ],
)
def test_the_cookie_is_bound_to_the_host_wherever_there_is_https(url, name, is_secure):
    app = create_app({**ENVIRONMENT, "PUBLIC_URL": url})

    headers = app.test_client().get("/healthz").headers
    assert app.config["SESSION_COOKIE_NAME"] == name
    assert app.config["SESSION_COOKIE_SECURE"] is is_secure
    assert app.config["SESSION_COOKIE_HTTPONLY"]
    assert ("Strict-Transport-Security" in headers) is is_secure


@pytest.mark.parametrize("path", ["/console/", "/nowhere", "/a/x"])
def test_a_host_that_no_address_can_have_is_a_bad_request(client, path):
    response = client.get(path, headers={"Host": "x" * 64 + ".com"})

    assert response.status_code == 400
    assert response.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
