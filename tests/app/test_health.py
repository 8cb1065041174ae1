import pytest

from app import create_app
from app.keeping.schema import NO_TABLES, TOO_NEW, TOO_OLD


def test_with_its_database_at_head_the_service_is_ready(client, at_head):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.text) == (200, "ready")


@pytest.mark.parametrize(
    ("revision", "reason"), [("38068c3879e0", TOO_OLD), ("ffffffffffff", TOO_NEW)]
)
def test_with_other_tables_than_its_own_the_service_is_not_ready(
    client, write_revision, revision, reason
):
    write_revision(revision)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.text) == (503, reason)


def test_without_tables_the_service_is_not_ready(client):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.text) == (503, NO_TABLES)


def test_without_its_database_the_service_is_alive_but_not_ready(tmp_path):
    url = f"sqlite:///{tmp_path}/nowhere/x.sqlite"
    app = create_app({"DATABASE_URL": url, "SECRET_KEY": "a key for tests only"})
    client = app.test_client()

    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")

    assert (answer.status_code, answer.text) == (503, "the database cannot be reached")
