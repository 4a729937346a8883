"""Deciding the links that a machine proposed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from tracker import access
from tracker.refusals import Refusal
from tracker.services import links
from tracker.vocabulary import Decision, LinkRelation

MOST_LETTERS = 2000
NO_LINK = "none"


@require_POST
def decide(request: HttpRequest, pk: int, link_pk: int) -> HttpResponse:
    """The button says how the newer finding takes up the older one, or that it does not."""
    link = access.get_silent_repeat_for(request.user, pk, link_pk)
    pressed, note = request.POST.get("relation", ""), request.POST.get("note", "").strip()
    address = reverse("report-detail", args=[pk])
    if pressed not in (*LinkRelation.values, NO_LINK) or len(note) > MOST_LETTERS:
        messages.warning(
            request, f"Choose one of the buttons, with a reason of at most {MOST_LETTERS} letters."
        )
        return redirect(address)
    try:
        links.decide(
            link=link,
            decision=Decision.REJECTED if pressed == NO_LINK else Decision.CONFIRMED,
            relation=None if pressed == NO_LINK else LinkRelation(pressed),
            note=note,
            by=request.user,
            now=timezone.now(),
        )
    except (access.NotAllowed, access.NotVisible):
        raise
    except Refusal as problem:
        messages.warning(request, str(problem))
        return redirect(address)
    return redirect(f"{address}#repeat-{link.pk}")
