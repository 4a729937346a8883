"""Sentences that speak of an earlier finding though they name no earlier inspection.

A change is told, or a finding is called by what it is ("this cause of concern", "the issues we raised"), and
by the way it is said there was an earlier look.
"""

import re

from tracker.importing.extract.patterns import either
from tracker.importing.extract.references import EVENT, MATTER, SAID, tells_of_a_figure
from tracker.importing.extract.verdicts import standing_of, verdict_of
from tracker.importing.extract.words import ADVERBS, DONE, FORMAL, PUT_AN_END_TO
from tracker.importing.prose import Sentence

# The force by a noun: "it" goes on with what was told before, which may be no change.
_FORCE = r"(?:force|constabulary|police|service|MPS)"
_DEGREE = r"(?:also |now |since |generally |\w+ly )*"
_US = r"(?:we|i|hmic(?:frs)?|(?:the )?inspectors?|(?:the )?inspectorate)"

_CHANGE = either(
    rf"\b{_FORCE} (?:has|have|had) {_DEGREE}made (?:\w+ ){{0,3}}(?:progress|improvements?|strides)\b",
    rf"\b{_FORCE} (?:has|have)(?: not|n't)? {ADVERBS}complied with (?:\w+ ){{0,3}}(?:this|these|the|our)"
    rf" {FORMAL}\b",
    r"\b(?:took|taken|listened to|responded to|acted (?:up)?on) (?:\w+ ){0,2}(?:our|my|hmic\w*(?:'s)?) "
    r"(?:\w+ ){0,2}(?:concerns?|findings|feedback|recommendations?|criticisms?)\b",
    rf"\b{_FORCE} (?:has|have|had) {_DEGREE}(?:improved|got better at|speeded up|addressed"
    r"|rectified|resolved)\b",
    rf"\b{_FORCE} (?:has|have) continued to (?:make|improve|address|tackle|progress|act on)\b"
    r"|\bhas continued to improve\b",
    r"\b(?:quality|standard|supervision|performance|service|understanding|response|timeliness)\b[^.;]{0,60}"
    r"\b(?:is|are) (?:now )?(?:much )?better\b",
    rf"\b{_FORCE} (?:has|have) responded (?:very )?(?:well|positively|swiftly|quickly)\b",
    r"\b(?:i am|i was|we are|we were|hmic(?:frs)? is|hmic(?:frs)? was) (?:\w+ ){0,2}"
    r"(?:reassured|encouraged|impressed|disappointed|pleased) "
    r"(?=.{0,200}\b(?:progress|improve\w*|continu\w+|remain\w*|now|still|emphasis|clos(?:ed|ure|ing))\b)",
    r"\b(?:i|we) (?:remain|(?:am|are) still|continue to be) (?:\w+ )?concerned\b|\b(?:i"
    r"|we) commend\b.{0,200}\b(?:progress|improvements?)\b",
    r"\bfor (?:\w+|several|many) years,? (?:we|i|hmic(?:frs)?) (?:have|has) been concerned\b",
    r"\bthis (?:remain(?:s|ed)|continues to be|is still|was still|is no longer) an? (?:\w+ )?(?:area|cause"
    r"|concern)\b",
    r"\bthis year,? (?:we|hmic(?:frs)?) found\b.{0,200}\bimproved\b",
    r"\b(?:although|and|but) (?:this|it) has improved\b|\bno meaningful (?:improvement|progress)\b",
    r"\bhas (?:\w+ly )?improved\b.{0,60}\b(?:but|although|though|however|-)\s+(?:there is |still )*more\b",
    r"\bpreviously in place\b|\bno longer consistently\b",
    r"\b(?:performance|effectiveness|service|position|approach)\b[^.;]{0,80}"
    r"\bhas (?:declined|deteriorated|worsened)\b",
    rf"\b(?:able to|have|has|we|we can|therefore) (?:close|discharge|lift|remove)d? (?:the |these |this |its "
    rf"|all |both )?.{{0,200}}\b{FORMAL}",
    rf"\b(?:this|these|that|those|both|all|the|our) (?:\w+ ){{0,2}}{FORMAL} (?:has|have|is|are)(?: not|n't)?"
    rf" {ADVERBS}(?:{PUT_AN_END_TO}|{DONE}|open|carried forward)\b",
)
_STILL = either(
    rf"\b(?:{_FORCE}|there) still (?:needs?|requires?|has (?:some way|more|work)|lacks?|fails?|cannot"
    r"|(?:does|is|has|do)(?: not|n't))\b",
    r"\b(?:it|they) (?:is|are) still (?:failing|not|unable)\b",
    r"\bthere (?:is|are) still (?:some )?(?:room|scope|areas|more(?! (?:it|they|the (?:force|constabulary))))"
    r"\b",
    rf"\b{_FORCE} (?:has yet to|continues to (?:need|require|struggle|fail)|has not (?:yet )?fully)\b",
)
_ANSWERED = either(
    r"\b(?:acted|responded|moved|addressed|rectified|resolved|dealt|remedied|complied|tackled|acting"
    r"|responding"
    r"|addressing|rectifying|resolving|dealing|tackling)\b[^.;]{0,80}"
    rf"\b{MATTER}\b[^.;]{{0,20}}?\b(?:{_US}\s+(?:had |have |previously )*{SAID}|{SAID} (?:by|in|during|at)"
    rf" (?:our|the|hmic\w*(?:'s?)?) (?:\w+ ){{0,3}}{EVENT})",
)
_THIS_TIME = either(
    r"\bin this (?:report|inspection|assessment)\b|\bduring (?:this|our) (?:inspection|fieldwork)\b"
)
_WENT_BACK = either(
    rf"\b{_US} (?:have |then )?(?:returned|went back|revisited|re-?inspected|reviewed|re-?assessed)\b"
    rf"[^.;]{{0,80}}\b(?:progress|response)\b[^.;]{{0,80}}\b{MATTER}\b",
)
_LOOKED_AGAIN = either(
    rf"\b{_US} (?:have |then |also )*(?:re-?inspected|re-?assessed|revisited|returned to|went back to)"
    rf" the {_FORCE}\b",
    rf"\b{_US} (?:have |then |also )*(?:inspected|visited|assessed|looked at) (?:the {_FORCE}|it) again\b",
)
_REVISIT = re.compile(r"\brevisit|post-inspection review\b", re.IGNORECASE)
_TITLE_LINES, _LONGEST_TITLE = 12, 160
_TELLS_OF_THE_FORCE = re.compile(
    rf"\b(?:{_FORCE}|it|they|there|officers|staff|improvements?)\b", re.IGNORECASE
)
_TELLS_OF_THE_REVISIT = either(
    r"\b(?:revisit|review|audit|inspection)\w* (?:focus\w*|includ\w+|look\w+|assess\w+)\b",
    r"\bto (?:review|assess|check) (?:the |its )?progress\b|\bprogress was (?:assessed|reviewed)\b",
)
_LOG = re.compile(r"\[(?:on|status|comment)\]")
_LOG_VOICE = either(
    r"\b(?:we found|i am satisfied|inspectors found|it is recognised that|we are satisfied)\b",
    rf"\bfollowing (?:our|the) (?:\w+ ){{0,4}}{EVENT}",
    r"\bthis recommendation is (?:therefore )?(?:complete|closed)\b|\bauthorised for closure\b",
    r"\bstatus to be determined\b|\bwill be (?:re-?)?inspected\b",
)


