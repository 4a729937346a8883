"""Shapes of the agreement of machine and people."""

from rest_framework import serializers

from tracker.api.shapes.common import Shape
from tracker.api.shapes.reports import ProposalShape
from tracker.vocabulary import Agreement, ProposalKind


class AgreementShape(Shape):
    kind = serializers.ChoiceField(choices=ProposalKind.choices)
    reader = serializers.CharField(allow_null=True, help_text="Null where a person added it.")
    as_proposed = serializers.IntegerField()
    corrected = serializers.IntegerField(help_text="Before or after it was confirmed, split or merged.")
    rejected = serializers.IntegerField()
    withdrawn = serializers.IntegerField()
    added = serializers.IntegerField()
    undecided = serializers.IntegerField()
    rate = serializers.FloatField(allow_null=True, help_text="0 to 1; null where nothing is decided.")


class AgreedItemShape(ProposalShape):
    outcome = serializers.ChoiceField(choices=Agreement.choices)
