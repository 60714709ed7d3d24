"""The API answers as its OpenAPI page says, whatever it is asked (schemathesis)."""

from __future__ import annotations

import orjson
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.factories import VacancyFactory

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@schemathesis.serializer("application/x-ndjson")
def as_lines(_context, value):
    """Whatever was generated for the body, as one line of NDJSON."""
    return value if isinstance(value, bytes) else orjson.dumps(value, default=str)


pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_every_answer_is_one_that_the_page_describes(index, suggestions_index):
    from portal.wsgi import application  # reads dictionaries, which takes seconds

    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    for operation in schema.get_all_operations():

        @given(case=operation.ok().as_strategy())
        @settings(max_examples=25, suppress_health_check=list(HealthCheck))
        def answers_as_described(case):
            case.call_and_validate(checks=CHECKS)

        answers_as_described()


def test_the_page_documents_every_way_in(client):
    VacancyFactory()
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert set(paths) == {
        "/api/v1/vacancies",
        "/api/v1/vacancies/{vacancy_id}",
        "/api/v1/suggestions",
        "/api/v1/feeds/{slug}/vacancies",
        "/api/v1/feeds/{slug}/runs/{public_id}",
        "/api/v1/feeds/{slug}/runs/{public_id}/receipts",
        "/api/v1/datasets",
        "/api/v1/datasets/{dataset}",
        "/api/v1/datasets/{dataset}/{region}/series",
        "/api/v1/datasets/{dataset}/{region}/{period}",
        "/api/v1/datasets/{dataset}/{region}/{period}/cells",
        "/api/v1/datasets/{dataset}/{region}/{period}/versions",
        "/api/v1/releases",
        "/api/v1/returns/{form}/{region}/{period}",
    }


def test_the_page_needs_no_other_host(client):
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    assert "https://" not in page.text.replace("https://www.w3.org", "")
