"""Correcting and withdrawing what was confirmed, with the old shown; rejecting what was proposed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView

from tracker import access
from tracker.models import Proposal
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.selectors.corrections import corrections_by_proposal, corrections_of
from tracker.selectors.sources import around
from tracker.services import corrections, proposals, restorations, withdrawals
from tracker.services.values import ValueNotUsable
from tracker.web.forms.amending import (
    AmendForm,
    FindingAmendForm,
    RejectForm,
    RestoreForm,
    WithdrawForm,
    amend_form,
)
from tracker.web.report_tags import name


class FindingCorrectPage(FormView):
    """From the finding's own page."""

    template_name = "reports/amend.html"
    form_class = FindingAmendForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.finding = access.get_finding_for(request.user, kwargs["reference"], Permission.DECIDE_REPORT)

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs()
        return {"data": given.get("data"), "finding": self.finding}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            called=self.finding.reference,
            back_url=self.finding.get_absolute_url(),
            corrections=corrections_of(self.finding),
            **kwargs,
        )

    def form_valid(self, form: FindingAmendForm) -> HttpResponse:
        def deed() -> None:
            corrections.correct_finding(
                finding=self.finding, correction=form.amendment(), by=self.request.user, now=timezone.now()
            )

        if not done(form, deed):
            return self.form_invalid(form)
        messages.success(self.request, f"You corrected {self.finding}.")
        return redirect(self.finding)


class ProposalPage(FormView):
    """A deed on a proposal of a report that asks why, and leads back to its place on the sheet."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.proposal = access.get_proposal_for(request.user, kwargs["pk"], kwargs["proposal_pk"])
        self.back_url = place_of(self.proposal)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.refuse()
        except Refusal as problem:
            messages.warning(request, str(problem))
            return redirect("report-detail", self.proposal.report_id)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            proposal=self.proposal,
            report=self.proposal.report,
            called=name(self.proposal),
            passages=around(self.proposal),
            back_url=self.back_url,
            corrections=corrections_by_proposal([self.proposal]).get(self.proposal.pk, []),
            **kwargs,
        )

    def refuse(self) -> None:
        """Raises a Refusal where there is nothing to do here, before anything is asked."""

    def settle(self, form: Any, deed: Callable[..., object], told: str, **given: Any) -> HttpResponse:
        """Do the deed with what was given, and say so; a refusal stays on the form."""
        doer = {"proposal": self.proposal, "by": self.request.user, "now": timezone.now()}
        if not done(form, lambda: deed(**doer, **given)):
            return self.form_invalid(form)
        messages.success(self.request, f"{name(self.proposal)} {told}")
        return redirect(self.back_url)


class AmendPage(ProposalPage):
    template_name = "reports/amend.html"

    def get_form(self, form_class: Any = None) -> AmendForm:
        corrections.refuse_not_amendable(self.proposal)
        return amend_form(self.proposal, self.request.POST if self.request.method == "POST" else None)

    def refuse(self) -> None:
        corrections.refuse_not_amendable(self.proposal)

    def form_valid(self, form: AmendForm) -> HttpResponse:
        return self.settle(form, corrections.amend, "is corrected.", correction=form.amendment())


class WithdrawPage(ProposalPage):
    template_name = "reports/withdraw.html"
    form_class = WithdrawForm

    def form_valid(self, form: WithdrawForm) -> HttpResponse:
        return self.settle(form, withdrawals.withdraw, "is withdrawn.", **form.cleaned_data)


class RestorePage(ProposalPage):
    template_name = "reports/restore.html"
    form_class = RestoreForm

    def refuse(self) -> None:
        restorations.refuse_not_withdrawn(self.proposal)

    def form_valid(self, form: RestoreForm) -> HttpResponse:
        return self.settle(form, restorations.restore, "stands again.", **form.cleaned_data)


class RejectPage(ProposalPage):
    template_name = "reports/reject.html"
    form_class = RejectForm

    def refuse(self) -> None:
        proposals.refuse_if_decided(self.proposal)

    def form_valid(self, form: RejectForm) -> HttpResponse:
        return self.settle(form, proposals.reject, "is rejected.", **form.cleaned_data)


def done(form: Any, deed: Any) -> bool:
    """Do it; a refusal goes to its field, and nothing typed is lost."""
    try:
        deed()
    except (access.NotAllowed, access.NotVisible):
        raise
    except ValueNotUsable as problem:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem))
    except Refusal as problem:
        form.add_error(None, str(problem))
    return bool(form.is_valid())


def place_of(proposal: Proposal) -> str:
    return f"{reverse('report-detail', args=[proposal.report_id])}#proposal-{proposal.pk}"
