"""HMICFRS's side: the review queue, decisions on updates, closing a finding and voiding a closure."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.generic import FormView

from tracker import access
from tracker.models import Review, Update
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.selectors.evidence import came_with
from tracker.selectors.reviews import levels, next_for, queue, waiting_at
from tracker.selectors.states import changes_since, seen_of, state_of
from tracker.services import findings, reviews
from tracker.services.guards import DateInPast
from tracker.web.forms.reviews import CLOSE_AS, Answer, CloseForm, ReviewForm, VoidForm
from tracker.web.paging import page_of

DONE = {
    Answer.ACCEPT: "You accepted update {number} of {reference}. The finding stays open.",
    Answer.CLOSE: "You accepted update {number} of {reference} and closed the finding as verified.",
    Answer.SUPERSEDE: "You accepted update {number} of {reference} and closed the finding as superseded.",
    Answer.NO_ACTION: "You accepted update {number} of {reference} and closed the finding.",
    Answer.RETURN: "You asked {force} for more evidence on {reference}.",
}
SIGNED = "You signed update {number} of {reference}. It waits for the next level of sign-off."


@require_GET
def review_list(request: HttpRequest) -> HttpResponse:
    access.require(request.user, Permission.REVIEW)
    page = page_of(queue(request.user), request.GET.get("page"))
    has_levels = len(levels()) > 1
    context = {"page_obj": page, "rows": waiting_at(page, request.user), "has_levels": has_levels}
    return render(request, "reviews/list.html", context)


class ReviewPage(FormView):
    """What was asked, what the force claims and its evidence side by side, and the decision."""

    template_name = "reviews/detail.html"
    form_class = ReviewForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.update = access.get_update_for(request.user, kwargs["pk"], Permission.REVIEW)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"finding": self.update.finding}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        update, finding = self.update, self.update.finding
        state = state_of(update)
        signed = list(update.reviews.select_related("reviewed_by").order_by("level"))
        decided = bool(signed) and signed[-1].is_final
        newer = finding.updates.filter(number__gt=update.number).order_by("-number").first()
        [waiting] = waiting_at([update], self.request.user)
        return super().get_context_data(
            update=update,
            finding=finding,
            evidence=came_with(update),
            actions=finding.actions.select_related("owner"),
            dates=finding.target_dates.order_by("set_at", "pk"),
            signed=[(review, changes_since(review, state)) for review in signed],
            earlier=_reviews_before(update),
            newer=newer,
            waiting=waiting,
            has_levels=bool(signed) or not waiting.level.is_last,
            seen=seen_of(state),
            decided=decided,
            may_decide=not (decided or newer or waiting.not_yours),
            **kwargs,
        )

    def form_valid(self, form: ReviewForm) -> HttpResponse:
        answer = Answer(form.cleaned_data["decision"])
        try:
            review = self._decide(answer, form.cleaned_data)
        except DateInPast as problem:
            form.add_error("more_by", str(problem))
            return self.form_invalid(form)
        except Refusal as problem:
            form.add_error(None, str(problem))
            return self.form_invalid(form)
        messages.success(self.request, self._done(answer, review))
        following = next_for(self.request.user, after=self.update) if "next" in self.request.POST else None
        return redirect("review-detail", following.pk) if following else redirect("review-list")

    def _decide(self, answer: Answer, given: dict[str, Any]) -> Review:
        deed = {"update": self.update, "by": self.request.user, "reason": given["reason"]}
        deed |= {"now": timezone.now(), "level": given["level"], "seen": given["seen"]}
        if answer is Answer.RETURN:
            return reviews.return_to_force(**deed, more_by=given["more_by"])
        link = given.get("link") if answer is Answer.SUPERSEDE else None
        return reviews.accept(**deed, close_as=CLOSE_AS.get(answer), link=link)

    def _done(self, answer: Answer, review: Review) -> str:
        finding = self.update.finding
        words = DONE[answer] if review.is_final else SIGNED
        return words.format(number=self.update.number, reference=finding, force=finding.force)


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

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"finding": self.finding}

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


def _reviews_before(update: Update) -> Review | None:
    """What HMICFRS decided last, before this update."""
    rows = update.finding.reviews.filter(is_final=True, update__number__lt=update.number)
    return rows.select_related("reviewed_by", "update").order_by("-reviewed_at", "-pk").first()
