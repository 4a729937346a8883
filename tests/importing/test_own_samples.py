"""The invented reports are read as their expected JSON says."""

import pytest

from tests.importing.samples import OWN, OWN_NAMES, read_sample

METADATA = (
    "title",
    "force",
    "programme",
    "pillar",
    "inspection_year",
    "published",
    "isbn",
    "overall_judgment",
    "assessed",
    "warnings",
)


@pytest.fixture(params=OWN_NAMES)
def sample(request):
    return read_sample(OWN, request.param)


def _only(keys, items):
    return [{key: item[key] for key in keys} for item in items]


@pytest.mark.parametrize("key", METADATA)
def test_metadata_as_printed_and_null_where_lost(sample, key):
    report, expected = sample
    assert report.as_json()[key] == expected[key]


@pytest.mark.parametrize("kind", ["judgments", "findings"])
def test_judgments_and_findings_whole_and_in_order(sample, kind):
    report, expected = sample
    wanted = expected[kind]
    assert _only(wanted[0] if wanted else (), report.as_json()[kind]) == wanted


def test_statements_with_year_kind_and_verdict(sample):
    report, expected = sample
    assert len(report.statements) == len(expected["statements"])
    for statement, wanted in zip(report.statements, expected["statements"], strict=True):
        assert statement.text.startswith(wanted["starts"])
        read = {key: getattr(statement, key) for key in wanted if key != "starts"}
        assert {"starts": wanted["starts"], **read} == wanted


def test_mentions_of_one_matter_share_a_predecessor(sample):
    report, expected = sample
    for beginnings in expected["same_matter"]:
        mentions = [item for item in report.statements if item.text.startswith(tuple(beginnings))]
        assert len(mentions) == len(beginnings)
        assert len({item.predecessor for item in mentions}) == 1
        assert mentions[0].predecessor


def test_number_pages_and_lost_figures(sample):
    report, expected = sample
    wanted = expected["measures"]
    pages = report.as_json()["measures"][: len(wanted)]
    assert _only(("name", "value", "comparator_value"), pages) == wanted


def test_suggestions_are_not_findings(sample):
    report, expected = sample
    assert [item.text for item in report.suggestions] == expected["suggestions"]


def test_every_place_points_at_its_words(sample):
    report, _ = sample
    quotes = [quote for item in report.statements for quote in item.quotes]
    assert all(report.text[q.place.start : q.place.end] == q.text for q in quotes)
    for item in (*report.findings, *report.suggestions):
        assert report.text[item.place.start : item.place.end].split()[0] == item.text.split()[0]
    for item in (*report.judgments, *report.findings, *report.measures, *quotes, *report.suggestions):
        assert item.place.line == report.text.count("\n", 0, item.place.start) + 1


def test_json_and_back_gives_the_same_report(sample):
    report, _ = sample
    assert type(report).from_json(report.as_json(), report.text) == report
