"""The register by force."""

from datetime import date

from tests import factories
from tracker.models import ForceSuccession, Judgment

ADDRESS = "/forces/cleveland/"


def judge(**fields) -> None:
    Judgment.objects.create(inspection=factories.inspection(), **fields)


def test_the_list_leads_to_each_force(cast, get):
    assert f'href="{ADDRESS}"' in get(cast.stranger, "/forces/").content.decode()


def test_grades_say_what_is_missing_and_what_is_carried_forward(cast, get):
    judge()
    judge(question=factories.question(), last_inspected=2016, carried_forward=True)
    page = get(cast.stranger, ADDRESS).content.decode()
    assert "Missing from the published text" in page
    assert "Carried forward from 2016" in page


def test_a_matter_found_again_stands_first(cast, get):
    factories.link(factories.finding(year=2016), factories.finding(year=2017))
    assert "Found again" in get(cast.body, ADDRESS).content.decode()


def test_the_page_tells_nothing_of_the_workspace(cast, get):
    factories.finding(force_status="off_track")
    for reader in (cast.stranger, cast.liaison):
        assert "Off track" not in get(reader, ADDRESS).content.decode()


def test_an_embargoed_finding_is_not_told(cast, get):
    factories.finding(text="Canary of the embargo.", public_from=date(2999, 1, 1))
    assert "Canary" not in get(cast.liaison, ADDRESS).content.decode()
    assert "Canary" in get(cast.inspector, ADDRESS).content.decode()


def test_a_force_without_a_report_says_so(cast, get):
    assert "Nothing is published here yet" in get(cast.liaison, ADDRESS).content.decode()


def test_there_is_no_force_of_that_name(cast, get):
    assert get(cast.liaison, "/forces/atlantis/").status_code == 404


def test_without_a_role_there_is_no_register(cast, get):
    assert get(cast.nobody, ADDRESS).status_code == get(cast.nobody, "/forces/").status_code == 403


def test_20_findings_cost_as_many_queries_as_2(cast, queries_of):
    factories.link(factories.finding(year=2016), factories.finding(year=2017))
    few = queries_of(cast.liaison, ADDRESS)
    for _ in range(9):
        factories.link(factories.finding(year=2016), factories.finding(year=2017))
    assert queries_of(cast.liaison, ADDRESS) == few


def test_names_and_bodies_are_told_as_they_were(cast, get):
    finding = factories.finding(year=2016)
    factories.force().former_names.create(name="Teesside Constabulary", used_until=date(2018, 1, 1))
    ForceSuccession.objects.create(
        predecessor=factories.force("northern"), successor=factories.force(), on=date(2015, 4, 1)
    )
    page = get(cast.stranger, ADDRESS).content.decode()
    assert "Called Teesside Constabulary until 1 January 2018" in page
    assert "Took over on 1 April 2015 from" in page
    assert "Taken over on 1 April 2015 by" in get(cast.stranger, "/forces/northern/").content.decode()
    then = "Teesside Constabulary, now Cleveland Police"
    for address in ("/findings/", finding.get_absolute_url()):
        assert then in get(cast.stranger, address).content.decode()
    factories.finding(year=2018)
    assert get(cast.stranger, "/findings/?year=2018").content.decode().count(then) == 0
