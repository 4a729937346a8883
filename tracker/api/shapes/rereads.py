"""Shapes of second readings and of a report's import history."""

from typing import Any

from rest_framework import serializers

from tracker.api.shapes.common import Shape
from tracker.event_vocabulary import EventKind
from tracker.importing.differences import FIELDS
from tracker.services.second_readings import LONGEST_REASON
from tracker.vocabulary import Decision, RereadStatus

LISTS = sorted(FIELDS)


class RereadRowShape(Shape):
    id = serializers.IntegerField()
    url = serializers.URLField()
    status = serializers.ChoiceField(choices=RereadStatus.choices)
    problem = serializers.CharField(allow_null=True, help_text="Why it could not be read.")
    reader = serializers.CharField(allow_null=True)
    asked_by = serializers.CharField()
    asked_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)


class ReadChangeShape(Shape):
    field = serializers.CharField()
    before: Any = serializers.JSONField(allow_null=True)
    after: Any = serializers.JSONField(allow_null=True)


class DifferenceShape(Shape):
    """An item on which the two readings do not agree."""

    list = serializers.CharField(help_text="Its list in parsed-report/1, or inspection.")
    position = serializers.IntegerField(allow_null=True, help_text="In the second reading, from 0.")
    state = serializers.CharField(help_text="new, changed or gone.")
    words = serializers.CharField()
    changes = ReadChangeShape(many=True)
    proposal = serializers.URLField(allow_null=True, help_text="What stands, as a person made of it.")
    takeable = serializers.ListField(
        child=serializers.CharField(), help_text="The fields of `changes` that `take-change/` takes over."
    )
    proposal_status = serializers.ChoiceField(choices=Decision.choices, allow_null=True)


class RereadShape(RereadRowShape):
    differences = DifferenceShape(many=True)


class TakenItemInput(Shape):
    list = serializers.ChoiceField(choices=LISTS)
    position = serializers.IntegerField(min_value=0)


class TakenChangeInput(TakenItemInput):
    reason = serializers.CharField(
        required=False, allow_blank=True, max_length=LONGEST_REASON,
        help_text="Kept with the old where it stands confirmed; left out, that a second reading reads it so.",
    )  # fmt: skip


class TakeInput(Shape):
    items = TakenItemInput(many=True, required=False)


class TurnShape(Shape):
    kind = serializers.ChoiceField(choices=EventKind.choices)
    sentence = serializers.CharField()
    at = serializers.DateTimeField()
    by = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)
