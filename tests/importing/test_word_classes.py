"""Each word of a class in each sentence in which words of that class are met: tense, negation, concession.

A word is as good as any other of its class, whether or not a page has shown it. The sentences are of our own
making, in the manner of the reports; a report of 2017 tells them.
"""

import pytest

from tests.importing.test_statements import verdicts_of

THEN = "In 2016, we found that the force had a backlog of cases."
UNSUPERVISED = "In 2016, we found that the force did not supervise its staff."
POOR = "In 2016, we found that supervision was poor."
GOOD = "In 2016, we found that supervision was {word}."

# Stem and ending apart, so that one entry gives "improve", "improved" and "improving".
BETTER = (
    "improv-e strengthen- enhanc-e refin-e sharpen- streamlin-e tighten- bolster- boost- upgrad-e modernis-e"
    " overhaul- transform- simplif-y reinforc-e accelerat-e standardis-e clarif-y deepen- broaden- reform-"
    " develop- expand- extend- rais-e increas-e"
)
ENDED = "address- resolv-e rectif-y remed-y correct- solv-e fix- eliminat-e eradicat-e settl-e cur-e redress-"
LAPSED = "deteriorated worsened declined slipped weakened lapsed regressed degraded faltered suffered"
STATES = "good effective strong robust comprehensive thorough consistent credible reliable adequate rigorous"

OF_BETTER = [
    ("improved", "Since our 2016 inspection, the force has {done} the supervision of its investigations."),
    (
        "improved",
        "Since our last inspection, the force has significantly {done} the supervision of its staff.",
    ),
    ("improved", "The supervision of investigations has been {done} since our 2016 inspection."),
    (
        "improved",
        "Although the force has {done} its supervision since our 2016 inspection, it has more to do.",
    ),
    ("improved", "Since our 2016 inspection, the force has begun to {do} the supervision of its staff."),
    ("improved", "Since our 2016 inspection, the force has taken steps to {do} its supervision."),
    ("improved", f"{POOR} The force is {{doing}} the supervision of its investigations."),
    ("not_improved", "Since our 2016 inspection, the force has not {done} the supervision of its staff."),
    ("not_improved", "Since our 2016 inspection, the force has yet to {do} its supervision."),
    ("not_improved", "Since our 2016 inspection, the force has failed to {do} its supervision."),
    ("not_improved", "Since our 2016 inspection, the force has done little to {do} its supervision."),
    ("not_improved", "The force has not done enough to {do} its supervision since our 2016 inspection."),
]
OF_ENDED = [
    ("resolved", f"{THEN} The force has {{done}} this problem."),
    ("resolved", f"{THEN} This problem has now been {{done}}."),
    ("resolved", "The force has {done} the problems that we found in 2016."),
    ("improved", f"{THEN} The force has partly {{done}} this problem."),
    ("improved", f"{THEN} The force has begun to {{do}} this problem."),
    ("improved", f"{THEN} The force is {{doing}} this problem."),
    ("improved", f"{THEN} The force has {{done}} this problem in part, but more work is needed."),
    ("improved", "The force has {done} some of the problems that we found in 2016."),
    ("improved", "Although the force has {done} most of the problems that we found in 2016, some remain."),
    ("not_improved", f"{THEN} The force has not {{done}} this problem."),
    ("not_improved", f"{THEN} This problem has not been {{done}}."),
    ("not_improved", f"{THEN} The force has yet to {{do}} this problem."),
    ("not_improved", f"{THEN} The force has failed to {{do}} this problem."),
    ("not_improved", f"{THEN} The force has done little to {{do}} this problem."),
    ("not_improved", f"{THEN} The force is still struggling to {{do}} this problem."),
]
OF_LAPSED = [
    ("worse", "Since our 2016 inspection, the force's performance has {word}."),
    ("worse", "We raised this in our last inspection, but performance has since {word}."),
    ("worse", "The quality of its investigations has {word} since our last inspection."),
    ("worse", "In 2016, we found that supervision was good. Since then, it has {word}."),
]
OF_STATES = [
    ("resolved", f"{POOR} Supervision is now {{word}}."),
    ("resolved", "Since 2016 the force has made progress in its supervision, which is now {word}."),
    ("resolved", "Since 2016 the force has made progress in supervision, with the standard now {word}."),
    ("not_improved", f"{POOR} Supervision is still not {{word}}."),
    ("worse", f"{GOOD} It is no longer {{word}}."),
    ("worse", "Supervision is not as {word} as it was when we inspected in 2016."),
    ("worse", "Supervision is less {word} than in 2016."),
]
OF_SHARES = [
    ("resolved", "all"),
    *(("improved", share) for share in ("most", "some", "many", "several", "half")),
    *(("not_improved", share) for share in ("none", "few", "fewer than half", "only a few", "hardly any")),
]
NOT_LOOKED_AT = (
    "we did not re-inspect this area",
    "we have not inspected this again",
    "we did not assess progress against it",
    "this was not re-inspected",
    "this inspection did not cover it",
    "it was outside the scope of this inspection",
    "we were unable to test this",
)


