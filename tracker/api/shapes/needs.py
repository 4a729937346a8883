"""Shapes of what needs a person, of how they are reminded, and of update rounds."""

from rest_framework import serializers

from tracker.api.shapes.common import Shape
from tracker.api.shapes.national import ForcesInput
from tracker.reminder_vocabulary import DigestRhythm, ReminderRule


class NeedCountShape(Shape):
    rule = serializers.ChoiceField(choices=ReminderRule.choices)
    number = serializers.IntegerField()


class NeedShape(Shape):
    """One matter that needs you."""

    rule = serializers.ChoiceField(choices=ReminderRule.choices)
    reference = serializers.CharField(allow_null=True, help_text="Of the finding; none for a factual check.")
    text = serializers.CharField(help_text="The finding's, or the report's title.")
    force = serializers.CharField()
    since = serializers.DateField(help_text="The day on which it began to need you at its present stage.")
    due_on = serializers.DateField(allow_null=True)
    page = serializers.URLField(help_text="Where it is dealt with in the browser.")


class NeedsShape(Shape):
    total = serializers.IntegerField(help_text="Of all rules.")
    counts = NeedCountShape(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = NeedShape(many=True)


class ReminderChoiceShape(Shape):
    digest = serializers.ChoiceField(choices=DigestRhythm.choices)
    has_calendar = serializers.BooleanField(help_text="Whether you have a calendar address.")


class ReminderChoiceInput(Shape):
    digest = serializers.ChoiceField(choices=DigestRhythm.choices)


class CalendarShape(Shape):
    address = serializers.URLField(help_text="Shown this once. An earlier one stops working.")


class RoundShape(Shape):
    """HMICFRS asks for an update of open findings by a last day. Counts are of the findings that you see."""

    url = serializers.URLField()
    name = serializers.CharField()
    last_day = serializers.DateField()
    opened_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    number = serializers.IntegerField(help_text="Findings asked about.")
    unanswered = serializers.IntegerField(help_text="Those that wait for an update.")


class RoundFindingShape(Shape):
    reference = serializers.CharField()
    finding = serializers.URLField()
    is_waiting = serializers.BooleanField()


class WholeRoundShape(RoundShape):
    asked = RoundFindingShape(many=True)


class RoundInput(ForcesInput):
    name = serializers.CharField(max_length=120)
    last_day = serializers.DateField()
    programme = serializers.SlugField(required=False, help_text="Ask about this programme's findings only.")
    question = serializers.SlugField(required=False, help_text="About this question's findings only.")
    theme = serializers.SlugField(required=False, help_text="About this theme's findings only.")
