"""Filters of lists, one FilterSet for pages, API and exports."""

from collections.abc import Iterable
from functools import partial
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from tracker.models import (
    Evidence,
    Finding,
    FindingLink,
    FindingMerge,
    Force,
    Inspection,
    Programme,
    Proposal,
    Question,
    Theme,
    Update,
)
from tracker.models.evidence import EvidenceQuerySet
from tracker.models.findings import FindingQuerySet
from tracker.models.visibility import reach_of
from tracker.roles import Permission
from tracker.selectors.bodies import bodies_of
from tracker.selectors.carried_forward import carried_forward
from tracker.selectors.evidence import with_words
from tracker.selectors.leads import who_lead
from tracker.selectors.themes import with_theme
from tracker.vocabulary import (
    Agreement,
    Assessment,
    Decision,
    EvidenceKind,
    FileState,
    FindingKind,
    ForceStatus,
    InspectorateStatus,
    LinkRelation,
    Marking,
    ProposalKind,
    Verdict,
)

Rows = FindingQuerySet
NO_READER = "none"  # what a person added by hand
Links = QuerySet[FindingLink]

YES_OR_NO = [("true", "Yes"), ("false", "No")]
CHAINS = [("2", "Found in 2 or more inspections"), ("3", "Found in 3 or more inspections")]
DUE = [("30", "In 30 days or less")]
SILENT = [("interval", "For longer than the force or programme expects"), ("90", "For 90 days or more")]
STANDINGS = [("current", "Current"), ("replaced", "Replaced by a newer version"), ("withdrawn", "Withdrawn")]
LEADS = [("me", "Me"), ("none", "Nobody yet")]
NOT_A_CHOICE = {"invalid_choice": "“%(value)s” is not one of the choices."}
UNKNOWN = {"invalid_choice": "There is nothing with this name."}


def question_choices() -> Iterable[tuple[str, str]]:
    """Each question's slug and text, once: programmes share slugs where they ask the same."""
    rows = Question.objects.order_by("slug", "-programme__first_year").distinct("slug")
    return rows.values_list("slug", "text")


def lead_choices(user: Any = None) -> Iterable[tuple[str, str]]:
    """Besides oneself and nobody, each person who leads a finding whose workspace this person sees."""
    yield from LEADS
    if user:
        yield from who_lead(user).values_list("email", "name")


def one_of(choices: Any, **options: Any) -> filters.ChoiceFilter:
    return filters.ChoiceFilter(choices=choices, empty_label=None, error_messages=NOT_A_CHOICE, **options)


def any_of(choices: Any, **options: Any) -> filters.MultipleChoiceFilter:
    return filters.MultipleChoiceFilter(choices=choices, error_messages=NOT_A_CHOICE, **options)


def named(queryset: QuerySet[Any], **options: Any) -> filters.ModelChoiceFilter:
    return filters.ModelChoiceFilter(
        queryset=queryset, to_field_name="slug", error_messages=UNKNOWN, **options
    )


