"""Correcting a national recommendation: its one source and the finding of each force, in one step."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Min
from django.utils import timezone

from accounts.models import User
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import Finding, Inspection, NationalRecommendation
from tracker.refusals import Conflict
from tracker.roles import Permission
from tracker.services import audit, corrections
from tracker.services.correcting import Correction
from tracker.services.national import NothingAsked, YearAfterPublication
from tracker.services.values import ValueNotUsable

FIELDS = frozenset({"text", "title", "public_from", "source_url"})


class SameRecommendation(Conflict):
    """Another one of the programme and year has these very words."""

    code = "same_recommendation"


class PublicAlready(Conflict):
    code = "public_already"


@transaction.atomic
def correct(
    *, national: NationalRecommendation, correction: Correction, by: User, now: datetime
) -> NationalRecommendation:
    """Correct the wording, the report's title or address, or the day of publication, for all its forces.

    The corrected wording is a correction of each force's finding, closed ones too; programme and year stand
    in their references and stay. Raises NotAllowed, ReasonMissing, NotCorrectable, CorrectedMeanwhile,
    NothingAsked, ValueNotUsable, YearAfterPublication, PublicAlready, SameRecommendation, NothingChanged.
    """
    access.require(by, Permission.DECIDE_REPORT)
    reason = correction.reason_for(FIELDS)
    national = NationalRecommendation.objects.select_for_update().get(pk=national.pk)
    if correction.version not in (None, national.version):
        raise corrections.CorrectedMeanwhile("The recommendation")
    before = _facts(national)
    _set(national, {**before, **correction.values}, now)
    changes = correction.changes(before, _facts(national))
    national.version += 1  # the row is locked
    national.save(update_fields=[*FIELDS, "version"])
    _follow_text(national, reason, by, now)
    _follow_day(national, before["public_from"])
    audit.record(
        EventKind.NATIONAL_CORRECTED, by=by, now=now, national_id=national.pk, changes=changes, reason=reason
    )
    return national


def _facts(national: NationalRecommendation) -> dict[str, Any]:
    """As the audit trail keeps them."""
    return {
        "text": national.text,
        "title": national.title,
        "public_from": national.public_from.isoformat(),
        "source_url": national.source_url,
    }


def _set(national: NationalRecommendation, values: dict[str, Any], now: datetime) -> None:
    national.text, national.title = values["text"].strip(), " ".join(values["title"].split())
    national.source_url = values["source_url"]
    if not (national.text and national.title):
        raise NothingAsked("Enter the recommendation and the title of the report it stands in.")
    _set_day(national, values["public_from"], timezone.localdate(now))
    same = NationalRecommendation.objects.filter(
        programme=national.programme_id, year=national.year, text=national.text
    )
    if same.exclude(pk=national.pk).exists():
        raise SameRecommendation("Another recommendation of this programme and year has the same wording.")


def _set_day(national: NationalRecommendation, given: date | str, today: date) -> None:
    try:
        day = given if isinstance(given, date) else date.fromisoformat(given)
    except ValueError:
        raise ValueNotUsable("public_from", "Enter the day of publication, such as 2021-09-17.") from None
    if national.year > day.year:
        raise YearAfterPublication(
            f"The inspection year, {national.year}, lies after the publication in {day.year}."
        )
    if national.public_from <= today < day:
        raise PublicAlready("The forces have read it already, so its day of publication cannot lie ahead.")
    national.public_from = day


def _follow_text(national: NationalRecommendation, reason: str, by: User, now: datetime) -> None:
    """One after the other in the order of their keys, so that two corrections never wait for each other."""
    for finding in Finding.objects.filter(national=national).exclude(text=national.text).order_by("pk"):
        corrections.correct_finding(
            finding=finding,
            correction=Correction({"text": national.text}, reason),
            with_its_source=True,
            by=by,
            now=now,
        )


def _follow_day(national: NationalRecommendation, before: str) -> None:
    """Its findings are public from that day, and their inspections from the first day that counts."""
    if national.public_from.isoformat() == before:
        return
    of_it = Finding.kept.filter(national=national)
    of_it.update(public_from=national.public_from, version=F("version") + 1)
    inspections = Inspection.objects.filter(pk__in=of_it.values("inspection"), reports__isnull=True)
    for inspection in inspections.order_by("pk"):
        inspection.public_from = inspection.findings.aggregate(first=Min("public_from"))["first"]
        inspection.save(update_fields=["public_from"])
