"""The README says what the code says: its settings, its commands, its test."""

import re
from pathlib import Path

from app.settings import SETTINGS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def test_the_table_of_settings_holds_each_with_default_and_help():
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`(.*?)`)? ?\| (.+) \|$", _part("Settings"), re.M)

    assert rows == [
        (setting.name, setting.default.replace(f"{ROOT}/", ""), setting.help)
        for setting in SETTINGS
    ]


def test_ci_runs_the_test_command():
    command = re.search(r"^```\n(.+)\n```$", _part("Test it"), re.M)[1]

    assert f"timed {command}\n" in (ROOT / ".ci/run").read_text()


def test_every_make_command_is_in_the_makefile():
    named = set(re.findall(r"\bmake ([a-z-]+)(?=`|$)", README, re.M))

    assert named <= set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    assert {"run", "test", "test-postgres", "lint"} <= named


def _part(title):
    """What stands under a heading of the README."""
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
