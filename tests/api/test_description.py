"""The API describes itself rightly, and the committed description is the current one."""

import io

from django.conf import settings
from django.core.management import call_command
from openapi_spec_validator import validate

WITHOUT_SCOPE = {"/api/v1/", "/api/v1/me/"}
COMMAND = "manage.py spectacular --validate --fail-on-warn --file openapi.yaml"


def test_the_committed_description_is_current():
    written = io.StringIO()
    call_command("spectacular", "--fail-on-warn", stdout=written)
    committed = (settings.BASE_DIR / "openapi.yaml").read_text()
    assert written.getvalue().rstrip() == committed.rstrip(), f"Write it anew: {COMMAND}"


def test_it_is_openapi_3_1(description):
    assert description["openapi"] == "3.1.0"
    validate(description)


def test_every_operation_has_its_refusals(description):
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            for status in ("400", "401", "403", "406"):
                content = operation["responses"][status]["content"]
                assert list(content) == ["application/problem+json"], (method, path, status)
            assert operation["summary"]
            assert path in WITHOUT_SCOPE or "Needs the scope `" in operation["description"], path
            assert operation["operationId"]


def test_whoever_is_signed_in_reads_it(as_, anyone, cast, client):
    as_json = as_(cast.nobody).client.get("/api/v1/schema/", headers={"Accept": "application/json"})
    assert as_json.json()["openapi"] == "3.1.0"
    assert anyone.client.get("/api/v1/schema/").status_code == 401
    client.force_login(cast.nobody)
    assert client.get("/api/v1/schema/").status_code == 200


def test_the_page_of_the_description(cast, client):
    assert client.get("/api/v1/docs/").status_code == 302
    client.force_login(cast.liaison)
    page = client.get("/api/v1/docs/")
    assert page.status_code == 200
    assert b"<style" not in page.content
    assert "unsafe" not in page["Content-Security-Policy"]
    assert client.get("/api/v1/docs/?script=").status_code == 200


def test_the_root_leads_everywhere(as_, cast):
    api = as_(cast.inspector)
    places = api.get("").json()
    for name in set(places) - {"schema", "docs"}:
        assert api.get(places[name]).status_code == 200, name
