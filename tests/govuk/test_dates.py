from datetime import UTC, date, datetime

import pytest

from govuk.dates import date_text, moment_text


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 11, 21, 17, 30, tzinfo=UTC), "21 November 2026 at 5:30pm"),
        (datetime(2026, 11, 21, 10, 0, 59, tzinfo=UTC), "21 November 2026 at 10am"),
        (datetime(2026, 11, 21, 12, 0, tzinfo=UTC), "21 November 2026 at midday"),
        (datetime(2026, 11, 21, 12, 5, tzinfo=UTC), "21 November 2026 at 12:05pm"),
        # Summer time: an hour before midnight in UTC is the next day here.
        (datetime(2026, 6, 3, 23, 0, tzinfo=UTC), "4 June 2026 at midnight"),
        (date(2018, 3, 22), "22 March 2018"),
        (None, ""),
    ],
)
def test_moments_are_written_as_gov_uk_does_and_a_day_gets_no_time(moment, text):
    assert moment_text(moment) == text


def test_the_day_of_a_moment_is_the_day_here():
    assert date_text(datetime(2026, 6, 3, 23, 30, tzinfo=UTC)) == "4 June 2026"
