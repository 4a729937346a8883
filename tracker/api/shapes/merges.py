"""Shapes of merges of findings as reported into real ones."""

from rest_framework import serializers

from tracker.api.shapes.common import Shape
from tracker.services.merges import LONGEST_NOTE
from tracker.vocabulary import Decision


class MergeShape(Shape):
    """A finding known by a later report's telling, and the real one that it is, or may be."""

    id = serializers.IntegerField()
    reported = serializers.CharField(help_text="Reference of the finding as reported.")
    original = serializers.URLField(help_text="The finding in its own report's words.")
    status = serializers.ChoiceField(choices=Decision.choices)
    score = serializers.FloatField(allow_null=True, help_text="0 to 1; null where a person chose it.")
    reasons = serializers.ListField(child=serializers.CharField())
    decided_by = serializers.CharField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField()
    decision = serializers.URLField(help_text="Where it is decided.")
    undo = serializers.URLField(help_text="Where a merge is taken back.")


class MergeInput(Shape):
    reported = serializers.CharField(help_text="Reference of the finding as reported.")
    original = serializers.CharField(help_text="Reference of the real finding.")
    note = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_NOTE)


class MergeDecisionInput(Shape):
    decision = serializers.ChoiceField(choices=[Decision.CONFIRMED.value, Decision.REJECTED.value])
    note = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_NOTE)


class MergeUndoInput(Shape):
    reason = serializers.CharField(max_length=LONGEST_NOTE)
