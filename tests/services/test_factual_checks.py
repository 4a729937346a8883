"""The factual check: who is invited, what they may do, and that nobody else learns of the report."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests import factories
from tracker import access
from tracker.models import AuditEvent, FactualCheck, FactualRemark, Notification, Proposal, Report
from tracker.services import factual_checks, notifications
from tracker.services.guards import DateInPast, ReasonMissing
from tracker.services.reports import NoInspectionYet

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
SOON, LATER = TODAY + timedelta(days=10), TODAY + timedelta(days=40)
SECRET = "The force should improve how it records stop and search."


@pytest.fixture
def report(cast):
    """Of a report not published yet: one finding proposed, one confirmed."""
    inspection = factories.inspection(year=2017, public_from=LATER)
    made = factories.report(
        inspection=inspection, published_on=LATER, published_precision="day", text=f"Text. {SECRET}"
    )
    factories.finding(inspection=inspection, report=made, text=SECRET)
    place = {"start": 6, "end": 6 + len(SECRET), "line": 1, "page": None}
    payload = {"kind": "area_for_improvement", "question": None, "text": SECRET, "parent": None, **place}
    Proposal.objects.create(report=made, kind="finding", position=0, payload=payload)
    return made


@pytest.fixture
def check(report, cast):
    return factual_checks.invite(report=report, remarks_by=SOON, by=cast.editor, now=NOW)


def sees(user, check):
    return FactualCheck.objects.visible_to(user).filter(pk=check.pk).exists()


def remark(check, by, now=NOW, text="It was 27, not 72.", **more):
    return factual_checks.remark(check=check, text=text, by=by, now=now, **more)


# --- Who knows of it --------------------------------------------------------------------------------------


def test_the_invited_and_hmicfrs_see_it_and_nobody_else(cast, check):
    seeing = {name for name, person in vars(cast).items() if sees(person, check)}
    assert seeing == {"liaison", "chief", "inspector", "second_inspector", "editor"}


def test_without_an_invitation_the_force_knows_nothing(cast, report):
    assert not FactualCheck.objects.visible_to(cast.liaison).exists()
    with pytest.raises(access.NotVisible):
        access.get_report_for(cast.liaison, report.pk)


def test_the_rest_of_the_force_finds_no_trace(cast, check):
    remark(check, cast.liaison)
    for person in (cast.viewer, cast.force_admin, cast.body, cast.stranger):
        assert not AuditEvent.objects.visible_to(person).filter(report=check.report).exists()
        assert not Notification.objects.visible_to(person).exists()


def test_nor_does_it_where_a_later_report_made_the_inspection_public(cast, check):
    type(check.report.inspection).objects.update(public_from=date(2018, 4, 1))
    assert not AuditEvent.objects.visible_to(cast.force_admin).filter(data__check_id=check.pk).exists()


@pytest.mark.parametrize(
    ("published_on", "precision", "seen"),
    [
        (TODAY, "day", False),
        (TODAY + timedelta(days=1), "day", True),
        (TODAY.replace(day=1), "month", True),
        ((TODAY.replace(day=1) - timedelta(days=1)).replace(day=1), "month", False),
        (TODAY.replace(month=1, day=1), "year", True),
        (date(TODAY.year - 1, 1, 1), "year", False),
        (None, "", True),
    ],
)
def test_it_ends_for_the_force_when_the_report_is_surely_published(
    cast, check, published_on, precision, seen
):
    Report.objects.update(published_on=published_on, published_precision=precision)
    assert sees(cast.liaison, check) is seen
    assert sees(cast.editor, check)


def test_it_ends_when_it_is_withdrawn_and_its_remarks_are_kept(cast, check):
    said = remark(check, cast.liaison)
    factual_checks.withdraw(check=check, reason="The report is rewritten.", by=cast.editor, now=NOW)
    assert not sees(cast.liaison, check)
    assert not FactualRemark.objects.visible_to(cast.liaison).exists()
    assert FactualRemark.objects.visible_to(cast.editor).get() == said
    with pytest.raises(factual_checks.CheckEnded, match="withdrawn"):
        remark(check, cast.liaison)
    again = factual_checks.invite(report=check.report, remarks_by=SOON, by=cast.editor, now=NOW)
    assert sees(cast.liaison, again)


def test_the_invited_are_told_without_a_word_of_the_report(cast, check):
    told = {row.recipient for row in Notification.objects.all()}
    assert told == {cast.liaison, cast.chief}
    for row in Notification.objects.all():
        notifications.send(notification_id=row.pk, now=NOW)
    assert len(mail.outbox) == 2
    for message in mail.outbox:
        assert SECRET not in message.subject + message.body
        assert check.report.title not in message.subject + message.body
        assert f"/factual-checks/{check.pk}/" in message.body


# --- Inviting ---------------------------------------------------------------------------------------------


def test_who_may_not_decide_reports_may_not_invite(cast, report):
    for person in (cast.liaison, cast.administrator):
        with pytest.raises(access.NotAllowed):
            factual_checks.invite(report=report, remarks_by=SOON, by=person, now=NOW)


def test_an_invitation_that_makes_no_sense_is_refused(cast, report):
    def invite(day=SOON, **changed):
        Report.objects.filter(pk=report.pk).update(**changed)
        return factual_checks.invite(report=report, remarks_by=day, by=cast.editor, now=NOW)

    with pytest.raises(DateInPast):
        invite(TODAY - timedelta(days=1))
    with pytest.raises(factual_checks.AfterPublication):
        invite(LATER)
    with pytest.raises(factual_checks.NotEmbargoed):
        invite(published_on=TODAY)
    with pytest.raises(factual_checks.NotReadYet):
        invite(status="uploaded")
    with pytest.raises(NoInspectionYet):
        invite(inspection=None)
    assert not FactualCheck.objects.exists()


def test_a_second_invitation_is_told_who_sent_the_first(cast, check):
    with pytest.raises(factual_checks.AlreadyInvited, match=str(cast.editor)):
        factual_checks.invite(report=check.report, remarks_by=SOON, by=cast.inspector, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        FactualCheck.objects.create(
            report=check.report, force=check.force, remarks_by=SOON, invited_by=cast.editor, invited_at=NOW
        )


def test_the_last_day_is_moved(cast, check):
    day = SOON + timedelta(days=5)
    assert factual_checks.move(check=check, remarks_by=day, by=cast.inspector, now=NOW).remarks_by == day
    with pytest.raises(factual_checks.AfterPublication):
        factual_checks.move(check=check, remarks_by=LATER, by=cast.inspector, now=NOW)
    with pytest.raises(ReasonMissing):
        factual_checks.withdraw(check=check, reason=" ", by=cast.editor, now=NOW)


# --- Remarks and answers ------------------------------------------------------------------------------------


def test_a_remark_keeps_the_wording_it_is_on(cast, check):
    proposal = check.report.proposals.get()
    said = remark(check, cast.chief, proposal=proposal)
    assert (said.about, said.outcome) == (SECRET, "waiting")
    proposal.delete()
    said.refresh_from_db()
    assert (said.proposal, said.about) == (None, SECRET)


def test_a_remark_after_the_last_day_of_nothing_or_elsewhere_is_refused(cast, check):
    with pytest.raises(factual_checks.LastDayPassed):
        remark(check, cast.liaison, now=NOW + timedelta(days=11))
    with pytest.raises(factual_checks.NothingSaid):
        remark(check, cast.liaison, text=" ")
    elsewhere = Proposal.objects.create(
        report=factories.report(year=2016), kind="finding", position=0, payload={"text": "Other."}
    )
    with pytest.raises(factual_checks.NotOfThisReport):
        remark(check, cast.liaison, proposal=elsewhere)
    for person in (cast.viewer, cast.stranger, cast.editor):
        with pytest.raises(access.NotAllowed):
            remark(check, person)
    assert not FactualRemark.objects.exists()


def test_a_remark_is_answered_once_with_a_reason_where_it_is_not_accepted(cast, check):
    said = remark(check, cast.liaison)

    def answer(outcome, text="", by=cast.editor):
        return factual_checks.answer(remark=said, outcome=outcome, text=text, by=by, now=NOW)

    with pytest.raises(ReasonMissing, match="why"):
        answer("not_accepted")
    with pytest.raises(ReasonMissing):
        answer("waiting")
    with pytest.raises(access.NotAllowed):
        answer("accepted", by=cast.chief)
    done = answer("not_accepted", "The table says 72.")
    assert (done.outcome, done.answered_by) == ("not_accepted", cast.editor)
    assert answer("not_accepted", "The table says 72.").pk == done.pk
    with pytest.raises(factual_checks.AlreadyAnswered, match=str(cast.editor)):
        answer("accepted", by=cast.inspector)


def test_its_writer_withdraws_a_remark_until_it_is_answered(cast, check):
    said, kept = remark(check, cast.liaison), remark(check, cast.liaison, text="And the year is wrong.")
    with pytest.raises(factual_checks.NotTheWriter, match=str(cast.liaison)):
        factual_checks.withdraw_remark(remark=said, by=cast.chief, now=NOW)
    with pytest.raises(access.NotAllowed):
        factual_checks.withdraw_remark(remark=said, by=cast.editor, now=NOW)
    after_the_last_day = NOW + timedelta(days=11)
    gone = factual_checks.withdraw_remark(remark=said, by=cast.liaison, now=after_the_last_day)
    assert (gone.outcome, gone.text, gone.withdrawn_at) == ("withdrawn", said.text, after_the_last_day)
    with pytest.raises(factual_checks.WithdrawnByItsWriter, match=str(cast.liaison)):
        factual_checks.answer(remark=said, outcome="accepted", by=cast.editor, now=NOW)
    assert factual_checks.withdraw_remark(remark=said, by=cast.liaison, now=NOW).withdrawn_at != NOW
    events = AuditEvent.objects.filter(kind="fact_remark_withdrawn")
    assert [(event.actor, event.data["remark_id"]) for event in events] == [(cast.liaison, said.pk)]
    factual_checks.answer(remark=kept, outcome="accepted", by=cast.editor, now=NOW)
    with pytest.raises(factual_checks.AlreadyAnswered, match=str(cast.editor)):
        factual_checks.withdraw_remark(remark=kept, by=cast.liaison, now=NOW)


def test_nothing_is_withdrawn_once_the_report_is_published(cast, check):
    said = remark(check, cast.liaison)
    with pytest.raises(factual_checks.CheckEnded):
        factual_checks.withdraw_remark(remark=said, by=cast.liaison, now=NOW + timedelta(days=41))


def test_the_database_knows_a_withdrawn_remark_by_its_day(cast, check):
    said = remark(check, cast.liaison)
    for wrong in ({"outcome": "withdrawn"}, {"withdrawn_at": NOW}):
        with pytest.raises(IntegrityError, match="withdrawn_at_iff"), transaction.atomic():
            FactualRemark.objects.filter(pk=said.pk).update(**wrong)
