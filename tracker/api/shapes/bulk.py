"""Shapes of changing several findings at once."""

from rest_framework import serializers

from tracker.api.shapes.common import Shape
from tracker.services.bulk import MOST_AT_ONCE, BulkDeed


class BulkInput(Shape):
    deed = serializers.ChoiceField(choices=BulkDeed.choices)
    references = serializers.ListField(
        child=serializers.CharField(max_length=80), max_length=MOST_AT_ONCE, help_text="Of the findings."
    )
    dry_run = serializers.BooleanField(default=False, help_text="Say what would happen; change nothing.")
    theme = serializers.SlugField(required=False, help_text="To add, with the deed `theme`.")


class BulkOutcomeShape(Shape):
    reference = serializers.CharField()
    changes = serializers.BooleanField()
    why_not = serializers.CharField(help_text="Empty where it changes.")


class BulkShape(Shape):
    dry_run = serializers.BooleanField()
    outcomes = BulkOutcomeShape(many=True)
