"""What the words say became of an earlier finding.

Each sentence is looked at on its own: worse, resolved, not improved, improved, in that order, where a caveat after
"resolved" makes it "improved". Source of the five verdicts: domain notes, "Words of the field".
"""

import re

WORSE = re.compile(
    r"\bdeteriorat\w+|\b(?:is|are|has become|have become|become|now) worse\b|\bworsened\b|\bhas declined\b|\bhave declined\b"
    r"|\bno longer (?:consistently|routinely|effectively|fully|always)\b|\bdropped (?:one|two|three|\d) grades?\b"
    r"|\bwe (?:found|judged) (?:the force )?.{0,40}to be good\b.{0,60}\bdisappointed\b",
    re.IGNORECASE,
)
_ADDRESSED = r"(?:address\w*|resolv\w+|rectif\w+|dealt with|deal with|complet\w+|implement\w+|achiev\w+|done|met|closed|discharged|remed\w+)"
RESOLVED = re.compile(
    r"\bno longer (?:such )?an? (?:cause of|area|such|concern|problem|issue|matter)"
    rf"|\b(?:has|have|had|is|are|was|were)\s+(?:now\s+|since\s+|been\s+|all\s+|both\s+|fully\s+|properly\s+|suitably\s+|successfully\s+"
    rf"|satisfactorily\s+|swiftly\s+|effectively\s+)*{_ADDRESSED}\b(?! comprehensive)(?=[^.;]*\b(?:this|these|that|those|it|problems?|"
    r"issues?|failings?|concerns?|recommendations?|shortcomings?|weakness\w*|areas?|causes?|full|matter|all|lack)\b)"
    r"|\b(?:this|these|it|recommendations?|improvements?) (?:has|have) (?:now |since |all )?(?:been (?:done|addressed|made|met|completed|"
    r"implemented|resolved|achieved)|taken place)\b"
    r"|\bsatisfied that (?:these|this|the terms)\b|\b(?:is|are) (?:therefore |now )?complete\b"
    r"|\b(?:acted|responded|moved) (?:decisively|immediately|swiftly|quickly|promptly)\b"
    r"|\bprompt and effective action\b|\bresponded (?:very )?well\b|\bfully compliant\b"
    r"|\b(?:is|are|it|they|force|officers|staff|has|have) now (?:\w+ly |a good |\w+s (?:vulnerable|victims|information|people)\b|\w+ing\b(?! to\b))",
    re.IGNORECASE,
)
DECISIVE = re.compile(
    r"\b(?:acted|moved) (?:decisively|immediately|swiftly)\b|\bprompt and effective action\b|\bverified that\b"
    r"|\bno longer an? cause of concern\b",
    re.IGNORECASE,
)
NOT_IMPROVED = re.compile(
    r"\b(?:has|have|had|is|are)(?: not|n't)(?: yet| been| adequately| fully| significantly| sufficiently)* "
    r"(?:improv\w+|address\w+|brought|implement\w+|resolv\w+|made|changed|complet\w+|progress\w*|dealt)\b"
    r"|\bstill (?:needs?|requires?|has|does|do|is|are|not|there|some|cannot)\b|\bcontinues? to (?:require|need|be a)\b"
    r"|\bremains?\b(?! in place)|\bno (?:meaningful|significant|real|discernible) (?:improvement|progress|change)\b"
    r"|\bnot (?:yet )?(?:brought about|meaningfully|been addressed)\b|\byet to\b|\bstill (?:room|some way)\b"
    r"|\btoo few of\b|\bremain concerned\b|\bnot been (?:adequately |fully )?addressed\b|\bdisappoint\w+\b",
    re.IGNORECASE,
)
IMPROVED = re.compile(
    r"(?<!not )(?<!n't )(?<!yet )\bimproved\b|\b(?:an|significant|considerable|marked|shown|some|the|these|this|of|made|several|many)"
    r" (?:\w+ )?improvements?\b(?! (?:plan|is required|are required|is needed|are needed))"
    r"|(?<!no )(?<!meaningful )(?<!significant )\bprogress(?:ed|ing)?\b|\b(?:got|getting|is|are|now|much) better\b"
    r"|\bresponded positively\b|\btaken (?:positive )?steps\b|\bpositive steps?\b|\bspeeded up\b",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\b(?:areas?|room|cause|need|needs|requires?|required|require|further) (?:for |of |some )?improvements?\b"
    r"|(?<=brought about the )improvements?\b|\bimprovements? (?:is|are|that) (?:still )?(?:needed|required|the force hopes)\b",
    re.IGNORECASE,
)
CAVEAT = re.compile(
    r"\b(?:although|though|however|but|while|despite)\b.*\b(?:still|more|further|some|needs?|could|persist\w*|remain\w*|not)\b"
    r"|\bmore (?:still )?(?:needs?|to do|to be done)\b|\bpersist\b|\bor is in the process of\b|\bmost of\b|\bsome of this\b",
    re.IGNORECASE,
)
NOT_REINSPECTED = re.compile(
    r"\b(?:has|have|was|were|did)(?: not|n't)(?: been)? (?:re-?inspect\w*|inspected)\b|\bnot subject to (?:detailed )?inspection\b",
    re.IGNORECASE,
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

    A sentence that goes on to say what is left makes "resolved" an "improved"; otherwise the first one counts.
    """
    if not verdicts:
        return "unclear"
    first = verdicts[0]
    if first == "improved" and "resolved" in verdicts[1:]:
        return "resolved"
    return "improved" if first == "resolved" and "not_improved" in verdicts[1:] else first
