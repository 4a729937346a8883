"""What the words say became of an earlier finding.

Each sentence is looked at on its own: worse, resolved, not improved, improved, in that order, where a
caveat after "resolved" makes it "improved". Source of the five verdicts: domain notes, "Words of the
field".
"""

from tracker.importing.extract.patterns import either

_LATELY = (
    r"(?:now |since |been |all |both |fully |properly |suitably |successfully |satisfactorily |swiftly "
    r"|effectively )*"
)
_SETTLED = (
    r"(?:address\w*|resolv\w+|rectif\w+|dealt with|complet\w+|implement\w+|achiev\w+|done|met|closed"
    r"|discharged|remed\w+)"
)
_THE_MATTER = (
    r"(?:this|these|that|those|it|problems?|issues?|failings?|concerns?|recommendations?|shortcomings?|weakness\w*|areas?"
    r"|causes?|full|matter|all|lack)"
)
_NOT = (
    r"(?:has|have|had|is|are)(?: not|n't)(?: yet| been| adequately| meaningfully| fully| significantly"
    r"| sufficiently)*"
)

WORSE = either(
    r"\bdeteriorat\w+",
    r"\b(?:is|are|has become|have become|become|now) worse\b|\bworsened\b",
    r"\b(?:has|have) declined\b",
    r"\bno longer (?:consistently|routinely|effectively|fully|always)\b",
    r"\bdropped (?:one|two|three|\d) grades?\b",
)
RESOLVED = either(
    r"\bno longer (?:such )?an? (?:cause of|area|such|concern|problem|issue|matter)",
    rf"\b(?:has|have|had|is|are|was|were) {_LATELY}{_SETTLED}\b(?! comprehensive)(?=[^.;]*\b{_THE_MATTER}\b)",
    rf"\b(?:this|these|it|recommendations?|improvements?) (?:has|have) {_LATELY}(?:{_SETTLED}|made"
    rf"|taken place)\b",
    r"\bclosed? (?:the |these |this |its |all )?.*\b(?:causes? of concern|recommendations?)\b",
    r"\bsatisfied that (?:these|this|the terms)\b|\b(?:is|are) (?:therefore |now )?complete\b",
    r"\b(?:acted|responded|moved) (?:decisively|immediately|swiftly|quickly|promptly)\b",
    r"\bprompt and effective action\b|\bresponded (?:very )?well\b|\bfully compliant\b",
    r"\b(?:is|are|it|they|force|officers|staff|has|have) now (?:\w+ly |a good |\w+ing\b(?! to\b))",
    r"\bnow has (?:a |an )?(?:good|better|effective|clear)\b",
    r"\bnow (?:\w+ly )?\w+s (?:vulnerable|victims|information|people)\b",
)
DECISIVE = either(
    r"\b(?:acted|moved) (?:decisively|immediately|swiftly)\b",
    r"\bprompt and effective action\b",
    r"\bverified that\b",
    r"\bno longer an? cause of concern\b",
)
NOT_IMPROVED = either(
    rf"\b{_NOT} (?:improv\w+|brought|made|changed|progress\w*|dealt|{_SETTLED})\b",
    r"\bstill (?:needs?|requires?|has|does|do|is|are|not|there|some|cannot|room)\b",
    r"\bcontinues? to (?:require|need|be a)\b|\bremains?\b(?! in place)",
    r"\bno (?:meaningful|significant|real|discernible) (?:improvement|progress|change)\b",
    r"\bnot (?:yet )?(?:brought about|meaningfully|been addressed)\b|\byet to\b",
    r"\bremain (?:\w+ )?concerned\b|\btoo few of\b|\bdisappoint\w+\b",
)
IMPROVED = either(
    r"(?<!not )(?<!n't )(?<!yet )\bimproved\b",
    r"\b(?:an|significant|considerable|marked|shown|some|the|these|this|of|made|several"
    r"|many) (?:\w+ )?improvements?\b",
    r"(?<!no )(?<!meaningful )(?<!significant )\bprogress(?:ed|ing)?\b",
    r"\b(?:got|getting|is|are|now|much) better\b|\bspeeded up\b",
    r"\bmore (?:often|effectively|quickly|promptly|consistently) than\b|\bincreased its ability\b",
    r"\bresponded positively\b|\btaken (?:positive )?steps\b|\bpositive steps?\b",
)
# Improvement that is asked for or hoped for is none that has come about.
_WANTED = either(
    r"\b(?:areas?|room|cause|need|needs|requires?|required|require|further) (?:for |of "
    r"|some )?improvements?\b",
    r"(?<=brought about the )improvements?\b",
    r"\bimprovements? (?:is|are|that) (?:still )?(?:needed|required|the force hopes)\b",
)
CAVEAT = either(
    r"\b(?:although|though|however|but|while|despite)\b.*\b(?:still|more|further|some|needs?|could|persist\w*|remain\w*|not)\b",
    r"\bmore (?:still )?(?:needs?|to do|to be done)\b|\bpersist\b",
    r"\bor is in the process of\b|\bmost of\b|\bsome of this\b",
)
NOT_REINSPECTED = either(
    r"\b(?:has|have|was|were|did)(?: not|n't)(?: been)? (?:re-?inspect\w*|inspected)\b",
    r"\bnot subject to (?:detailed )?inspection\b",
)


def verdict_of(text: str) -> str | None:
    """Return the verdict that one sentence, in plain spelling, gives; None when it gives none."""
    words = _WANTED.sub(" ", text)
    if WORSE.search(words):
        return "worse"
    resolved, better, still = RESOLVED.search(words), IMPROVED.search(words), NOT_IMPROVED.search(words)
    if resolved and (DECISIVE.search(words) or not (still or CAVEAT.search(words))):
        return "resolved"
    if still and not (better or resolved):
        return "not_improved"
    if better or resolved:
        return "improved"
    return "not_reinspected" if NOT_REINSPECTED.search(words) else None


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
