"""What needs whom, rule by rule: the day it begins, its twin that needs nobody, and whom it concerns."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests import factories
from tracker.models import (
    DutyEntry,
    Enquiry,
    FactualCheck,
    FactualRemark,
    ForceSuccession,
    Programme,
    RoundFinding,
    UpdateDraft,
    UpdateRound,
)
from tracker.reminder_vocabulary import ReminderRule
from tracker.selectors.matters import stage
from tracker.selectors.needs import all_needs, counts_of, needs_of, shown
from tracker.services import reviews, updates

NOW = factories.NOW
ON = date(2018, 6, 1)


@pytest.fixture
def who(cast):
    """`who(rule)`: the names of the people whom a rule concerns on the day, with the day it began."""
    names = {user.pk: name for name, user in vars(cast).items()}

    def who(rule, on=ON):
        found = [need for need in all_needs(on=on) if need.matter.rule == rule]
        return {names[need.person_id]: need.matter.day for need in found if need.person_id in names}

    return who


def quiet(**fields):
    """A finding of which nothing is due: the force has just sent an update."""
    return factories.finding(**{"last_update_at": NOW, **fields})


# --- Dates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due_on", "began"),
    [
        (date(2018, 7, 1), date(2018, 6, 1)),  # 30 days ahead, today
        (date(2018, 6, 10), date(2018, 5, 11)),
        (date(2018, 6, 8), date(2018, 6, 1)),  # 7
        (date(2018, 6, 2), date(2018, 6, 1)),  # 1
        (date(2018, 6, 1), date(2018, 5, 31)),  # the day itself
    ],
)
def test_a_target_date_is_near_at_30_7_and_1_days(who, due_on, began):
    quiet(due_on=due_on)
    assert who(ReminderRule.TARGET_DATE) == {"liaison": began}
    assert who(ReminderRule.OVERDUE) == {}


def test_a_date_31_days_ahead_needs_nobody(who):
    quiet(due_on=date(2018, 7, 2))
    assert who(ReminderRule.TARGET_DATE) == {}


def test_a_date_is_overdue_from_the_day_after_it(who):
    quiet(due_on=date(2018, 5, 31))
    assert who(ReminderRule.OVERDUE) == {"liaison": ON}
    assert who(ReminderRule.TARGET_DATE) == {}


def test_the_force_s_own_date_counts_before_hmicfrs_s(who):
    quiet(due_on=date(2018, 1, 1), force_due_on=date(2018, 9, 1))
    assert who(ReminderRule.OVERDUE) == {}


@pytest.mark.parametrize(("minute", "days"), [(59, 0), (0, 1)])
def test_the_days_are_those_of_london(cast, who, minute, days):
    """In summer midnight comes an hour before UTC's."""
    hour = 22 if minute else 23
    saved_at = datetime(2018, 5, 28, hour, minute, tzinfo=UTC)
    UpdateDraft.objects.create(finding=quiet(), user=cast.chief, finding_version=1, saved_at=saved_at)
    assert who(ReminderRule.DRAFT) == {"chief": date(2018, 5, 31) if days == 0 else ON}


def test_what_is_complete_and_with_hmicfrs_is_not_the_force_s_to_hurry(who):
    finding = quiet(due_on=date(2018, 5, 1), force_status="complete", inspectorate_status="under_review")
    assert who(ReminderRule.OVERDUE) == {}
    finding.force_status = "on_track"
    finding.save()
    assert "liaison" in who(ReminderRule.OVERDUE)


def test_lead_and_deputy_are_concerned_by_name(cast, who):
    quiet(due_on=date(2018, 5, 1), lead=cast.viewer, deputy=cast.chief)
    assert set(who(ReminderRule.OVERDUE)) == {"liaison", "viewer", "chief"}


def test_a_lead_who_left_the_force_is_not_concerned(cast, who):
    quiet(due_on=date(2018, 5, 1), lead=cast.viewer)
    cast.viewer.memberships.update(ends_on=ON - timedelta(days=1))
    assert set(who(ReminderRule.OVERDUE)) == {"liaison"}


def test_those_who_took_over_are_concerned(cast, who):
    quiet(due_on=date(2018, 5, 1))
    before, after = factories.force("cleveland"), factories.force("hertfordshire")
    ForceSuccession.objects.create(predecessor=before, successor=after, on=date(2018, 5, 1))
    assert set(who(ReminderRule.OVERDUE)) == {"liaison", "stranger"}


def test_who_moved_the_date_is_not_reminded_of_it_the_same_day(cast, who):
    finding = factories.finding()
    updates.submit(
        finding=finding, by=cast.liaison, now=NOW, force_status="on_track", narrative="Begun.",
        force_due_on=ON + timedelta(days=5),
    )  # fmt: skip
    second = factories.member("liaison_officer")
    concerned = {need.person_id for need in all_needs(on=ON) if need.matter.rule == ReminderRule.TARGET_DATE}
    assert concerned == {second.pk}
    assert "liaison" in who(ReminderRule.TARGET_DATE, on=ON + timedelta(days=4))


