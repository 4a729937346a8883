"""Shapes of findings, their chains, updates, evidence and timelines."""

from rest_framework import serializers

from tracker.api.shapes.common import NamedShape, Shape, SourceShape
from tracker.event_vocabulary import EventKind
from tracker.vocabulary import (
    ClosureReason,
    FindingKind,
    ForceStatus,
    InspectorateStatus,
    KindStep,
    LinkRelation,
    Pillar,
    StatementStrength,
    Verdict,
    Wording,
)


class AskedShape(Shape):
    slug = serializers.SlugField()
    text = serializers.CharField()


class FindingRowShape(Shape):
    """The fields from `force_status` on exist only where you may see the finding's workspace."""

    reference = serializers.CharField()
    url = serializers.URLField()
    force = NamedShape()
    programme = NamedShape()
    inspection = serializers.URLField()
    year = serializers.IntegerField(help_text="Of inspection, not of publication.")
    pillar = serializers.ChoiceField(choices=Pillar.choices, allow_null=True)
    question = AskedShape(allow_null=True)
    kind = serializers.ChoiceField(choices=FindingKind.choices)
    text = serializers.CharField()
    wording = serializers.ChoiceField(choices=Wording.choices)
    is_accelerated = serializers.BooleanField()
    parent = serializers.URLField(allow_null=True, help_text="The cause of concern it belongs to.")
    national = serializers.URLField(
        allow_null=True, help_text="The national recommendation that it is part of."
    )
    inspectorate_status = serializers.ChoiceField(
        choices=InspectorateStatus.choices,
        help_text="Only `open` or `closed` where you may not see the finding's workspace.",
    )
    closure_reason = serializers.ChoiceField(choices=ClosureReason.choices, allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    verdict = serializers.ChoiceField(choices=Verdict.choices, allow_null=True)
    verdict_year = serializers.IntegerField(allow_null=True)
    source = SourceShape()
    force_status = serializers.ChoiceField(choices=ForceStatus.choices, required=False)
    waiting_on = serializers.CharField(allow_null=True, required=False)
    last_update_at = serializers.DateTimeField(allow_null=True, required=False)
    due_on = serializers.DateField(allow_null=True, required=False, help_text="HMICFRS's target date.")
    force_due_on = serializers.DateField(allow_null=True, required=False, help_text="The force's own.")
    due_original = serializers.DateField(
        allow_null=True, required=False, help_text="What HMICFRS set first, where it has moved since."
    )
    due_moves = serializers.IntegerField(required=False, help_text="How often HMICFRS's date was moved.")
    force_due_original = serializers.DateField(allow_null=True, required=False)
    force_due_moves = serializers.IntegerField(required=False)
    is_overdue = serializers.BooleanField(required=False)
    lead = serializers.CharField(allow_null=True, required=False)
    version = serializers.IntegerField(required=False, help_text="Grows with each change.")


class PlaceShape(Shape):
    start = serializers.IntegerField(required=False)
    end = serializers.IntegerField(required=False)
    line = serializers.IntegerField(required=False)
    page = serializers.IntegerField(required=False, allow_null=True)


class LinkShape(Shape):
    """How a finding takes up an earlier one."""

    predecessor = serializers.URLField()
    successor = serializers.URLField()
    relation = serializers.ChoiceField(choices=LinkRelation.choices)
    kind_step = serializers.ChoiceField(
        choices=KindStep.choices, help_text="Whether the kind was raised or lowered."
    )
    decided_by = serializers.CharField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField()


class ChainFindingShape(Shape):
    reference = serializers.CharField()
    url = serializers.URLField()
    is_this = serializers.BooleanField()
    kind = serializers.ChoiceField(choices=FindingKind.choices)
    text = serializers.CharField()
    wording = serializers.ChoiceField(choices=Wording.choices)
    question = AskedShape(allow_null=True)
    grade = serializers.CharField(allow_null=True, help_text="Of its question in that inspection.")
    verdict = serializers.ChoiceField(choices=Verdict.choices, allow_null=True)
    inspectorate_status = serializers.ChoiceField(choices=InspectorateStatus.choices)
    closure_reason = serializers.ChoiceField(choices=ClosureReason.choices, allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    open_months = serializers.IntegerField(
        allow_null=True, help_text="Whole months from publication to closure or today; null if not known."
    )
    force_status = serializers.ChoiceField(
        choices=ForceStatus.choices, required=False, help_text="Where you may see the finding's workspace."
    )
    source = SourceShape()
    predecessors = LinkShape(many=True)
    branches = LinkShape(many=True, help_text="To successors outside this chain: other parts of a split.")


class StatementShape(Shape):
    """What a report says became of an earlier finding, in its own words."""

    about = serializers.URLField()
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    strength = serializers.ChoiceField(choices=StatementStrength.choices)
    quote = serializers.CharField()
    place = PlaceShape(help_text="Offsets of the quote into the text of the report.")
    source = SourceShape()


class CarriedShape(Shape):
    question = serializers.SlugField()
    grade = serializers.CharField(allow_null=True)
    last_inspected = serializers.IntegerField(allow_null=True)


class ChainYearShape(Shape):
    year = serializers.IntegerField()
    findings = ChainFindingShape(many=True)
    statements = StatementShape(many=True)
    carried_forward = CarriedShape(many=True)
    not_inspected = serializers.ListField(
        child=serializers.URLField(), help_text="Inspections that asked none of the chain's questions."
    )


class ChainShape(Shape):
    """The same matter found again, newest inspection year first."""

    finding = serializers.URLField()
    times_found = serializers.IntegerField()
    first = serializers.URLField()
    first_raised = serializers.CharField(
        allow_null=True, help_text="As precise as printed; null where that report is not held."
    )
    age_months = serializers.IntegerField(allow_null=True, help_text="Whole months since then.")
    times_repeated = serializers.IntegerField(help_text="In how many inspections it was found again.")
    years = ChainYearShape(many=True)
    related = LinkShape(many=True)


class MergedShape(Shape):
    """The finding as a later report told of it, before its own report was here."""

    reference = serializers.CharField(help_text="Leads to this finding.")
    text = serializers.CharField()
    source = SourceShape()
    merged_by = serializers.CharField(allow_null=True)
    merged_at = serializers.DateTimeField()
    note = serializers.CharField()
    page = serializers.URLField(help_text="Where a person reads what was recorded before.")


class LogEntryShape(Shape):
    """One dated line of the inspectorate's old register."""

    on = serializers.CharField(allow_null=True, help_text="ISO date; null where the day printed is none.")
    status = serializers.CharField(allow_null=True)
    comment = serializers.CharField(allow_null=True)


class FindingShape(FindingRowShape):
    place = PlaceShape(help_text="Offsets into the text of the report.")
    recommendations = serializers.ListField(child=serializers.URLField())
    register_log = LogEntryShape(many=True, help_text="Only of what was read out of the old register.")
    carried_forward = serializers.BooleanField(
        help_text="Open, and its question was not inspected by the force's latest inspection of its pillar."
    )
    merged = MergedShape(many=True)
    chain = ChainShape()
    themes = serializers.URLField(help_text="Its themes across forces.")
    elsewhere = serializers.URLField(help_text="The same problem in other forces.")
    page = serializers.URLField(help_text="Where a person reads it.")
    updates = serializers.URLField(required=False)
    evidence = serializers.URLField(required=False)
    timeline = serializers.URLField(required=False)


class TimelineRowShape(Shape):
    kind = serializers.ChoiceField(choices=EventKind.choices)
    sentence = serializers.CharField()
    who = serializers.CharField()
    capacity = serializers.CharField()
    when = serializers.DateTimeField()
    detail = serializers.CharField()
    quote = serializers.CharField()


class ClosureInput(Shape):
    reason = serializers.ChoiceField(choices=ClosureReason.choices)
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    successor = serializers.SlugField(
        required=False, help_text="With superseded: reference of the later finding, linked as carrying it on."
    )
