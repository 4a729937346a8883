"""What holds for every address: tokens, scopes, errors with a body, slashes."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIRequestFactory

from accounts.models import ApiToken
from accounts.scopes import Scope
from accounts.services import tokens
from tests import factories
from tests.api.conftest import Api
from tests.api.scopes import FREE, NEEDS
from tracker.api.me import Me

UNKNOWN = ["nowhere/", "findings/a/b/c/d/", "FINDINGS/", "findings//", "/api/", "/api/v2/me/"]
NO_OBJECTS = [b"", b"{", b"[]", b"3", b'"text"', b'{"narrative": NaN}', b'"\\ud800"', b"\xff"]
NAMES = r"{reference}|\b1\b|cleveland|peel-2017|earlier|\bdash\b"


def send(api: Api, method: str, address: str):
    return getattr(api, method)(address, *([{}] if method == "put" else []))


# --- Who asks ---------------------------------------------------------------------------------------------


def test_without_a_token_it_says_how_to_come_with_one(anyone):
    refused = anyone.get("findings/")
    assert refused.status_code == 401
    assert refused["WWW-Authenticate"] == "Bearer"
    assert refused["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(("method", "address"), [*NEEDS, *FREE])
def test_every_address_asks_who_you_are(anyone, method, address):
    assert send(anyone, method, address.format(reference="x-2017-eff-01")).status_code == 401


def test_a_token_that_ran_out_or_was_revoked_is_refused(cast, secret_of):
    secret = secret_of(cast.liaison)
    token = ApiToken.objects.get()
    assert Api(secret).get("me/").status_code == 200
    tokens.revoke(token=token, by=cast.liaison, now=timezone.now())
    revoked = Api(secret).get("me/")
    assert (revoked.status_code, revoked["WWW-Authenticate"]) == (401, "Bearer")
    assert "revoked" in revoked.json()["detail"]
    past = timezone.now() - timedelta(days=2)
    expired = secret_of(cast.liaison)
    ApiToken.objects.filter(revoked_at=None).update(created_at=past, expires_at=past + timedelta(days=1))
    assert "expired" in Api(expired).get("me/").json()["detail"]
    assert Api("trk_unheard-of").get("me/").status_code == 401


@pytest.mark.parametrize(("method", "address"), NEEDS)
def test_each_operation_needs_its_scope(as_, cast, method, address):
    address = address.format(reference=factories.finding().reference)
    wanted = NEEDS[method, address.replace("cleveland-2017-eff-01", "{reference}")]
    others = [scope for scope in Scope if scope != wanted]
    refused = send(as_(cast.inspector, *others), method, address)
    assert refused.status_code == 403
    assert refused.json()["code"] == "scope_missing"
    assert wanted in refused.json()["detail"]
    allowed = send(as_(cast.inspector, wanted), method, address)
    assert "scope_missing" not in allowed.content.decode()


def test_the_table_of_scopes_has_every_operation(description):
    described = {
        (method, re.sub(r"{\w+}", "*", path.removeprefix("/api/v1/")))
        for path, operations in description["paths"].items()
        for method in operations
    }
    tabled = {(method, re.sub(NAMES, "*", address)) for method, address in [*NEEDS, *FREE]}
    assert described - {("get", "schema/")} == tabled


def test_a_session_reads_and_writes_only_with_its_csrf_token(cast):
    finding = factories.finding()
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.liaison)
    assert client.get("/api/v1/me/").json()["token"] is None
    address = f"/api/v1/findings/{finding.reference}/updates/"
    body = {"force_status": "on_track", "narrative": "Done."}
    forged = client.post(address, body, content_type="application/json")
    assert forged.status_code == 403
    assert forged["Content-Type"] == "application/problem+json"
    client.get(reverse("account_change_password"))
    sent = client.post(
        address, body, content_type="application/json", headers={"X-CSRFToken": client.cookies["csrf"].value}
    )
    assert sent.status_code == 201


def test_me(as_, cast):
    me = as_(cast.liaison, Scope.FINDINGS_READ).get("me/").json()
    assert me["email"] == "liaison@cleveland.example"
    assert me["roles"] == [{"role": "liaison_officer", "force": "cleveland", "ends_on": None}]
    assert me["token"]["scopes"] == ["findings:read"]


# --- Errors -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", UNKNOWN)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_address_has_a_body(anyone, method, address):
    missing = getattr(anyone, method)(address)
    assert missing.status_code == 404
    assert missing["Content-Type"] == "application/problem+json"
    assert missing.json()["instance"] == missing.request["PATH_INFO"]


def test_a_problem_document(as_, cast):
    problem = as_(cast.liaison).get("findings/nowhere-2017-eff-01/").json()
    assert problem.pop("request_id")
    assert problem == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing here, or it is not yours to see.",
        "instance": "/api/v1/findings/nowhere-2017-eff-01/",
        "code": "not_found",
    }


def test_method_that_is_not_there(as_, cast):
    api = as_(cast.liaison)
    for method in ("put", "patch", "delete", "options"):
        refused = getattr(api.client, method)("/api/v1/me/")
        assert (refused.status_code, refused["Content-Type"]) == (405, "application/problem+json")
        assert refused["Allow"] == "GET, HEAD"
    assert api.client.head("/api/v1/me/").status_code == 200


def test_type_that_is_not_read_or_not_written(as_, cast):
    api, address = as_(cast.liaison), f"/api/v1/findings/{factories.finding().reference}/updates/"
    assert api.client.get(address, headers={"Accept": "text/html"}).status_code == 406
    unread = api.client.post(address, "<update/>", content_type="application/xml")
    assert (unread.status_code, unread["Content-Type"]) == (415, "application/problem+json")


@pytest.mark.parametrize("body", NO_OBJECTS)
def test_a_body_that_is_no_object_is_refused(as_, cast, body):
    address = f"/api/v1/findings/{factories.finding().reference}/"
    for part in ("updates/", "evidence/"):
        refused = as_(cast.liaison).client.post(address + part, body, content_type="application/json")
        assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")


def test_a_body_too_large_is_refused(as_, cast, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    address = f"findings/{factories.finding().reference}/updates/"
    refused = as_(cast.liaison).post(address, {"force_status": "on_track", "narrative": "long " * 300})
    assert refused.status_code == 413


def test_too_many_requests_says_when_to_come_again(cast):
    """No quota is set yet; a host that sets one answers like this."""
    from rest_framework.throttling import UserRateThrottle

    class OneADay(UserRateThrottle):
        rate = "1/day"

    view = Me.as_view(throttle_classes=[OneADay], authentication_classes=[])
    request = APIRequestFactory().get("/api/v1/me/")
    request.user = request._force_auth_user = cast.liaison
    view(request)
    refused = view(request).render()
    assert refused.status_code == 429
    assert refused.content_type == "application/problem+json"
    assert int(refused["Retry-After"]) > 0


# --- Slashes ----------------------------------------------------------------------------------------------


def test_no_address_redirects_for_its_slash(as_, cast):
    api, reference = as_(cast.liaison), factories.finding().reference
    assert api.get("findings").status_code == 200
    assert api.get(f"findings/{reference}").status_code == 200
    sent = api.post(f"findings/{reference}/updates", {"force_status": "on_track", "narrative": "Done."})
    assert sent.status_code == 201
    report = as_(cast.editor)
    assert report.put("reports/1/publication", {}).status_code == 404


def test_answers_are_kept_in_no_cache(as_, cast):
    assert "no-store" in as_(cast.liaison).get("me/")["Cache-Control"]
