"""Rows of the workflow: read by role, changed by nobody here, each leading to the page where it is done."""

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests import factories
from tests.admin.conftest import SignedIn
from tests.architecture import workspace
from tests.fixtures import Cast
from tracker.admin.permissions import WorkflowAdmin
from tracker.models import (
    AuditEvent,
    Digest,
    DutyEntry,
    EditionDifference,
    Evidence,
    Export,
    FactualCheck,
    FactualRemark,
    Finding,
    FindingMerge,
    Notification,
    Proposal,
    Reminder,
    Report,
    Reread,
    Statement,
    UpdateDraft,
)
from tracker.roles import FORCE_ROLES, Role

WORKFLOW = [model for model, kept in admin.site._registry.items() if isinstance(kept, WorkflowAdmin)]
# Besides them, what HMICFRS's people see with any of their roles.
HIDDEN_FROM = {
    "inspector": {Digest, Export, Notification, Reminder},
    "editor": {Digest, Export, Notification, Reminder},
    "administrator": {
        DutyEntry,
        EditionDifference,
        FactualCheck,
        FactualRemark,
        FindingMerge,
        Proposal,
        Report,
        Reread,
    },
}
each = pytest.mark.parametrize("model", WORKFLOW, ids=lambda model: model.__name__)


@pytest.fixture
def all_roles(superuser: User, signed_in: SignedIn) -> Client:
    """A superuser with every role there is at HMICFRS: whoever could do most."""
    for role in set(Role) - FORCE_ROLES:
        superuser.memberships.create(role=role, given_at=factories.NOW)
    return signed_in(superuser)


def row_of(model: type[Model]) -> Model:
    if model is Export:  # of its owner, and of no force
        return Export.objects.create(
            owner=factories.person(), kind="list", format="csv", title="Findings", asked_at=factories.NOW
        )
    if model is Digest:  # of one person
        return Digest.objects.create(
            person=factories.person(), day=factories.NOW.date(), created_at=factories.NOW
        )
    return workspace.make()[model]


def list_of(model: type[Model]) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


@each
@pytest.mark.parametrize("who", HIDDEN_FROM)
def test_it_is_read_by_role(cast: Cast, signed_in: SignedIn, model: type[Model], who: str) -> None:
    row = row_of(model)
    browser = signed_in(getattr(cast, who))
    expected = 403 if model in HIDDEN_FROM[who] else 200
    assert browser.get(list_of(model)).status_code == expected
    assert browser.get(f"{list_of(model)}{row.pk}/change/").status_code == expected


@each
def test_nobody_writes_it_here(all_roles: Client, model: type[Model]) -> None:
    row = row_of(model)
    before = model.objects.filter(pk=row.pk).values().get()
    assert all_roles.post(f"{list_of(model)}{row.pk}/change/", {"text": "Other"}).status_code == 403
    assert all_roles.post(f"{list_of(model)}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert all_roles.get(f"{list_of(model)}add/").status_code == 403
    assert model.objects.filter(pk=row.pk).values().get() == before


@each
def test_a_superuser_without_a_role_does_not_read_it(
    superuser: User, signed_in: SignedIn, model: type[Model]
) -> None:
    assert signed_in(superuser).get(list_of(model)).status_code == 403


def test_a_finding_leads_to_its_page(cast: Cast, signed_in: SignedIn) -> None:
    row = workspace.make()[Finding]
    page = signed_in(cast.inspector).get(f"{list_of(Finding)}{row.pk}/change/").content.decode()
    assert f'href="{row.get_absolute_url()}"' in page


@pytest.mark.parametrize("model", [Finding, Statement])
def test_what_was_withdrawn_is_found_and_told_apart(
    cast: Cast, signed_in: SignedIn, model: type[Finding | Statement]
) -> None:
    row = workspace.make()[model]
    browser = signed_in(cast.inspector)
    shown = {"withdrawn_at__isempty": "0"}
    assert browser.get(list_of(model), shown).context["cl"].result_count == 0
    model.objects.filter(pk=row.pk).update(withdrawn_at=factories.NOW)
    assert list(browser.get(list_of(model), shown).context["cl"].result_list) == [row]
    others = browser.get(list_of(model), {"withdrawn_at__isempty": "1"})
    assert row not in others.context["cl"].result_list
    assert browser.get(f"{list_of(model)}{row.pk}/change/").status_code == 200


def test_what_a_person_did_in_the_admin_is_asked_of_the_trail(cast: Cast, signed_in: SignedIn) -> None:
    row = workspace.make()[AuditEvent]
    page = signed_in(cast.inspector).get(list_of(AuditEvent), {"q": row.finding.reference})
    assert page.context["cl"].result_count == 1


def test_a_file_is_not_handed_out_past_its_page(cast: Cast, signed_in: SignedIn) -> None:
    row = workspace.make()[Evidence]
    page = signed_in(cast.inspector).get(f"{list_of(Evidence)}{row.pk}/change/").content.decode()
    assert row.file.name not in page


def test_a_draft_is_the_force_s_own() -> None:
    assert UpdateDraft not in admin.site._registry


def test_lists_ask_the_database_the_same_for_many_rows(all_roles: Client) -> None:
    add_rows(range(2))
    few = {model: queries(all_roles, model) for model in admin.site._registry}
    add_rows(range(2, 30))
    assert {model: queries(all_roles, model) for model in admin.site._registry} == few


def add_rows(numbers: range) -> None:
    for number in numbers:
        workspace.make(f"force-{number}")
        workspace.keep(f"force-{number}", number)


def queries(browser: Client, model: type[Model]) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(list_of(model)).status_code == 200
    return len(asked)
