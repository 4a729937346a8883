"""Taking proposals apart, putting them together, and adding what the reader missed."""

import re
from typing import Any

from django import forms

from govuk.forms import Checkboxes, GovukForm, LongTextField
from tracker.models import Proposal, Report
from tracker.selectors.reports import Row
from tracker.services.reshaping import blank
from tracker.vocabulary import ProposalKind
from tracker.web.forms.corrections import FORMS, LONG, CorrectionForm

SENTENCE_END = re.compile(r"(?<=[.!?;])\s+")


class SplitForm(GovukForm):
    first = LongTextField(label="First part", what="the first part", widget=LONG)
    second = LongTextField(label="Second part", what="the second part", widget=LONG)
    third = LongTextField(label="Third part", required=False, widget=LONG)

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        first, second = _halves(words_of(proposal))
        super().__init__(*args, **kwargs | {"initial": {"first": first, "second": second}})

    def parts(self) -> list[str]:
        return [self.cleaned_data[name] for name in ("first", "second", "third")]


class MergeForm(GovukForm):
    others = forms.MultipleChoiceField(
        label="Which others say the same thing with it?",
        widget=Checkboxes(),
        error_messages={"required": "Select the items to merge with it"},
    )

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = proposal.report.proposals.undecided().filter(kind=proposal.kind).exclude(pk=proposal.pk)
        self.rows = {str(row.pk): row for row in rows.order_by("position")}
        self.fields["others"].choices = [(key, words_of(row)[:200]) for key, row in self.rows.items()]

    def chosen(self) -> list[Proposal]:
        return [self.rows[key] for key in self.cleaned_data["others"]]


def words_of(proposal: Proposal) -> str:
    """The words of what is proposed, white space folded."""
    quotes = proposal.values.get("quotes")
    texts = [quote["text"] for quote in quotes] if isinstance(quotes, list) else [proposal.values["text"]]
    return " ".join(" ".join(str(text).split()) for text in texts)


def _halves(words: str) -> tuple[str, str]:
    """The words cut after the sentence that ends nearest to their middle; one sentence is cut at a space."""
    ends = [match.start() for match in SENTENCE_END.finditer(words)] or [
        match.start() for match in re.finditer(" ", words)
    ]
    cut = min(ends, key=lambda end: abs(end - len(words) / 2), default=len(words))
    return words[:cut].strip(), words[cut:].strip()


def add_form(report: Report, kind: ProposalKind, data: Any, *, may_close: bool) -> CorrectionForm:
    """The form that corrects a proposal of the kind, empty, and with the report's words asked for first."""
    row = Row(Proposal(report=report, kind=kind, payload=blank(kind)))
    extra = {"may_close": may_close} if kind == ProposalKind.STATEMENT else {}
    form = FORMS[kind](data, row=row, **extra)
    form.fields["quote"] = LongTextField(
        label="The report’s words",
        error_messages={"required": "Enter the report’s words that say it"},
        help_text="Copied from its text, so that everyone can see where it stands.",
        widget=LONG,
    )
    form.order_fields(["quote"])
    return form