def forms(entry):
    """The three forms of a verb of the lists: to do, done and doing."""
    stem, ending = entry.split("-")
    done = f"{stem}ied" if ending == "y" else f"{stem}ed"
    return {"do": stem + ending, "done": done, "doing": f"{stem}{'y' if ending == 'y' else ''}ing"}


def misread(verdict, sentence, words):
    """The sentences that are read otherwise, with what was read."""
    told = (sentence.format(**(forms(word) if "-" in word else {"word": word})) for word in words.split())
    read = ((text, verdicts_of(text)) for text in told)
    return [(text, verdicts) for text, verdicts in read if verdicts != [verdict]]


@pytest.mark.parametrize(
    ("words", "verdict", "sentence"),
    [
        (words, verdict, sentence)
        for words, frames in (
            (BETTER, OF_BETTER),
            (ENDED, OF_ENDED),
            (LAPSED, OF_LAPSED),
            (STATES, OF_STATES),
        )
        for verdict, sentence in frames
    ],
)
def test_each_word_of_a_class(words, verdict, sentence):
    assert misread(verdict, sentence, words) == []


@pytest.mark.parametrize(("verdict", "share"), OF_SHARES)
@pytest.mark.parametrize(
    "sentence",
    [
        "The force has implemented {} of the recommendations from our 2016 report.",
        "The force has completed {} of the actions that we recommended in 2016.",
        "The force has complied with {} of the recommendations in our 2016 report.",
    ],
)
def test_how_much_of_it_was_done(sentence, share, verdict):
    assert verdicts_of(sentence.format(share)) == [verdict]


@pytest.mark.parametrize("words", NOT_LOOKED_AT)
def test_what_was_not_looked_at_in_the_same_sentence(words):
    assert verdicts_of(f"In 2016, we found that supervision was poor, but {words}.") == ["not_reinspected"]


@pytest.mark.parametrize(
    ("next_paragraph", "verdict"),
    [
        ("The force now has a credible and thorough approach to supervision.", "resolved"),
        ("This is no longer the case.", "resolved"),
        ("However, this has not improved.", "not_improved"),
        ("The force has been slow to respond.", "not_improved"),
        ("The force has made progress, but there is more to do.", "improved"),
        ("This has become worse.", "worse"),
        ("We did not re-inspect this.", "not_reinspected"),
    ],
)
def test_the_next_paragraph_may_go_straight_on(next_paragraph, verdict):
    assert verdicts_of(UNSUPERVISED, next_paragraph) == [verdict]


def test_the_next_paragraph_on_another_matter_says_nothing_of_it():
    another = "The force has improved its response to missing children."
    assert verdicts_of(UNSUPERVISED, another) == ["unclear", "improved"]
