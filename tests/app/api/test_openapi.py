import re

import pytest

from app.api import examples
from app.api.openapi import document
from app.api.operations import OPERATIONS
from app.api.responses import CURSOR
from app.api.shapes import ErrorAnswer
from app.security import CONTENT_SECURITY_POLICY


def test_the_document_is_public_and_for_machines(client):
    reply = client.get("/api/v1/openapi.json")

    assert reply.json["openapi"] == "3.1.0"
    assert "Set-Cookie" not in reply.headers


def test_the_document_names_each_address_of_the_api(app):
    rules = {
        (method.lower(), re.sub("<claim_id:(.*)>", r"{\1}", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/v1/") and rule.endpoint != "api_document.show_document"
    }

    assert {(operation.method, operation.path) for operation in OPERATIONS} == rules


def test_every_name_that_is_referred_to_is_there():
    names = set(re.findall(r"#/components/schemas/(\w+)", str(document())))

    assert names == set(document()["components"]["schemas"])


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_the_examples_have_the_shapes_they_stand_for(operation):
    answer = operation.answer.model_validate(operation.answer_example)

    assert answer.model_dump(mode="json") == operation.answer_example
    assert (operation.body is None) is (operation.body_example is None)
    ErrorAnswer.model_validate(examples.ERROR)


@pytest.mark.parametrize("path", ["/claims", "/events"])
def test_the_example_requests_are_taken(api, path):
    body = {"/claims": examples.CLAIMS, "/events": examples.EVENTS}[path]

    reply = api(path, "POST", json=body)

    assert (reply.status_code, reply.json["rejected"]) == (200, 0)


def test_the_limits_of_parameters_stand_in_the_document():
    parameters = document()["paths"]["/api/v1/responses"]["get"]["parameters"]
    schemas = {parameter["name"]: parameter["schema"] for parameter in parameters}

    assert schemas["limit"] == {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}
    assert schemas["cursor"] == {"type": "string", "pattern": CURSOR}
    assert schemas["since"] == {"type": "string", "format": "date-time"}


def test_the_page_shows_every_operation_with_its_scope_and_no_script(client):
    reply = client.get("/api/docs")

    assert reply.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    for operation in OPERATIONS:
        assert f"{operation.method.upper()} {operation.path}" in reply.text
        assert operation.scope in reply.text
    assert "<script" not in reply.text
    assert "style=" not in reply.text
    assert "http" not in reply.text.replace("https://survey.example.com", "")
