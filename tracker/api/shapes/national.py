"""Shapes of national recommendations."""

from rest_framework import serializers

from tracker.api.shapes.common import NamedShape, Shape, SourceShape
from tracker.api.shapes.corrections import REASON
from tracker.vocabulary import ClosureReason, ForceStatus, InspectorateStatus, Verdict


class NationalRowShape(Shape):
    url = serializers.URLField()
    title = serializers.CharField(help_text="Of the report it stands in.")
    text = serializers.CharField()
    programme = NamedShape()
    year = serializers.IntegerField(help_text="Of inspection, not of publication.")
    public_from = serializers.DateField()
    source = SourceShape()
    total = serializers.IntegerField(help_text="Forces it is addressed to.")
    closed = serializers.IntegerField(help_text="Those whose finding HMICFRS has closed.")
    version = serializers.IntegerField(help_text="Grows with each correction.")


class NationalForceShape(Shape):
    """`force_status` exists only where you may see the finding's workspace."""

    force = NamedShape()
    reference = serializers.CharField()
    finding = serializers.URLField()
    inspectorate_status = serializers.ChoiceField(
        choices=InspectorateStatus.choices,
        help_text="Only `open` or `closed` where you may not see the finding's workspace.",
    )
    closure_reason = serializers.ChoiceField(choices=ClosureReason.choices, allow_null=True)
    verdict = serializers.ChoiceField(choices=Verdict.choices, allow_null=True)
    verdict_year = serializers.IntegerField(allow_null=True)
    force_status = serializers.ChoiceField(choices=ForceStatus.choices, required=False)


class NationalShape(NationalRowShape):
    forces = NationalForceShape(many=True)


class NationalCorrectionInput(Shape):
    """What is left out stays as it is."""

    title = serializers.CharField(max_length=200, required=False)
    text = serializers.CharField(max_length=5_000, required=False)
    public_from = serializers.DateField(required=False)
    source_url = serializers.URLField(max_length=500, required=False, allow_blank=True)
    reason = serializers.CharField(**REASON)
    version = serializers.IntegerField(required=False, help_text="Of the recommendation as you saw it.")


class ForcesInput(Shape):
    forces = serializers.ListField(
        child=serializers.SlugField(),
        allow_empty=False,
        max_length=200,
        help_text='Slugs; "all" alone stands for every territorial force.',
    )


class NationalInput(ForcesInput):
    title = serializers.CharField(max_length=200)
    text = serializers.CharField(max_length=5_000)
    programme = serializers.SlugField(help_text="A thematic or joint one.")
    year = serializers.IntegerField(min_value=1990, max_value=2100)
    public_from = serializers.DateField(help_text="Until that day only HMICFRS sees it.")
    source_url = serializers.URLField(max_length=500, required=False)
