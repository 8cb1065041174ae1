import json
import logging
import sys

from app.logs import FORMATS, CutLinks


def logged(message, *args):
    record = logging.LogRecord("app", logging.ERROR, "x.py", 1, message, args, None)
    CutLinks().filter(record)
    return record.getMessage()


def test_a_customers_link_is_cut_to_its_first_characters():
    token = "abcdefGHIJKLmnopqrstuvwxyz0123456789-_ABCDE"

    assert logged("Exception on %s [%s]", f"/a/{token}", "POST") == (
        "Exception on /a/abcdef… [POST]"
    )
    assert token not in logged(f"http://127.0.0.1/u/{token}?x=1 and /d/{token}")


def test_other_paths_are_logged_whole():
    assert logged("Exception on %s", "/console/comments") == "Exception on /console/comments"


def test_a_json_line_is_one_object_with_its_moment_level_and_logger():
    record = logging.LogRecord(
        "app.worker", logging.INFO, "x.py", 1, "멈춤 %s", ("첫째\n둘째",), None
    )
    record.created = 1741057200.25

    line = FORMATS["json"].format(record)

    assert "\n" not in line
    assert json.loads(line) == {
        "at": "2025-03-04T03:00:00.250+00:00",
        "level": "info",
        "logger": "app.worker",
        "message": "멈춤 첫째\n둘째",
    }


def test_a_json_line_holds_the_traceback_within_it():
    try:
        _ = 1 / 0
    except ZeroDivisionError:
        record = logging.LogRecord("app", logging.ERROR, "x.py", 1, "failed", (), sys.exc_info())

    line = FORMATS["json"].format(record)

    assert "\n" not in line
    assert json.loads(line)["traceback"].endswith("ZeroDivisionError: division by zero")
