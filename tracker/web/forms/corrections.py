"""Correcting what was read out of a report, kind by kind, before it is confirmed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from govuk.forms import Checkboxes, GovukForm, LongTextField, Radios
from tracker.models import Finding, Force, Grade, Programme, Report
from tracker.selectors.names import questions_of
from tracker.selectors.reports import Guess, Row, earlier_findings
from tracker.services.proposals import StatementDecision
from tracker.services.statements import UNKNOWN_KIND
from tracker.vocabulary import FindingKind, LinkRelation, Pillar, ProposalKind, StatementStrength, Verdict

NEW, NONE, OTHER = "new", "none", "other"
LONG = forms.Textarea(attrs={"rows": 4})
KINDS_SPOKEN_OF = [(UNKNOWN_KIND, "Not said"), *FindingKind.choices]
STRENGTH_HINTS = {
    StatementStrength.EXPLICIT: "Names the earlier inspection and the matter",
    StatementStrength.IMPLICIT: "Tells of a change since, the finding not named",
    StatementStrength.SUMMARY: "Stands in an overview; never overrides an explicit one",
    StatementStrength.RULE: "Is about all earlier findings",
    StatementStrength.CROSS_REPORT: "The findings stand in another report",
}


class CorrectionForm(GovukForm):
    """A proposal's values in fields of the same names; what is typed goes over what was read."""

    def __init__(self, *args: Any, row: Row, **kwargs: Any) -> None:
        super().__init__(*args, initial=row.values, **kwargs)

    def correction(self) -> dict[str, Any]:
        """The values by their names in parsed-report/1; an empty field says "missing"."""
        return {name: plain(value) for name, value in self.cleaned_data.items()}


