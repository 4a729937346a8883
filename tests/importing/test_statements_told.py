# ruff: noqa: E501  a sentence stays on one line
"""Ways in which the inspectorate tells what became of a finding, one statement each."""

import pytest

from tests.importing.test_statements import verdicts_of

TOLD = {
    "resolved": """
        In our 2016 report we identified this as an area for improvement. The force has since introduced a new process and this is no longer an area for improvement.
        HMICFRS is pleased to see that the force has acted on the area for improvement identified in 2016.
        In our inspection in 2016, we found the force had a backlog of cases. This has now been cleared.
        The force has successfully dealt with the area for improvement that we identified in 2016.
        We have removed the cause of concern that we issued in 2016.
        In 2016, we recommended that the force should review its policy. It has done so.
        In 2016, we recommended that the force should review its policy. The force has completed this work.
        The force has implemented all the recommendations from our 2016 report.
        The concerns we raised in 2016 have been resolved.
        The problems that we found in 2016 have now been rectified.
        Last year we were concerned about the backlog. This is no longer the case.
        Last year we were concerned about the backlog; we are satisfied that this has been reduced to an acceptable level.
        Since our 2016 inspection, the force has introduced new processes and supervision is now effective.
    """,
    "not_improved": """
        We found that the force had not made enough progress since our last inspection.
        This remains an area for improvement.
        Supervision was an area for improvement in our 2016 inspection and we found the same problems this time.
        It was disappointing to find that little has changed since our last inspection.
        In 2016 we found that supervision was poor. This is still the case.
        The force continues to have difficulty in answering calls, as we reported in 2016.
        In 2016, we recommended that the force should review its policy. It has not done so.
        The force has failed to address the area for improvement from our 2016 report.
        The concerns we raised in 2016 have not been resolved.
        We found no improvement in supervision since our 2016 inspection.
        Last year we reported that the force did not understand demand. It still does not.
        Last year we were concerned about the backlog. We remain concerned about this.
        We highlighted this in our 2016 report and it is frustrating that it has not been addressed.
        There has been insufficient progress since our 2016 inspection.
    """,
    "improved": """
        The force has made progress against this area for improvement, but has not fully addressed it.
        In 2016, we told the force it should improve supervision. We are pleased to see that supervision is now better.
        Since the last inspection, the force has invested in training and the quality of investigations has improved significantly.
        We were encouraged by the progress the force has made since 2016.
        The force has taken action to address the area for improvement from our 2016 inspection.
        In 2016, we recommended that the force should review its policy. It has started to do this, but the work is not complete.
        In 2016, we recommended that the force should review its policy. Work is under way to do this.
        The force has implemented most of the recommendations from our 2016 report.
        The force has partially addressed the area for improvement from our 2016 report.
        Although there have been improvements since our last inspection, the force needs to do more.
        The force is better at identifying vulnerable people than it was in 2016.
        HMICFRS found that the force's understanding of demand has improved since 2016.
        The force has strengthened its supervision since our 2016 inspection.
        We found a marked improvement in supervision since our 2016 inspection.
        The constabulary has worked hard to improve its call handling since 2016.
        The force has begun to address the areas for improvement identified in our 2016 report.
        Since our 2016 inspection, the force has introduced new processes to improve supervision.
    """,
    "worse": """
        The force's performance has got worse since our 2016 inspection.
        Standards have fallen since our 2016 inspection.
        The force is less effective at protecting vulnerable people than it was in 2016.
        This is a decline since our last inspection.
    """,
    "unclear": """
        In our 2016 inspection, we identified supervision as an area for improvement.
    """,
}


@pytest.mark.parametrize(
    ("verdict", "told"),
    [(verdict, line.strip()) for verdict, lines in TOLD.items() for line in lines.strip().splitlines()],
)
def test_verdict_of_what_is_told(verdict, told):
    assert verdicts_of(told) == [verdict]
