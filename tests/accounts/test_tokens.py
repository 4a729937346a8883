"""Making, revoking and recognising API tokens."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts import signals
from accounts.models import ApiToken
from accounts.scopes import Scope, has_scope
from accounts.services import tokens
from tests.accounts.conftest import NOW


@pytest.fixture
def told():
    """What the signals told, as (signal, who, when)."""
    heard = []
    receivers = {
        name: lambda name=name, by=None, now=None, **_: heard.append((name, by, now))
        for name in ("token_created", "token_revoked")
    }
    for name, receiver in receivers.items():
        getattr(signals, name).connect(receiver, sender=ApiToken)
    yield heard
    for name, receiver in receivers.items():
        getattr(signals, name).disconnect(receiver, sender=ApiToken)


def wanted(user, **changes):
    return {
        "user": user,
        "name": "Monthly export",
        "scopes": [Scope.UPDATES_WRITE, Scope.FINDINGS_READ],
        "expires_at": NOW + timedelta(days=90),
        "now": NOW,
    } | changes


class TestCreate:
    def test_gives_token_and_secret(self, alice, told):
        token, secret = tokens.create(**wanted(alice))
        assert secret.startswith("trk_")
        assert len(secret) == 47  # 32 random bytes in URL-safe base 64, after the mark
        assert (token.user, token.prefix) == (alice, secret[:8])
        assert token.scopes == ["findings:read", "updates:write"]
        assert told == [("token_created", alice, NOW)]

    def test_secret_is_nowhere_kept(self, alice):
        token, secret = tokens.create(**wanted(alice))
        row = ApiToken.objects.filter(pk=token.pk).values().get()
        assert secret not in str(row)
        assert secret.removeprefix("trk_")[8:] not in str(row)

    def test_no_two_secrets_are_the_same(self, alice):
        assert tokens.create(**wanted(alice))[1] != tokens.create(**wanted(alice))[1]

    def test_a_year_is_allowed(self, alice):
        tokens.create(**wanted(alice, expires_at=NOW + timedelta(days=366)))
        assert ApiToken.objects.count() == 1

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"name": " "}, tokens.NameMissing),
            ({"scopes": []}, tokens.NoScopes),
            ({"scopes": ["findings:delete"]}, tokens.UnknownScope),
            ({"expires_at": NOW}, tokens.ExpiryInThePast),
            ({"expires_at": NOW + timedelta(days=366, seconds=1)}, tokens.ExpiryTooFarAhead),
        ],
    )
    def test_refusals_leave_nothing(self, alice, told, changes, refusal):
        with pytest.raises(refusal):
            tokens.create(**wanted(alice, **changes))
        assert not ApiToken.objects.exists()
        assert told == []


class TestDatabaseKnowsTheRules:
    @pytest.mark.parametrize(
        ("changes", "constraint"),
        [
            ({"expires_at": NOW + timedelta(days=367)}, "api_token_expires_within_a_year"),
            ({"expires_at": NOW}, "api_token_expires_within_a_year"),
            ({"scopes": []}, "api_token_has_a_scope"),
        ],
    )
    def test_update_past_the_services_is_refused(self, alice, make_token, changes, constraint):
        token, _ = make_token(alice)
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            ApiToken.objects.filter(pk=token.pk).update(**changes)


class TestRevoke:
    def test_owner_revokes(self, alice, make_token, told):
        token, secret = make_token(alice)
        tokens.revoke(token=token, by=alice, now=NOW)
        token.refresh_from_db()
        assert token.revoked_at == NOW
        assert tokens.find(secret, NOW) is None
        assert told[1:] == [("token_revoked", alice, NOW)]

    def test_administrator_revokes(self, alice, olive, make_token):
        token, secret = make_token(alice)
        tokens.revoke(token=token, by=olive, now=NOW)
        assert tokens.find(secret, NOW) is None

    def test_stranger_is_refused(self, alice, bob, make_token):
        token, secret = make_token(alice)
        with pytest.raises(tokens.NotYourToken):
            tokens.revoke(token=token, by=bob, now=NOW)
        assert tokens.find(secret, NOW) == token

    def test_second_time_is_refused_and_changes_nothing(self, alice, make_token, told):
        token, _ = make_token(alice)
        tokens.revoke(token=token, by=alice, now=NOW)
        with pytest.raises(tokens.AlreadyRevoked):
            tokens.revoke(token=token, by=alice, now=NOW + timedelta(hours=1))
        token.refresh_from_db()
        assert token.revoked_at == NOW
        assert len(told) == 2


class TestFind:
    def test_working_token_is_found_with_its_user_in_one_query(
        self, alice, make_token, django_assert_num_queries
    ):
        _, secret = make_token(alice)
        tokens.find(secret, NOW)
        with django_assert_num_queries(1):
            assert tokens.find(secret, NOW).user == alice

    def test_unknown_secret_is_not_found(self, alice, make_token):
        make_token(alice)
        assert tokens.find("trk_unknown", NOW) is None
        assert "not known" in tokens.why_refused("trk_unknown", NOW)

    def test_digest_is_no_secret(self, alice, make_token):
        token, _ = make_token(alice)
        assert tokens.find(token.digest, NOW) is None

    def test_token_works_until_it_expires(self, alice, make_token):
        _, secret = make_token(alice, expires_at=NOW + timedelta(days=1))
        assert tokens.find(secret, NOW + timedelta(days=1, microseconds=-1))
        assert tokens.find(secret, NOW + timedelta(days=1)) is None
        assert "expired" in tokens.why_refused(secret, NOW + timedelta(days=1))

    def test_revoked_token_says_so(self, alice, make_token):
        token, secret = make_token(alice)
        tokens.revoke(token=token, by=alice, now=NOW)
        assert "revoked" in tokens.why_refused(secret, NOW)

    def test_token_dies_with_its_user(self, alice, make_token):
        _, secret = make_token(alice)
        alice.is_active = False
        alice.save()
        assert tokens.find(secret, NOW) is None
        assert "no longer sign in" in tokens.why_refused(secret, NOW)


class TestLastUse:
    def test_first_use_is_noted(self, alice, make_token):
        token, secret = make_token(alice)
        tokens.find(secret, NOW)
        token.refresh_from_db()
        assert token.last_used_at == NOW

    @pytest.mark.parametrize(("later", "noted"), [(59, False), (60, True)])
    def test_further_use_is_noted_once_a_minute(self, alice, make_token, later, noted):
        token, secret = make_token(alice)
        again = NOW + timedelta(seconds=later)
        tokens.find(secret, NOW)
        tokens.find(secret, again)
        token.refresh_from_db()
        assert token.last_used_at == (again if noted else NOW)


class TestScopes:
    def test_token_has_its_own_scopes_only(self, alice, make_token):
        token, _ = make_token(alice)
        assert has_scope(token, Scope.FINDINGS_READ)
        assert not has_scope(token, Scope.UPDATES_WRITE)

    @pytest.mark.parametrize("scope", Scope.values)
    def test_signed_in_session_has_every_scope(self, scope):
        assert has_scope(None, scope)
