"""Shapes of a finding's workspace: updates, evidence, reviews."""

from typing import Any

from rest_framework import serializers

from tracker.api.shapes.common import NamedShape, Shape, SourceShape
from tracker.vocabulary import (
    ClosureReason,
    ForceStatus,
    ReviewOutcome,
    Verdict,
)


class ReviewShape(Shape):
    level = serializers.IntegerField(help_text="Of sign-off; 1 signs first.")
    level_name = serializers.CharField(help_text="As the level was called then.")
    is_final = serializers.BooleanField(help_text="The finding's status follows it.")
    outcome = serializers.ChoiceField(choices=ReviewOutcome.choices)
    reason = serializers.CharField()
    more_by = serializers.DateField(allow_null=True, help_text="When more evidence is wanted by.")
    reviewed_by = serializers.CharField()
    reviewed_at = serializers.DateTimeField()


class UpdateShape(Shape):
    number = serializers.IntegerField(help_text="1 for the finding's first.")
    url = serializers.URLField()
    finding = serializers.URLField()
    force_status = serializers.ChoiceField(choices=ForceStatus.choices)
    waiting_on = serializers.CharField(allow_null=True)
    narrative = serializers.CharField()
    force_due_on = serializers.DateField(allow_null=True)
    due_reason = serializers.CharField()
    corrects = serializers.URLField(allow_null=True)
    correction = serializers.CharField(help_text="What was wrong in the update that it corrects.")
    submitted_by = serializers.CharField()
    submitted_at = serializers.DateTimeField()
    evidence = serializers.ListField(child=serializers.URLField())
    review = ReviewShape(allow_null=True, help_text="The decision that is final.")
    sign_offs = ReviewShape(many=True, help_text="Level by level, the final one too.")


class QueuedUpdateShape(UpdateShape):
    """An update that awaits HMICFRS; `review` says where to send the decision."""

    review = serializers.URLField()


class LevelShape(Shape):
    number = serializers.IntegerField()
    name = serializers.CharField()
    is_last = serializers.BooleanField(help_text="The next decision is final whatever it is.")


class ChangeSinceShape(Shape):
    what = serializers.CharField()
    was = serializers.CharField()
    now = serializers.CharField()


class DecidedStateShape(ReviewShape):
    """A decision with exactly what it was about."""

    state = serializers.JSONField(help_text="Update, finding, evidence with SHA-256, actions.")
    state_sha256 = serializers.CharField()
    changes = ChangeSinceShape(many=True, help_text="What differs now.")


class ReviewStateShape(Shape):
    level = LevelShape(help_text="Of sign-off, that is next.")
    not_yours = serializers.CharField(help_text="Why you may not sign there; empty if you may.")
    seen = serializers.CharField(help_text="Send it back with the decision: refused if something changed.")
    state = serializers.JSONField(help_text="What would be decided on now.")
    decisions = DecidedStateShape(many=True)


class UpdateInput(Shape):
    """Lengths and what goes with what are the service's rules."""

    force_status = serializers.ChoiceField(choices=ForceStatus.choices)
    narrative = serializers.CharField(
        allow_blank=True, help_text="What changed and what difference it made; up to 2,000 characters."
    )
    waiting_on = serializers.CharField(required=False, allow_blank=True)
    force_due_on = serializers.DateField(required=False, help_text="Left out: stays as it is.")
    due_reason = serializers.CharField(required=False, allow_blank=True, help_text="Why the date moves.")
    evidence = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, max_length=50, help_text="Ids."
    )
    corrects = serializers.IntegerField(required=False, min_value=1, help_text="Number of an earlier one.")
    correction = serializers.CharField(
        required=False, allow_blank=True, help_text="What was wrong in it; goes with `corrects`."
    )
    seen_version = serializers.IntegerField(
        required=False, min_value=1, help_text="The finding’s version you looked at: 409 if it has changed."
    )


class ReviewInput(Shape):
    outcome = serializers.ChoiceField(choices=ReviewOutcome.choices)
    reason = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=2_000, help_text="Needed to ask for more."
    )
    more_by = serializers.DateField(required=False, help_text="Only with more_evidence.")
    close_as = serializers.ChoiceField(
        choices=ClosureReason.choices, required=False, help_text="Only with accepted: closes the finding."
    )
    successor = serializers.SlugField(
        required=False, help_text="With superseded: reference of the later finding that carries it on."
    )
    level = serializers.IntegerField(
        required=False, min_value=1, max_value=32767, help_text="Level of sign-off that you saw as next."
    )
    seen = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=64, help_text="As GET gave it."
    )

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        outcome = given["outcome"]
        wrong = "more_by" if outcome == ReviewOutcome.ACCEPTED else "close_as"
        if wrong in given:
            raise serializers.ValidationError({wrong: f"{wrong} does not go with {outcome}."})
        return given


class ContradictedClaimShape(Shape):
    """The force said the finding was complete; the next report did not find it resolved."""

    finding = serializers.URLField()
    reference = serializers.CharField()
    force = NamedShape()
    claim = serializers.URLField(help_text="The force's update.")
    claimed_at = serializers.DateTimeField()
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    verdict_year = serializers.IntegerField(help_text="Inspection year of the report that says it.")
    quote = serializers.CharField()
    source = SourceShape()


class ContradictedCountShape(Shape):
    force = NamedShape()
    contradicted = serializers.IntegerField()