@pytest.mark.parametrize("hidden", [{"public_from": ON + timedelta(days=1)}, {"public_from": None}])
def test_before_publication_a_force_is_reminded_of_nothing(who, hidden):
    quiet(due_on=date(2018, 5, 1), **hidden)
    assert who(ReminderRule.OVERDUE) == {}


def test_a_stage_is_not_before_the_matter():
    assert stage(date(2018, 6, 20), on=ON, since=date(2018, 5, 30)) == date(2018, 5, 30)


# --- Silence ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "expected"), [(89, {}), (90, {"liaison": ON})])
def test_no_update_for_90_days(who, days, expected):
    factories.finding(last_update_at=NOW - timedelta(days=days))
    assert who(ReminderRule.SILENT) == expected


def test_silence_is_told_of_again_after_each_interval(who):
    factories.finding(last_update_at=NOW - timedelta(days=200))
    assert who(ReminderRule.SILENT) == {"liaison": ON - timedelta(days=20)}


def test_the_interval_is_the_programme_s_and_the_force_s_before_it(who):
    finding = factories.finding(last_update_at=NOW - timedelta(days=40))
    assert who(ReminderRule.SILENT) == {}
    Programme.objects.update(update_interval_days=40)
    assert who(ReminderRule.SILENT) == {"liaison": ON}
    finding.force.update_interval_days = 60
    finding.force.save()
    assert who(ReminderRule.SILENT) == {}


# --- Work on both sides -----------------------------------------------------------------------------


def sent(finding, by, now=NOW):
    return updates.submit(
        finding=finding, by=by, now=now, force_status="on_track", narrative="Visits are made."
    )


def test_an_update_to_review_needs_inspectors_and_again_each_week(cast, who):
    sent(factories.finding(), cast.liaison, now=NOW - timedelta(days=9))
    assert who(ReminderRule.REVIEW) == dict.fromkeys(
        ["inspector", "second_inspector"], ON - timedelta(days=2)
    )


def test_a_reviewed_update_needs_nobody(cast, who):
    reviews.accept(update=sent(factories.finding(), cast.liaison), by=cast.inspector, now=NOW)
    assert who(ReminderRule.REVIEW) == {}


def test_more_evidence_asked_for_by_a_day(cast, who):
    asked_at = NOW - timedelta(days=20)
    update = sent(factories.finding(), cast.liaison, now=asked_at)
    reviews.return_to_force(
        update=update, by=cast.inspector, now=asked_at, reason="Which?", more_by=ON + timedelta(days=7)
    )
    assert who(ReminderRule.MORE_EVIDENCE) == {"liaison": ON}


@pytest.mark.parametrize(("days", "expected"), [(2, set()), (3, {"chief"})])
def test_a_draft_that_was_left_concerns_its_author_alone(cast, who, days, expected):
    saved_at = NOW - timedelta(days=days)
    UpdateDraft.objects.create(finding=quiet(), user=cast.chief, finding_version=1, saved_at=saved_at)
    assert set(who(ReminderRule.DRAFT)) == expected


@pytest.mark.parametrize(("ends_in", "expected"), [(0, {"liaison", "chief"}), (-1, set())])
def test_a_factual_check_concerns_the_invited_until_its_last_day(cast, who, ends_in, expected):
    report = factories.report(inspection=factories.inspection(public_from=None))
    FactualCheck.objects.create(
        report=report, force=report.inspection.force, remarks_by=ON + timedelta(days=ends_in),
        invited_by=cast.editor, invited_at=NOW - timedelta(days=9),
    )  # fmt: skip
    assert set(who(ReminderRule.FACTUAL_CHECK)) == expected


def test_an_update_round_asks_until_the_force_has_answered(cast, who):
    finding = factories.finding()
    asking = UpdateRound.objects.create(
        name="Spring",
        last_day=ON + timedelta(days=7),
        opened_by=cast.editor,
        opened_at=NOW - timedelta(days=20),
    )
    RoundFinding.objects.create(update_round=asking, finding=finding)
    assert who(ReminderRule.ROUND) == {"liaison": ON}
    sent(finding, cast.liaison)
    assert who(ReminderRule.ROUND) == {}


def test_a_question_waits_for_the_force_until_it_answers(cast, who):
    asked = Enquiry.objects.create(
        finding=quiet(), subject="Visits", answer_by=ON + timedelta(days=1), asked_by=cast.inspector,
        asked_at=NOW - timedelta(days=9),
    )  # fmt: skip
    assert who(ReminderRule.ENQUIRY) == {"liaison": ON}
    asked.state = "answered"
    asked.save()
    assert who(ReminderRule.ENQUIRY) == {}


# --- Reports ----------------------------------------------------------------------------------------


def published(on, slug="cleveland"):
    return factories.report(
        inspection=factories.inspection(slug, public_from=on), published_on=on, published_precision="day"
    )


