import pytest

from app.worker.lock import WorkerRunning, only_worker


def test_one_database_has_one_worker(tmp_path):
    url = f"sqlite:///{tmp_path / 'hearback.sqlite'}"

    with only_worker(url), pytest.raises(WorkerRunning, match="stop it first"), only_worker(url):
        pass


def test_after_one_worker_has_ended_the_next_may_begin(tmp_path):
    url = f"sqlite:///{tmp_path / 'hearback.sqlite'}"

    with only_worker(url):
        pass

    with only_worker(url):
        assert (tmp_path / "hearback.sqlite.worker").exists()


def test_workers_of_two_databases_do_not_meet(tmp_path):
    urls = [f"sqlite:///{tmp_path / name}.sqlite" for name in ("one", "two")]

    with only_worker(urls[0]), only_worker(urls[1]):
        assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("url", ["sqlite://", "postgresql+psycopg://127.0.0.1/nothing"])
def test_a_database_without_a_file_needs_no_lock(url, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    with only_worker(url), only_worker(url):
        assert list(tmp_path.iterdir()) == []
