"""HMICFRS's side: the review queue, decisions on updates, closing a finding and voiding a closure."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.generic import FormView

from tracker import access
from tracker.models import Finding, Review
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.selectors.evidence import came_with
from tracker.selectors.reviews import queue
from tracker.services import findings, reviews
from tracker.services.guards import DateInPast
from tracker.vocabulary import ClosureReason
from tracker.web.forms.reviews import Answer, CloseForm, ReviewForm, VoidForm
from tracker.web.paging import page_of

DONE = {
    Answer.ACCEPT: "You accepted update {number} of {reference}. The finding stays open.",
    Answer.CLOSE: "You accepted update {number} of {reference} and closed the finding as verified.",
    Answer.RETURN: "You asked {force} for more evidence on {reference}.",
}


@require_GET
def review_list(request: HttpRequest) -> HttpResponse:
    access.require(request.user, Permission.REVIEW)
    page = page_of(queue(request.user), request.GET.get("page"))
    return render(request, "reviews/list.html", {"page_obj": page})


class ReviewPage(FormView):
    """What was asked, what the force claims and its evidence side by side, and the decision."""

    template_name = "reviews/detail.html"
    form_class = ReviewForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.update = access.get_update_for(request.user, kwargs["pk"], Permission.REVIEW)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        update, finding = self.update, self.update.finding
        review = update.reviews.select_related("reviewed_by").first()
        newer = finding.updates.filter(number__gt=update.number).order_by("-number").first()
        is_own = update.submitted_by_id == self.request.user.pk
        return super().get_context_data(
            update=update,
            finding=finding,
            evidence=came_with(update),
            review=review,
            earlier=_reviews_before(update.finding, review),
            newer=newer,
            is_own=is_own,
            may_decide=not (review or newer or is_own),
            **kwargs,
        )

    def form_valid(self, form: ReviewForm) -> HttpResponse:
        answer = Answer(form.cleaned_data["decision"])
        try:
            self._decide(answer, form.cleaned_data)
        except DateInPast as problem:
            form.add_error("more_by", str(problem))
            return self.form_invalid(form)
        except Refusal as problem:
            form.add_error(None, str(problem))
            return self.form_invalid(form)
        finding = self.update.finding
        done = DONE[answer].format(number=self.update.number, reference=finding, force=finding.force)
        messages.success(self.request, done)
        return redirect("review-list")

    def _decide(self, answer: Answer, given: dict[str, Any]) -> None:
        deed = {"update": self.update, "by": self.request.user, "reason": given["reason"]}
        if answer is Answer.RETURN:
            reviews.return_to_force(**deed, now=timezone.now(), more_by=given["more_by"])
        else:
            close_as = ClosureReason.VERIFIED if answer is Answer.CLOSE else None
            reviews.accept(**deed, now=timezone.now(), close_as=close_as)


class FindingPage(FormView):
    """A deed on a finding that asks for its grounds and leads back to the finding."""

    permission: ClassVar[Permission]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.finding = access.get_finding_for(request.user, kwargs["reference"], self.permission)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            finding=self.finding, back_url=self.finding.get_absolute_url(), **kwargs
        )

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.deed(finding=self.finding, by=self.request.user, now=timezone.now(), **form.cleaned_data)
        except Refusal as problem:
            form.add_error(None, str(problem))
            return self.form_invalid(form)
        messages.success(self.request, self.done.format(self.finding))
        return redirect(self.finding)


class ClosePage(FindingPage):
    template_name = "reviews/close.html"
    form_class = CloseForm
    permission = Permission.REVIEW
    deed = staticmethod(findings.close)
    done = "You closed {}."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = self.finding.is_awaiting_review
        latest = self.finding.updates.order_by("-number").first() if waiting else None
        return super().get_context_data(awaiting=latest, **kwargs)


class VoidPage(FindingPage):
    template_name = "reviews/void.html"
    form_class = VoidForm
    permission = Permission.VOID_CLOSURE
    deed = staticmethod(findings.void_closure)
    done = "The closure of {} is void. The finding stands as it stood before."


def _reviews_before(finding: Finding, review: Review | None) -> Review | None:
    """What HMICFRS decided last, before this update."""
    rows = finding.reviews.select_related("reviewed_by", "update").order_by("-reviewed_at", "-pk")
    return (rows.filter(reviewed_at__lt=review.reviewed_at) if review else rows).first()
