"""Correcting and withdrawing what was confirmed, and rejecting what was proposed: never without a reason."""

from dataclasses import replace
from typing import Any

from django import forms

from govuk.forms import GovukForm, LongTextField, Radios
from tracker.models import Finding, Judgment, Proposal, Statement
from tracker.selectors.names import questions_of
from tracker.selectors.reports import row_of
from tracker.services.corrections import Correction, may_be_about, may_be_parent_of
from tracker.services.details_corrections import facts_of_details
from tracker.services.item_corrections import facts_of_measure
from tracker.services.statements import UNKNOWN_KIND
from tracker.vocabulary import FindingKind, ProposalKind, RejectReason, StatementStrength, Verdict
from tracker.web.forms.corrections import (
    KINDS_SPOKEN_OF,
    LONG,
    STRENGTH_HINTS,
    MeasureForm,
    SuggestionForm,
    offer,
    plain,
    short,
)

WITH_VALUES = "It is kept with the old values, and shown with them."
TO_ALL = "It is kept, and shown to whoever follows an old link to a finding."
IN_HISTORY = "It is kept, and shown in the history."


def reason(label: str, what: str, help_text: str = WITH_VALUES) -> LongTextField:
    return LongTextField(label=label, what=what, max_length=2_000, help_text=help_text, widget=LONG)


class AmendForm(GovukForm):
    """The values that stand now, to be changed, and why."""

    def amendment(self) -> Correction:
        given = dict(self.cleaned_data)
        why, version = given.pop("reason"), given.pop("version", None)
        return Correction({name: plain(value) for name, value in given.items()}, why, version)


class FindingAmendForm(AmendForm):
    kind = forms.ChoiceField(
        label="Kind of finding",
        choices=FindingKind.choices,
        widget=Radios(),
        error_messages={"required": "Select the kind of finding"},
    )
    question = forms.ChoiceField(label="Question", required=False)
    text = LongTextField(
        label="Wording", what="the wording", help_text="As the report words it.", widget=LONG
    )
    parent = forms.ChoiceField(
        label="Cause of concern", required=False, help_text="Only for a recommendation."
    )
    reason = reason("Why is it corrected?", "why it is corrected")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        of, asked = finding.inspection, finding.question.text if finding.question else None
        parent = finding.parent.reference if finding.parent else ""
        now = {"kind": finding.kind, "question": asked, "text": finding.text, "version": finding.version}
        super().__init__(*args, initial=now | {"parent": parent}, **kwargs)
        causes = [(row.reference, short(row)) for row in may_be_parent_of(finding)]
        self.fields["parent"].choices = [("", "None"), *causes]
        if not causes:
            del self.fields["parent"]
        questions = questions_of(of.programme, pillar=of.pillar)
        offer(self, "question", asked, [question.text for question in questions], empty="None")