class InspectionForm(CorrectionForm):
    force = forms.ChoiceField(label="Force")
    programme = forms.ChoiceField(label="Programme")
    pillar = forms.ChoiceField(label="Pillar", choices=[("", "None"), *Pillar.choices], required=False)
    inspection_year = forms.IntegerField(
        label="Inspection year",
        help_text="Not always the year of publication.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )
    title = forms.CharField(label="Title", required=False)
    published = forms.CharField(
        label="Publication date",
        required=False,
        help_text="As much as the report prints: 2018-03-22, 2018-03 or 2018.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    isbn = forms.CharField(
        label="ISBN", required=False, widget=forms.TextInput(attrs={"class": "govuk-input--width-20"})
    )
    overall_judgment = forms.ChoiceField(label="Overall judgment", required=False)
    assessed = LongTextField(
        label="Questions inspected this time",
        help_text="One a line, as the judgments table words them.",
        required=False,
        widget=LONG,
    )

    def __init__(self, *args: Any, row: Row, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        read = row.values
        self.initial["assessed"] = "\n".join(read["assessed"])
        offer(self, "force", read["force"], Force.objects.values_list("name", flat=True))
        offer(self, "programme", read["programme"], Programme.objects.values_list("name", flat=True))
        labels = Grade.objects.order_by("label").values_list("label", flat=True).distinct()
        offer(self, "overall_judgment", read["overall_judgment"], labels, empty="Missing")

    def correction(self) -> dict[str, Any]:
        lines = self.cleaned_data["assessed"].splitlines()
        return super().correction() | {"assessed": [line.strip() for line in lines if line.strip()]}


class JudgmentForm(CorrectionForm):
    question = forms.ChoiceField(label="Question")
    grade = forms.ChoiceField(label="Grade", required=False)
    last_inspected = forms.IntegerField(
        label="Last inspected",
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )
    carried_forward = forms.BooleanField(label="Carried forward from that year", required=False)

    def __init__(self, *args: Any, row: Row, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        _offer_questions(self, row)
        programme = _inspection(row).programme
        labels = programme.scale.grades.values_list("label", flat=True)
        offer(self, "grade", row.values["grade"], labels, empty="Missing")


class FindingForm(CorrectionForm):
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

    def __init__(self, *args: Any, row: Row, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        _offer_questions(self, row, empty="None")
        findings = row.proposal.report.proposals.filter(kind=ProposalKind.FINDING).order_by("position")
        causes = [
            (str(other.position), str(other.values["text"])[:100])
            for other in findings.exclude(pk=row.proposal.pk)
            if other.values["kind"] == FindingKind.CAUSE_OF_CONCERN
        ]
        self.fields["parent"].choices = [("", "None"), *causes]

    def correction(self) -> dict[str, Any]:
        parent = self.cleaned_data["parent"]
        return super().correction() | {"parent": int(parent) if parent else None}


class StatementForm(CorrectionForm):
    """Which earlier finding the statement is about, what it says of it, and what carries the matter on."""

    about = forms.ChoiceField(label="Which earlier finding is this about?", widget=Radios())
    other = forms.ChoiceField(label="Another earlier finding", required=False)
    text = LongTextField(
        label="Wording of a new finding",
        required=False,
        widget=LONG,
        help_text="What the earlier finding said, as this report tells it. Left empty, it is the sentence "
        "that tells of it.",
    )
    about_year = forms.IntegerField(
        label="Year it speaks of",
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )
    about_kind = forms.ChoiceField(
        label="Kind of finding it speaks of",
        choices=KINDS_SPOKEN_OF,
        widget=Radios(),
    )
    question = forms.ChoiceField(label="Question", required=False)
    verdict = forms.ChoiceField(
        label="Verdict",
        choices=Verdict.choices,
        widget=Radios(),
        error_messages={"required": "Select the verdict"},
    )
    strength = forms.ChoiceField(
        label="How plainly it speaks",
        choices=StatementStrength.choices,
        widget=Radios(hints=STRENGTH_HINTS),
    )
    successors = forms.MultipleChoiceField(
        label="Which findings of this report carry the matter on?", required=False, widget=Checkboxes()
    )
    relation = forms.ChoiceField(
        label="How they take it up", choices=LinkRelation.choices, initial="continues", widget=Radios()
    )
    closes = forms.BooleanField(label="Close the earlier finding as verified", required=False)

    def __init__(self, *args: Any, row: Row, may_close: bool, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.matter = row.values["predecessor"]
        inspection = _inspection(row)
        self.earlier = {str(f.pk): f for f in earlier_findings(inspection.force_id, inspection.year)}
        self.later = {str(f.pk): f for f in _new_findings(row.proposal.report)}
        self._offer_earlier(row)
        self._offer_later(row)
        _offer_questions(self, row, empty="None")
        if not may_close:
            del self.fields["closes"]

    def _offer_earlier(self, row: Row) -> None:
        likely = {str(f.pk): f for f in [row.same_matter] if f}
        likely |= {str(guess.finding.pk): guess.finding for guess in row.predecessors if guess.finding}
        about = self.fields["about"]
        about.choices = [
            *((key, short(finding)) for key, finding in likely.items()),
            *([(OTHER, "Another earlier finding, chosen below")] if self.earlier else []),
            (NEW, "A new one, “as reported”: its own report is not here yet"),
            (NONE, "No one finding"),
        ]
        about.widget.hints = _hints(row.predecessors)
        chosen = row.likely_predecessor
        new_or_none = NEW if row.settles_a_finding else NONE
        self.initial["about"] = str(chosen.pk) if chosen else new_or_none
        self.fields["other"].choices = [("", "None"), *((key, short(f)) for key, f in self.earlier.items())]
        if not self.earlier:
            del self.fields["other"]

    def _offer_later(self, row: Row) -> None:
        successors = self.fields["successors"]
        successors.widget.hints = _hints(row.successors)
        successors.choices = [(key, short(finding)) for key, finding in self.later.items()]
        likely = row.likely_successor
        self.initial["successors"] = [str(likely.finding.pk)] if likely and likely.finding else []
        if not self.later:
            successors.help_text = "Confirm the findings of this report first to choose among them."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("about") == OTHER and not cleaned.get("other"):
            self.add_error("other", "Select the earlier finding")
        return cleaned

    def correction(self) -> dict[str, Any]:
        """The chosen finding is no correction; a new one needs a matter, and no finding has none."""
        names = ("text", "about_year", "about_kind", "question", "verdict", "strength")
        given = {name: plain(self.cleaned_data[name]) for name in names}
        about = self.cleaned_data["about"]
        if about == NEW:
            given["predecessor"] = self.matter or given["text"] or "the matter this passage speaks of"
        elif about == NONE:
            given["predecessor"] = None
        return given

    def decision(self) -> StatementDecision:
        given = self.cleaned_data
        key = given["other"] if given["about"] == OTHER else given["about"]
        return StatementDecision(
            predecessor=self.earlier.get(key),
            successors=[self.later[pk] for pk in given["successors"]],
            relation=LinkRelation(given["relation"]),
            closes=given.get("closes", False),
        )


class MeasureForm(CorrectionForm):
    name = forms.CharField(label="Measure", max_length=200)
    value = forms.CharField(
        label="Value", required=False, help_text="A figure or words; empty if the text has lost it."
    )
    unit = forms.CharField(label="Unit", required=False)
    period = forms.CharField(label="Period", required=False)
    comparator = forms.CharField(label="Compared with", required=False)
    comparator_value = forms.CharField(label="Value of the comparator", required=False)
    comparator_period = forms.CharField(label="Period of the comparator", required=False)
    note = forms.CharField(label="Note", required=False, widget=LONG)

    def correction(self) -> dict[str, Any]:
        given = super().correction()
        return given | {name: _figure(given[name]) for name in ("value", "comparator_value")}


class SuggestionForm(CorrectionForm):
    text = LongTextField(label="Suggestion", what="the suggestion", widget=LONG)
    question = forms.ChoiceField(label="Question", required=False)

    def __init__(self, *args: Any, row: Row, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        _offer_questions(self, row, empty="None")


FORMS: dict[str, type[CorrectionForm]] = {
    ProposalKind.INSPECTION: InspectionForm,
    ProposalKind.JUDGMENT: JudgmentForm,
    ProposalKind.FINDING: FindingForm,
    ProposalKind.STATEMENT: StatementForm,
    ProposalKind.MEASURE: MeasureForm,
    ProposalKind.SUGGESTION: SuggestionForm,
}


def _inspection(row: Row) -> Any:
    return row.proposal.report.inspection


def offer(
    form: forms.Form, field: str, read: str | None, known: Iterable[str], *, empty: str = "Select"
) -> None:
    """The known names as choices, and what was read although it is not known: nothing is lost."""
    names = list(known)
    if read and read not in names:
        names.insert(0, read)
    form.fields[field].choices = [("", empty), *((name, name) for name in names)]


def _offer_questions(form: forms.Form, row: Row, *, empty: str = "Select") -> None:
    inspection = _inspection(row)
    questions = questions_of(inspection.programme, pillar=inspection.pillar)
    read = row.values["question"]
    offer(form, "question", read, [question.text for question in questions], empty=empty)


def _new_findings(report: Report) -> Sequence[Finding]:
    rows = Finding.objects.filter(proposals__report=report, proposals__kind=ProposalKind.FINDING)
    return rows.order_by("reference")


def _hints(guesses: Iterable[Guess]) -> dict[str, str]:
    """Why the machine thinks so, under each finding it thinks of."""
    return {
        str(guess.finding.pk): f"Score {guess.percent} of 100. {' '.join(guess.reasons)}"
        for guess in guesses
        if guess.finding
    }


def short(finding: Finding) -> str:
    return f"{finding.reference}: {finding.text[:160]}{'…' if len(finding.text) > 160 else ''}"


def plain(value: Any) -> Any:
    """As parsed-report/1 writes it: None for what is missing, newlines alone at line ends."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip() or None
    return value


def _figure(typed: str | None) -> float | str | None:
    try:
        return float(typed) if typed else None
    except ValueError:
        return typed
