"""Reads what a request holds, strictly: what nobody could mean is refused, not guessed."""

import json
import re
from http import HTTPStatus
from typing import Any, TypeVar

from flask import request

from app.api.problems import Refused
from app.api.shapes import MOST_RECORDS
from surveys.claims.records import Record, parse_record
from surveys.errors import BadInput, BadRecord

# A thousand claims with all their fields are about one megabyte.
LARGEST_BODY = 4 * 1024 * 1024
# NUL, which no text has, and half characters, which no UTF-8 can hold.
IMPOSSIBLE = re.compile(r"[\0\ud800-\udfff]")

P = TypeVar("P", bound=Record)


class NoParameters(Record):
    """An address that takes none."""


def parameters(kind: type[P]) -> P:
    """The parameters behind the question mark; unknown and repeated ones are refused."""
    repeated = [name for name, values in request.args.lists() if len(values) > 1]
    if repeated:
        raise _bad_parameters([BadInput(name, "is given more than once") for name in repeated])
    try:
        return parse_record(kind, request.args.to_dict())
    except BadRecord as error:
        raise _bad_parameters(error.refusals) from error


def raw_body() -> bytes:
    """The body, once it is known to be JSON that is not too large."""
    charset = request.mimetype_params.get("charset", "utf-8")
    encoding = request.headers.get("Content-Encoding", "identity")
    if request.mimetype != "application/json" or charset.lower() != "utf-8":
        raise _unsupported("The body must come as Content-Type: application/json in UTF-8.")
    if encoding.lower() != "identity":
        raise _unsupported("The body must come as it is, without a Content-Encoding.")
    request.max_content_length = LARGEST_BODY
    return request.get_data()


def records_in(raw: bytes, name: str) -> list[object]:
    """The records of a body like `{"events": […]}`; what each of them holds is not judged here."""
    body = _json(raw)
    if not isinstance(body, dict):
        raise _bad_body(name, f'is missing; send {{"{name}": […]}}')
    for other in body:
        if other != name:
            raise _bad_body(other, "is not a field that we know; please remove it")
    records = body.get(name)
    if not isinstance(records, list) or not 1 <= len(records) <= MOST_RECORDS:
        raise _bad_body(name, f"must be a list of 1 to {MOST_RECORDS} records")
    return records


def _json(raw: bytes) -> object:
    try:
        return json.loads(raw.decode(), object_pairs_hook=_object, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise _not_json("is not UTF-8") from error
    except RecursionError as error:
        raise _not_json("is nested too deeply") from error
    except json.JSONDecodeError as error:
        raise _not_json(f"is not JSON (line {error.lineno}, column {error.colno})") from error
    except ValueError as error:
        raise _not_json(f"cannot be read: {error}") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object as I-JSON (RFC 7493) wants it: no name twice, and text that is text."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if any(isinstance(text, str) and IMPOSSIBLE.search(text) for text in (name, value)):
            raise _bad_name(name, "holds NUL or half a character (a lone surrogate)")
        if name in found:
            raise _bad_name(name, "is given twice in one object; please keep one")
        found[name] = value
    return found


def _bad_name(name: str, message: str) -> Refused:
    shown = ascii(name) if IMPOSSIBLE.search(name) else name
    fields = [BadInput(shown, message)]
    return Refused(HTTPStatus.BAD_REQUEST, "bad_json", "The body cannot be read.", fields)


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is not a number of JSON")


def _not_json(message: str) -> Refused:
    return Refused(HTTPStatus.BAD_REQUEST, "bad_json", f"The body {message}.")


def _bad_body(field: str, message: str) -> Refused:
    fields = [BadInput(field, message)]
    return Refused(HTTPStatus.BAD_REQUEST, "bad_body", "The body cannot be taken.", fields)


def _bad_parameters(refusals: list[BadInput]) -> Refused:
    message = "The parameters cannot be taken."
    return Refused(HTTPStatus.BAD_REQUEST, "bad_parameters", message, refusals)


def _unsupported(message: str) -> Refused:
    return Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", message)
