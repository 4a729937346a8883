"""What a request to the API may ask for, by the token it came with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from accounts.models import ApiToken


class Scope(models.TextChoices):
    """A token does what its scopes say and its user may do, whichever is less."""

    FINDINGS_READ = "findings:read", "Read findings, their chains and timelines"
    UPDATES_WRITE = "updates:write", "Send progress updates"
    EVIDENCE_READ = "evidence:read", "Read evidence"
    EVIDENCE_WRITE = "evidence:write", "Add evidence"
    REPORTS_WRITE = "reports:write", "Upload reports and decide what was read in them"
    FACTS_CHECK = (
        "facts:check",
        "Read reports you are invited to check before publication, and remark",
    )
    ANSWERS_WRITE = "answers:write", "Answer reports within 56 days"
    EXPORTS = "exports", "Have lists and packs made of whatever you may see, and download them"
    REVIEWS_WRITE = "reviews:write", "Review updates and close findings"


def has_scope(auth: ApiToken | None, scope: str) -> bool:
    """Say whether `request.auth` covers the scope.

    A signed-in browser session carries no token (`auth` is None) and has every scope:
    what its user may do is decided elsewhere, as it is for a token's user.
    """
    return auth is None or scope in auth.scopes
