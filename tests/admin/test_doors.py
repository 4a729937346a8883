"""Who comes into the admin, by which door, and what stands there for them."""

import pytest
from django.test import Client

from accounts.models import User
from tests import factories
from tests.admin.conftest import SignedIn
from tests.fixtures import Cast


class TestWhoComesIn:
    @pytest.mark.parametrize("who", ["inspector", "editor", "administrator"])
    def test_hmicfrs_by_role_alone(self, cast: Cast, signed_in: SignedIn, who: str) -> None:
        person = getattr(cast, who)
        assert not person.is_staff
        assert signed_in(person).get("/admin/").status_code == 200

    @pytest.mark.parametrize(
        "who", ["liaison", "viewer", "chief", "body", "force_admin", "stranger", "nobody"]
    )
    def test_nobody_else(self, cast: Cast, signed_in: SignedIn, who: str) -> None:
        answer = signed_in(getattr(cast, who)).get("/admin/", follow=True)
        assert answer.status_code == 403
        assert "You cannot do this" in answer.content.decode()

    def test_a_role_that_ended_opens_nothing(self, cast: Cast, signed_in: SignedIn) -> None:
        cast.editor.memberships.update(ends_on=factories.NOW.date())
        assert signed_in(cast.editor).get("/admin/", follow=True).status_code == 403

    def test_whoever_set_the_service_up(self, superuser: User, signed_in: SignedIn) -> None:
        assert b"Forces" in signed_in(superuser).get("/admin/").content


class TestTheOneSignIn:
    def test_leads_to_the_service_s_and_back(self, db: None, client: Client) -> None:
        answer = client.get("/admin/tracker/force/", follow=True)
        assert answer.redirect_chain[-1][0] == "/accounts/login/?next=/admin/tracker/force/"

    def test_takes_no_password_itself(self, cast: Cast, client: Client) -> None:
        answer = client.post("/admin/login/", {"username": cast.editor.email, "password": factories.PASSWORD})
        assert answer.url.startswith("/accounts/login/")
        assert "_auth_user_id" not in client.session

    def test_sign_out_ends_the_session(self, cast: Cast, signed_in: SignedIn) -> None:
        browser = signed_in(cast.editor)
        assert browser.post("/admin/logout/").url == "/accounts/login/"
        assert browser.get("/admin/").status_code == 302

    def test_password_is_changed_on_one_s_account(self, cast: Cast, signed_in: SignedIn) -> None:
        assert signed_in(cast.editor).get("/admin/password_change/").url == "/accounts/password/change/"


class TestWhatStandsThere:
    SECTIONS = {
        "inspector": ["Reference data", "Findings and reports", "Trail"],
        "editor": ["Reference data", "Findings and reports", "Trail"],
        "administrator": ["Reference data", "People", "Findings and reports", "Trail"],
    }

    @pytest.mark.parametrize(("who", "sections"), SECTIONS.items())
    def test_only_what_the_role_reaches(
        self, cast: Cast, signed_in: SignedIn, who: str, sections: list[str]
    ) -> None:
        page = signed_in(getattr(cast, who)).get("/admin/")
        assert [section["name"] for section in page.context["app_list"]] == sections

    def test_drafts_are_not_there_for_anyone(self, cast: Cast, signed_in: SignedIn) -> None:
        assert signed_in(cast.administrator).get("/admin/tracker/updatedraft/").status_code == 404

    def test_nothing_inline_in_the_pages(self, cast: Cast, signed_in: SignedIn) -> None:
        force = factories.force()
        for address in ("/admin/", "/admin/tracker/force/", f"/admin/tracker/force/{force.pk}/change/"):
            page = signed_in(cast.editor).get(address).content.decode()
            assert "<style" not in page
            assert " style=" not in page
            assert " onclick=" not in page
