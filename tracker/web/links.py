"""Deciding how findings of different years hang together: the queue, one pair a page, links made by hand."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.generic import FormView

from tracker import access
from tracker.models import Finding, FindingLink
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.selectors.candidates import Side, found, likely
from tracker.selectors.closures import offers_on
from tracker.selectors.links import (
    decisions_of,
    ids_in_queue,
    latest_decision_first,
    most_useful_first,
    with_both_ends,
)
from tracker.selectors.people import capacities
from tracker.services import links
from tracker.vocabulary import Decision, LinkRelation
from tracker.web.comparisons import comparison
from tracker.web.forms.links import Answer, LinkForm, LinkListFilter, NewLinkForm
from tracker.web.paging import page_of

TOLD = {
    Answer.CONTINUES: "{newer} continues {older}.",
    Answer.CONTINUES_IN_PART: "{newer} continues {older} in part.",
    Answer.RELATED: "{newer} is related to {older}.",
    Answer.NO_LINK: "{newer} is not linked to {older}.",
}
MOST_LIKELY = 5
MOST_LETTERS = 200
LISTS = {Decision.PROPOSED: "To decide", Decision.CONFIRMED: "Confirmed", Decision.REJECTED: "No link"}
# What the queue may be narrowed to: the key in the address, the column behind it, what a value looks like.
NARROWED = {
    "force": ("successor__force__slug", re.compile(r"[a-z0-9-]{1,60}")),
    "report": ("successor__report", re.compile(r"[0-9]{1,18}")),
}


def link_list(request: HttpRequest) -> HttpResponse:
    """The queue of proposed links, most useful first; with `?status=` what was decided, the latest first."""
    access.require(request.user, Permission.DECIDE_REPORT)
    given = request.GET.get("status")
    status = Decision(given) if given in Decision.values else Decision.PROPOSED
    rows = with_both_ends(FindingLink.objects.visible_to(request.user).filter(status=status))
    filterset = LinkListFilter(request.GET, queryset=rows, request=request)
    is_queue = status is Decision.PROPOSED
    ordered = most_useful_first(filterset.qs) if is_queue else latest_decision_first(filterset.qs)
    page = page_of(ordered, request.GET.get("page"))
    context = {
        "form": filterset.form,
        "page_obj": page,
        "status": status,
        "is_queue": is_queue,
        "lists": [(key, f"?status={key}", text) for key, text in LISTS.items()],
        "narrowed": _Queue.of(request).query,
    }
    return render(request, "links/list.html", context)


@dataclass(frozen=True)
class _Queue:
    """The links that wait, in order, as far as the address narrows them."""

    query: str
    ids: Sequence[int] = ()

    @classmethod
    def of(cls, request: HttpRequest, *, read: bool = False) -> "_Queue":
        sent = {key: request.GET.get(key, "") for key in NARROWED}
        given = {key: value for key, value in sent.items() if NARROWED[key][1].fullmatch(value)}
        columns = {NARROWED[key][0]: value for key, value in given.items()}
        return cls(urlencode(given), ids_in_queue(request.user, **columns) if read else ())

    def place_of(self, pk: int) -> int:
        """From 1; 0 for what does not wait."""
        return self.ids.index(pk) + 1 if pk in self.ids else 0

    def after(self, pk: int) -> str:
        """The address of the next link that waits; of the list where there is none."""
        others = [each for each in self.ids if each != pk]
        place = self.place_of(pk)
        pk_of_next = next(iter([*others[max(place - 1, 0) :], *others]), None)
        if pk_of_next is None:
            return self.with_query(reverse("link-list"))
        return self.with_query(reverse("link-detail", args=[pk_of_next]))

    def with_query(self, address: str) -> str:
        return f"{address}?{self.query}" if self.query else address


class PairPage(FormView):
    """Two findings side by side, newer left, and the decision on them."""

    template_name = "links/pair.html"
    form_class: type[LinkForm] = LinkForm
    link: FindingLink | None = None
    predecessor: Finding
    successor: Finding

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = _words_of(self.request)
        rows = likely(self.successor, Side.EARLIER, most=MOST_LIKELY + 1)
        return super().get_context_data(
            link=self.link,
            pair=comparison(self.predecessor, self.successor, self.request.user),
            candidates=[row for row in rows if row.finding != self.predecessor][:MOST_LIKELY],
            words=words,
            found=found(self.successor, Side.EARLIER, words) if words else [],
            back_url=self.successor.get_absolute_url(),
            **kwargs,
        )

    def settle(self, form: LinkForm, deed: Callable[..., object], **given: Any) -> HttpResponse:
        """Do the deed, say so and go on; a refusal stays on the form."""
        try:
            deed(by=self.request.user, now=timezone.now(), note=form.cleaned_data["note"], **given)
        except (access.NotAllowed, access.NotVisible):
            raise
        except Refusal as problem:
            form.add_error(None, str(problem))
            return self.form_invalid(form)
        messages.success(self.request, self._done(Answer(form.cleaned_data["answer"])))
        return redirect(self.get_success_url())

    def _done(self, answer: Answer) -> str:
        """What was decided; and the closure that it offers to one who may close the older finding."""
        told = TOLD[answer].format(newer=self.successor, older=self.predecessor)
        may_close = access.has_permission(
            self.request.user, Permission.REVIEW, force_id=self.predecessor.force_id
        )
        if answer is not Answer.CONTINUES or not may_close or not offers_on(self.predecessor):
            return told
        address = reverse("finding-offered-closure", args=[self.predecessor.reference])
        offer = '{} You can <a class="govuk-notification-banner__link" href="{}">close {} as superseded</a>.'
        return format_html(offer, told, address, self.predecessor)


class LinkPage(PairPage):
    """One link of the queue; one that was decided can be decided anew."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.link = access.get_link_for(request.user, kwargs["pk"])
        self.predecessor, self.successor = self.link.predecessor, self.link.successor
        self.queue = _Queue.of(request, read=True)

    def get_initial(self) -> dict[str, Any]:
        last = self.link.decisions.order_by("-number").first() if self.link else None
        return {"replaces": last.number if last else None}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assert self.link is not None  # noqa: S101  set up with the page
        decisions = list(decisions_of(self.link))
        return super().get_context_data(
            decisions=decisions,
            capacities=capacities(decision.decided_by_id for decision in decisions),
            place=self.queue.place_of(self.link.pk),
            waiting=len(self.queue.ids),
            skip_url=self.queue.after(self.link.pk),
            queue_url=self.queue.with_query(reverse("link-list")),
            **kwargs,
        )

    def form_valid(self, form: LinkForm) -> HttpResponse:
        answer = Answer(form.cleaned_data["answer"])
        return self.settle(
            form,
            links.decide,
            link=self.link,
            decision=answer.decision,
            relation=answer.relation,
            replaces=form.cleaned_data["replaces"],
        )

    def get_success_url(self) -> str:
        """On to the next one that waits; a decision that was changed leads to where it shows."""
        assert self.link is not None  # noqa: S101  set up with the page
        is_queued = self.queue.place_of(self.link.pk)
        return self.queue.after(self.link.pk) if is_queued else f"{self.successor.get_absolute_url()}#chain"


