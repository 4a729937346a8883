"""Ranking of earlier and later texts of one force."""

import subprocess
import sys

from tracker.importing.match import Candidate, rank, rank_statement

ALARMS = Candidate(
    "alarms",
    "The force should check the alarm of each farm shop twice a year.",
    2016,
    "area_for_improvement",
    "Q3",
)
CATTLE = Candidate(
    "cattle",
    "The force should record reports of stolen cattle correctly.",
    2016,
    "area_for_improvement",
    "Q3",
)
ALARMS_AGAIN = Candidate(
    "again",
    "The force should ensure that it checks every farm shop's alarm.",
    2017,
    "area_for_improvement",
    "Q3",
)
RADIOS = Candidate(
    "radios", "The force should replace the radios of its officers.", 2017, "area_for_improvement", "Q1"
)


def test_every_pair_is_ranked_best_first():
    links = rank([ALARMS, CATTLE], [RADIOS, ALARMS_AGAIN])
    assert len(links) == 4
    assert (links[0].earlier, links[0].later) == ("alarms", "again")
    assert links[0].proposed
    assert links == sorted(links, key=lambda link: -link.score)
    assert all(0 <= link.score <= 1 for link in links)


def test_what_is_unlike_is_not_proposed():
    link = next(link for link in rank([CATTLE], [RADIOS]))
    assert not link.proposed
    assert link.relation == "related"


def test_reasons_can_be_read():
    wording, question, kind = rank([ALARMS], [ALARMS_AGAIN])[0].reasons
    assert "alike" in wording
    assert "alarm" in wording
    assert question == "Both have the same question."
    assert kind == "Both have the same kind."


def test_another_question_is_said_and_counts_less():
    elsewhere = Candidate("elsewhere", ALARMS.text, 2016, ALARMS.kind, "Q2")
    same, other = rank([ALARMS, elsewhere], [ALARMS_AGAIN])
    assert (same.earlier, other.earlier) == ("alarms", "elsewhere")
    assert "“Q2” and “Q3”" in other.reasons[1]


def test_nothing_to_rank_is_no_links():
    assert rank([], [ALARMS]) == []
    assert rank([ALARMS], []) == []


def test_texts_without_words_are_no_fault():
    assert rank([Candidate("empty", "")], [Candidate("dots", "…")])[0].proposed is False


def test_statement_of_another_year_is_ranked_but_not_proposed():
    statement = Candidate("s", "In our 2015 report we said that the force should check farm shop alarms.")
    assert rank_statement(statement, [ALARMS], of_year=2016)[0].proposed
    link = rank_statement(statement, [ALARMS], of_year=2015)[0]
    assert not link.proposed
    assert link.reasons[-1] == "The statement speaks of 2015, this finding is of 2016."


def test_naming_the_same_inspection_makes_no_likeness():
    earlier = Candidate(
        "schools",
        "In HMICFRS' 2016 effectiveness inspection we said the force should write to schools.",
        2016,
    )
    of_another_matter = "It attends promptly. This is better since HMICFRS' 2016 effectiveness inspection."
    of_the_matter = "Since HMICFRS' 2016 effectiveness inspection the force has written to schools."
    assert not rank_statement(Candidate("s", of_another_matter), [earlier])[0].proposed
    assert rank_statement(Candidate("s", of_the_matter), [earlier])[0].proposed


def test_scikit_learn_is_not_loaded_until_texts_are_ranked():
    code = (
        "import sys, tracker.importing.match, tracker.importing.reading; sys.exit('sklearn' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_reading_needs_no_django():
    code = (
        "import sys, tracker.importing.reading, tracker.importing.sandbox; sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
