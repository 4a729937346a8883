"""Shapes of "still embedded?": the force's answers and HMICFRS's decisions."""

from rest_framework import serializers

from tracker.api.shapes.common import Shape
from tracker.vocabulary import Embedded, FindingKind, LinkRelation


class EmbeddingDecisionShape(Shape):
    successor = serializers.URLField(allow_null=True, help_text="The new finding; none was raised: null.")
    reason = serializers.CharField()
    decided_by = serializers.CharField()
    decided_at = serializers.DateTimeField()


class EmbeddingCheckShape(Shape):
    id = serializers.IntegerField()
    answer = serializers.ChoiceField(choices=Embedded.choices)
    text = serializers.CharField(help_text="What shows it.")
    link = serializers.CharField()
    evidence = serializers.ListField(child=serializers.URLField())
    made_by = serializers.CharField()
    made_at = serializers.DateTimeField()
    decision = EmbeddingDecisionShape(allow_null=True)


class EmbeddingChecksShape(Shape):
    is_due = serializers.BooleanField(help_text="The force is asked now.")
    checks = EmbeddingCheckShape(many=True, help_text="The newest first.")


class EmbeddingCheckInput(Shape):
    answer = serializers.ChoiceField(choices=Embedded.choices)
    text = serializers.CharField(
        required=False, allow_blank=True, help_text="What shows it; may be empty only if not yet known."
    )
    link = serializers.CharField(required=False, allow_blank=True, max_length=500)
    evidence = serializers.ListField(
        child=serializers.IntegerField(), required=False, max_length=50, help_text="Ids, of the force's own."
    )


class EmbeddingDecisionInput(Shape):
    raises = serializers.BooleanField(help_text="Whether a new finding is raised.")
    reason = serializers.CharField(max_length=2_000)
    kind = serializers.ChoiceField(choices=FindingKind.choices, required=False, help_text="To raise.")
    text = serializers.CharField(required=False, max_length=4_000, help_text="To raise: the new wording.")
    relation = serializers.ChoiceField(
        choices=LinkRelation.choices, required=False, help_text="To raise: how it takes up this finding."
    )
    inspection = serializers.IntegerField(
        required=False, help_text="Id of a later inspection of the force; without it a new one is made."
    )
    programme = serializers.SlugField(required=False, help_text="Of the new inspection, this year.")
