"""National recommendations: one source, a finding for each force."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from tracker import access
from tracker.event_vocabulary import EventKind
from tracker.models import Finding, Force, Inspection, NationalRecommendation, Programme
from tracker.refusals import Refusal
from tracker.roles import Permission
from tracker.services import audit, findings
from tracker.vocabulary import FindingKind, ForceKind, ProgrammeKind

# PEEL grades one force at a time; the others may speak to all.
KINDS = frozenset(ProgrammeKind) - {ProgrammeKind.PEEL}


class NothingAsked(Refusal):
    code = "nothing_asked"


class NobodyAddressed(Refusal):
    code = "nobody_addressed"


class NotThematic(Refusal):
    code = "not_thematic"

    def __init__(self, programme: Programme) -> None:
        super().__init__(
            f"{programme} inspects one force at a time. Choose a thematic or joint programme for a "
            "recommendation to several forces."
        )


class YearAfterPublication(Refusal):
    code = "year_after_publication"


def all_forces() -> "Sequence[Force]":
    """The territorial forces that no other body has taken over."""
    return list(
        Force.objects.filter(kind=ForceKind.TERRITORIAL, successions_from__isnull=True).order_by("name")
    )


@transaction.atomic
def address(
    *,
    text: str,
    title: str,
    programme: Programme,
    year: int,
    public_from: date,
    forces: Iterable[Force],
    by: User,
    now: datetime,
    source_url: str = "",
) -> NationalRecommendation:
    """Keep the recommendation and raise a finding of it for each of the forces, in one step.

    The same text of the same programme and year is the same recommendation: then only forces are added that
    were left out, and the rest of what is given here counts for nothing. Until the day of publication only
    HMICFRS knows of it. Raises NotAllowed, NothingAsked, NotThematic, YearAfterPublication, NobodyAddressed.
    """
    access.require(by, Permission.DECIDE_REPORT)
    text, title = text.strip(), " ".join(title.split())
    if not (text and title):
        raise NothingAsked("Enter the recommendation and the title of the report it stands in.")
    if programme.kind not in KINDS:
        raise NotThematic(programme)
    if year > public_from.year:
        raise YearAfterPublication(
            f"The inspection year, {year}, lies after the publication in {public_from.year}."
        )
    national, _ = NationalRecommendation.objects.get_or_create(
        programme=programme,
        year=year,
        text=text,
        defaults={
            "title": title,
            "public_from": public_from,
            "source_url": source_url,
            "made_by": by,
            "made_at": now,
        },
    )
    return add_forces(national=national, forces=forces, by=by, now=now)


@transaction.atomic
def add_forces(
    *, national: NationalRecommendation, forces: Iterable[Force], by: User, now: datetime
) -> NationalRecommendation:
    """Raise the recommendation for those of the forces that do not have it yet.

    Raises NotAllowed, NobodyAddressed.
    """
    access.require(by, Permission.DECIDE_REPORT)
    # Lock first: two people may address it to the same forces at once.
    national = NationalRecommendation.objects.select_for_update().get(pk=national.pk)
    wanted = {force.pk: force for force in forces}
    if not wanted:
        raise NobodyAddressed("Choose the forces that the recommendation is addressed to.")
    # One that was withdrawn counts, too: what was withdrawn is not made again in passing.
    for pk in Finding.kept.filter(national=national).values_list("force", flat=True):
        wanted.pop(pk, None)
    if wanted:
        _raise_for(national, list(wanted.values()), by, now)
        audit.record(
            EventKind.NATIONAL_ADDRESSED, by=by, now=now, national_id=national.pk, forces=sorted(wanted)
        )
    return national


def _raise_for(national: NationalRecommendation, forces: Sequence[Force], by: User, now: datetime) -> None:
    inspections = _inspections(national, forces)
    for force in forces:
        findings.raise_finding(
            inspection=inspections[force.pk],
            kind=FindingKind.RECOMMENDATION,
            text=national.text,
            national=national,
            public_from=national.public_from,
            by=by,
            now=now,
        )


def _inspections(national: NationalRecommendation, forces: Sequence[Force]) -> dict[int, Inspection]:
    """The thematic inspection of each force that year; the first publication of it counts."""
    of_the_year = {"programme": national.programme, "pillar": "", "year": national.year}
    Inspection.objects.bulk_create(
        [Inspection(force=force, public_from=national.public_from, **of_the_year) for force in forces],
        ignore_conflicts=True,
    )
    rows = Inspection.objects.filter(force__in=forces, **of_the_year)
    rows.filter(public_from__gt=national.public_from).update(public_from=national.public_from)
    return {inspection.force_id: inspection for inspection in rows}
