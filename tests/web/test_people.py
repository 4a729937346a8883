"""A force administrator invites people of the own force, and ends their roles."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, User
from accounts.services import invitations
from tests import factories
from tests.fixtures import Cast
from tracker.event_vocabulary import EventKind
from tracker.models import AuditEvent, ForceMembership
from tracker.roles import Role

PEOPLE, INVITE = "/forces/cleveland/people/", "/forces/cleveland/people/invite/"
NEW = {"email": "Nina@Cleveland.example", "name": "Nina New", "role": "liaison_officer"}
PASSWORD = "a-password-of-some-length"


@pytest.fixture
def as_admin(client, cast: Cast):
    client.force_login(cast.force_admin)
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    return client


def link() -> str:
    return re.search(r"https?://[^/]+(/account/invitation/\S+)", mail.outbox[-1].body)[1]


class TestInviting:
    def test_someone_new_gets_an_account_a_role_and_a_link(self, as_admin, cast):
        assert as_admin.post(INVITE, NEW).url == PEOPLE
        nina = User.objects.get(email="nina@cleveland.example")
        assert not nina.has_usable_password()
        assert nina.memberships.get().role == Role.LIAISON_OFFICER
        assert mail.outbox[0].to == ["nina@cleveland.example"]
        kinds = set(AuditEvent.objects.filter(actor=cast.force_admin).values_list("kind", flat=True))
        assert kinds >= {EventKind.PERSON_ADDED, EventKind.ROLE_GIVEN, EventKind.PERSON_INVITED}

    def test_someone_known_gets_the_role_and_no_link(self, as_admin, cast):
        as_admin.post(INVITE, NEW | {"email": cast.stranger.email, "name": ""})
        assert cast.stranger.memberships.filter(force__slug="cleveland").exists()
        assert not Invitation.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"email": ""}, "Enter the email address"),
            ({"name": ""}, "Enter the name"),
            ({"role": "administrator"}, "Select"),
            ({"ends_on_day": "1", "ends_on_month": "1", "ends_on_year": "2017"}, "must be today or later"),
        ],
    )
    def test_refusals_say_what_to_do_and_leave_nothing(self, as_admin, changes, words):
        before = User.objects.count()
        assert words in as_admin.post(INVITE, NEW | changes).content.decode()
        assert (User.objects.count(), len(mail.outbox)) == (before, 0)

    @pytest.mark.parametrize(
        "person", ["liaison", "viewer", "chief", "body", "stranger", "inspector", "editor"]
    )
    def test_nobody_else_invites(self, client, cast, person):
        client.force_login(getattr(cast, person))
        assert client.post(INVITE, NEW).status_code == 403
        assert not User.objects.filter(name="Nina New").exists()

    def test_another_force_is_out_of_reach(self, as_admin, cast):
        assert as_admin.post("/forces/hertfordshire/people/invite/", NEW).status_code == 403

    def test_the_password_is_asked_first(self, client, cast):
        client.force_login(cast.force_admin)
        assert client.post(INVITE, NEW).url.startswith(reverse("account_reauthenticate"))
        assert not User.objects.filter(name="Nina New").exists()

    def test_a_mail_server_that_is_away_loses_nothing(self, as_admin, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        page = as_admin.post(INVITE, NEW, follow=True).content.decode()
        assert "The mail could not be sent" in page
        assert "Send the invitation again" in page


class TestTheLink:
    @pytest.fixture
    def invited(self, as_admin):
        as_admin.post(INVITE, NEW)
        return User.objects.get(name="Nina New")

    def choose(self, client, address: str):
        return client.post(address, {"password1": PASSWORD, "password2": PASSWORD})

    def test_lets_a_password_be_chosen_once(self, client, invited):
        address = link()
        assert "Choose your password" in client.get(address).content.decode()
        assert self.choose(client, address).url == reverse("account_login")
        invited.refresh_from_db()
        assert invited.check_password(PASSWORD)
        assert AuditEvent.objects.get(kind=EventKind.INVITATION_ACCEPTED).actor == invited
        assert self.choose(client, address).status_code == 410
        assert "does not work any more" in client.get(address).content.decode()

    def test_takes_no_weak_password(self, client, invited):
        client.post(link(), {"password1": "short", "password2": "short"})
        invited.refresh_from_db()
        assert not invited.has_usable_password()

    def test_works_for_a_week(self, invited):
        secret, now = link().split("/")[-2], timezone.now()
        assert invitations.find(secret, now + timedelta(days=6, hours=23))
        assert invitations.find(secret, now + timedelta(days=7)) is None

    def test_ends_with_a_new_one(self, client, as_admin, invited):
        former = link()
        as_admin.post(f"{PEOPLE}{invited.pk}/invite/")
        assert client.get(former).status_code == 410
        assert client.get(link()).status_code == 200

    def test_is_nowhere_kept(self, invited):
        assert link().split("/")[-2] not in str(list(Invitation.objects.values()))

    def test_is_not_sent_to_who_has_a_password(self, as_admin, cast, invited):
        page = as_admin.post(f"{PEOPLE}{cast.viewer.pk}/invite/", follow=True).content.decode()
        assert "has chosen a password already" in page
        assert len(mail.outbox) == 1

    def test_is_not_sent_to_people_of_another_force(self, as_admin, cast, invited):
        assert as_admin.post(f"{PEOPLE}{cast.stranger.pk}/invite/").status_code == 404


class TestEndingARole:
    def address(self, user: User, force: str = "cleveland") -> str:
        return reverse("role-end", args=[force, user.memberships.get().pk])

    def test_asks_and_ends(self, as_admin, cast):
        address = self.address(cast.viewer)
        assert "End the role of" in as_admin.get(address).content.decode()
        as_admin.post(address)
        assert not ForceMembership.objects.filter(user=cast.viewer).exists()

    def test_of_another_force_is_out_of_reach(self, as_admin, cast):
        assert as_admin.post(self.address(cast.stranger)).status_code == 404
        assert as_admin.post(self.address(cast.stranger, "hertfordshire")).status_code == 403
        assert cast.stranger.memberships.exists()


def test_the_list_shows_the_force_s_people_in_a_fixed_number_of_queries(as_admin, cast, queries_of):
    page = as_admin.get(PEOPLE).content.decode()
    assert cast.viewer.email in page
    assert cast.stranger.email not in page
    before = queries_of(cast.force_admin, PEOPLE)
    for number in range(10):
        factories.member(Role.FORCE_VIEWER, email=f"viewer-{number}@cleveland.example")
    assert queries_of(cast.force_admin, PEOPLE) == before
