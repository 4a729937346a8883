"""How long a sign-in lasts, and what ends it sooner."""

import time
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from accounts import sessions
from accounts.services import people, tokens
from tests.accounts.conftest import PASSWORD
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent
from tracker.services import calendars

STATE = "/account/session/"
HALF_AN_HOUR, HALF_A_DAY = 30 * 60, 12 * 60 * 60


def text(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


def let_pass(client, *, seen: int = 0, began: int = 0) -> None:
    """Turn the session's clock back by so many seconds."""
    session = client.session
    session[sessions.SEEN] = time.time() - seen
    session[sessions.BEGAN] = time.time() - (began or seen)
    session.save()


class TestTheEnd:
    @pytest.mark.parametrize(
        ("passed", "answer"),
        [
            ({"seen": HALF_AN_HOUR - 120}, 200),
            ({"seen": HALF_AN_HOUR}, 302),
            ({"began": HALF_A_DAY - 120}, 200),
            ({"began": HALF_A_DAY}, 302),
        ],
    )
    def test_comes_after_half_an_hour_unused_and_after_half_a_day(self, as_alice, passed, answer):
        let_pass(as_alice, **passed)
        assert as_alice.get("/account/").status_code == answer
        assert ("_auth_user_id" in as_alice.session) is (answer == 200)

    def test_leads_back_after_signing_in(self, as_alice, sign_in):
        let_pass(as_alice, seen=HALF_AN_HOUR)
        answer = as_alice.get("/account/tokens/", follow=True)
        assert "You were signed out" in text(answer)
        assert "next=%2Faccount%2Ftokens%2F" in answer.redirect_chain[-1][0]

    def test_is_told_in_the_trail(self, as_alice, alice):
        let_pass(as_alice, seen=HALF_AN_HOUR)
        as_alice.get("/account/")
        assert AuditEvent.objects.get(kind=EventKind.SESSIONS_ENDED).actor == alice

    def test_is_told_to_programs_in_their_way(self, as_alice):
        let_pass(as_alice, seen=HALF_AN_HOUR)
        answer = as_alice.get("/api/v1/me/")
        assert (answer.status_code, answer.json()["code"]) == (401, "session_over")


class TestUse:
    def test_makes_it_last(self, as_alice):
        let_pass(as_alice, seen=HALF_AN_HOUR - 300)
        as_alice.get("/account/")
        assert as_alice.get(STATE).json()["seconds"] > HALF_AN_HOUR - 120

    @pytest.mark.parametrize("address", ["/account/", STATE])
    def test_by_a_page_on_its_own_does_not(self, as_alice, address):
        let_pass(as_alice, seen=HALF_AN_HOUR - 300)
        as_alice.get(address, headers={"x-background": "yes"})
        assert as_alice.get(STATE, headers={"x-background": "yes"}).json()["seconds"] <= 300

    def test_staying_signed_in_takes_one_press(self, as_alice):
        let_pass(as_alice, seen=HALF_AN_HOUR - 300)
        assert as_alice.post(STATE).json()["seconds"] > HALF_AN_HOUR - 120

    def test_half_a_day_is_not_made_longer(self, as_alice):
        let_pass(as_alice, began=HALF_A_DAY - 300)
        state = as_alice.post(STATE).json()
        assert state["seconds"] <= 300
        assert state["extends"] is False


class TestKeptForm:
    SENT = {"name": "Words that took me a good half hour", "job": "x"}

    def send_too_late(self, client, address="/findings/1/lead/", **more):
        let_pass(client, seen=HALF_AN_HOUR)
        return client.post(address, self.SENT | more)

    def test_waits_after_signing_in_again(self, as_alice, alice, settings, sign_in):
        settings.SECOND_FACTOR_REQUIRED = False
        answer = self.send_too_late(as_alice)
        assert "next=%2Faccount%2Fkept-form%2F" in answer.url
        sign_in("alice@force.example")
        page = BeautifulSoup(as_alice.get(reverse("kept-form")).content, "html.parser")
        form = page.find("form", action="/findings/1/lead/")
        fields = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
        assert fields.pop("csrfmiddlewaretoken")
        assert fields == self.SENT

    def test_is_forgotten_once_sent(self, as_alice, alice, settings, sign_in):
        settings.SECOND_FACTOR_REQUIRED = False
        self.send_too_late(as_alice)
        sign_in("alice@force.example")
        as_alice.post("/findings/1/lead/", self.SENT)
        assert as_alice.get(reverse("kept-form")).status_code == 302

    def test_is_not_shown_to_someone_else(self, as_alice, bob, settings, sign_in):
        settings.SECOND_FACTOR_REQUIRED = False
        self.send_too_late(as_alice)
        sign_in("bob@force.example")
        assert as_alice.get(reverse("kept-form")).url == "/"
        assert "Words that took me" not in str(dict(as_alice.session))

    def test_keeps_no_password(self, as_alice):
        self.send_too_late(as_alice, reverse("account_change_password"), oldpassword=PASSWORD)
        assert PASSWORD not in str(dict(as_alice.session))

    def test_keeps_nothing_beyond_measure(self, as_alice):
        self.send_too_late(as_alice, name="x" * 200_001)
        assert sessions.KEPT_FORM not in as_alice.session


class TestSwitchedOff:
    def switch_off(self, user, by):
        user.is_active = False
        people.save(user=user, by=by, now=timezone.now(), before={"is_active": True})

    def test_ends_everything_at_the_next_request(self, client, alice, olive, sign_in, settings, make_token):
        settings.SECOND_FACTOR_REQUIRED = False
        sign_in("alice@force.example")
        _, secret = make_token(alice, now=timezone.now())
        feed = reverse("calendar-feed", args=[calendars.make(by=alice, now=timezone.now())])
        bearer = {"authorization": f"Bearer {secret}"}
        other = client.__class__()
        assert client.get("/account/").status_code == 200
        assert other.get("/api/v1/me/", headers=bearer).status_code == 200
        assert other.get(feed).status_code == 200
        self.switch_off(alice, olive)
        assert client.get("/account/").status_code == 302
        assert other.get("/api/v1/me/", headers=bearer).status_code == 401
        assert other.get(feed).status_code == 404

    def test_switching_on_again_brings_no_key_back(self, client, alice, olive, sign_in, settings, make_token):
        settings.SECOND_FACTOR_REQUIRED = False
        sign_in("alice@force.example")
        _, secret = make_token(alice, now=timezone.now())
        self.switch_off(alice, olive)
        alice.is_active = True
        people.save(user=alice, by=olive, now=timezone.now(), before={"is_active": False})
        assert client.get("/account/").status_code == 302
        assert tokens.find(secret, timezone.now() + timedelta(minutes=1)) is None

    def test_is_told_in_the_trail(self, alice, olive):
        self.switch_off(alice, olive)
        event = AuditEvent.objects.get(kind=EventKind.PERSON_CHANGED)
        assert (event.actor, event.data["user_id"], event.data["now_is"]) == (
            olive,
            alice.pk,
            {"is_active": False},
        )


class TestList:
    def test_shows_where_one_is_signed_in_and_ends_the_others(self, client, alice, sign_in, settings):
        settings.SECOND_FACTOR_REQUIRED = False
        elsewhere = client.__class__()
        elsewhere.post(reverse("account_login"), {"login": alice.email, "password": PASSWORD})
        sign_in("alice@force.example")
        page = client.get(reverse("usersessions_list"))
        assert text(page).count("127.0.0.1") == 2
        client.post(reverse("usersessions_list"))
        assert client.get("/account/").status_code == 200
        assert elsewhere.get("/account/").status_code == 302
        assert AuditEvent.objects.get(kind=EventKind.SESSIONS_ENDED).data["count"] == 1

    def test_an_administrator_signs_someone_out(self, client, alice, olive, sign_in, settings):
        settings.SECOND_FACTOR_REQUIRED = False
        sign_in("alice@force.example")
        people.end_sessions(user=alice, by=olive, now=timezone.now())
        assert client.get("/account/").status_code == 302
        assert not UserSession.objects.exists()
