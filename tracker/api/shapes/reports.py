"""Shapes of reports and of what their reader proposes."""

from typing import Any

from rest_framework import serializers

from tracker.api.shapes.common import Shape
from tracker.jobs import ReadingStage
from tracker.vocabulary import (
    Decision,
    FindingKind,
    LinkRelation,
    ProposalKind,
    ProposalOrigin,
    RejectReason,
    ReportStatus,
    Silence,
)


class ReportInput(Shape):
    file = serializers.FileField(allow_empty_file=True)


class ReportRowShape(Shape):
    id = serializers.IntegerField()
    url = serializers.URLField()
    file_name = serializers.CharField()
    sha256 = serializers.CharField()
    size = serializers.IntegerField(help_text="In bytes.")
    status = serializers.ChoiceField(choices=ReportStatus.choices)
    problem = serializers.CharField(allow_null=True, help_text="Why it could not be read.")
    title = serializers.CharField(allow_null=True)
    published = serializers.CharField(allow_null=True, help_text="As precise as printed.")
    inspection = serializers.URLField(allow_null=True, help_text="Once its proposal is confirmed.")
    replaces = serializers.URLField(allow_null=True, help_text="The edition that this one corrects.")
    replaced_by = serializers.URLField(allow_null=True, help_text="The edition that corrects this one.")
    uploaded_by = serializers.CharField()
    uploaded_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    compared_at = serializers.DateTimeField(
        allow_null=True, help_text="Since when `silent_repeats` holds what there is."
    )
    warnings = serializers.ListField(child=serializers.CharField())


class ProgressShape(Shape):
    kind = serializers.ChoiceField(choices=ProposalKind.choices)
    proposed = serializers.IntegerField(help_text="Not decided yet.")
    confirmed = serializers.IntegerField()
    rejected = serializers.IntegerField()
    replaced = serializers.IntegerField(help_text="Split or merged: others stand in its place.")


class ReadingShape(Shape):
    stage = serializers.ChoiceField(choices=ReadingStage.choices)
    page = serializers.IntegerField(allow_null=True, help_text="The page it is at, from 1.")
    pages = serializers.IntegerField(allow_null=True)


class ReportShape(ReportRowShape):
    reader = serializers.CharField(allow_null=True)
    isbn = serializers.CharField(allow_null=True)
    attempts = serializers.IntegerField(help_text="How often reading was begun.")
    reading = ReadingShape(allow_null=True, help_text="How far it is, while a worker reads it.")
    progress = ProgressShape(many=True)
    proposals = serializers.URLField()
    differences = serializers.URLField(help_text="From the edition that it replaces.")
    unaccounted_for = serializers.URLField()
    silent_repeats = serializers.URLField()


class CandidateShape(Shape):
    """What a statement may speak of: an earlier finding, or a proposed one of this report."""

    side = serializers.ChoiceField(choices=["predecessor", "successor"])
    finding = serializers.IntegerField(required=False)
    proposal = serializers.IntegerField(required=False, help_text="Position among the proposed findings.")
    score = serializers.FloatField(help_text="0 to 1.")
    reasons = serializers.ListField(child=serializers.CharField())


class ProposalShape(Shape):
    """Made by a machine, with its quote and place; nothing of it counts until a person confirms it."""

    id = serializers.IntegerField()
    url = serializers.URLField()
    kind = serializers.ChoiceField(choices=ProposalKind.choices)
    position = serializers.IntegerField(help_text="Order within its kind, from 0.")
    status = serializers.ChoiceField(choices=Decision.choices)
    payload = serializers.DictField(help_text="The item as parsed-report/1 has it.")
    correction = serializers.DictField(help_text="What a person changed of it.")
    candidates = CandidateShape(many=True)
    decided_by = serializers.CharField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField()
    reject_reason = serializers.ChoiceField(choices=RejectReason.choices, allow_blank=True)
    origin = serializers.ChoiceField(choices=ProposalOrigin.choices)
    reader = serializers.CharField(help_text="The version of the reader that read it.")
    amended_at = serializers.DateTimeField(allow_null=True, help_text="Corrected after it was confirmed.")
    withdrawn_at = serializers.DateTimeField(allow_null=True, help_text="Withdrawn, as confirmed by mistake.")
    finding = serializers.URLField(allow_null=True, help_text="What was made of it, or what it is about.")


class DecisionInput(Shape):
    """What a person says of a statement's finding; all of it may be left out."""

    predecessor = serializers.CharField(
        required=False, help_text="Statements: reference of the earlier finding it is about."
    )
    successors = serializers.ListField(
        child=serializers.CharField(), required=False, max_length=50,
        help_text="Statements: references of the findings that take the earlier one up.",
    )  # fmt: skip
    relation = serializers.ChoiceField(choices=LinkRelation.choices, required=False)
    closes = serializers.BooleanField(
        required=False, help_text="Statements: close the earlier finding as verified."
    )


class ConfirmInput(DecisionInput):
    """All of it may be left out: then the proposal is confirmed as it was read."""

    correction = serializers.DictField(
        required=False, help_text="Names of parsed-report/1 with the values that count instead."
    )


class RejectInput(Shape):
    reject_reason = serializers.ChoiceField(choices=RejectReason.choices)
    note = serializers.CharField(required=False, allow_blank=True, max_length=2_000)


class UnaccountedForShape(Shape):
    """An earlier finding that is open and of which the report says nothing; silence closes nothing."""

    finding = serializers.URLField()
    reference = serializers.CharField()
    year = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=FindingKind.choices)
    text = serializers.CharField()
    question = serializers.CharField(allow_null=True)
    silence = serializers.ChoiceField(choices=Silence.choices, help_text="Why the report may be silent.")


class PublicationInput(Shape):
    published_on: Any = serializers.DateField()
