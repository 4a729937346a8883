"""What needs this person, and how they want to be told of it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import InvalidPage, Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.generic import FormView

from tracker import access
from tracker.models import CalendarFeed, ReminderChoice
from tracker.reminder_vocabulary import DigestRhythm, ReminderRule
from tracker.roles import Permission
from tracker.selectors import needs
from tracker.selectors.matters import Matter
from tracker.services import reminders
from tracker.web.forms.needs import DigestForm
from tracker.web.paging import ROWS


@require_GET
def need_list(request: HttpRequest) -> HttpResponse:
    """The very list that the digest counts; `?rule=` shows one rule of it."""
    matters = needs.needs_of(request.user, on=timezone.localdate())
    rule = request.GET.get("rule", "")
    wanted = [matter for matter in matters if matter.rule == rule] if rule in ReminderRule else matters
    page = _page(wanted, request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": needs.shown(page.object_list),
        "figures": figures(matters),
        "rule": ReminderRule(rule) if rule in ReminderRule else None,
        "total": len(matters),
        "sees_actions": access.has_permission(request.user, Permission.SEE_WORKSPACE),
    }
    return render(request, "needs/list.html", context)


def figures(matters: Sequence[Matter]) -> list[dict[str, Any]]:
    """How many there are by each rule, leading to exactly these."""
    return [
        {"number": number, "text": rule.label, "href": f"{reverse('need-list')}?{urlencode({'rule': rule})}"}
        for rule, number in needs.counts_of(matters).items()
    ]


def _page(matters: Sequence[Matter], number: str | None) -> Page:
    paginator = Paginator(matters, ROWS)
    try:
        return paginator.page(number or 1)
    except InvalidPage:
        return paginator.page(1)


class ReminderSettingsPage(FormView):
    template_name = "needs/settings.html"
    form_class = DigestForm

    def get_initial(self) -> dict[str, Any]:
        choice = ReminderChoice.objects.filter(person=self.request.user.pk).first()
        return {"digest": choice.digest if choice else DigestRhythm.DAILY}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        feed = CalendarFeed.objects.filter(person=self.request.user.pk).first()
        return super().get_context_data(feed=feed, **kwargs)

    def form_valid(self, form: DigestForm) -> HttpResponse:
        rhythm = DigestRhythm(form.cleaned_data["digest"])
        reminders.choose(digest=rhythm, by=self.request.user, now=timezone.now())
        messages.success(self.request, "Your choice is kept.")
        return redirect("reminder-settings")
