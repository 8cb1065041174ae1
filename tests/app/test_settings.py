from zoneinfo import ZoneInfo

import pytest

from app import settings
from app.settings import SETTINGS, BadSetting, read_settings

SECRET = {"SECRET_KEY": "a key for tests only"}


@pytest.fixture
def var(tmp_path, monkeypatch):
    """A checkout of its own, so that no secret is left in ours."""
    monkeypatch.setattr(settings, "VAR", tmp_path / "var")
    return tmp_path / "var"


@pytest.mark.parametrize(
    ("name", "value", "cure"),
    [
        ("BIND", "127.0.0.1", "127.0.0.1:8080"),
        ("BIND", "127.0.0.1:66000", "127.0.0.1:8080"),
        ("BIND", "127.0.0.1:²", "127.0.0.1:8080"),
        ("PUBLIC_URL", "survey.example.com", "https://survey.example.com"),
        ("PUBLIC_URL", "ftp://survey.example.com", "https://survey.example.com"),
        ("PUBLIC_URL", "https://survey.example.com?x=1", "https://survey.example.com"),
        ("PUBLIC_URL", "https://[", "https://survey.example.com"),
        ("DATABASE_URL", "mysql://localhost/x", "postgresql+psycopg://"),
        ("MAIL_URL", "relay.example.com:25", "smtp://user:password@host:587"),
        ("MAIL_URL", "smtp://relay.example.com:abc", "smtp://user:password@host:587"),
        ("MAIL_URL", "smtp://[", "smtp://user:password@host:587"),
        ("MAIL_FROM", "survey", "survey@example.com"),
        ("MAIL_FROM", "설문@example.com", "survey@example.com"),
        ("MAIL_FROM", "a b@example.com", "survey@example.com"),
        ("TIMEZONE", "Seoul", "Asia/Seoul"),
        ("TIMEZONE", "Asia", "Asia/Seoul"),
        ("TIMEZONE", "", "Asia/Seoul"),
        ("TRUSTED_PROXIES", "-1", "a whole number, 0 or more"),
        ("TRUSTED_PROXIES", "²", "a whole number, 0 or more"),
        ("LOG_FORMAT", "xml", "text or json"),
        ("INSURER_COLOUR", "blue", "#1f5fbf"),
        ("INSURER_COLOUR", "#12345g", "#1f5fbf"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_its_cure(name, value, cure):
    with pytest.raises(BadSetting) as refused:
        read_settings({**SECRET, name: value})

    assert str(refused.value).startswith(f"{name}: must be ")
    assert cure in str(refused.value)


def test_without_any_setting_all_is_local(var):
    values = read_settings({})

    assert values["PUBLIC_URL"] == "http://127.0.0.1:8080"
    assert values["IS_LOCAL"]
    assert values["TIMEZONE"] == ZoneInfo("Asia/Seoul")
    assert values["MAIL_URL"] == ""


@pytest.mark.parametrize(
    "given", [{"BIND": "0.0.0.0:8080"}, {"MAIL_URL": "smtp://relay.example.com:25"}]
)
def test_what_leads_beyond_this_machine_needs_a_public_url(given):
    with pytest.raises(BadSetting, match="PUBLIC_URL: must be set") as refused:
        read_settings({**SECRET, **given})

    assert next(iter(given)) in str(refused.value)
    assert read_settings({**SECRET, **given, "PUBLIC_URL": "https://survey.example.com"})


def test_a_relay_on_this_machine_needs_no_public_url():
    values = read_settings({**SECRET, "MAIL_URL": "smtp://127.0.0.1:2525"})

    assert values["PUBLIC_URL"] == "http://127.0.0.1:8080"


def test_a_slash_at_the_end_of_the_public_url_is_left_out():
    values = read_settings({**SECRET, "PUBLIC_URL": "https://survey.example.com/"})

    assert values["PUBLIC_URL"] == "https://survey.example.com"
    assert not values["IS_LOCAL"]


def test_an_installation_beyond_localhost_needs_a_secret_of_its_own(var):
    with pytest.raises(BadSetting, match="SECRET_KEY: must be set"):
        read_settings({"PUBLIC_URL": "https://survey.example.com", "SECRET_KEY": " "})

    assert not var.exists()


def test_the_local_secret_is_made_once_and_only_its_owner_may_read_it(var):
    secrets = {read_settings({})["SECRET_KEY"] for _ in range(2)}

    assert len(secrets) == 1
    assert len(secrets.pop()) >= 43
    assert (var / "secret_key").stat().st_mode & 0o777 == 0o600


def test_older_keys_are_read_one_by_one():
    assert read_settings({**SECRET, "SECRET_KEYS_OLDER": "one,,two"})["SECRET_KEYS_OLDER"] == (
        "one",
        "two",
    )


def test_each_setting_has_its_help_and_a_default_that_can_be_used():
    names = [setting.name for setting in SETTINGS]

    assert len(set(names)) == len(names)
    assert all(setting.help.endswith(".") for setting in SETTINGS)
    assert all(setting.read(setting.default) is not None for setting in SETTINGS)
