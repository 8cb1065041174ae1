import logging

from app.logs import CutLinks


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
