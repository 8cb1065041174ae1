"""The document of the API (OpenAPI 3.1), made from the shapes that the API itself uses."""

import re
from functools import cache
from typing import Any

from flask import Blueprint, Response, json, render_template
from pydantic.json_schema import models_json_schema

from app.api import examples
from app.api.idempotency import HEADER, REPLAYED
from app.api.operations import OPERATIONS, Operation
from app.api.shapes import ErrorAnswer

REF = "#/components/schemas/{model}"
IN_PATH = re.compile(r"{(\w+)}")
# Refusals that any operation knows, and those of some only.
REFUSALS = {
    "400": "What was sent cannot be taken.",
    "401": "No key, or one that is unknown, revoked or expired.",
    "403": "The key lacks the scope.",
    "429": "Too many requests a minute.",
    "500": "Something broke on our side.",
}
REFUSALS_OF_BODY = {
    "413": "The body is too large.",
    "415": "The body is not JSON in UTF-8.",
    "422": "The Idempotency-Key was used for another request.",
}
ABOUT = (
    "Send claims and events once and forget; read answers back. Moments are ISO 8601 with their"
    " offset. Unknown fields and parameters are refused."
)

pages = Blueprint("api_document", __name__)


@pages.get("/api/v1/openapi.json", provide_automatic_options=False)
def show_document() -> Response:
    return Response(json.dumps(document()), mimetype="application/json")


@pages.get("/api/docs", provide_automatic_options=False)
def show_page() -> str:
    return render_template("api/docs.html", document=document(), operations=OPERATIONS)


@cache
def document() -> dict[str, Any]:
    """The whole document; it changes with the code only."""
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Hearback", "version": "1", "description": ABOUT},
        "servers": [{"url": "/"}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }


def _schemas() -> dict[str, Any]:
    taken = [(operation.body, "validation") for operation in OPERATIONS if operation.body]
    given = [(operation.answer, "serialization") for operation in OPERATIONS]
    shapes = [*dict.fromkeys(taken), *dict.fromkeys(given), (ErrorAnswer, "serialization")]
    _, found = models_json_schema(shapes, ref_template=REF)
    schemas: dict[str, Any] = found["$defs"]
    return schemas


def _operation(operation: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": f"{operation.description} Needs the scope `{operation.scope}`.",
        "parameters": [*_in_path(operation), *_in_query(operation)],
        "responses": _answers(operation),
    }
    if operation.body is not None:
        found["parameters"].append(_idempotency_key())
        content = _content(operation.body.__name__, operation.body_example)
        found["requestBody"] = {"required": True, "content": content}
    return found


def _in_path(operation: Operation) -> list[dict[str, Any]]:
    schema = {"type": "string", "minLength": 1, "maxLength": 100}
    return [
        {"name": name, "in": "path", "required": True, "schema": schema, "example": "C-2025-0001"}
        for name in IN_PATH.findall(operation.path)
    ]


def _in_query(operation: Operation) -> list[dict[str, Any]]:
    """A parameter that was left out is not null, so the schema of what was sent holds no null."""
    properties = operation.parameters.model_json_schema().get("properties", {})
    return [
        {
            "name": name,
            "in": "query",
            "description": schema["description"],
            "schema": _sent(schema),
        }
        for name, schema in properties.items()
    ]


def _sent(schema: dict[str, Any]) -> dict[str, Any]:
    kept = {name: schema[name] for name in ("type", "minimum", "maximum") if name in schema}
    if schema.get("default") is not None:
        kept["default"] = schema["default"]
    return kept | next((kind for kind in schema.get("anyOf", []) if kind["type"] != "null"), {})


def _idempotency_key() -> dict[str, Any]:
    return {
        "name": HEADER,
        "in": "header",
        "description": "Makes sending the same request again safe for 72 hours.",
        "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
    }


def _answers(operation: Operation) -> dict[str, Any]:
    refusals = dict(REFUSALS)
    if operation.body is not None:
        refusals |= REFUSALS_OF_BODY
    if IN_PATH.search(operation.path):
        refusals["404"] = "There is no such claim."
    good: dict[str, Any] = {
        "description": "Done.",
        "content": _content(operation.answer.__name__, operation.answer_example),
    }
    if operation.body is not None:
        sentence = "`true` where an earlier answer is given once more."
        good["headers"] = {REPLAYED: {"description": sentence, "schema": {"type": "string"}}}
    if operation.claim_of:
        link = {"operationId": "readClaim", "parameters": {"claim_id": operation.claim_of}}
        good["links"] = {"claim": link}
    bad = {
        status: {"description": words, "content": _content("ErrorAnswer", examples.ERROR)}
        for status, words in sorted(refusals.items())
    }
    return {"200": good, **bad}


def _content(name: str, example: dict[str, Any] | None) -> dict[str, Any]:
    schema = {"$ref": REF.format(model=name)}
    return {"application/json": {"schema": schema, "example": example}}
