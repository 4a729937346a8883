"""Shapes of who leads, and of what is handed over."""

from rest_framework import serializers

from tracker.api.shapes.common import Shape

PERSON = "E-mail address of a person of the force."


class LeadShape(Shape):
    lead = serializers.EmailField(allow_null=True)
    deputy = serializers.EmailField(allow_null=True)


class LeadInput(Shape):
    lead = serializers.EmailField(allow_null=True, help_text=PERSON)
    deputy = serializers.EmailField(allow_null=True, help_text=PERSON)


class HandOverInput(Shape):
    giver = serializers.EmailField(help_text=PERSON)
    taker = serializers.EmailField(help_text=PERSON)


class WorkShape(Shape):
    leads = serializers.ListField(child=serializers.URLField(), help_text="Findings, as lead.")
    deputises = serializers.ListField(child=serializers.URLField(), help_text="Findings, as deputy.")
    actions = serializers.ListField(child=serializers.URLField(), help_text="Actions that are not done.")