class DetailsAmendForm(AmendForm):
    """Of a report whose inspection stands confirmed."""

    title = forms.CharField(label="Title", required=False, max_length=200)
    isbn = forms.CharField(
        label="ISBN",
        required=False,
        max_length=13,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    assessed = LongTextField(
        label="Questions inspected this time",
        help_text="One a line, as the judgments table words them.",
        required=False,
        widget=LONG,
    )
    grade = forms.ChoiceField(label="Overall judgment", required=False)
    reason = reason("Why is it corrected?", "why it is corrected")

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        now = facts_of_details(proposal)
        judgment = proposal.judgment
        label = judgment.grade.label if judgment and judgment.grade else None
        super().__init__(
            *args, initial={**now, "assessed": "\n".join(now["assessed"]), "grade": label}, **kwargs
        )
        if judgment is None:
            del self.fields["grade"]
            return
        grades = judgment.inspection.programme.scale.grades.values_list("label", flat=True)
        offer(self, "grade", label, grades, empty="Missing")

    def amendment(self) -> Correction:
        given = super().amendment()
        lines = (given.values["assessed"] or "").splitlines()
        return replace(given, values={**given.values, "assessed": [x.strip() for x in lines if x.strip()]})


class StatementAmendForm(AmendForm):
    finding = forms.ChoiceField(label="Which earlier finding is it about?", required=False)
    verdict = forms.ChoiceField(label="Verdict", choices=Verdict.choices, widget=Radios())
    about_year = forms.IntegerField(
        label="Year it speaks of",
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )
    about_kind = forms.ChoiceField(
        label="Kind of finding it speaks of", choices=KINDS_SPOKEN_OF, widget=Radios()
    )
    question = forms.ChoiceField(label="Question", required=False)
    strength = forms.ChoiceField(
        label="How plainly it speaks",
        choices=StatementStrength.choices,
        widget=Radios(hints=STRENGTH_HINTS),
    )
    reason = reason("Why is it corrected?", "why it is corrected")

    def __init__(self, *args: Any, statement: Statement, **kwargs: Any) -> None:
        about, of = statement.finding, statement.report.inspection
        assert of is not None  # noqa: S101  confirmed before any statement of it
        asked = statement.question.text if statement.question else None
        now = {
            "finding": about.reference if about else "",
            "verdict": statement.verdict,
            "about_year": statement.about_year,
            "about_kind": statement.about_kind or UNKNOWN_KIND,
            "question": asked,
            "strength": statement.strength,
        }
        super().__init__(*args, initial=now, **kwargs)
        questions = questions_of(of.programme, pillar=of.pillar)
        offer(self, "question", asked, [question.text for question in questions], empty="None")
        earlier = [(row.reference, short(row)) for row in may_be_about(statement)]
        self.fields["finding"].choices = [("", "No one finding"), *earlier]


class JudgmentAmendForm(AmendForm):
    grade = forms.ChoiceField(label="Grade", required=False)
    reason = reason("Why is it corrected?", "why it is corrected")

    def __init__(self, *args: Any, judgment: Judgment, **kwargs: Any) -> None:
        label = judgment.grade.label if judgment.grade else None
        super().__init__(*args, initial={"grade": label}, **kwargs)
        grades = judgment.inspection.programme.scale.grades.values_list("label", flat=True)
        offer(self, "grade", label, grades, empty="Missing")


class MeasureAmendForm(MeasureForm):
    reason = reason("Why is it corrected?", "why it is corrected")

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, row=row_of(proposal), **kwargs)
        assert proposal.observation is not None  # noqa: S101  made when it was confirmed
        self.initial = facts_of_measure(proposal.observation)

    def amendment(self) -> Correction:
        return _apart(self.correction())


class SuggestionAmendForm(SuggestionForm):
    reason = reason("Why is it corrected?", "why it is corrected")

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, row=row_of(proposal), **kwargs)

    def amendment(self) -> Correction:
        return _apart(self.correction())


def _apart(given: dict[str, Any]) -> Correction:
    """The values, and the reason for them."""
    return Correction({name: value for name, value in given.items() if name != "reason"}, given["reason"])


class WithdrawForm(GovukForm):
    reason = reason("Why was it a mistake?", "why it was a mistake", TO_ALL)


class RestoreForm(GovukForm):
    reason = reason("Why does it stand after all?", "why it stands after all", IN_HISTORY)


class UnmarkForm(GovukForm):
    reason = reason("Why is it no corrected edition?", "why it is no corrected edition", IN_HISTORY)


class RejectForm(GovukForm):
    reason = forms.ChoiceField(
        label="Why is nothing to be made of it?",
        choices=RejectReason.choices,
        widget=Radios(),
        error_messages={"required": "Select why nothing is to be made of it"},
    )
    note = LongTextField(
        label="In a few words",
        what="the reason in a few words",
        required=False,
        max_length=2_000,
        widget=LONG,
        help_text="Needed for “Another reason”.",
    )


def amend_form(proposal: Proposal, data: Any = None) -> AmendForm | MeasureAmendForm | SuggestionAmendForm:
    """The form that corrects what the proposal, confirmed, has made."""
    if proposal.kind == ProposalKind.INSPECTION:
        return DetailsAmendForm(data, proposal=proposal)
    if proposal.finding:
        return FindingAmendForm(data, finding=proposal.finding)
    if proposal.statement:
        return StatementAmendForm(data, statement=proposal.statement)
    if proposal.kind == ProposalKind.MEASURE:
        return MeasureAmendForm(data, proposal=proposal)
    if proposal.kind == ProposalKind.SUGGESTION:
        return SuggestionAmendForm(data, proposal=proposal)
    assert proposal.judgment is not None  # noqa: S101  see corrections.refuse_not_amendable
    return JudgmentAmendForm(data, judgment=proposal.judgment)
