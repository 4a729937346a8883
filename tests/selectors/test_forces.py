"""The register by force."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tracker.models import Judgment
from tracker.selectors import forces

TOMORROW = date(2999, 1, 1)


def register(user, force: str = "cleveland") -> forces.ForceRegister:
    return forces.register_of(factories.force(force), user)


def judge(inspection, question=None, grade: str = "", **fields) -> Judgment:
    row = factories.scale().grades.get(label=grade) if grade else None
    return Judgment.objects.create(inspection=inspection, question=question, grade=row, **fields)


def test_the_overall_grade_comes_first_and_a_missing_one_stays_missing(cast):
    inspection = factories.inspection()
    vulnerable = judge(inspection, factories.question(), "Requires improvement", last_inspected=2017)
    overall = judge(inspection)
    [judged] = register(cast.stranger).judged
    assert (judged.inspection, list(judged.judgments)) == (inspection, [overall, vulnerable])
    assert overall.grade is None


def test_the_newest_inspection_comes_first(cast):
    judge(factories.inspection(year=2016))
    judge(factories.inspection(year=2017))
    assert [judged.inspection.year for judged in register(cast.liaison).judged] == [2017, 2016]


def test_findings_stand_under_their_question_whatever_the_year(cast):
    old, new = factories.finding(year=2016), factories.finding(year=2017)
    other = factories.finding(question=factories.question("Investigating crime"))
    loose = factories.finding(question=None)
    groups = {group.title: list(group.findings) for group in register(cast.liaison).questions}
    assert groups == {
        "Protecting vulnerable people": [new, old],
        "Investigating crime": [other],
        "": [loose],
    }
    assert register(cast.liaison).questions[-1].title == ""


def test_a_matter_found_again_is_one_matter(cast):
    found = [factories.finding(year=year) for year in (2016, 2017, 2018)]
    factories.link(found[0], found[1])
    factories.link(found[1], found[2])
    factories.finding()
    [matter] = register(cast.stranger).matters
    assert list(matter.findings) == found
    assert (matter.years, matter.latest) == ([2016, 2017, 2018], found[2])


def test_related_findings_are_not_one_matter(cast):
    factories.link(factories.finding(year=2016), factories.finding(), relation="related")
    assert register(cast.liaison).matters == []


def test_an_embargoed_inspection_is_hmicfrs_s_alone(cast):
    secret = factories.inspection(year=2018, public_from=TOMORROW)
    factories.finding(inspection=secret)
    judge(secret)
    assert (register(cast.liaison).judged, register(cast.liaison).questions) == ([], [])
    assert len(register(cast.inspector).judged) == len(register(cast.inspector).questions) == 1


def test_the_list_of_forces_tells_the_latest_inspection_one_may_see(cast):
    factories.inspection(year=2017)
    factories.inspection(year=2018, public_from=TOMORROW)
    factories.force("cumbria")
    for user, year in [(cast.liaison, 2017), (cast.inspector, 2018)]:
        assert {force.slug: force.latest_year for force in forces.all_forces(user)} == {
            "cleveland": year,
            "cumbria": None,
            "hertfordshire": None,
        }


def test_many_findings_cost_as_many_queries_as_one(cast):
    factories.finding("hertfordshire")
    for _ in range(20):
        factories.link(factories.finding(year=2016), factories.finding(year=2017))
    assert count_queries(cast.liaison, "cleveland") == count_queries(cast.liaison, "hertfordshire")


def count_queries(user, slug: str) -> int:
    force = factories.force(slug)
    forces.register_of(force, user)
    with CaptureQueriesContext(connection) as queries:
        forces.register_of(force, user)
    return len(queries)
