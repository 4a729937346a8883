"""Who leads a finding, and handing over all of someone's work."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tracker import access
from tracker.models import Force
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.selectors.leads import work_of
from tracker.services import leads
from tracker.web.forms.leads import HandOverForm, LeadForm
from tracker.web.reviews import FindingPage


class LeadPage(FindingPage):
    template_name = "leads/lead.html"
    form_class = LeadForm
    permission = Permission.ASSIGN_LEAD
    deed = staticmethod(leads.name_lead)
    done = "You said who leads {}."

    def get_initial(self) -> dict[str, Any]:
        return {"lead": self.finding.lead_id, "deputy": self.finding.deputy_id}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"finding": self.finding}


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose two people, see what moves, then let it move in one deed."""
    force = access.get_force(slug)
    access.require(request.user, Permission.ASSIGN_LEAD, force_id=force.pk)
    given = request.POST if request.method == "POST" else request.GET
    form = HandOverForm(given or None, force=force)
    if request.method == "POST" and form.is_valid():
        try:
            leads.hand_over(force=force, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refusal as problem:
            form.add_error(None, str(problem))
        else:
            done = "{taker} has taken over everything from {giver}.".format(**form.cleaned_data)
            messages.success(request, done)
            return redirect(f"{reverse('finding-list')}?force={force.slug}")
    return render(request, "leads/hand_over.html", _context(form, force))


def _context(form: HandOverForm, force: Force) -> dict[str, Any]:
    is_chosen = form.is_bound and form.is_valid()
    work = work_of(form.cleaned_data["giver"], force) if is_chosen else None
    back_url = reverse("force-detail", args=[force.slug])
    return {
        "form": form,
        "force": force,
        "work": work,
        "chosen": form.cleaned_data if work else {},
        "back_url": back_url,
    }
