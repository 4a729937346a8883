"""What every answer carries: who may keep it, and what a browser may do with it."""

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from config.logs import without_query
from config.middleware import PrivateResponsesMiddleware

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}


@pytest.fixture
def alice(db):
    return get_user_model().objects.create_user("alice@force.example", "Alice Archer", "a-long-password")


@pytest.mark.parametrize("path", ["/accounts/login/", "/no-such-page/"])
def test_headers_of_every_page(client, db, path):
    answer = client.get(path)
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"


def test_page_for_somebody_signed_in_is_kept_by_no_cache(client, alice):
    client.force_login(alice)
    assert set(client.get("/no-such-page/")["Cache-Control"].split(", ")) == {"private", "no-store"}


def test_answer_to_a_token_is_kept_by_no_cache(alice):
    request = RequestFactory().get("/", headers={"authorization": "Bearer secret"})
    request.user = alice
    answer = PrivateResponsesMiddleware(lambda _request: HttpResponse())(request)
    assert "no-store" in answer["Cache-Control"]


def test_a_page_for_everyone_may_be_kept(rf):
    request = rf.get("/")
    request.user = type("Nobody", (), {"is_authenticated": False})()
    assert "Cache-Control" not in PrivateResponsesMiddleware(lambda _request: HttpResponse())(request)


def test_search_words_stay_out_of_the_logs():
    event = without_query(None, "info", {"request": "GET /findings/?q=Jane+Doe", "code": 200})
    assert event == {"request": "GET /findings/", "code": 200}


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("invitation", {"secret": "S3cret"}),
        ("account_reset_password_from_key", {"uidb36": "1a", "key": "S3cret-key"}),
    ],
)
def test_an_address_that_opens_something_stays_out_of_the_logs(name, secret):
    event = without_query(None, "info", {"request": f"GET {reverse(name, kwargs=secret)}"})
    assert "S3cret" not in event["request"]
    assert "…" in event["request"]


def test_sign_up_is_closed(client, db):
    answer = client.post(reverse("account_signup"), {"email": "new@force.example"})
    assert not get_user_model().objects.filter(email="new@force.example").exists()
    assert answer.status_code == 200


def test_a_form_beyond_any_file_is_refused_unread(client, db, settings):
    settings.LARGEST_UPLOAD = 1_000
    answer = client.post("/accounts/login/", {"login": "a" * 1_000})
    assert answer.status_code == 400
    assert "more of it than the service takes" in answer.content.decode()


def test_a_form_as_long_as_is_taken_is_read(client, db, settings):
    settings.LARGEST_UPLOAD = 1_000
    assert client.post("/accounts/login/", {"login": "a" * 100}).status_code == 200
