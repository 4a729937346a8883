"""Ranking of earlier and later texts of one force."""

import subprocess
import sys
from dataclasses import replace

from tracker.importing.match import (
    Candidate,
    rank,
    rank_each,
    rank_statement,
    rank_statements,
    statement_candidate,
)

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


def test_reasons_are_sentences_with_figures():
    assert rank([ALARMS], [ALARMS_AGAIN])[0].reasons == (
        "The wordings are 43% alike; 78% of the shorter one's telling words are shared: alarm, farm.",
        "Both have the same question.",
        "Each is an area for improvement.",
        "They are 1 year apart: 2016 and 2017.",
    )


def test_matters_apart_count_less_than_the_words_they_share():
    force = replace(
        ALARMS, text="It should monitor data on how often officers use force: use of force must be fair."
    )
    searches = replace(ALARMS_AGAIN, text="It should monitor data on stop and search, which must be fair.")
    (apart,) = rank([force], [searches])
    (again,) = rank([force], [replace(searches, text="Data on its use of force must be monitored.")])
    assert not apart.proposed
    assert again.proposed
    assert "But one is about use of force, the other about stop and search." in apart.reasons


def test_another_question_is_said_and_counts_less():
    about_victims, about_money = "Protecting vulnerable people", "Good use of resources"
    same, other = (replace(ALARMS, id=name, question=name) for name in (about_victims, about_money))
    first, second = rank([other, same], [replace(ALARMS_AGAIN, question=about_victims)])
    assert (first.earlier, second.earlier) == (about_victims, about_money)
    assert first.score > second.score
    assert "They differ in question: “Good use of resources” and “Protecting vulnerable people”." in (
        second.reasons
    )


def test_a_question_is_known_by_the_names_other_programmes_give_it():
    earlier = replace(ALARMS, question="How effective is the force at investigating crime?")
    later = replace(ALARMS_AGAIN, question="Investigating crime and reducing re-offending")
    elsewhere = replace(earlier, id="elsewhere", question="Good use of resources")
    known, unknown = rank([elsewhere, earlier], [later])
    assert (known.earlier, unknown.earlier) == ("alarms", "elsewhere")
    assert any(reason.endswith("both ask about investigating crime.") for reason in known.reasons)


def test_findings_of_one_year_are_never_proposed():
    sibling = replace(ALARMS, id="sibling", year=2017)
    link = rank([sibling], [ALARMS_AGAIN])[0]
    assert not link.proposed
    assert link.relation == "related"
    assert "Both are of 2017: findings of one year are not each other's predecessors." in link.reasons


def test_a_later_finding_is_no_predecessor():
    link = rank([replace(ALARMS, year=2018)], [ALARMS_AGAIN])[0]
    assert not link.proposed
    assert "The one given as the earlier is of 2018, after 2017." in link.reasons


def test_one_earlier_finding_may_have_several_successors():
    halves = [
        replace(ALARMS_AGAIN, id="first"),
        replace(ALARMS_AGAIN, id="second", text="The alarm of each farm shop should be checked yearly."),
    ]
    assert [link.proposed for link in rank([ALARMS], halves)] == [True, True]


def test_abbreviations_and_their_words_meet():
    short = Candidate("short", "The force should reduce the workloads of those who visit RSOs.", 2016)
    spelt = Candidate("spelt", "The unit does not manage registered sex offenders effectively.", 2017)
    link = rank([short], [spelt])[0]
    assert link.proposed
    assert "Both speak of registered sex offenders." in link.reasons


def test_standing_phrases_alone_are_no_likeness():
    one = Candidate("one", "The force should take immediate steps to ensure that it improves vetting.", 2016)
    two = Candidate("two", "The force should take immediate steps to ensure that it improves custody.", 2017)
    assert not rank([one], [two])[0].proposed


def test_no_more_links_than_asked_for_each_later_finding():
    ranked = list(rank_each([ALARMS, CATTLE], [RADIOS, ALARMS_AGAIN], most=1))
    assert [[link.later for link in links] for links in ranked] == [["radios"], ["again"]]
    assert ranked[1][0].earlier == "alarms"


def test_many_later_findings_are_ranked_as_one_alone():
    later = [replace(ALARMS_AGAIN, id=f"again {number}") for number in range(130)]
    scores = {link.score for links in rank_each([ALARMS], later) for link in links}
    assert len(scores) == 1


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


def test_the_kind_that_a_statement_names_comes_first():
    concern = Candidate("concern", "Alarms in farm shops are not checked.", 2016, "cause_of_concern")
    area = Candidate("area", "Alarms in farm shops are not checked.", 2016, "area_for_improvement")
    told = Candidate("s", "Farm shop alarms are no longer a cause of concern.", 2016)
    first, second = next(rank_statements([told], [area, concern]))
    assert (first.earlier, second.earlier) == ("concern", "area")
    assert "The statement speaks of a cause of concern, as this is." in first.reasons


def test_what_is_complete_is_a_recommendation():
    concern = Candidate("concern", "Alarms in farm shops are not checked.", 2016, "cause_of_concern")
    deed = Candidate("deed", "Alarms in farm shops are not checked.", 2016, "recommendation")
    for said, first in (("We ask that it be filed as complete.", "deed"), ("Alarms are better.", "concern")):
        assert next(rank_statements([Candidate("s", said, 2016)], [concern, deed]))[0].earlier == first


def test_a_statement_without_a_matter_is_read_with_what_stands_before_it():
    said = "This has improved since our last inspection."
    before = "The radios are old. The force checks the alarms of farm shops twice a year. "
    text = f"Another paragraph on stolen cattle.\n\n{before}{said}"
    quote = {"text": said, "start": text.index(said)}
    told = {"quotes": [quote], "predecessor": None, "about_year": 2016, "about_kind": "unknown"}
    alone = statement_candidate(told | {"question": None}, "s")
    read = statement_candidate(told | {"question": None}, "s", text)
    assert (alone.text.strip(), read.text.split()) == (said, f"{before}{said}".split())
    assert rank_statement(read, [CATTLE, ALARMS])[0].earlier == "alarms"


def test_a_statement_with_a_matter_is_read_alone_and_a_cut_sentence_is_left_out():
    said = "Visits to registered sex offenders have improved."
    matter = {"quotes": [{"text": said, "start": 20}], "predecessor": None, "question": None}
    told = matter | {"about_year": None, "about_kind": "unknown"}
    assert statement_candidate(told, "s", f"Farm shop alarms.   {said}").text.strip() == said
    long = f"Cattle {'and more cattle ' * 20}were stolen. The force is good. It has improved."
    vague = told | {"quotes": [{"text": "It has improved.", "start": long.index("It has")}]}
    assert statement_candidate(vague, "s", long).text.split() == [
        "The",
        "force",
        "is",
        "good.",
        "It",
        "has",
        "improved.",
    ]


def test_a_pillar_that_a_statement_names_counts():
    searches = Candidate("searches", "Grounds for stop and search are not written down.", 2016)
    demand = Candidate("demand", "The force does not understand demand.", 2016)
    told = Candidate("s", "The area from our legitimacy inspection remains.", 2016)
    assert next(rank_statements([told], [demand, searches]))[0].earlier == "searches"


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