class NewLinkPage(PairPage):
    """A pair that a person has chosen. Where there is a link already, its own page is the place."""

    form_class = NewLinkForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        this, other = (
            access.get_finding_for(request.user, kwargs[name], Permission.DECIDE_REPORT)
            for name in ("reference", "other")
        )
        self.predecessor, self.successor = sorted([this, other], key=lambda each: each.year)
        self.this = this

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        existing = FindingLink.objects.filter(predecessor=self.predecessor, successor=self.successor).first()
        if existing:
            return redirect("link-detail", existing.pk)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: LinkForm) -> HttpResponse:
        return self.settle(
            form,
            links.link,
            predecessor=self.predecessor,
            successor=self.successor,
            relation=LinkRelation(form.cleaned_data["answer"]),
        )

    def get_success_url(self) -> str:
        return f"{self.this.get_absolute_url()}#chain"


def finding_links(request: HttpRequest, reference: str) -> HttpResponse:
    """From one finding: its links as they stand, and which earlier or later ones it may be linked to."""
    finding = access.get_finding_for(request.user, reference, Permission.DECIDE_REPORT)
    given, words = request.GET.get("side"), _words_of(request)
    side = Side(given) if given in tuple(Side) else Side.EARLIER
    rows = FindingLink.objects.visible_to(request.user)
    ends = with_both_ends(rows.filter(predecessor=finding) | rows.filter(successor=finding))
    context = {
        "finding": finding,
        "side": side,
        "words": words,
        "links": list(latest_decision_first(ends)),
        "found": found(finding, side, words) if words else [],
        "candidates": [] if words else likely(finding, side, most=MOST_LIKELY),
        "back_url": finding.get_absolute_url(),
    }
    return render(request, "links/of_finding.html", context)


def _words_of(request: HttpRequest) -> str:
    """What is sought; the database knows no NUL."""
    return request.GET.get("q", "").replace("\0", "").strip()[:MOST_LETTERS]
