"""What the words say became of an earlier finding.

Each sentence is looked at on its own: worse, resolved, not improved, improved, in that order, where a
caveat after "resolved" makes it "improved". Source of the five verdicts: domain notes, "Words of the
field".
"""

import re

from tracker.importing.extract.patterns import either

_LATELY = (
    r"(?:now |since |been |all |both |fully |properly |suitably |successfully |satisfactorily |swiftly "
    r"|effectively |largely )*"
)
_SETTLED = (
    r"(?:address\w*|resolv\w+|rectif\w+|dealt with|complet\w+|implement\w+|achiev\w+|done|met|closed"
    r"|discharged|remed\w+|cleared|removed|eliminated|lifted)"
)
_THE_MATTER = (
    r"(?:this|these|that|those|it|problems?|issues?|failings?|concerns?|recommendations?|shortcomings?|weakness\w*|areas?"
    r"|causes?|full|matter|all|lack)"
)
_SUBJECT = (
    r"(?:this|these|it|recommendations?|improvements?|changes|problems?|issues?|concerns?|failings?"
    r"|shortcomings?|weakness(?:es)?|areas? for improvement|causes? of concern|matters?|backlogs?)"
)
_NOT = (
    r"(?:has|have|had|is|are)(?: not|n't)(?: yet| been| adequately| meaningfully| fully| significantly"
    r"| sufficiently| made enough)*"
)
_GOOD = r"(?:good|effective|outstanding|strong|robust|comprehensive|appropriate|sound)"
_WELL = r"(?:adequately|effectively|consistently|routinely|properly|promptly|well|fully)"

