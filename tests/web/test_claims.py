"""Claims and verdicts: for HMICFRS of all forces, for a force of its own, and for nobody else."""

from datetime import date

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import NOW

WORDS = "The force has not yet cleared its backlog of visits."


@pytest.fixture
def contradicted(cast):
    """`contradicted("kent")` makes one finding of that force."""

    def contradicted(force="cleveland"):
        finding = factories.finding(force)
        factories.update(finding, by=cast.liaison, force_status="complete")
        factories.statement(finding, quote=WORDS, public_from=date(2019, 4, 1), counted_at=NOW)
        return finding

    return contradicted


@pytest.fixture
def address():
    return reverse("claim-list")


def references(response) -> set[str]:
    return {row.finding.reference for row in response.context["rows"]}


def test_hmicfrs_sees_all_forces_with_their_counts(get, cast, contradicted, address):
    kent, cleveland = contradicted("kent"), contradicted()
    everything = get(cast.inspector, address)
    assert references(everything) == {kent.reference, cleveland.reference}
    page = everything.content.decode()
    for words in (WORDS, "By force", "1 June 2018, in update 1", "2018 report said"):
        assert words in page
    assert references(get(cast.inspector, address, force="kent")) == {kent.reference}
    assert references(get(cast.inspector, address, force="nowhere")) == {kent.reference, cleveland.reference}


def test_a_force_sees_its_own(get, cast, contradicted, address):
    kent, cleveland = contradicted("kent"), contradicted()
    own = get(cast.viewer, address, force="kent")
    assert references(own) == {cleveland.reference}
    assert kent.reference not in own.content.decode()
    assert "By force" not in own.content.decode()


def test_without_any_it_says_so(get, cast, address):
    assert "No claim is contradicted" in get(cast.stranger, address).content.decode()


@pytest.mark.parametrize("who", ["body", "nobody"])
def test_who_sees_no_workspace_is_kept_out(get, cast, address, who):
    assert get(getattr(cast, who), address).status_code == 403


def test_it_costs_the_same_however_many(queries_of, cast, contradicted, address):
    contradicted()
    before = queries_of(cast.inspector, address)
    for _ in range(4):
        contradicted()
    assert queries_of(cast.inspector, address) == before
