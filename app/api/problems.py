"""The one shape in which the API says no, on every path under /api."""

from collections.abc import Iterable
from http import HTTPStatus

from flask import Response, request
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import RequestRedirect

from app.api.shapes import ErrorAnswer, FieldError, Problem
from surveys.claims.records import LONGEST_FIELD
from surveys.errors import BadInput

# What we say where the web itself refuses: a code for machines, which stays, and a sentence.
WORDS = {
    400: ("bad_request", "The request cannot be understood."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not know this method; see the Allow header."),
    413: ("too_large", "The body is too large; please send fewer records at once."),
    500: ("internal_error", "Something broke on our side. Please send the request again later."),
}


class Refused(Exception):
    """A request that the API refuses: with its status, a code for machines and a sentence."""

    def __init__(
        self,
        status: HTTPStatus,
        code: str,
        message: str,
        fields: Iterable[BadInput] = (),
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.fields = field_errors(fields)
        self.headers = headers or {}


def field_errors(refusals: Iterable[BadInput]) -> list[FieldError]:
    return [FieldError(field=bad.field[:LONGEST_FIELD], message=bad.message) for bad in refusals]


def is_api() -> bool:
    return request.path == "/api" or request.path.startswith("/api/")


def refused(error: Refused) -> Response:
    problem = Problem(code=error.code, message=error.message, fields=error.fields)
    return _answer(problem, error.status, error.headers)


def http_problem(error: HTTPException) -> Response:
    """What the web framework refuses."""
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    code, message = WORDS.get(status, ("refused", f"{error.name}."))
    kept = {name: value for name, value in error.get_headers() if name == "Allow"}
    problem = Problem(code=code, message=message, fields=[])
    return _answer(problem, status, kept)


def not_moved() -> Response | None:
    """A doubled slash would be redirected, by a page; here no address is another one's."""
    is_redirect = isinstance(request.routing_exception, RequestRedirect)
    return http_problem(NotFound()) if is_api() and is_redirect else None


def _answer(problem: Problem, status: int, headers: dict[str, str]) -> Response:
    body = ErrorAnswer(error=problem).model_dump_json()
    return Response(body, status, headers, mimetype="application/json")
