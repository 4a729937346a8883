"""The first administrator of a new installation."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from tests import factories
from tracker.models import ForceMembership
from tracker.roles import Role

pytestmark = pytest.mark.django_db


def appoint(*words: str) -> None:
    call_command("appoint_administrator", *words, verbosity=0)


def test_someone_new_becomes_administrator_and_has_to_set_a_password(
    capsys: pytest.CaptureFixture[str],
) -> None:
    appoint("first@hmicfrs.example", "--name", "Fay First")
    user = User.objects.get(email="first@hmicfrs.example")
    assert ForceMembership.objects.get(user=user).role == Role.ADMINISTRATOR
    assert not user.has_usable_password()
    assert "Fay First" in capsys.readouterr().out


def test_someone_known_keeps_their_account() -> None:
    user = factories.person("known@hmicfrs.example")
    appoint("Known@hmicfrs.example")
    assert ForceMembership.objects.get().user == user


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["nobody"], "not an email address"),
        (["new@hmicfrs.example"], "--name"),
        (["known@hmicfrs.example"], "has the role"),
    ],
)
def test_what_cannot_be_is_said_and_makes_nobody(words: list[str], reason: str) -> None:
    factories.member(Role.ADMINISTRATOR, email="known@hmicfrs.example")
    with pytest.raises(CommandError, match=reason):
        appoint(*words)
    assert User.objects.count() == 1
