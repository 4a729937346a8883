"""The second step of signing in: set up, asked for, and nothing reached without it."""

import time
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from bs4 import BeautifulSoup
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.middleware import OPEN_WITHOUT_SECOND_FACTOR, SecondFactorMiddleware
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent

CODE = "/accounts/second-step/code/"
SET_UP = "/accounts/second-step/app/"


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def wrong_code_of(secret: str) -> str:
    return f"{(int(code_of(secret)) + 1) % 1_000_000:06}"


def page_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def secret(alice) -> str:
    """The key in Alice's authenticator app."""
    secret = generate_totp_secret()
    TOTP.activate(alice, secret)
    return secret


@pytest.fixture
def with_password_only(client, alice, sign_in):
    """Alice's browser after her password, before any second step."""
    sign_in("alice@force.example")
    return client


class TestSettingUp:
    def test_the_first_sign_in_leads_there(self, with_password_only):
        answer = with_password_only.get("/account/", follow=True)
        assert answer.redirect_chain[-1][0] == reverse("mfa_index")
        assert "Set up a second step to go on" in page_of(answer)

    def test_an_app_is_set_up_and_opens_the_service(self, with_password_only, alice):
        page = with_password_only.get(SET_UP)
        secret = BeautifulSoup(page.content, "html.parser").select_one(".app-secret").get_text()
        answer = with_password_only.post(SET_UP, {"code": code_of(secret)})
        assert answer.url == reverse("mfa_view_recovery_codes")
        assert with_password_only.get("/account/").status_code == 200
        kinds = AuditEvent.objects.filter(kind=EventKind.FACTOR_ADDED, actor=alice)
        assert {event.data["factor"] for event in kinds} == {"totp", "recovery_codes"}

    def test_a_wrong_code_sets_nothing_up(self, with_password_only, alice):
        page = with_password_only.get(SET_UP)
        secret = BeautifulSoup(page.content, "html.parser").select_one(".app-secret").get_text()
        answer = with_password_only.post(SET_UP, {"code": wrong_code_of(secret)})
        assert "The code is not right" in page_of(answer)
        assert not Authenticator.objects.exists()
        assert with_password_only.get("/account/").status_code == 302
        assert not AuditEvent.objects.filter(kind=EventKind.FACTOR_ADDED).exists()

    def test_the_key_is_not_kept_as_it_is(self, with_password_only, alice):
        page = with_password_only.get(SET_UP)
        secret = BeautifulSoup(page.content, "html.parser").select_one(".app-secret").get_text()
        with_password_only.post(SET_UP, {"code": code_of(secret)})
        assert secret not in str(Authenticator.objects.values_list("data"))

    def test_recovery_codes_are_shown_once(self, with_password_only):
        page = with_password_only.get(SET_UP)
        secret = BeautifulSoup(page.content, "html.parser").select_one(".app-secret").get_text()
        with_password_only.post(SET_UP, {"code": code_of(secret)})
        first, second = (with_password_only.get(reverse("mfa_view_recovery_codes")) for _ in range(2))
        codes = [
            item.get_text() for item in BeautifulSoup(first.content, "html.parser").select(".app-codes li")
        ]
        assert len(codes) == 10
        assert not [code for code in codes if code in page_of(second)]


class TestSigningIn:
    def test_the_password_is_not_enough(self, client, sign_in, secret):
        assert sign_in("alice@force.example").url.startswith(CODE)
        assert not signed_in(client)
        assert client.get("/account/").status_code == 302

    def test_the_code_completes_it(self, client, sign_in, secret):
        sign_in("alice@force.example")
        client.post(CODE, {"code": code_of(secret)})
        assert client.get("/account/").status_code == 200

    def test_a_wrong_code_does_not(self, client, sign_in, secret):
        sign_in("alice@force.example")
        assert "The code is not right" in page_of(client.post(CODE, {"code": wrong_code_of(secret)}))
        assert not signed_in(client)

    def test_a_code_works_once(self, client, sign_in, secret):
        code = code_of(secret)
        sign_in("alice@force.example")
        client.post(CODE, {"code": code})
        client.post(reverse("account_logout"))
        sign_in("alice@force.example")
        client.post(CODE, {"code": code})
        assert not signed_in(client)

    def test_the_sixth_wrong_code_locks_the_right_one_out(self, client, sign_in, secret):
        sign_in("alice@force.example")
        for _ in range(5):
            client.post(CODE, {"code": wrong_code_of(secret)})
        assert "too many attempts" in page_of(client.post(CODE, {"code": code_of(secret)}))
        assert not signed_in(client)

    def test_passkeys_offer_themselves_only_to_script(self, client, db):
        options = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
        assert options.json()["request_options"]["publicKey"]["userVerification"] == "required"
        assert client.get(reverse("mfa_login_webauthn")).url == reverse("account_login")

    def test_a_made_up_passkey_is_refused(self, client, db):
        made_up = '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}'
        answer = client.post(reverse("mfa_login_webauthn"), {"credential": made_up})
        assert answer.url == reverse("account_login")
        assert not signed_in(client)


