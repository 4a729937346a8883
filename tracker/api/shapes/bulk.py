"""Shapes of changing several findings at once."""

from collections.abc import Iterable

from rest_framework import serializers

from tracker.api.shapes.common import Shape
from tracker.services.bulk import MOST_AT_ONCE, BulkDeed

HMICFRS = (BulkDeed.THEME, BulkDeed.TARGET_DATE)
FORCE = (BulkDeed.LEAD, BulkDeed.FORCE_DATE)


def _of(deeds: Iterable[BulkDeed]) -> list[tuple[str, str]]:
    return [(deed.value, deed.label) for deed in deeds]


class ChosenInput(Shape):
    references = serializers.ListField(
        child=serializers.CharField(max_length=80), max_length=MOST_AT_ONCE, help_text="Of the findings."
    )
    dry_run = serializers.BooleanField(default=False, help_text="Say what would happen; change nothing.")
    due_on = serializers.DateField(required=False, help_text="The target date; needed to set one.")
    reason = serializers.CharField(
        required=False, allow_blank=True, max_length=500, help_text="Needed where a date moves."
    )


class BulkInput(ChosenInput):
    deed = serializers.ChoiceField(choices=_of(HMICFRS))
    theme = serializers.SlugField(required=False, help_text="To add, with the deed `theme`.")


class ForceBulkInput(ChosenInput):
    deed = serializers.ChoiceField(choices=_of(FORCE))
    lead = serializers.EmailField(
        required=False, allow_null=True, help_text="With the deed `lead`; null: nobody."
    )


class BulkOutcomeShape(Shape):
    reference = serializers.CharField()
    changes = serializers.BooleanField()
    why_not = serializers.CharField(help_text="Empty where it changes.")


class BulkShape(Shape):
    dry_run = serializers.BooleanField()
    outcomes = BulkOutcomeShape(many=True)
