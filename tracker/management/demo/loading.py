"""The demo, made through the same services as everything else.

Extracts of published reports are uploaded, read and decided as staff would do it: that makes inspections of
four years, their judgments and findings, and the predecessors that the reports tell of. Then the liaison
officer reports progress, and an inspector answers. Safe to run again: what is there is left as it is.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from importlib import resources

from django.core.files.base import ContentFile

from tracker.management.demo import decisions, people
from tracker.models import Evidence, Finding, Report, Update
from tracker.services import (
    actions,
    assessments,
    embedding,
    evidence,
    leads,
    measures,
    reports,
    reviews,
    target_dates,
    updates,
    versions,
)
from tracker.vocabulary import Assessment, ClosureReason, Embedded, ForceStatus, ReportStatus

FOLDER = resources.files("tracker.management.demo")
VISITS = "month,visits due,visits overdue\n2018-04,112,31\n2018-05,118,24\n2018-06,115,17\n"
EXTRACTS = (
    "cleveland-2015-extract.txt",
    "cleveland-2016-extract.txt",
    "cleveland-2017-extract.txt",
    "hertfordshire-2017-extract.txt",
    "cleveland-2018-extract.txt",
)


def load(*, now: datetime) -> None:
    """Make what is missing of the demo. `now` is the day it is made; its story is told backwards from it."""
    now = now.replace(hour=10, minute=30, second=0, microsecond=0)  # people of the story work by day
    people.load(now=now - timedelta(days=70))
    for name in EXTRACTS:
        _load_extract(name, now=now - timedelta(days=60))
    if not Update.objects.exists():
        decisions.decide_themes(by=people.named("editor@hmicfrs.example"), now=now - timedelta(days=58))
        _report_progress(now=now)
        _still_embedded(now=now - timedelta(days=2))


def _load_extract(name: str, *, now: datetime) -> None:
    editor = people.named("editor@hmicfrs.example")
    content = FOLDER.joinpath(name).read_bytes()
    try:
        report = reports.upload(file=ContentFile(content, name=name), by=editor, now=now)
    except reports.AlreadyUploaded as earlier:
        report = earlier.earlier
    reports.read(report_id=report.pk, now=now)
    report = Report.objects.get(pk=report.pk)
    if report.status == ReportStatus.READ:
        # An inspector, since one of the statements closes its finding.
        decisions.decide(report, by=people.named("inspector@hmicfrs.example"), now=now)


def _report_progress(*, now: datetime) -> None:
    liaison = people.named("liaison@cleveland.example")
    offenders = _finding("registered sex offenders")
    _plan(offenders, now=now - timedelta(days=45))
    updates.submit(
        finding=offenders,
        by=liaison,
        now=now - timedelta(days=20),
        force_status=ForceStatus.AT_RISK,
        narrative="Four officers have joined the unit since April. Each overdue visit is now explained and "
        "dated, and the number of overdue visits has fallen every month.",
        force_due_on=(now + timedelta(days=70)).date(),
        evidence=[_visits(offenders, now=now - timedelta(days=20))],
    )
    reviews.return_to_force(
        update=offenders.updates.get(),
        by=people.named("inspector@hmicfrs.example"),
        now=now - timedelta(days=12),
        reason="The visits are clear. Show us also who is doing the checks that visits do not cover.",
        more_by=(now + timedelta(days=30)).date(),
    )
    _newer_visits(offenders, now=now - timedelta(days=8))
    forms = _finding("quality of information that officers record on the DASH")
    updates.submit(
        finding=forms,
        by=liaison,
        now=now - timedelta(days=5),
        force_status=ForceStatus.ON_TRACK,
        narrative="All response officers have had the new DASH training. A sergeant now checks every form "
        "before it leaves the shift, and returns one in eight.",
        evidence=[_returned_forms(forms, now=now - timedelta(days=5))],
    )


def _still_embedded(*, now: datetime) -> None:
    """What a report found resolved is closed as verified; the force says that it has held."""
    closed = Finding.objects.filter(force__slug="cleveland", closure_reason=ClosureReason.VERIFIED)
    for finding in closed.order_by("pk")[:1]:
        embedding.say(
            finding=finding,
            answer=Embedded.EMBEDDED,
            text="A check of fifty calls in the control room found each child put in the right category.",
            by=people.named("liaison@cleveland.example"),
            now=now,
        )


def _plan(finding: Finding, *, now: datetime) -> None:
    """Who leads, HMICFRS's date, and the steps of the force's plan, the first one done."""
    liaison, chief = people.named("liaison@cleveland.example"), people.named("chief@cleveland.example")
    leads.name_lead(finding=finding, lead=liaison, deputy=chief, by=liaison, now=now)
    target_dates.set_for_hmicfrs(
        finding=finding,
        due_on=(now + timedelta(days=180)).date(),
        by=people.named("inspector@hmicfrs.example"),
        now=now,
    )
    said = {"finding": finding, "by": liaison, "now": now}
    recruited = actions.add(what="Fill the four vacant posts in the unit", owner=chief, **said)
    actions.set_done(action=recruited, done_on=now.date(), by=liaison, now=now)
    actions.add(
        what="Have a supervisor explain and date every overdue visit",
        owner_name="Det Insp Robin Reyes",
        owner_role="Public protection",
        due_on=(now + timedelta(days=60)).date(),
        **said,
    )


def _visits(finding: Finding, *, now: datetime) -> Evidence:
    return evidence.add_file(
        finding=finding,
        file=ContentFile(VISITS.encode(), name="overdue-visits.csv"),
        by=people.named("liaison@cleveland.example"),
        now=now,
        title="Visits due and overdue, April to June",
        shows="Overdue visits by the unit that manages registered sex offenders. Invented for the demo.",
        dated_on=now.date(),
    )


def _newer_visits(finding: Finding, *, now: datetime) -> None:
    """What HMICFRS says of the figures, the newer ones that answer it, and why its date has moved."""
    inspector = people.named("inspector@hmicfrs.example")
    old = Evidence.objects.get(uses__finding=finding)
    said = {"by": inspector, "now": now - timedelta(days=4)}
    too_old = "These figures end in June. Show us July as well."
    assessments.assess(evidence=old, assessment=Assessment.NOT_ENOUGH, reason=too_old, **said)
    due_on, why = (now + timedelta(days=200)).date(), "Two of the new officers begin in the autumn."
    target_dates.set_for_hmicfrs(finding=finding, due_on=due_on, reason=why, **said)
    rows = VISITS + "2018-07,121,12\n"
    newer = versions.replace_file(
        old=old,
        file=ContentFile(rows.encode(), name="overdue-visits-july.csv"),
        by=people.named("liaison@cleveland.example"),
        now=now,
        reason="With the figures of July",
        title="Visits due and overdue, April to July",
        shows=old.shows,
        dated_on=now.date(),
    )
    settled = {"by": inspector, "now": now + timedelta(days=2)}
    assessments.assess(evidence=newer, assessment=Assessment.ACCEPTED, **settled)


def _returned_forms(finding: Finding, *, now: datetime) -> Evidence:
    figure = measures.Figure(
        name="DASH forms returned to be completed",
        unit="per cent",
        value=Decimal("12.5"),
        period="The last quarter",
        comparator="Before the training",
        comparator_value=Decimal(31),
        comparator_period="the quarter before",
    )
    return evidence.add_measure(
        finding=finding,
        figure=figure,
        by=people.named("liaison@cleveland.example"),
        now=now,
        title="DASH forms that a sergeant returned",
        shows="Fewer forms come back to be completed. Invented for the demo.",
        dated_on=now.date(),
    )


def _finding(words: str) -> Finding:
    return Finding.objects.get(text__contains=words, force__slug="cleveland", year=2017)