def every_address(within: list[URLPattern | URLResolver] | None = None, namespace: str = ""):
    """The name and view of each address of the service, the admin's included."""
    for pattern in get_resolver().url_patterns if within is None else within:
        if isinstance(pattern, URLResolver):
            deeper = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from every_address(pattern.url_patterns, deeper)
        else:
            yield f"{namespace}{pattern.name}", pattern.callback


class TestNothingIsReachedWithoutIt:
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_no_address_at_all_but_those_that_lead_to_it(self, rf, olive, method):
        request = getattr(rf, method)("/")
        request.user, request.session = olive, {}  # a superuser, to whom nothing else is closed
        reached = {name for name, view in every_address() if self.opens(request, name, view)}
        assert reached == OPEN_WITHOUT_SECOND_FACTOR

    def opens(self, request, name, view) -> bool:
        """Whether the view is called; those open to anyone are left out (tests/architecture says why)."""
        request.resolver_match = SimpleNamespace(view_name=name)
        answer = SecondFactorMiddleware(None).process_view(request, view, (), {})
        is_api = hasattr(view, "cls")
        return answer is None and (is_api or getattr(view, "login_required", True))

    @pytest.mark.parametrize(
        "address", ["/", "/findings/", "/admin/", "/admin/accounts/user/", "/account/tokens/"]
    )
    def test_pages_lead_to_it(self, with_password_only, address):
        for method in ("get", "post"):
            assert getattr(with_password_only, method)(address).url == reverse("mfa_index")

    def test_the_same_person_with_it_reaches_the_admin(self, client, olive):
        client.force_login(olive)
        assert client.get("/admin/").status_code == 200

    def test_the_admin_s_own_sign_in_leads_to_it_too(self, client, olive, sign_in):
        sign_in("olive@inspectorate.example", next="/admin/")
        assert client.get("/admin/", follow=True).redirect_chain[-1][0] == reverse("mfa_index")

    def test_the_api_says_so_in_its_own_way(self, with_password_only):
        answer = with_password_only.get("/api/v1/me/")
        assert (answer.status_code, answer.headers["Content-Type"]) == (403, "application/problem+json")
        assert answer.json()["code"] == "second_factor_missing"

    def test_a_token_needs_none(self, client, alice, make_token):
        _, secret = make_token(alice, now=timezone.now())
        answer = client.get("/api/v1/me/", headers={"authorization": f"Bearer {secret}"})
        assert answer.status_code == 200

    def test_a_browser_left_open_since_before_is_asked_for_a_code(self, with_password_only, secret):
        answer = with_password_only.get("/account/")
        assert answer.url.startswith(reverse("mfa_reauthenticate"))
        with_password_only.post(answer.url, {"code": code_of(secret)})
        assert with_password_only.get("/account/").status_code == 200

    def test_the_demo_lets_people_in_without(self, with_password_only, settings):
        settings.SECOND_FACTOR_REQUIRED = False
        assert with_password_only.get("/account/").status_code == 200


class TestRemoving:
    REMOVE = "/accounts/second-step/app/remove/"

    def sign_in_whole(self, client, alice, sign_in, secret):
        sign_in("alice@force.example")
        client.post(CODE, {"code": code_of(secret)})

    def test_the_only_one_stays(self, client, alice, sign_in, secret):
        self.sign_in_whole(client, alice, sign_in, secret)
        assert "This is your only second step" in page_of(client.post(self.REMOVE))
        assert Authenticator.objects.filter(type="totp").exists()

    def test_one_of_two_goes(self, client, alice, sign_in, secret):
        self.sign_in_whole(client, alice, sign_in, secret)
        Authenticator.objects.create(user=alice, type="webauthn", data={"name": "Laptop", "credential": {}})
        client.post(self.REMOVE)
        assert not Authenticator.objects.filter(type="totp").exists()
        event = AuditEvent.objects.get(kind=EventKind.FACTOR_REMOVED)
        assert (event.actor, event.data["factor"]) == (alice, "totp")
