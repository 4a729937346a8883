"""Whatever a force owns says who sees it, and a stranger sees nothing of it."""

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, Model

from tests.architecture import workspace
from tests.fixtures import Cast
from tracker.models import (
    AuditEvent,
    DutyEntry,
    EditionDifference,
    FindingMerge,
    Force,
    LinkDecision,
    Notification,
    Observation,
    Proposal,
    Reminder,
    Report,
    Reread,
)
from tracker.models.visibility import RegisterQuerySet

SEEN_ANOTHER_WAY = {
    "Force": "the list of forces is public",
    "ForceName": "public facts of a force",
    "ForceAlias": "public facts of a force",
    "ForceSuccession": "public facts of a force",
    "PolicingBody": "public facts of a force",
    "ForceMembership": "kept in the admin by who manages people; a person's own are read by `memberships_of`",
}
# Nobody of the force sees these either: staff's working papers, and what somebody else was told.
NOT_THE_FORCES_OWN = {
    Report,
    Proposal,
    Reread,
    Notification,
    Reminder,
    FindingMerge,
    EditionDifference,
    LinkDecision,
}


def leads_to_a_force() -> list[type[Model]]:
    """Models with a way by foreign keys to Force, however long."""
    models = list(apps.get_app_config("tracker").get_models())
    found = {Force}
    while more := {model for model in models if model not in found and _points_at(model) & found}:
        found |= more
    return [model for model in models if model in found]


def _points_at(model: type[Model]) -> set[type[Model]]:
    ways = (ForeignKey, ManyToManyField)
    return {field.related_model for field in model._meta.get_fields() if isinstance(field, ways)}


OWNED = [model for model in leads_to_a_force() if model.__name__ not in SEEN_ANOTHER_WAY]
named = pytest.mark.parametrize("model", OWNED, ids=lambda model: model.__name__)


def test_the_exceptions_are_still_models() -> None:
    assert SEEN_ANOTHER_WAY.keys() <= {model.__name__ for model in leads_to_a_force()}


@named
def test_it_says_who_sees_it(model: type[Model]) -> None:
    assert hasattr(model._default_manager.all(), "visible_to"), (
        f"{model.__name__} leads to a force: give its manager `visible_to`"
    )


@named
def test_a_stranger_sees_none_of_it(model: type[Model], cast: Cast) -> None:
    row = workspace.make(public_from=None)[model]
    for person in (cast.stranger, cast.nobody):
        assert not model.objects.visible_to(person).filter(pk=row.pk).exists()


@named
def test_those_it_is_for_see_it(model: type[Model], cast: Cast) -> None:
    row = workspace.make()[model]
    told = {Notification: "recipient", Reminder: "person"}
    reader = getattr(row, told[model]) if model in told else cast.inspector
    assert model.objects.visible_to(reader).filter(pk=row.pk).exists()
    seen_by_the_force = model.objects.visible_to(cast.liaison).filter(pk=row.pk).exists()
    assert seen_by_the_force is (model not in NOT_THE_FORCES_OWN)


@pytest.mark.parametrize("model", [AuditEvent, DutyEntry, Observation], ids=lambda model: model.__name__)
def test_the_force_sees_nothing_of_an_embargoed_report(model: type[Model], cast: Cast) -> None:
    row = workspace.make(public_from=None)[model]
    assert not model.objects.visible_to(cast.liaison).filter(pk=row.pk).exists()
    assert model.objects.visible_to(cast.inspector).filter(pk=row.pk).exists()


@named
def test_only_what_is_published_reaches_the_policing_body_and_the_stranger(
    model: type[Model], cast: Cast
) -> None:
    row = workspace.make()[model]
    is_register = issubclass(type(model.objects.all()), RegisterQuerySet)
    assert model.objects.visible_to(cast.stranger).filter(pk=row.pk).exists() is is_register
    seen_by_the_body = model.objects.visible_to(cast.body).filter(pk=row.pk).exists()
    assert seen_by_the_body is (is_register or model is DutyEntry)