@pytest.mark.parametrize(
    ("day", "began", "commented"),
    [
        (1, 1, 1),  # of the 56
        (27, 1, 1),
        (28, 28, 28),  # 28 days before the last one
        (42, 42, 42),
        (49, 49, 49),
        (56, 55, 55),
        (57, 57, None),
        (112, 57, None),
        (113, None, None),
    ],
)
def test_the_policing_body_and_the_officers_are_reminded_of_the_56_days(who, day, began, commented):
    first = ON - timedelta(days=day - 1)
    published(first)
    days = {number: first + timedelta(days=number - 1) for number in (1, 28, 42, 49, 55, 57)}
    assert who(ReminderRule.DUTY) == ({"body": days[began]} if began else {})
    officers = dict.fromkeys(["liaison", "chief"], days[commented]) if commented else {}
    assert who(ReminderRule.COMMENTS) == officers


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("published", (set(), set())),
        ("chief_officers_comments", ({"body"}, set())),
        ("", ({"body"}, {"liaison", "chief"})),
    ],
)
def test_what_is_recorded_of_the_answer_needs_nobody_any_more(cast, who, part, expected):
    report = published(ON - timedelta(days=30))
    said = {
        "published": {"link": "https://pcc.example/answer"},
        "chief_officers_comments": {"text": "We agree.", "said_by": "Chief Constable"},
    }
    if part:
        DutyEntry.objects.create(
            report=report, part=part, version=1, on=ON, made_by=cast.body, made_at=NOW, **said[part]
        )
    assert (set(who(ReminderRule.DUTY)), set(who(ReminderRule.COMMENTS))) == expected


@pytest.mark.parametrize(("day", "expected"), [(date(2017, 5, 1), set()), (date(2017, 5, 2), {"body"})])
def test_before_the_law_knew_of_56_days_there_is_nothing_to_answer(who, day, expected):
    published(day)
    assert set(who(ReminderRule.DUTY, on=date(2017, 5, 10))) == expected


def test_remarks_on_facts_wait_for_hmicfrs_and_again_each_week(cast, who):
    report = factories.report(inspection=factories.inspection(public_from=None))
    check = FactualCheck.objects.create(
        report=report, force=report.inspection.force, remarks_by=ON, invited_by=cast.editor, invited_at=NOW
    )
    remark = FactualRemark.objects.create(
        factual_check=check, text="Two, not three.", made_by=cast.liaison, made_at=NOW - timedelta(days=9)
    )
    staff = ["inspector", "second_inspector", "editor"]
    assert who(ReminderRule.REMARK) == dict.fromkeys(staff, ON - timedelta(days=2))
    (needed,) = needs_of(cast.editor, on=ON)
    assert shown([needed])[0].href == f"/factual-checks/{check.pk}/"
    remark.outcome, remark.answered_by, remark.answered_at = "accepted", cast.editor, NOW
    remark.save()
    assert who(ReminderRule.REMARK) == {}


def test_an_answered_question_waits_for_the_one_who_asked(cast, who):
    asked = Enquiry.objects.create(
        finding=quiet(), subject="Visits", answer_by=ON, asked_by=cast.inspector, state="answered",
        asked_at=NOW - timedelta(days=20),
    )  # fmt: skip
    asked.messages.create(
        side="force", text="All of them.", written_by=cast.liaison, written_at=NOW - timedelta(days=1)
    )
    assert who(ReminderRule.ANSWERED) == {"inspector": ON - timedelta(days=1)}
    cast.inspector.memberships.update(ends_on=ON - timedelta(days=1))
    assert who(ReminderRule.ANSWERED) == {}


# --- The list of one person -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["liaison", "viewer", "chief", "inspector", "stranger", "editor", "nobody", "body"]
)
def test_one_person_s_list_is_their_part_of_the_whole(cast, name):
    quiet(due_on=date(2018, 5, 1), lead=cast.viewer)
    sent(factories.finding("hertfordshire", due_on=date(2018, 6, 3)), cast.stranger)
    UpdateDraft.objects.create(
        finding=factories.finding(), user=cast.chief, finding_version=1, saved_at=NOW - timedelta(days=5)
    )
    person = getattr(cast, name)
    whole = [need.matter for need in all_needs(on=ON) if need.person_id == person.pk]
    assert sorted(map(repr, needs_of(person, on=ON))) == sorted(map(repr, whole))
    assert sum(counts_of(whole).values()) == len(whole)


@pytest.mark.parametrize("number", [1, 50])
def test_it_costs_the_same_however_many(cast, django_assert_num_queries, number):
    for _ in range(number):
        quiet(due_on=date(2018, 5, 1), lead=cast.viewer)
    with django_assert_num_queries(16):  # memberships, and a query a rule
        assert len(list(all_needs(on=ON))) == number * 2
    matters = needs_of(cast.liaison, on=ON)
    with django_assert_num_queries(1):  # no check and no round among them
        assert len(shown(matters)) == number
