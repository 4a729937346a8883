"""Forms of the update journey, one topic a page."""

from datetime import datetime
from typing import Any

from django import forms

from govuk.forms import DateField, GovukForm, LongTextField, Radios
from tracker.models import Finding, Update
from tracker.refusals import Refusal
from tracker.services import updates
from tracker.services.guards import DateInPast
from tracker.vocabulary import ForceStatus

STATUS_HINTS = {
    ForceStatus.NOT_STARTED: "No work has begun",
    ForceStatus.ON_TRACK: "You expect to meet the target date",
    ForceStatus.AT_RISK: "You may miss the target date",
    ForceStatus.OFF_TRACK: "You will miss the target date",
    ForceStatus.WAITING: "You cannot go on until someone else has acted",
    ForceStatus.COMPLETE: "The work is done and you want HMICFRS to review it",
}


class StatusForm(GovukForm):
    """How the force says it is getting on."""

    force_status = forms.ChoiceField(
        label="How is the work going?",
        choices=ForceStatus.choices,
        widget=Radios(hints=STATUS_HINTS),
        error_messages={"required": "Select how the work is going"},
    )
    waiting_on = forms.CharField(
        label="Organisation you are waiting on",
        help_text="Only if you are waiting on another organisation. For example, a council or an NHS trust.",
        required=False,
        max_length=updates.LONGEST_ORGANISATION,
    )
    mark_optional = False

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        try:
            updates.organisation_for(given.get("force_status", ""), given.get("waiting_on", ""))
        except Refusal as problem:
            self.add_error("waiting_on", str(problem))
        return given


class DateForm(GovukForm):
    """When the force expects to be done; a date that moves needs a reason.

    `finding` and `now` are what the answer is checked against.
    """

    force_due_on = DateField(
        label="Target date",
        required=False,
        help_text="The day by which the force expects to be done, if there is one. For example, 27 3 2027.",
    )
    due_reason = LongTextField(
        label="Why has the date moved?",
        what="why the date has moved",
        required=False,
        max_length=updates.LONGEST_REASON,
        help_text="Only if you change an earlier date. HMICFRS sees the earlier dates and the reasons.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    mark_optional = False

    def __init__(self, *args: Any, finding: Finding, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.finding, self.now = finding, now
        if finding.force_due_on is None:
            del self.fields["due_reason"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if "force_due_on" not in self.errors:
            self._check_move(given)
        return given

    def _check_move(self, given: dict[str, Any]) -> None:
        chosen, reason = given.get("force_due_on"), given.get("due_reason", "")
        try:
            updates.due_reason_for(self.finding, chosen, reason, self.now)
        except DateInPast as problem:
            self.add_error("force_due_on", str(problem))
        except Refusal as problem:
            self.add_error("due_reason", str(problem))


class ChangeForm(GovukForm):
    """What changed, in the force's own words."""

    page_heading = "narrative"
    narrative = LongTextField(
        label="What has changed since the last update, and what difference has it made?",
        what="what has changed since the last update",
        help_text="Say what the force did, and how you know that it helped. Do not name victims or suspects.",
        max_length=updates.LONGEST_NARRATIVE,
        widget=forms.Textarea(attrs={"rows": 10}),
    )


class CorrectForm(GovukForm):
    """What was wrong in the update that is corrected."""

    correction = LongTextField(
        label="What was wrong?",
        max_length=updates.LONGEST_REASON,
        help_text="HMICFRS sees it with the correction. For example, “The figure for May is 42, not 24.”",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, update: Update, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["correction"].error_messages["required"] = (
            f"Enter what was wrong in update {update.number}"
        )


class CheckForm(GovukForm):
    """No questions: it carries what the service says when the update is not sent, and what was looked at."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