WORSE = either(
    r"\bdeteriorat\w+",
    r"\b(?:is|are|has become|have become|become|now|got|getting) worse\b|\bworsened\b",
    r"\b(?:has|have) (?:declined|slipped|regressed)\b|\ba decline (?:since|in|on|from)\b",
    r"\b(?:standards?|performance|quality|service) (?:has|have) (?:fallen|dropped|got worse)\b",
    r"\bless (?:effective|able|likely|good|consistent)\w*\b.{0,80}\bthan\b",
    r"\bno longer (?:consistently|routinely|effectively|fully|always|in place|meets?|compl(?:ies|y|iant))\b",
    r"\bdropped (?:one|two|three|\d) grades?\b|\bbackward step\b|\bstep backwards?\b",
    r"\bcontrasts with\b.{0,100}\b(?:good|outstanding)\b",
)
RESOLVED = either(
    r"\bno longer (?:such )?an? (?:cause of|area|such|concern|problem|issue|matter)",
    rf"\b(?:has|have|had|is|are|was|were) {_LATELY}{_SETTLED}\b(?! comprehensive)(?=[^.;]*\b{_THE_MATTER}\b)",
    rf"\b{_SUBJECT} (?:has|have) {_LATELY}{_SETTLED}\b",
    r"\b(?:problems|issues|concerns|failings|shortcomings|weaknesses|recommendations)\b[^.;]{0,60}"
    rf"\b(?:has|have) {_LATELY}{_SETTLED}\b",
    rf"\b(?:improvements|changes) have {_LATELY}(?:made|taken place)\b",
    r"\bclosed? (?:the |these |this |its |all )?.{0,200}\b(?:causes? of concern|recommendations?)\b",
    r"\bsatisfied that (?:these|this|the terms)\b|\b(?:is|are) (?:therefore |now )?complete\b",
    r"\b(?:acted|responded|moved) (?:decisively|immediately|swiftly|quickly|promptly)\b",
    r"\bprompt and effective action\b|\bresponded (?:very )?well\b|\bfully compl(?:iant|ies|ied)\b",
    r"\b(?:is|are|it|they|force|officers|staff|has|have) now (?:\w+ly |a good |\w+ing\b(?! (?:to|on)\b))",
    rf"\bnow (?:has|have) (?:a |an )?(?:good|better|clear|{_GOOD})\b",
    rf"\bnow (?:\w+ed|{_WELL}) (?:\w+ed|{_WELL})\b|\b(?:is|are) now (?:able to|{_GOOD})\b",
    r"\bnow (?:\w+ly )?\w+s (?:vulnerable|victims|information|people)\b",
    r"\bimpressed (?:with|by|to see)\b|\b(?:is|was) no longer the case\b|\b(?:has|have) done so\b",
    r"\b(?:has|have) acted (?:up)?on\b|\breduced to an acceptable\b",
)
DECISIVE = either(
    r"\b(?:acted|moved) (?:decisively|immediately|swiftly)\b",
    r"\bprompt and effective action\b",
    r"\bverified that\b",
    r"\bno longer an? cause of concern\b",
)
NOT_IMPROVED = either(
    rf"\b{_NOT} (?:improv\w+|brought|made|changed|progress\w*|dealt|{_SETTLED})\b",
    r"\bstill (?:needs?|requires?|has|does|do|is|are|not|there|some|cannot|room|lack\w*|fail\w*)\b",
    r"\bcontinues? to (?:require|need|be a|struggle|fail|lack|have (?:difficult|problem|trouble))\w*\b",
    r"\bstill the case\b|\bnot done so\b|\bfailed to\b|\bfrustrating\b|\bneeds? to do (?:much )?more\b",
    r"\bremains?\b(?! (?:in place|outstanding|good|committed|strong|effective|high))",
    r"\bnot (?:yet )?(?:brought about|meaningfully|been addressed)\b|\byet to\b",
    r"\b(?:remain|been|still) (?:\w+ )?concerned\b|\btoo few of\b|\bdisappoint\w+\b",
    r"\bagain found\b|\bsame (?:problems?|issues?|concerns?|failings?|weakness\w*)\b",
)
# Little progress is none, whatever else the sentence praises.
TOO_LITTLE = either(
    r"\b(?:no|little|limited|slow|insufficient|not enough) (?:\w+ )?(?:improvements?|progress|change)\b",
    r"(?:\bnot|n't) (?:yet )?(?:made|seen|shown) (?:enough|sufficient|meaningful|adequate|any|much)"
    r" (?:\w+ )?(?:improvements?|progress)\b",
    rf"\b{_NOT} progress\w*\b",
    r"\b(?:little|nothing) has (?:changed|improved)\b",
)
IMPROVED = either(
    r"(?<!not )(?<!n't )(?<!yet )\bimproved\b",
    r"\b(?:an|significant|considerable|marked|shown|some|the|these|this|of|made|several|despite|recent"
    r"|many|immediate|steady|sustained|continued) (?:\w+ )?improvements?\b",
    r"(?<!no )\bprogress(?:ed|ing)?\b",
    r"\b(?:got|getting|is|are|now|much) better\b|\bspeeded up\b",
    r"\bmore (?:often|effectively|quickly|promptly|consistently) than\b",
    r"\bincreased its (?:ability|capacity|capability)\b",
    r"\bresponded positively\b|\btaken (?:positive )?steps\b|\bpositive steps?\b",
    r"\bnow (?:has|have) (?:a |an )?(?:\w+ )?(?:plans?|strategy)\b|\bworked hard to\b",
    r"\b(?:started|begun|in the process of) (?:to )?(?:address|improv|rectify|work|do)\w*",
    r"\bcomplied with most\b|\bbeing progressed\b|\b(?:work|this|it) is (?:now )?under ?way\b",
    r"\b(?:partially|partly) (?:\w+ed|met|done)\b|\btaken (?:\w+ )?action to\b",
    r"\bstrengthened\b|\b(?:have|has) been (?:\w+ )?improvements?\b",
    r"\b(?:introduced|put in place|developed|set up|created|invested)\b.{0,80}"
    r"\bto (?:improve|address|tackle|strengthen)\b",
)
# Improvement that is asked for or hoped for is none that has come about.
_WANTED = either(
    r"\b(?:areas?|room|cause|need|needs|requires?|required|require|further) (?:for |of "
    r"|some )?improvements?\b",
    r"(?<=brought about the )improvements?\b",
    r"\bimprovements? (?:is|are|that) (?:still )?(?:needed|required|the force hopes)\b",
)
CAVEAT = either(
    r"\b(?:although|though|however|but|while|despite)\b.{0,200}\b(?:still|more|further|some|needs?|could"
    r"|persist\w*|remain\w*|not|cannot|cause of concern)\b",
    r"\bmore (?:still )?(?:needs?|to do|to be done)\b|\bpersist\b",
    r"\bor is in the process of\b|\bmost of\b|\bsome of this\b|\bprogress in (?:some|several|a number of)\b",
    r"n't (?:yet|always|routinely)\b|\bnot (?:yet|always|routinely)\b",
)
NOT_REINSPECTED = either(
    r"\b(?:has|have|was|were|did)(?: not|n't)(?: been)? (?:re-?inspect\w*|inspected)\b",
    r"\bnot subject to (?:detailed )?inspection\b",
)
# How things stand, nothing said of a change: it counts only where an earlier finding is being spoken of.
_STANDS_WELL = either(
    rf"\b(?:is|are) (?:now )?{_GOOD}\b|\bhas (?:a |an )?{_GOOD}\b",
    rf"\b(?:is|are) {_WELL} \w+ing\b|\b(?:is|are) able to\b",
)
_STANDS_BADLY = either(
    r"\b(?:is|are|does|do|has|have)(?: not|n't)\b|\blacks?\b|\blittle or no\b|\binconsisten\w+\b",
    r"\bcannot\b|\bcan't\b|\bpoor(?:ly)?\b|\btoo (?:many|often)\b|\b(?:needs?|must) (?:to )?improve\b",
)


