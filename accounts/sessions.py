"""How long a sign-in lasts: so long without use, and never longer than so long at all."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

BEGAN, SEEN, KEPT_FORM = "signed_in_at", "seen_at", "kept_form"
# The session is written at most so often, or every page would cost a write.
NOTED_EVERY = 60
LONGEST_KEPT_FORM = 200_000  # characters
# Here people type passwords and ask for keys: nothing of that is kept.
NEVER_KEPT = ("/accounts/", "/account/", "/admin/")
FORGOTTEN = "csrfmiddlewaretoken"


@dataclass(frozen=True)
class Left:
    """How many seconds a session has, and whether using the service makes them more."""

    seconds: int
    can_be_extended: bool

    @property
    def is_over(self) -> bool:
        return self.seconds <= 0


def begin(session: SessionBase) -> None:
    session[BEGAN] = session[SEEN] = time.time()


def left(session: SessionBase) -> Left:
    """What is left now. One that began before this was counted begins now."""
    now = time.time()
    if BEGAN not in session:
        begin(session)
    idle = session[SEEN] + settings.SESSION_IDLE_SECONDS - now
    whole = session[BEGAN] + settings.SESSION_WHOLE_SECONDS - now
    return Left(seconds=int(min(idle, whole)), can_be_extended=idle < whole)


def note_use(session: SessionBase) -> None:
    now = time.time()
    if now - session[SEEN] > NOTED_EVERY:
        session[SEEN] = now


def form_of(request: HttpRequest) -> dict[str, Any] | None:
    """What somebody sent when it was too late, to be sent again after they sign in; files are not kept."""
    if request.method != "POST" or request.path.startswith(NEVER_KEPT):
        return None
    fields = [[name, value] for name, values in request.POST.lists() if name != FORGOTTEN for value in values]
    if not fields or sum(len(name) + len(value) for name, value in fields) > LONGEST_KEPT_FORM:
        return None
    return {
        "user": request.user.pk,
        "address": request.get_full_path(),
        "fields": fields,
        "had_files": bool(request.FILES),
    }


def kept_form(request: HttpRequest) -> dict[str, Any] | None:
    """The form kept for this very person; one kept for somebody else is forgotten."""
    kept = request.session.get(KEPT_FORM)
    if kept and kept["user"] != request.user.pk:
        del request.session[KEPT_FORM]
        return None
    return kept


def forget_form_sent(request: HttpRequest) -> None:
    """Once it is sent again it is kept no longer."""
    if request.method == "POST" and KEPT_FORM in request.session:
        kept = request.session[KEPT_FORM]
        if kept["address"] == request.get_full_path():
            del request.session[KEPT_FORM]
