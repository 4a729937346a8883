"""The demo, loaded through the services: what a newcomer finds, and that a second start changes nothing."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from tracker.models import (
    Evidence,
    Finding,
    FindingLink,
    FindingTheme,
    ForceMembership,
    Inspection,
    Judgment,
    Review,
    TargetDate,
    Update,
)
from tracker.roles import Role
from tracker.selectors.chains import chain_of
from tracker.vocabulary import ClosureReason, FindingKind, KindStep, LinkRelation, Verdict, Wording

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings) -> None:
    settings.DEMO = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("load_reference_data", verbosity=0)
    call_command("load_demo", verbosity=0)


def counts() -> dict[str, int]:
    kept = (
        Finding,
        FindingLink,
        FindingTheme,
        Inspection,
        Judgment,
        Update,
        Evidence,
        Review,
        User,
        ForceMembership,
    )
    return {model.__name__: model.objects.count() for model in kept}


def test_the_inspections_their_findings_and_the_predecessors_they_tell_of(demo: None) -> None:
    published = Finding.objects.filter(wording=Wording.PUBLISHED)
    assert published.filter(force__slug="cleveland", year=2017).count() == 6
    assert published.filter(force__slug="hertfordshire", year=2017).count() == 5
    earlier = Finding.objects.filter(wording=Wording.AS_REPORTED, year=2016)
    assert sorted(earlier.values_list("force__slug", "kind", "verdict")) == [
        ("cleveland", FindingKind.AREA_FOR_IMPROVEMENT, Verdict.NOT_IMPROVED),
        ("cleveland", FindingKind.AREA_FOR_IMPROVEMENT, Verdict.RESOLVED),
        ("cleveland", FindingKind.RECOMMENDATION, Verdict.IMPROVED),
        ("hertfordshire", FindingKind.AREA_FOR_IMPROVEMENT, Verdict.RESOLVED),
        ("hertfordshire", FindingKind.CAUSE_OF_CONCERN, Verdict.RESOLVED),
    ]
    graded = Judgment.objects.filter(question__isnull=False)
    assert graded.filter(inspection__year=2017).count() == 10
    assert graded.filter(carried_forward=True).count() == 4
    overall = Judgment.objects.get(inspection__force__slug="hertfordshire", question=None)
    assert overall.grade is None


def test_the_chain_of_registered_sex_offenders_is_proven_by_the_reports_sentence(demo: None) -> None:
    link = FindingLink.objects.get(successor__text__contains="registered sex offenders")
    assert (link.predecessor.year, link.successor.year) == (2016, 2017)
    assert link.predecessor.verdict == Verdict.NOT_IMPROVED
    assert link.statement is not None
    assert any("the situation has not improved" in passage["text"] for passage in link.statement.passages)


def test_a_resolved_predecessor_is_closed_as_verified_and_has_no_successor(demo: None) -> None:
    settled = Finding.objects.get(force__slug="cleveland", year=2016, verdict=Verdict.RESOLVED)
    assert settled.closure_reason == ClosureReason.VERIFIED
    assert not settled.successor_links.exists()


def test_a_matter_that_was_settled_comes_back_graver_and_the_chain_tells_it(demo: None) -> None:
    concern = Finding.objects.get(kind=FindingKind.CAUSE_OF_CONCERN, force__slug="cleveland")
    chain = chain_of(concern, User.objects.get(email="liaison@cleveland.example"))
    assert [(year.year, year.verdicts) for year in chain.years] == [
        (2018, []),
        (2016, ["resolved"]),
        (2015, []),
    ]
    assert chain.first.closure_reason == ClosureReason.VERIFIED
    assert [link.kind_step for link in chain.links] == [KindStep.RAISED]


def test_what_was_left_open_got_worse_and_is_taken_up_in_part(demo: None) -> None:
    link = FindingLink.objects.get(predecessor__text__contains="consistent problem-solving")
    assert (link.relation, link.predecessor.verdict) == (LinkRelation.CONTINUES_IN_PART, Verdict.WORSE)
    assert link.successor.parent.kind == FindingKind.CAUSE_OF_CONCERN


def test_some_themes_are_confirmed_in_both_forces_and_others_wait(demo: None) -> None:
    dash = FindingTheme.objects.confirmed().filter(theme__slug="dash").values_list("finding__force__slug")
    assert {slug for (slug,) in dash} == {"cleveland", "hertfordshire"}
    assert FindingTheme.objects.proposed().exists()


def test_one_person_for_each_role_and_some_progress(demo: None) -> None:
    assert set(ForceMembership.objects.values_list("role", flat=True)) == set(Role.values)
    assert (Update.objects.count(), Evidence.objects.count(), Review.objects.count()) == (2, 3, 1)


def test_evidence_of_each_kind_and_standing_is_there(demo: None) -> None:
    said = {(row.kind, row.version, row.assessment) for row in Evidence.objects.all()}
    assert said == {("file", 1, "not_enough"), ("file", 2, "accepted"), ("measure", 1, "not_assessed")}
    dates = TargetDate.objects.filter(is_hmicfrs=True)
    assert [row.reason != "" for row in dates.order_by("set_at")] == [False, True]


def test_a_second_start_changes_nothing(demo: None) -> None:
    before = counts()
    call_command("load_reference_data", verbosity=0)
    call_command("load_demo", verbosity=0)
    assert counts() == before


def test_the_demo_is_refused_where_it_is_not_switched_on(settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO"):
        call_command("load_demo")
    assert not User.objects.exists()
