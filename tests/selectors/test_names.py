"""Printed names to rows."""

import pytest

from tests import factories
from tracker.models import Programme
from tracker.selectors.names import programme_named

pytestmark = pytest.mark.django_db


def test_a_cycle_goes_by_its_name_or_by_the_year_it_began():
    cycle = factories.programme(2018)
    Programme.objects.filter(pk=cycle.pk).update(name="PEEL 2018/19", first_year=2018, last_year=2019)
    assert programme_named("peel 2018/19") == programme_named("PEEL 2018") == cycle
    for other in ("PEEL 2019", "PEEL 2018/20", "PEEL 2018 again", "Thematic 2018"):
        assert programme_named(other) is None
