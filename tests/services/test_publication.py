"""Publication dates: as precise as printed, and public only from a day that is surely after."""

from datetime import date

import pytest

from tracker.services import publication


@pytest.mark.parametrize(
    ("printed", "first_day", "precision", "public"),
    [
        ("2018-03-22", date(2018, 3, 22), "day", date(2018, 3, 22)),
        ("2018-03", date(2018, 3, 1), "month", date(2018, 4, 1)),
        ("2018-12", date(2018, 12, 1), "month", date(2019, 1, 1)),
        ("2018", date(2018, 1, 1), "year", date(2019, 1, 1)),
        ("", None, "", None),
        (None, None, "", None),
    ],
)
def test_a_date_is_as_precise_as_it_is_printed(printed, first_day, precision, public):
    assert publication.parsed(printed) == (first_day, precision)
    assert publication.public_from(first_day, precision) == public


@pytest.mark.parametrize(
    "printed", ["March 2018", "2018-13", "2018-02-30", "2018-03-22-01", "22/3/2018", "9999", "0018"]
)
def test_what_is_no_date_is_refused(printed):
    with pytest.raises(publication.DateNotReadable, match="is not a publication date"):
        publication.parsed(printed)
