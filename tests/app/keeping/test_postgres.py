import pytest
from sqlalchemy import make_url

from app.keeping.note import BadBackup
from app.keeping.postgres import dumped

URL = make_url("postgresql+psycopg://hearback@127.0.0.1:1/nothing")


def test_without_the_clients_of_postgresql_the_cure_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(BadBackup, match="apt-get install postgresql-client"), dumped(URL, "", None):
        pass


@pytest.mark.usefixtures("_clients")
def test_what_pg_dump_complains_of_is_passed_on():
    with pytest.raises(BadBackup, match="pg_dump: error: "), dumped(URL, "", None) as source:
        source.read()


@pytest.fixture
def _clients(tmp_path, monkeypatch):
    """A pg_dump that fails as the real one does, so that this runs where there is none."""
    program = tmp_path / "pg_dump"
    program.write_text("#!/bin/sh\necho 'pg_dump: error: no such host' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
