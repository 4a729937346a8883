"""The answer to a report within 56 days: recording what is said and done, and taking it back."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from govuk.dates import date_text, moment_text
from tracker import access
from tracker.duty_vocabulary import DutyPart
from tracker.event_vocabulary import EventKind
from tracker.models import DutyEntry, Finding, Report
from tracker.models.duties import DATED, ON_A_RECOMMENDATION, WORDED, reports_to_answer
from tracker.refusals import Conflict, Refusal
from tracker.selectors.duties import PERMISSION_OF, recommendations_of
from tracker.services import audit
from tracker.services.evidence import web_address
from tracker.services.guards import ReasonMissing

LONGEST_TEXT = 20_000
LONGEST_NAME = 120
LONGEST_REASON = 2_000


class Said(TypedDict, total=False):
    """What an entry holds; which of it a part needs, `models.duties` says."""

    text: str
    said_by: str
    on: date | None
    link: str
    course: str


class NotToBeAnswered(Conflict):
    code = "not_to_be_answered"

    def __init__(self) -> None:
        super().__init__("The report is not published, or no local policing body has to answer it.")


class PartMissing(Refusal):
    """Something that this part of the answer needs was left out."""

    code = "part_missing"


class NotOfThisPart(Refusal):
    """Something was given that this part of the answer does not hold."""

    code = "not_of_this_part"


class DateOutsideAnswer(Refusal):
    code = "date_outside_answer"

    def __init__(self, first: date) -> None:
        super().__init__(f"Enter a date from {date_text(first)}, when the report was published, to today.")


class NotARecommendation(Refusal):
    code = "not_a_recommendation"

    def __init__(self) -> None:
        super().__init__("Choose a recommendation of this report.")


class ChangedMeanwhile(Conflict):
    """Somebody recorded another version since the person read this."""

    code = "changed_meanwhile"

    def __init__(self, last: DutyEntry) -> None:
        super().__init__(
            f"{last.made_by} changed this on {moment_text(last.made_at)}. "
            "Go back to the report’s answer, read what stands there now, then change it."
        )


class NothingToTakeBack(Conflict):
    code = "nothing_to_take_back"

    def __init__(self) -> None:
        super().__init__("Nothing is recorded here, or it was taken back already.")


@transaction.atomic
def record(
    *,
    report: Report,
    part: DutyPart,
    version: int,
    by: User,
    now: datetime,
    finding: Finding | None = None,
    **said: Unpack[Said],
) -> DutyEntry:
    """Record what was said or done, as the next version; `version` is the last the person has seen, or 0.

    The same content again is as once. Raises NotAllowed, NotToBeAnswered, NotARecommendation, NotOfThisPart,
    PartMissing, AddressNotAllowed, DateOutsideAnswer, ChangedMeanwhile.
    """
    report = _locked(report, part, by, now)
    _refuse_finding(report, part, finding, now)
    fields = _checked(report, part, said, now)
    last = _last(report, part, finding)
    if last and not last.is_withdrawn and all(getattr(last, name) == given for name, given in fields.items()):
        return last
    return _add(report, part, finding, last, version, by, now, fields)


@transaction.atomic
def take_back(*, entry: DutyEntry, reason: str, by: User, now: datetime) -> DutyEntry:
    """Say that what was recorded does not stand, with the reason; it stays readable as an earlier version.

    Raises NotAllowed, ReasonMissing, NotToBeAnswered, NothingToTakeBack, ChangedMeanwhile.
    """
    part = DutyPart(entry.part)
    report = _locked(entry.report, part, by, now)
    if not reason.strip():
        raise ReasonMissing("Enter why it is taken back.")
    last = _last(report, part, entry.finding)
    if last is None or last.is_withdrawn:
        raise NothingToTakeBack
    fields = {"text": reason.strip(), "is_withdrawn": True}
    return _add(report, part, entry.finding, last, entry.version, by, now, fields)


def _locked(report: Report, part: DutyPart, by: User, now: datetime) -> Report:
    """The report, locked until the transaction ends, so that versions follow one another."""
    locked = Report.objects.select_for_update(no_key=True, of=("self",)).select_related("inspection")
    report = locked.get(pk=report.pk)
    force_id = report.inspection.force_id if report.inspection else None
    access.require(by, PERMISSION_OF[part], force_id=force_id or 0)
    if not reports_to_answer(on=timezone.localdate(now)).filter(pk=report.pk).exists():
        raise NotToBeAnswered
    return report


def _refuse_finding(report: Report, part: DutyPart, finding: Finding | None, now: datetime) -> None:
    if finding is None:
        if part == DutyPart.EXPLANATION:
            raise NotARecommendation
        return
    if part not in ON_A_RECOMMENDATION:
        raise NotOfThisPart("This part of the answer is about the report as a whole.")
    if not recommendations_of(report, today=timezone.localdate(now)).filter(pk=finding.pk).exists():
        raise NotARecommendation


NEEDED = {
    "text": (WORDED, "Enter the text."),
    "said_by": ((DutyPart.CHIEF_OFFICERS_COMMENTS,), "Enter who makes these comments."),
    "on": (DATED, "Enter the date."),
    "link": ((DutyPart.PUBLISHED,), "Enter the web address of the published response."),
    "course": (
        (DutyPart.EXPLANATION,),
        "Select whether action has been taken, is proposed, or neither.",
    ),
}


def _checked(report: Report, part: DutyPart, said: Said, now: datetime) -> dict[str, object]:
    fields: dict[str, object] = {}
    for name, (parts, missing) in NEEDED.items():
        given = said.get(name)
        given = given.strip() if isinstance(given, str) else given
        if given and part not in parts:
            raise NotOfThisPart(f"“{part.label}” has no field {name}.")
        if part in parts and not given:
            raise PartMissing(missing)
        fields[name] = given or (None if name == "on" else "")
    if fields["link"]:
        fields["link"] = web_address(str(fields["link"]))
    _refuse_day(report, said.get("on"), now)
    return fields


def _refuse_day(report: Report, on: date | None, now: datetime) -> None:
    if on and report.published_on and not report.published_on <= on <= timezone.localdate(now):
        raise DateOutsideAnswer(report.published_on)


def _last(report: Report, part: DutyPart, finding: Finding | None) -> DutyEntry | None:
    rows = DutyEntry.objects.filter(report=report, part=part, finding=finding)
    return rows.select_related("made_by").order_by("-version").first()


def _add(
    report: Report,
    part: DutyPart,
    finding: Finding | None,
    last: DutyEntry | None,
    version: int,
    by: User,
    now: datetime,
    fields: dict[str, object],
) -> DutyEntry:
    standing = last.version if last else 0
    if last and version != standing:
        raise ChangedMeanwhile(last)
    entry = DutyEntry.objects.create(
        report=report, part=part, finding=finding, version=standing + 1, made_by=by, made_at=now, **fields
    )
    audit.record(
        EventKind.DUTY_RECORDED,
        by=by,
        now=now,
        report=report,
        finding=finding,
        duty_report_id=report.pk,
        part=part.value,
        version=entry.version,
        is_withdrawn=entry.is_withdrawn,
    )
    return entry
