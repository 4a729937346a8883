"""Lists: the envelope, cursors, a total order while rows come in, and a constant number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tracker.models import Programme, Proposal
from tracker.vocabulary import Decision


def references(pages) -> list[str]:
    return [row["reference"] for page in pages for row in page]


def test_envelope_and_size(as_, cast):
    for _ in range(51):
        factories.finding()
    api = as_(cast.liaison)
    first = api.get("findings/").json()
    assert list(first) == ["next", "previous", "results"]
    assert len(first["results"]) == 50
    assert first["previous"] is None
    last = api.get(first["next"]).json()
    assert (len(last["results"]), last["next"]) == (1, None)
    assert api.get(last["previous"]).json() == first


def test_pages_hold_each_row_once_in_one_order(as_, cast):
    for year in (2015, 2016, 2017, 2016):
        factories.finding(year=year)
        factories.finding("hertfordshire", year=year)
    api = as_(cast.inspector)
    whole = references(api.pages("findings/"))
    assert whole == sorted(whole, key=lambda reference: (-int(reference.split("-")[1]), reference))
    for size in (1, 2, 3, 7, 100):
        assert references(api.pages("findings/", page_size=size)) == whole


def test_rows_that_come_in_meanwhile_neither_hide_nor_repeat_others(as_, cast):
    old = {factories.finding(year=year).reference for year in (2016, 2017) for _ in range(4)}
    seen: list[str] = []
    for page in as_(cast.inspector).pages("findings/", page_size=2):
        seen += [row["reference"] for row in page]
        for force in ("cleveland", "avon-and-somerset", "hertfordshire"):
            if len(seen) < 8:
                factories.finding(force, year=2017)
    assert len(seen) == len(set(seen))
    assert old <= set(seen)


def test_back_and_forth(as_, cast):
    for _ in range(5):
        factories.finding()
    api = as_(cast.liaison)
    pages = [api.get("findings/", page_size=2).json()]
    while pages[-1]["next"]:
        pages.append(api.get(pages[-1]["next"]).json())
    back = [pages[-1]]
    while back[0]["previous"]:
        back.insert(0, api.get(back[0]["previous"]).json())
    assert [page["results"] for page in back] == [page["results"] for page in pages]
    assert back[0]["next"] == pages[0]["next"]


def test_cursor_keeps_the_filter(as_, cast):
    for _ in range(3):
        factories.finding()
        factories.finding("hertfordshire")
    rows = references(as_(cast.inspector).pages("findings/", page_size=1, force="hertfordshire"))
    assert len(rows) == 3
    assert all(reference.startswith("hertfordshire") for reference in rows)


@pytest.mark.parametrize(
    "cursor",
    ["x", "!!", "W10", "WyJhZnRlciJd", "WyJhZnRlciIsInllYXIiLDFd", "WyJ1cCIsMjAxNywiYSJd", "%00", "é"],
)
def test_a_cursor_of_ones_own_making_is_refused(as_, cast, cursor):
    refused = as_(cast.liaison).get("findings/", cursor=cursor)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["parameter"] == "cursor"


@pytest.mark.parametrize(
    "size", ["0", "101", "-1", "ten", "1.5", "", "9" * 5000, "²", "00000000150", "1" + "0" * 5000]
)
def test_page_size_has_limits(as_, cast, size):
    refused = as_(cast.liaison).get("findings/", page_size=size)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["parameter"] == "page_size"


# --- Queries ----------------------------------------------------------------------------------------------


def findings(cast, some: int) -> str:
    for _ in range(some):
        factories.finding(report=factories.report(), lead=cast.liaison)
    return "findings/"


def chain(cast, some: int) -> str:
    new = factories.finding()
    for _ in range(some):
        old = factories.finding(year=2016, report=factories.report(year=2016))
        factories.link(old, new, statement=factories.statement(old, in_report=factories.report()))
    return f"findings/{new.reference}/"


def updates(cast, some: int) -> str:
    finding = factories.finding()
    for _ in range(some):
        factories.update(finding, by=cast.liaison)
    return f"findings/{finding.reference}/updates/"


def queue(cast, some: int) -> str:
    for _ in range(some):
        factories.update(factories.finding(inspectorate_status="under_review"), by=cast.liaison)
    return "reviews/"


def forces(cast, some: int) -> str:
    for number in range(some):
        factories.force(f"force-{number}")
    return "forces/"


def programmes(cast, some: int) -> str:
    for year in range(1990, 1990 + some):
        factories.programme(year)
    return "programmes/"


def questions(cast, some: int) -> str:
    for number in range(some, 2 * some):
        factories.question(f"Question {number}").aliases.create(text=f"Alias {number}")
    return f"programmes/{Programme.objects.get().slug}/"


def inspections(cast, some: int) -> str:
    for year in range(1990, 1990 + some):
        factories.inspection(year=year)
    return "inspections/"


def judgments(cast, some: int) -> str:
    inspection = factories.inspection()
    for number in range(some, 2 * some):
        question = factories.question(f"Question {number}")
        inspection.judgments.create(question=question, grade=factories.scale().grades.first())
    return f"inspections/{inspection.pk}/"


def reports(cast, some: int) -> str:
    for _ in range(some):
        factories.report()
    return "reports/"


def proposals(cast, some: int) -> str:
    report = factories.report()
    facts = {"status": Decision.CONFIRMED, "decided_by": cast.editor, "decided_at": factories.NOW}
    for position in range(some):
        made = factories.finding()
        Proposal.objects.create(
            report=report, kind="finding", position=position, payload={}, finding=made, **facts
        )
    return f"reports/{report.pk}/proposals/"


LISTS = [
    findings,
    chain,
    updates,
    queue,
    forces,
    programmes,
    questions,
    inspections,
    judgments,
    reports,
    proposals,
]


@pytest.mark.parametrize("rows", LISTS, ids=lambda rows: rows.__name__)
def test_queries_do_not_grow_with_rows(as_, cast, rows):
    api, counts = as_(cast.inspector), []
    api.get("me/")  # the token notes its first use
    for some in (1, 49):
        address = rows(cast, some)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert api.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_the_list_of_findings_asks_the_database(as_, cast):
    """The token with its owner, the roles, the page, its reports and its leads; no count, no offset."""
    findings(cast, 5)
    api = as_(cast.liaison)
    api.get("me/")
    second = api.get("findings/", page_size=2).json()["next"]
    with CaptureQueriesContext(connection) as queries:
        api.get(second)
    statements = [query["sql"].upper() for query in queries]
    assert len(statements) == 5
    assert not [sql for sql in statements if "COUNT(" in sql or "OFFSET" in sql]
