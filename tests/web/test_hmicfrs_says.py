"""What HMICFRS says of a finding: that an update came, or was sent back, is for its own force to know."""

import pytest

from tests import factories
from tracker.vocabulary import FindingKind, InspectorateStatus

UNPUBLISHED = [InspectorateStatus.UNDER_REVIEW, InspectorateStatus.MORE_EVIDENCE_NEEDED]
LIST, FORCE = "/findings/", "/forces/cleveland/"
unpublished = pytest.mark.parametrize("status", UNPUBLISHED)


def shown(get, who, address) -> str:
    """The page without its filters, whose choices name every status."""
    page = get(who, address).content.decode()
    return page.partition("app-filter__form")[0] + page.partition("</details>")[2]


@pytest.fixture
def addresses(cast):
    """Gives every page that tags a finding with this status: of its own, above it and in its chain."""

    def addresses(status: str) -> list[str]:
        cause = factories.finding(kind=FindingKind.CAUSE_OF_CONCERN, year=2016)
        found = factories.finding(
            kind=FindingKind.RECOMMENDATION, year=2016, parent=cause, inspectorate_status=status
        )
        later = factories.finding()
        factories.link(found, later)
        return [LIST, FORCE, *(finding.get_absolute_url() for finding in (cause, found, later))]

    return addresses


@unpublished
def test_others_read_open(cast, get, addresses, status):
    for address in addresses(status):
        for reader in (cast.stranger, cast.body):
            page = shown(get, reader, address)
            assert status.label not in page, address
            assert "Open" in page, address


@unpublished
def test_its_own_force_and_hmicfrs_read_what_it_is(cast, get, addresses, status):
    for address in addresses(status):
        for reader in (cast.viewer, cast.inspector):
            assert status.label in shown(get, reader, address), address


@unpublished
def test_the_list_filters_by_what_it_shows(cast, get, status):
    found = factories.finding(inspectorate_status=status)
    for reader, query, matches in [
        (cast.stranger, status.value, []),
        (cast.stranger, "open", [found]),
        (cast.viewer, status.value, [found]),
        (cast.viewer, "open", []),
        (cast.body, "open", [found]),
    ]:
        rows = get(reader, LIST, inspectorate_status=query).context["rows"]
        assert [row["finding"] for row in rows] == matches


def test_who_has_no_workspace_is_offered_what_the_register_says(cast, get):
    def offered(who) -> list[str]:
        choices = get(who, LIST).context["form"].fields["inspectorate_status"].choices
        return [value for value, _ in choices]

    assert offered(cast.body) == ["open", "closed"]
    assert offered(cast.stranger) == InspectorateStatus.values
