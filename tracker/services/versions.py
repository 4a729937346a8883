"""New versions of evidence: the newer takes the older one's place, and the older stays to be seen."""

from datetime import datetime
from typing import Any, Unpack

from django.core.files.base import File
from django.db import transaction

from accounts.models import User
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import Evidence, Finding
from tracker.refusals import Conflict, Refusal
from tracker.roles import Permission
from tracker.services import audit, evidence, measures
from tracker.services.guards import FindingClosed
from tracker.vocabulary import EvidenceKind

LONGEST_REASON = 500


class NotReplaceable(Conflict):
    """There is a newer version, or it was withdrawn."""

    code = "not_replaceable"


class WhatChangedMissing(Refusal):
    code = "what_changed_missing"
    field = "reason"

    def __init__(self) -> None:
        super().__init__(f"Enter what is different in the new version, {LONGEST_REASON} characters or fewer")


def replace_file(
    *,
    old: Evidence,
    file: "File[bytes]",
    by: User,
    now: datetime,
    reason: str,
    **about: Unpack[evidence.About],
) -> Evidence:
    """Put a file in the place of older evidence, for every open finding that uses it.

    On any refusal or failure there is neither row nor file. Raises NotReplaceable, WhatChangedMissing,
    FindingClosed, and what `evidence.add_file` raises of the file and what is said of it.
    """
    access.require(by, Permission.SUBMIT_UPDATE, force_id=old.force_id)
    with evidence.stored(file, old.force) as fields:
        return _replace(old, by, now, reason, **fields, **evidence.said(about, now))


def replace_link(
    *, old: Evidence, url: str, by: User, now: datetime, reason: str, **about: Unpack[evidence.About]
) -> Evidence:
    """As `replace_file`, with a web address. Raises evidence.AddressNotAllowed, too."""
    access.require(by, Permission.SUBMIT_UPDATE, force_id=old.force_id)
    fields = {"kind": EvidenceKind.LINK, "url": evidence.web_address(url)}
    return _replace(old, by, now, reason, **fields, **evidence.said(about, now))


@transaction.atomic
def replace_measure(
    *,
    old: Evidence,
    figure: measures.Figure,
    by: User,
    now: datetime,
    reason: str,
    **about: Unpack[evidence.About],
) -> Evidence:
    """As `replace_file`, with a figure. Raises measures.FigureNotUsable, too."""
    access.require(by, Permission.SUBMIT_UPDATE, force_id=old.force_id)
    new = _replace(old, by, now, reason, kind=EvidenceKind.MEASURE, **evidence.said(about, now))
    measures.observe(new, figure)
    return new


@transaction.atomic
def _replace(old: Evidence, by: User, now: datetime, reason: str, **fields: Any) -> Evidence:
    what_changed = reason.strip()
    if not what_changed or len(what_changed) > LONGEST_REASON:
        raise WhatChangedMissing
    findings = _open_findings_of(old)
    locked = Evidence.objects.select_for_update().get(pk=old.pk)
    _refuse_outdated(locked)
    new = evidence.create(findings, by=by, now=now, version=locked.version + 1, **fields)
    locked.replaced_by = new
    locked.save(update_fields=["replaced_by"])
    for draft in locked.drafts.all():
        draft.evidence.remove(locked)
        draft.evidence.add(new)
    audit.record(
        EventKind.EVIDENCE_REPLACED, by=by, now=now, evidence=new, version=new.version, replaced=locked.pk,
        reason=what_changed,
    )  # fmt: skip
    return new


def _open_findings_of(old: Evidence) -> list[Finding]:
    """Locked until the transaction ends. Raises FindingClosed when there is none left to show it for."""
    rows = Finding.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    used = old.uses.values("finding")
    findings = [finding for finding in rows.filter(pk__in=used) if not finding.is_closed]
    if not findings:
        raise FindingClosed
    return findings


def _refuse_outdated(old: Evidence) -> None:
    if old.withdrawn_at:
        raise NotReplaceable("This evidence was withdrawn, so it cannot be replaced. Add a new one.")
    if old.replaced_by_id:
        raise NotReplaceable("This evidence has been replaced already. Replace its newest version instead.")
