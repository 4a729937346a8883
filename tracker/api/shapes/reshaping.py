"""Shapes of splitting, merging and adding proposals."""

from rest_framework import serializers

from tracker.api.shapes.common import Shape
from tracker.api.shapes.reports import DecisionInput
from tracker.vocabulary import ProposalKind


class SplitInput(Shape):
    parts = serializers.ListField(
        child=serializers.CharField(max_length=20_000), max_length=20, help_text="The words of each part."
    )


class ProposalMergeInput(Shape):
    proposals = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**31), max_length=20, help_text="Their ids."
    )


class AddInput(DecisionInput):
    """What the machine did not read. It is confirmed at once."""

    kind = serializers.ChoiceField(choices=ProposalKind.choices)
    quote = serializers.CharField(max_length=20_000, help_text="The report's own words that say it.")
    values = serializers.DictField(help_text="Names of parsed-report/1 with their values.")