def verdict_of(text: str) -> str | None:
    """Return the verdict that one sentence, in plain spelling, gives; None when it gives none."""
    words = _WANTED.sub(" ", text)
    if WORSE.search(text):
        return "worse"
    if TOO_LITTLE.search(text):
        return "not_improved"
    resolved, better, still = RESOLVED.search(text), IMPROVED.search(words), NOT_IMPROVED.search(text)
    has_caveat = bool(still or CAVEAT.search(words))
    if resolved and (DECISIVE.search(words) or not has_caveat):
        return "resolved"
    if better and not has_caveat and _STANDS_WELL.search(words):
        return "resolved"
    if still and not (better or resolved):
        return "not_improved"
    if better or resolved:
        return "improved"
    return "not_reinspected" if NOT_REINSPECTED.search(words) else None


def standing_of(text: str) -> str | None:
    """Return what a sentence on an earlier finding says by telling how things stand; None when it does
    not."""
    if _STANDS_BADLY.search(text):
        return "not_improved"
    return "resolved" if _STANDS_WELL.search(text) and not CAVEAT.search(text) else None


def speaks_well(text: str) -> bool:
    """Whether what was found then was good, so that what is bad now has got worse."""
    praised = re.search(rf"\b(?:positive|{_GOOD}|{_WELL})\b", text, re.IGNORECASE)
    return praised is not None and not _FAULT.search(text)


_FAULT = either(
    r"\b(?:not|no|little|lack\w*|need\w*|should|poor\w*|weak\w*|inadequate\w*|limited|variable|concern\w*)\b",
    r"\b(?:fail\w*|shortcoming\w*|problem\w*|issue\w*|inconsisten\w*|gaps?|improve\w*|too)\b|n't\b",
    r"\b(?:recommend\w*|cause of|areas? for|afis?|disappoint\w*|backlogs?|excessive)\b",
)


def tells_of_a_fault(text: str) -> bool:
    """Whether the words name something that was wrong, or that was asked for."""
    return _FAULT.search(text) is not None


def combined(verdicts: list[str]) -> str:
    """Return the one verdict of several sentences about one matter, the first of them nearest to it.

    A sentence that goes on to say what is left makes "resolved" an "improved"; otherwise the first one
    counts.
    """
    if not verdicts:
        return "unclear"
    first = verdicts[0]
    if first == "improved" and "resolved" in verdicts[1:]:
        return "resolved"
    return "improved" if first == "resolved" and "not_improved" in verdicts[1:] else first
