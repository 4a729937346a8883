"""The answer to a report within 56 days: the clock, who says what, and what is kept."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests import factories
from tracker import access
from tracker.duty_vocabulary import DutyPart
from tracker.models import AuditEvent, DutyEntry, Notification
from tracker.models.duties import reports_to_answer
from tracker.roles import Role
from tracker.selectors.duties import (
    Clock,
    answer_to,
    clock_of,
    recommendations_of,
    running_clocks,
    running_of,
)
from tracker.selectors.timelines import timeline_of
from tracker.services import duties
from tracker.services.evidence import AddressNotAllowed
from tracker.services.guards import ReasonMissing
from tracker.vocabulary import FindingKind

pytestmark = pytest.mark.django_db

PUBLISHED = date(2018, 3, 22)
NOW = datetime(2018, 4, 20, 10, 0, tzinfo=UTC)
TODAY = timezone.localdate(NOW)
P = DutyPart


@pytest.fixture
def report(cast):
    return factories.report(published_on=PUBLISHED, published_precision="day")


@pytest.fixture
def recommendation(report):
    return factories.finding(
        inspection=report.inspection, report=report, kind=FindingKind.RECOMMENDATION, text="Do it."
    )


def record(report, part, by, version=0, now=NOW, **said):
    return duties.record(report=report, part=part, by=by, version=version, now=now, **said)


SAID = {
    P.INVITATION: {"on": date(2018, 3, 23)},
    P.CHIEF_OFFICERS_COMMENTS: {"text": "We accept it.", "said_by": "Chief Constable", "on": TODAY},
    P.BODYS_COMMENTS: {"text": "We expect more."},
    P.BODYS_RESPONSE: {"text": "We thank the chief constable."},
    P.PUBLISHED: {"link": "https://pcc.example/answer", "on": TODAY},
    P.COPY_TO_INSPECTORS: {"on": TODAY},
    P.COPY_TO_SECRETARY_OF_STATE: {"on": TODAY},
}
EXPLAINED = {"course": "proposed", "text": "By the summer."}


# --- The clock --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2018, 3, 22), date(2018, 5, 16)),  # across the change to summer time
        (date(2018, 9, 20), date(2018, 11, 14)),  # and back
        (date(2020, 1, 10), date(2020, 3, 5)),  # 29 February lies between
        (date(2019, 1, 10), date(2019, 3, 6)),  # and here it does not
        (date(2024, 2, 29), date(2024, 4, 24)),
        (date(2018, 12, 1), date(2019, 1, 25)),
    ],
)
def test_day_56_counts_from_the_day_of_publication(first, last):
    assert Clock(first, first).last_day == last
    assert (Clock(first, first).day, Clock(first, last).day) == (1, 56)
    days = (first, last, last + timedelta(days=1))
    assert [Clock(first, day).is_running for day in days] == [True, True, False]


def test_it_ends_at_midnight_in_london(report):
    def runs(moment):
        return bool(running_clocks(on=timezone.localdate(moment)))

    # British Summer Time: 16 May ends at 23:00 UTC.
    assert runs(datetime(2018, 5, 16, 22, 59, tzinfo=UTC))
    assert not runs(datetime(2018, 5, 16, 23, 0, tzinfo=UTC))


def test_it_begins_on_the_day_and_not_before(report):
    assert not running_clocks(on=PUBLISHED - timedelta(days=1))
    [clock] = running_clocks(on=PUBLISHED)
    assert (clock.report, clock.force.slug, clock.last_day) == (report, "cleveland", date(2018, 5, 16))


def test_running_clocks_say_whether_a_response_is_published(cast, report, django_assert_num_queries):
    factories.report("hertfordshire", published_on=date(2018, 3, 1), published_precision="day")
    record(report, P.PUBLISHED, cast.body, **SAID[P.PUBLISHED])
    with django_assert_num_queries(1):
        clocks = running_clocks(on=TODAY)
    assert [(clock.force.slug, clock.is_answered) for clock in clocks] == [
        ("hertfordshire", False),
        ("cleveland", True),
    ]


def test_where_only_the_month_is_known_no_clock_runs(report):
    vague = factories.report("essex", published_on=date(2018, 3, 1), published_precision="month")
    assert clock_of(vague, today=TODAY) is None
    assert [clock.report for clock in running_clocks(on=TODAY)] == [report]
    [row] = running_of(vague.inspection.force, today=TODAY)
    assert (row.report, row.clock) == (vague, None)
    assert not running_of(vague.inspection.force, today=date(2018, 7, 1))
    # In its month it may not be published yet.
    assert not running_of(vague.inspection.force, today=date(2018, 3, 31))


def test_a_later_day_of_publication_is_counted_from_when_it_is_entered(report):
    type(report).objects.update(published_on=date(2018, 3, 29))
    assert running_clocks(on=TODAY)[0].last_day == date(2018, 5, 23)


@pytest.mark.parametrize(
    "published", [{}, {"published_on": TODAY + timedelta(days=1), "published_precision": "day"}]
)
def test_a_report_that_is_not_published_is_not_answered(cast, published):
    embargoed = factories.report(**published)
    assert embargoed not in reports_to_answer(on=TODAY)
    with pytest.raises(duties.NotToBeAnswered):
        record(embargoed, P.BODYS_COMMENTS, cast.body, **SAID[P.BODYS_COMMENTS])


def test_nor_is_one_on_a_body_without_a_policing_body(report):
    type(report.inspection.force).objects.update(kind="other")
    assert report not in reports_to_answer(on=TODAY)


def test_a_corrected_edition_is_answered_with_the_first(cast, report, recommendation):
    edition = factories.report(
        inspection=report.inspection,
        replaces=report,
        published_on=date(2018, 4, 10),
        published_precision="day",
    )
    added = factories.finding(
        inspection=report.inspection, report=edition, kind=FindingKind.RECOMMENDATION, text="This, too."
    )
    assert [(clock.report, clock.last_day) for clock in running_clocks(on=TODAY)] == [
        (report, date(2018, 5, 16))
    ]
    assert list(recommendations_of(report, today=TODAY)) == [recommendation, added]
    assert record(report, P.EXPLANATION, cast.body, finding=added, **EXPLAINED)
    with pytest.raises(duties.NotToBeAnswered):
        record(edition, P.BODYS_COMMENTS, cast.body, **SAID[P.BODYS_COMMENTS])


# --- Who says what ----------------------------------------------------------------------------------------

MAY = {
    P.INVITATION: {"body"},
    P.CHIEF_OFFICERS_COMMENTS: {"liaison", "chief"},
    P.BODYS_COMMENTS: {"body"},
    P.BODYS_RESPONSE: {"body"},
    P.PUBLISHED: {"body", "inspector", "second_inspector", "editor"},
    P.COPY_TO_INSPECTORS: {"body", "inspector", "second_inspector", "editor"},
    P.COPY_TO_SECRETARY_OF_STATE: {"body"},
}


@pytest.mark.parametrize("part", MAY)
def test_each_part_is_recorded_by_those_whose_it_is_and_nobody_else(cast, report, part):
    other_body = factories.member(Role.POLICING_BODY, "hertfordshire")
    for name, person in [*vars(cast).items(), ("body of another force", other_body)]:
        if name in MAY[part]:
            assert record(report, part, person, **SAID[part]).part == part
        else:
            with pytest.raises(access.NotAllowed):
                record(report, part, person, **SAID[part])


def test_the_answer_is_read_by_the_two_sides_and_hmicfrs(cast, report):
    said = record(report, P.BODYS_COMMENTS, cast.body, **SAID[P.BODYS_COMMENTS])
    other_body = factories.member(Role.POLICING_BODY, "hertfordshire")
    people = {**vars(cast), "other_body": other_body}
    seeing = {name for name, person in people.items() if said in DutyEntry.objects.visible_to(person)}
    assert seeing == {"liaison", "chief", "body", "inspector", "second_inspector", "editor"}


def test_that_a_response_is_published_everyone_with_a_role_reads(cast, report):
    record(report, P.BODYS_COMMENTS, cast.body, **SAID[P.BODYS_COMMENTS])
    published = record(report, P.PUBLISHED, cast.inspector, **SAID[P.PUBLISHED])
    for person in (cast.stranger, cast.viewer, cast.force_admin, cast.administrator):
        assert list(DutyEntry.objects.visible_to(person)) == [published]
    assert not DutyEntry.objects.visible_to(cast.nobody).exists()


def test_what_was_said_is_hidden_again_where_the_day_was_wrong(cast, report):
    said = record(report, P.PUBLISHED, cast.body, **SAID[P.PUBLISHED])
    type(report).objects.update(published_on=timezone.localdate() + timedelta(days=3))
    for person in (cast.body, cast.liaison, cast.stranger):
        assert said not in DutyEntry.objects.visible_to(person)
        with pytest.raises(access.NotVisible):
            access.get_report_to_answer_for(person, report.pk)
    assert said in DutyEntry.objects.visible_to(cast.inspector)


# --- What a part holds ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("part", "field"), [(part, field) for part, said in SAID.items() for field in said])
def test_nothing_that_a_part_needs_is_left_out(cast, report, part, field):
    by = cast.liaison if part == P.CHIEF_OFFICERS_COMMENTS else cast.body
    with pytest.raises(duties.PartMissing):
        record(report, part, by, **{**SAID[part], field: "  " if field != "on" else None})
    assert not DutyEntry.objects.exists()


def test_nor_is_anything_given_that_it_does_not_hold(cast, report, recommendation):
    with pytest.raises(duties.NotOfThisPart):
        record(report, P.BODYS_COMMENTS, cast.body, text="Ours.", link="https://pcc.example/")
    with pytest.raises(duties.NotOfThisPart):
        record(report, P.BODYS_COMMENTS, cast.body, text="Ours.", finding=recommendation)


@pytest.mark.parametrize("on", [PUBLISHED - timedelta(days=1), TODAY + timedelta(days=1)])
def test_dates_lie_between_publication_and_today(cast, report, on):
    with pytest.raises(duties.DateOutsideAnswer, match="22 March 2018"):
        record(report, P.COPY_TO_INSPECTORS, cast.body, on=on)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "pcc.example/answer", "https://a@b.example/"])
def test_a_response_is_at_a_web_address(cast, report, link):
    with pytest.raises(AddressNotAllowed):
        record(report, P.PUBLISHED, cast.body, link=link, on=TODAY)


def test_each_recommendation_is_explained_and_commented_on(cast, report, recommendation):
    explained = record(report, P.EXPLANATION, cast.body, finding=recommendation, **EXPLAINED)
    said = SAID[P.CHIEF_OFFICERS_COMMENTS]
    commented = record(report, P.CHIEF_OFFICERS_COMMENTS, cast.chief, finding=recommendation, **said)
    answer = answer_to(report, cast.body, today=TODAY)
    [row] = answer.recommendations
    assert (row.finding, row.explanation, row.comments) == (recommendation, explained, commented)
    assert answer.standing == {}
    assert timeline_of(recommendation)[1].sentence == (
        "In answer to the report: explanation of a recommendation recorded"
    )


def test_what_is_no_recommendation_of_the_report_is_not_explained(cast, report, recommendation):
    area = factories.finding(inspection=report.inspection, report=report)
    of_another = factories.finding(year=2016, kind=FindingKind.RECOMMENDATION)
    for finding in (None, area, of_another):
        with pytest.raises(duties.NotARecommendation):
            record(report, P.EXPLANATION, cast.body, finding=finding, **EXPLAINED)


# --- Versions ---------------------------------------------------------------------------------------------


def test_a_change_is_the_next_version_and_the_old_one_is_kept(cast, report):
    first = record(report, P.BODYS_COMMENTS, cast.body, text="We expect more.")
    second = record(report, P.BODYS_COMMENTS, cast.body, version=1, text="We expect a plan.")
    answer = answer_to(report, cast.body, today=TODAY)
    assert answer.standing == {P.BODYS_COMMENTS: second}
    assert answer.earlier == [first]
    assert list(DutyEntry.objects.standing()) == [second]


def test_the_same_twice_is_as_once(cast, report):
    for _ in range(2):
        record(report, P.BODYS_COMMENTS, cast.body, text="We expect more.")
    assert DutyEntry.objects.count() == AuditEvent.objects.count() == 1


def test_who_has_not_seen_the_last_version_is_told_and_nothing_is_lost(cast, report):
    record(report, P.CHIEF_OFFICERS_COMMENTS, cast.liaison, **SAID[P.CHIEF_OFFICERS_COMMENTS])
    other = {**SAID[P.CHIEF_OFFICERS_COMMENTS], "text": "We do not accept it."}
    with pytest.raises(duties.ChangedMeanwhile, match=cast.liaison.name):
        record(report, P.CHIEF_OFFICERS_COMMENTS, cast.chief, **other)
    assert DutyEntry.objects.get().text == "We accept it."


def test_taking_back_needs_a_reason_and_leaves_what_was_said(cast, report):
    entry = record(report, P.PUBLISHED, cast.inspector, **SAID[P.PUBLISHED])
    with pytest.raises(ReasonMissing):
        duties.take_back(entry=entry, reason=" ", by=cast.editor, now=NOW)
    with pytest.raises(access.NotAllowed):
        duties.take_back(entry=entry, reason="Another report's.", by=cast.liaison, now=NOW)
    duties.take_back(entry=entry, reason="Another report's.", by=cast.editor, now=NOW)
    assert answer_to(report, cast.body, today=TODAY).published is None
    assert not DutyEntry.objects.standing().exists()
    with pytest.raises(duties.NothingToTakeBack):
        duties.take_back(entry=entry, reason="Again.", by=cast.editor, now=NOW)
    again = record(report, P.PUBLISHED, cast.body, version=2, **SAID[P.PUBLISHED])
    assert (again.version, DutyEntry.objects.count()) == (3, 3)


# --- What the database keeps ------------------------------------------------------------------------------


def test_an_entry_is_never_changed_or_deleted(cast, report):
    record(report, P.BODYS_COMMENTS, cast.body, text="We expect more.")
    for deed in (lambda: DutyEntry.objects.update(text="Nothing."), lambda: DutyEntry.objects.all().delete()):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            deed()


WORDS = {"part": P.BODYS_COMMENTS, "text": "A"}


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("duty_entry_says_when", {"part": P.COPY_TO_INSPECTORS}),
        ("duty_entry_text_not_empty", {"part": P.BODYS_COMMENTS}),
        ("duty_entry_text_not_empty", {"part": P.BODYS_COMMENTS, "is_withdrawn": True}),
        ("duty_entry_link_iff_published", {"part": P.PUBLISHED, "on": TODAY}),
        ("duty_entry_link_iff_published", {**WORDS, "link": "https://a.example"}),
        ("duty_entry_course_iff_explanation", {**WORDS, "course": "none"}),
        ("duty_entry_said_by_iff_chief_officers_comments", {**WORDS, "said_by": "B"}),
        (
            "duty_entry_explanation_is_of_a_recommendation",
            {**WORDS, "part": P.EXPLANATION, "course": "none"},
        ),
    ],
)
def test_the_database_knows_what_a_part_holds(cast, report, rule, fields):
    common = {"report": report, "version": 1, "made_by": cast.body, "made_at": NOW}
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        DutyEntry.objects.create(**common, **fields)


def test_it_keeps_one_of_each_version_of_the_whole_and_of_a_recommendation(cast, report, recommendation):
    common = {"report": report, "version": 1, "made_by": cast.body, "made_at": NOW, "text": "A"}
    chiefs = {"part": P.CHIEF_OFFICERS_COMMENTS, "said_by": "B", "on": TODAY}
    for finding in (None, recommendation):
        DutyEntry.objects.create(**common, **chiefs, finding=finding)
        with pytest.raises(IntegrityError, match="duty_entry_once_per_version"), transaction.atomic():
            DutyEntry.objects.create(**common, **chiefs, finding=finding)
    with pytest.raises(IntegrityError, match="of_the_report_as_a_whole"), transaction.atomic():
        DutyEntry.objects.create(**common, part=P.BODYS_COMMENTS, finding=recommendation)


# --- Who is told ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "by", "told"),
    [
        (P.INVITATION, "body", {"liaison", "chief"}),
        (P.CHIEF_OFFICERS_COMMENTS, "liaison", {"body"}),
        (P.BODYS_COMMENTS, "body", {"liaison", "chief"}),
        (P.PUBLISHED, "body", {"liaison", "chief", "inspector", "second_inspector"}),
        (P.PUBLISHED, "inspector", {"liaison", "chief", "body", "second_inspector"}),
        (P.COPY_TO_INSPECTORS, "body", set()),
    ],
)
def test_the_other_side_is_told_by_a_link_alone(cast, report, part, by, told):
    factories.member(Role.POLICING_BODY, "hertfordshire")
    record(report, part, getattr(cast, by), **SAID[part])
    recipients = {name for name, person in vars(cast).items() if person.notifications.exists()}
    assert recipients == told
    assert Notification.objects.count() == len(told)
