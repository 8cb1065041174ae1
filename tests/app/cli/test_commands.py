import subprocess
import sys

from app.cli import COMMANDS

NOT_FOR_WEB_SERVERS = ("kiwipiepy", "textblob", "sklearn", "analysis.language.trained")


def test_every_command_is_listed_with_a_line_of_help(flask):
    lines = flask("--help").output.partition("Commands:")[2].splitlines()

    helps = dict(line.split(maxsplit=1) for line in lines if line.strip())
    assert {*COMMANDS, "db"} <= set(helps)


def test_a_web_server_loads_nothing_that_reads_comments():
    program = (
        "import sys; from app import create_app; create_app({'SECRET_KEY': 'for tests'});"
        f"print([name for name in {NOT_FOR_WEB_SERVERS!r} if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == "[]"
