import pytest

from app.api.keys import Scope, new_key
from surveys.clock import utc_now
from surveys.db import db


@pytest.fixture
def key(app):
    """The headers of a new key that may do this, or everything."""

    def make(*scopes: Scope) -> dict[str, str]:
        token = new_key("test", set(scopes or Scope), None, utc_now())
        db.session.commit()
        return {"Authorization": f"Bearer {token}"}

    return make


@pytest.fixture
def api(client, key):
    """Calls the API with a key that may do everything; returns the answer."""
    headers = key()

    def call(path: str, method: str = "GET", **values):
        own = headers | values.pop("headers", {})
        return client.open(f"/api/v1{path}", method=method, headers=own, **values)

    return call
