"""Who reaches what: the table of roles, and the doors to rows, success beside refusal."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from tests import factories
from tests.fixtures import Cast
from tracker import access
from tracker.models import Finding, ForceMembership, Update
from tracker.models.visibility import forget_memberships
from tracker.roles import GRANTS, Permission, Role, Scope, scope_of

pytestmark = pytest.mark.django_db

# The table of the design, by hand: F own force, A all forces, - none.
TABLE = {
    #                               liaison viewer chief body forceadm inspector editor administrator
    Permission.SEE_REGISTER: "A A A A A A A A",
    Permission.SEE_WORKSPACE: "F F F - F A A A",
    Permission.SUBMIT_UPDATE: "F - F - - - - -",
    Permission.ASSIGN_LEAD: "F - F - F - - -",
    Permission.ANSWER_ENQUIRY: "F - F - - - - -",
    Permission.ASK_ENQUIRY: "- - - - - A A -",
    Permission.RESPOND_56_DAYS: "F - F F - A A -",
    Permission.COMMENT_56_DAYS: "F - F - - - - -",
    Permission.ANSWER_56_DAYS: "- - - F - - - -",
    Permission.RECORD_RESPONSE: "- - - F - A A -",
    Permission.DECIDE_REPORT: "- - - - - A A -",
    Permission.SEE_FACTUAL_CHECK: "F - F - - A A -",
    Permission.CHECK_FACTS: "F - F - - - - -",
    Permission.REVIEW: "- - - - - A - -",
    Permission.VOID_CLOSURE: "- - - - - - - A",
    Permission.MANAGE_REFERENCE: "- - - - - - A A",
    Permission.MANAGE_PEOPLE: "- - - - F - - A",
    Permission.READ_AUDIT: "F - F - F A A A",
}
SCOPES = {"A": Scope.ALL_FORCES, "F": Scope.OWN_FORCE, "-": None}


@pytest.mark.parametrize("permission", Permission)
def test_the_table_of_roles_is_the_designs(permission: Permission) -> None:
    assert [scope_of(role, permission) for role in Role] == [
        SCOPES[mark] for mark in TABLE[permission].split()
    ]
    assert set(GRANTS) == set(TABLE)


@pytest.fixture
def finding(cast: Cast) -> Finding:
    return factories.finding(text="Ours alone")


@pytest.mark.parametrize(
    "who", ["liaison", "viewer", "chief", "force_admin", "inspector", "editor", "administrator"]
)
def test_the_workspace_opens_to_the_force_and_hmicfrs(cast: Cast, finding: Finding, who: str) -> None:
    user = getattr(cast, who)
    assert access.get_finding_for(user, finding.reference, Permission.SEE_WORKSPACE) == finding


@pytest.mark.parametrize("who", ["stranger", "body", "nobody"])
def test_the_workspace_does_not_exist_for_anyone_else(cast: Cast, finding: Finding, who: str) -> None:
    with pytest.raises(access.NotVisible):
        access.get_finding_for(getattr(cast, who), finding.reference, Permission.SEE_WORKSPACE)


def test_a_viewer_sees_the_workspace_but_may_not_send_an_update(cast: Cast, finding: Finding) -> None:
    with pytest.raises(access.NotAllowed, match="send updates"):
        access.get_finding_for(cast.viewer, finding.reference, Permission.SUBMIT_UPDATE)
    assert access.get_finding_for(cast.liaison, finding.reference, Permission.SUBMIT_UPDATE) == finding


def test_the_register_is_open_to_every_role_and_to_nobody_else(cast: Cast, finding: Finding) -> None:
    assert access.get_finding_for(cast.stranger, finding.reference) == finding
    for outsider in (cast.nobody, AnonymousUser()):
        with pytest.raises(access.NotVisible):
            access.get_finding_for(outsider, finding.reference)


@pytest.mark.parametrize("public_from", [None, date(2999, 1, 1)])
def test_an_embargoed_finding_exists_for_hmicfrs_alone(cast: Cast, public_from: date | None) -> None:
    embargoed = factories.finding(public_from=public_from)
    assert access.get_finding_for(cast.editor, embargoed.reference) == embargoed
    with pytest.raises(access.NotVisible):
        access.get_finding_for(cast.liaison, embargoed.reference)


def test_rows_of_the_workspace_follow_their_force(cast: Cast, finding: Finding) -> None:
    sent = factories.update(finding, by=cast.liaison)
    assert list(Update.objects.visible_to(cast.viewer)) == [sent]
    assert list(Update.objects.visible_to(cast.inspector)) == [sent]
    assert not Update.objects.visible_to(cast.stranger).exists()
    with pytest.raises(access.NotVisible):
        access.get_update_for(cast.stranger, sent.pk)


def test_a_delegation_counts_to_its_last_day(cast: Cast, finding: Finding) -> None:
    membership = ForceMembership.objects.get(user=cast.liaison)
    for ends_on, counts in ((timezone.localdate(), True), (timezone.localdate() - timedelta(days=1), False)):
        membership.ends_on = ends_on
        membership.save()
        forget_memberships(cast.liaison)
        assert access.sees_workspace(cast.liaison, finding) is counts


def test_a_disabled_person_has_no_role(cast: Cast, finding: Finding) -> None:
    cast.liaison.is_active = False
    assert not access.has_permission(cast.liaison, Permission.SEE_REGISTER)