def is_on_a_revisit(text: str) -> bool:
    """Whether the whole text, by its title, is on going back to earlier findings."""
    lines = [line for line in text[:2_000].split("\n") if line.strip()][:_TITLE_LINES]
    return any(_REVISIT.search(line) for line in lines if _may_be_a_title(line))


def _may_be_a_title(line: str) -> bool:
    return len(line) <= _LONGEST_TITLE and not line.rstrip().endswith((".", ":", ";"))


def is_register_entry(text: str) -> bool:
    return _LOG.search(text) is not None


def implied_verdict(sentence: Sentence, *, is_revisit: bool, is_register: bool) -> str | None:
    """Return what the sentence alone says of an earlier finding; None when it speaks of none.

    In an entry of the register the inspectorate's remarks all speak of the entry, and in a text on a revisit
    every change does.
    """
    words = sentence.plain
    if is_register:
        return (verdict_of(words) or standing_of(words) or "unclear") if _LOG_VOICE.search(words) else None
    if speaks_of_a_review(sentence):
        return "unclear"
    if tells_of_a_figure(words) or _THIS_TIME.search(words):
        return None
    speaks = _CHANGE.search(words) or _STILL.search(words) or _ANSWERED.search(words)
    verdict = verdict_of(words) if speaks or (is_revisit and _tells_of_the_force(words)) else None
    return None if verdict == "not_reinspected" else verdict


def _tells_of_the_force(words: str) -> bool:
    return bool(_TELLS_OF_THE_FORCE.search(words)) and not _TELLS_OF_THE_REVISIT.search(words)


def looks_again(sentence: Sentence) -> bool:
    """Whether the inspectors say that they inspected the force again, after an inspection told of before."""
    return _LOOKED_AGAIN.search(sentence.plain) is not None


def speaks_of_a_review(sentence: Sentence) -> bool:
    """Whether the inspectors say that they went back to a finding, and not yet what they found."""
    return _WENT_BACK.search(sentence.plain) is not None