class ForceFilter(filters.ModelChoiceFilter):
    """Rows of the force and of the bodies it took over from."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=Force.objects.all(),
            to_field_name="slug",
            error_messages=UNKNOWN,
            label="Force",
            **options,
        )

    def filter(self, rows: QuerySet[Any], force: Force | None) -> QuerySet[Any]:
        return rows.filter(**{f"{self.field_name}__in": bodies_of(force.pk)}) if force else rows


class YearFilter(filters.NumberFilter):
    field_class = forms.IntegerField


class FindingFilter(filters.FilterSet):
    """What a list of findings can be narrowed by. Give it the request: it asks who is looking.

    `force_status`, `overdue`, `due`, `silent` and `lead` are facts of the workspace: they match only findings
    whose workspace this person may see, so that a filter never tells what a page would not. For the same
    reason `inspectorate_status` matches other findings by what the register says of them.
    """

    force = ForceFilter()
    year = YearFilter(label="Inspection year", min_value=1990, max_value=2100)
    programme = named(Programme.objects.all(), field_name="inspection__programme", label="Programme")
    question = one_of(
        question_choices, field_name="question__slug", label="Question", help_text="The question's slug."
    )
    kind = any_of(FindingKind.choices, label="Kind")
    force_status = any_of(ForceStatus.choices, method="by_force_status", label="Force says")
    inspectorate_status = any_of(
        InspectorateStatus.choices, method="by_inspectorate_status", label="HMICFRS says"
    )
    verdict = any_of(Verdict.choices, label="Latest verdict")
    chain = one_of(CHAINS, method="by_chain", label="Chain")
    theme = named(Theme.objects.in_use(), method="by_theme", label="Theme")
    carried_forward = one_of(YES_OR_NO, method="by_carried_forward", label="Carried forward")
    overdue = one_of(YES_OR_NO, method="by_overdue", label="Overdue")
    due = one_of(DUE, method="by_due", label="Target date")
    silent = one_of(SILENT, method="by_silent", label="No update")
    lead = one_of(
        lead_choices, method="by_lead", label="Lead", help_text="me, none, or a lead’s e-mail address."
    )
    q = filters.CharFilter(
        method="by_words",
        label="Words",
        max_length=200,
        help_text="Every word stands in the wording or the reference.",
    )

    class Meta:
        model = Finding
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if user := getattr(self.request, "user", None):
            lead = self.filters["lead"]
            lead.extra["choices"] = partial(lead_choices, user)
            vars(lead).pop("_field", None)  # the API's description has made one without the user

    def by_force_status(self, rows: Rows, name: str, values: list[str]) -> Rows:
        return self._own(rows).filter(force_status__in=values) if values else rows

    def by_inspectorate_status(self, rows: Rows, name: str, values: list[str]) -> Rows:
        if not values:
            return rows
        reach = reach_of(self.request.user, Permission.SEE_WORKSPACE)
        as_it_is = Q(inspectorate_status__in=values)
        if reach.all_forces:
            return rows.filter(as_it_is)
        told = [status for status in InspectorateStatus if status.on_the_register in values]
        is_own = Q(force__in=reach.force_ids)
        return rows.filter(is_own & as_it_is | ~is_own & Q(inspectorate_status__in=told))

    def by_overdue(self, rows: Rows, name: str, value: str) -> Rows:
        rows, today = self._own(rows), timezone.localdate()
        if value == "true":
            return rows.overdue(on=today)
        return rows.exclude(pk__in=Finding.objects.overdue(on=today))

    def by_due(self, rows: Rows, name: str, value: str) -> Rows:
        return self._own(rows).due_within(int(value), on=timezone.localdate())

    def by_silent(self, rows: Rows, name: str, value: str) -> Rows:
        rows, today = self._own(rows), timezone.localdate()
        if value == "interval":
            return rows.without_update_for_interval(on=today)
        return rows.without_update_for(int(value), on=today)

    def by_lead(self, rows: Rows, name: str, value: str) -> Rows:
        wanted = {"me": Q(lead=self.request.user), "none": Q(lead__isnull=True)}
        return self._own(rows).filter(wanted.get(value, Q(lead__email=value)))

    def by_chain(self, rows: Rows, name: str, value: str) -> Rows:
        links = FindingLink.objects.visible_to(self.request.user).confirmed()
        links = links.exclude(relation=LinkRelation.RELATED)
        return rows.filter(in_two_inspections(links) if value == "2" else in_three_inspections(links))

    def by_theme(self, rows: Rows, name: str, value: Theme) -> Rows:
        return with_theme(rows, value, self.request.user)

    def by_carried_forward(self, rows: Rows, name: str, value: str) -> Rows:
        if value == "true":
            return carried_forward(rows)
        return rows.exclude(pk__in=carried_forward(Finding.objects.all()).values("pk"))

    def by_words(self, rows: Rows, name: str, value: str) -> Rows:
        for word in value.split():
            rows = rows.filter(Q(text__icontains=word) | Q(reference__icontains=word))
        return rows

    def _own(self, rows: Rows) -> Rows:
        return rows.within(reach_of(self.request.user, Permission.SEE_WORKSPACE))


class InspectionFilter(filters.FilterSet):
    """What a list of inspections can be narrowed by."""

    force = ForceFilter()
    year = YearFilter(label="Inspection year", min_value=1990, max_value=2100)
    programme = named(Programme.objects.all(), label="Programme")

    class Meta:
        model = Inspection
        fields: list[str] = []


class EvidenceFilter(filters.FilterSet):
    """What a list of evidence can be narrowed by."""

    q = filters.CharFilter(
        method="by_words",
        label="Words",
        max_length=200,
        help_text="In the title, what it shows, the file’s name, its SHA-256 or a finding’s reference.",
    )
    force = named(Force.objects.all(), label="Force")
    kind = any_of(EvidenceKind.choices, label="Kind")
    standing = one_of(STANDINGS, method="by_standing", label="Standing")
    assessment = any_of(Assessment.choices, label="HMICFRS says")
    state = any_of(
        [choice for choice in FileState.choices if choice[0] != FileState.NONE], label="Virus scan"
    )
    marking = any_of(Marking.choices, label="Security classification")

    class Meta:
        model = Evidence
        fields: list[str] = []

    def by_standing(self, rows: EvidenceQuerySet, name: str, value: str) -> EvidenceQuerySet:
        match value:
            case "current":
                return rows.current()
            case "withdrawn":
                return rows.filter(withdrawn_at__isnull=False)
        return rows.filter(withdrawn_at__isnull=True, replaced_by__isnull=False)

    def by_words(self, rows: QuerySet[Evidence], name: str, value: str) -> QuerySet[Evidence]:
        return with_words(rows, value)


class ClaimFilter(filters.FilterSet):
    """What the list of contradicted claims can be narrowed by."""

    force = ForceFilter(field_name="finding__force")

    class Meta:
        model = Update
        fields: list[str] = []


class MergeFilter(filters.FilterSet):
    """What the list of merges can be narrowed by."""

    force = named(Force.objects.all(), field_name="reported__force", label="Force")
    status = any_of(Decision.choices, label="Decision")

    class Meta:
        model = FindingMerge
        fields: list[str] = []


class AgreementFilter(filters.FilterSet):
    """What the items behind the rates of agreement can be narrowed by."""

    kind = any_of(ProposalKind.choices, label="Kind")
    outcome = any_of(Agreement.choices, label="Outcome")
    reader = filters.CharFilter(label="Version of the reader", method="by_reader")
    report = filters.NumberFilter(label="Report", field_name="report_id")

    class Meta:
        model = Proposal
        fields: list[str] = []

    def by_reader(self, rows: QuerySet[Any], name: str, reader: str) -> QuerySet[Any]:
        return rows.filter(reader="" if reader == NO_READER else reader)


class LinkFilter(filters.FilterSet):
    """What the lists of links can be narrowed by."""

    status = any_of(Decision.choices, label="Decision")
    force = named(Force.objects.all(), field_name="successor__force", label="Force")
    year = YearFilter(
        field_name="successor__year", label="Year of the newer finding", min_value=1990, max_value=2100
    )
    relation = any_of(LinkRelation.choices, label="Relation")
    told_of = one_of(
        YES_OR_NO, method="by_told_of", label="Told of by a report", help_text="No: silent repeats."
    )
    finding = filters.CharFilter(
        method="by_finding", label="Finding", max_length=80, help_text="Reference of either finding."
    )

    class Meta:
        model = FindingLink
        fields: list[str] = []

    def by_told_of(self, rows: Links, name: str, value: str) -> Links:
        return rows.filter(statement__isnull=value == "false")

    def by_finding(self, rows: Links, name: str, value: str) -> Links:
        return rows.filter(Q(predecessor__reference=value) | Q(successor__reference=value))


class OfferedClosureFilter(filters.FilterSet):
    """What the list of offered closures can be narrowed by."""

    force = named(Force.objects.all(), label="Force")

    class Meta:
        model = Finding
        fields: list[str] = []


class ProposalFilter(filters.FilterSet):
    """What the list of a report's proposals can be narrowed by."""

    kind = any_of(ProposalKind.choices, label="Kind")
    status = any_of(Decision.choices, label="Decision")

    class Meta:
        model = Proposal
        fields: list[str] = []


def in_two_inspections(links: Links) -> Q:
    """The finding has a predecessor or a successor: a link leads to a later year, always."""
    return Q(_earlier(links, "pk")) | Q(_later(links, "pk"))


def in_three_inspections(links: Links) -> Q:
    """Two links in a row with the finding at their end, at their start or between them."""
    return (
        Q(_earlier(links.filter(_earlier(links, "predecessor")), "pk"))
        | Q(_later(links.filter(_later(links, "successor")), "pk"))
        | (Q(_earlier(links, "pk")) & Q(_later(links, "pk")))
    )


def _earlier(links: Links, of: str) -> Exists:
    return Exists(links.filter(successor=OuterRef(of)))


def _later(links: Links, of: str) -> Exists:
    return Exists(links.filter(predecessor=OuterRef(of)))
