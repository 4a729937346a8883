"""Shapes of target dates."""

from rest_framework import serializers

from tracker.api.shapes.common import Shape


class TargetDateShape(Shape):
    is_hmicfrs = serializers.BooleanField(help_text="HMICFRS's; else the force's own.")
    due_on = serializers.DateField()
    moved_from = serializers.DateField(allow_null=True, help_text="The date before; null for the first.")
    reason = serializers.CharField(help_text="Why it moved.")
    set_by = serializers.CharField()
    set_at = serializers.DateTimeField()


class TargetDateInput(Shape):
    due_on = serializers.DateField()
    reason = serializers.CharField(required=False, allow_blank=True, help_text="Needed to move a date.")
