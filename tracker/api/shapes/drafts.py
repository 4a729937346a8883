"""Shapes of drafts: a person's own unsent updates."""

from rest_framework import serializers

from tracker.api.shapes.common import Shape
from tracker.vocabulary import ForceStatus


class DraftInput(Shape):
    """What is left out stays as it was saved before."""

    force_status = serializers.ChoiceField(choices=ForceStatus.choices, required=False)
    waiting_on = serializers.CharField(required=False, allow_blank=True, max_length=200)
    narrative = serializers.CharField(required=False, allow_blank=True)
    force_due_on = serializers.DateField(required=False, allow_null=True)
    due_reason = serializers.CharField(required=False, allow_blank=True)


class DraftShape(Shape):
    url = serializers.URLField()
    finding = serializers.URLField()
    reference = serializers.CharField()
    saved_at = serializers.DateTimeField()
    finding_changed = serializers.BooleanField(
        help_text="Somebody has changed the finding since the draft was begun: look at it before you send."
    )
    force_status = serializers.ChoiceField(choices=ForceStatus.choices, allow_null=True)
    waiting_on = serializers.CharField(allow_null=True)
    narrative = serializers.CharField(allow_null=True)
    force_due_on = serializers.DateField(allow_null=True)
    due_reason = serializers.CharField(allow_null=True)
    evidence = serializers.ListField(child=serializers.URLField())


class SendDraftInput(Shape):
    seen_version = serializers.IntegerField(
        required=False, help_text="The finding's `version`; refused (409) when it has changed since."
    )
