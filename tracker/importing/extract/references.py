"""How the inspectorate's reports name an earlier inspection and what it found.

The patterns are of HMICFRS's wording in general ("In our 2016 effectiveness report, we …", "last year, when
we found …", "since HMIC's last inspection"). They match `Sentence.plain`.
"""

from dataclasses import dataclass
from functools import lru_cache

from tracker.importing.extract.patterns import Wording, each, either
from tracker.importing.extract.words import POOR

LAST_ANNUAL_PROGRAMME = 2018  # PEEL 2018/19; later programmes lie two years and more apart

YEAR = r"(?P<year>20[0-3]\d)(?:[/-]\d\d)?"
_WORDS = r"(?:[\w/&()'-]+\s+){0,5}?"
EVENT = r"(?:re-?)?(?:inspections?|reports?|assessments?|audits?|revisits?|visits?)\b"
_OWNER = r"(?:our|my|the|hmic(?:frs)?(?:'s|')?|inspectors'|inspectorate's|its|this|a|an|previous)"
_WHO = r"(?:we|i|hmic(?:frs)?|(?:the )?inspectors?|(?:the )?inspectorate)"
_AGO = r"(?:last year|a year ago|the previous year|(?P<years_ago>two|three) years ago)"
_THEN = rf"(?:in\s+{YEAR}|(?P<last_year>{_AGO}))"
SAID = (
    r"(?:found|identified|said|stated|noted|judged|recommended|reported|highlighted|raised|concluded|set"
    r"|made|asked|commented|observed|expressed|assessed|advised|told|outlined|described|pointed out"
    r"|drew attention|issued|reviewed|gave|were concerned|was concerned|were disappointed|felt|considered"
    r"|brought|criticised|warned)"
)
_SAYING = (
    r"(?:finding|identifying|saying|stating|noting|judging|recommending|reporting|highlighting|raising|asking"
    r"|telling|pointing out)"
)
MATTER = (
    r"(?:recommendations?|areas? (?:(?:for|of) improvement|of concern|that required improvement)"
    r"|causes? (?:of|for) concern|afis?|failings?|shortcomings?|(?<!matter of )(?<!matters of )concerns?"
    r"|weakness(?:es)?|problems?|issues?|findings?|gaps?)"
)

# The earlier inspection is named, with its year or as the last one.
_INSPECTION = each(
    rf"\b{_OWNER}\s+{_WORDS}{YEAR}\s+{_WORDS}(?:{EVENT}|{MATTER})",
    rf"\b{EVENT}\s+(?:report\s+)?(?:(?:in|of|from|published in|during)\s+(?:\w+\s+)?)?{YEAR}",
    rf"\b{_OWNER}\s+(?P<last>last|previous|earlier|most recent|former)\s+{_WORDS}(?:{EVENT}|{MATTER})"
    rf"(?:\s+in\s+{YEAR})?",
    rf"\b{_OWNER}\s+(?P<before>initial|original|first)\s+{_WORDS}{EVENT}(?:\s+in\s+(?:\w+\s+)?{YEAR})?",
    rf"\b{_OWNER}\s+{_WORDS}{EVENT}\s+(?P<last_year>last year)\b",
    rf"\b(?P<last_year>last year)'s\s+{_WORDS}{EVENT}",
    r"\b(?P<before>previous|earlier)\s+(?:hmic(?:frs)?\s+)?(?:inspections?|reports?)\b",
)
# What the inspectorate found is itself dated.
_DATED_CLAIM = each(
    rf"\b{_THEN},?\s+(?:when\s+|where\s+)?{_WHO}\s+(?:also\s+|had\s+|again\s+)*{SAID}",
    rf"\b{_WHO}\s+(?:also\s+|had\s+|first\s+|have\s+)*{SAID}\b[^.;]{{0,100}}?\b{_THEN}",
    rf"\b{MATTER}\s+(?:that\s+|which\s+)?(?:{_WHO}\s+)?(?:were\s+|was\s+"
    rf"|had\s+)*{SAID}\b[^.;]{{0,60}}?\b{_THEN}",
    rf"^\W?(?:back )?in\s+{YEAR},?\s+(?:the force|it|the constabulary)\s+(?:(?:needed|was required"
    r"|was asked|had|failed|struggled) to|did(?: not|n't)|was(?: not|n't)|had (?:no|not|too)|lacked"
    r"|could(?: not|n't))\b",
    rf"^\W?(?:back )?in\s+{YEAR},?\s[^.;,]{{0,80}}\b(?:fell (?:\w+ )?(?:short|below)|(?:was|were) {POOR})\b",
    rf"\b(?P<before>previously|last),?\s+{_WHO}\s+(?:had\s+)?{SAID}"
    rf"|\b{_WHO}\s+(?:had\s+|has\s+|have\s+)?previously\s+{SAID}",
    rf"\b(?:brought to the attention of|told|asked|advised|warned|criticised)\b[^.;]{{0,40}}?\b{_THEN}",
    rf"\b(?:our|hmic(?:frs)?(?:'s)?)\s+{_SAYING}\b[^.;]{{0,100}}?\b{_THEN}",
    rf"\b{MATTER}\s+{_THEN}",
    rf"\b{MATTER}\s+(?:of|from)\s+{YEAR}",
)
# A change since then, nothing said of what was found.
_COMPARISON = each(
    r"\b(?:since|than(?:\s+in)?|on|compared (?:with|to)|from|over|during|in)\s+(?:the\s+)?(?P<last_year>"
    r"(?:last|past|previous) (?:year|12 months|twelve months))\b",
    rf"\b(?:since|than in|compared (?:with|to)|than (?:it|they|there) (?:was|were|did|had)(?: in)?"
    rf"|as (?:it|they|there) (?:was|were|did|had)(?: in)?)\s+{YEAR}\b",
    r"\b(?P<last_year>two|three) years ago\b",
    r"\b(?P<last_year>two|three) years (?:after|since) (?:our|hmic\w*(?:'s)?)\b",
    rf"\b(?:since|when) {_WHO} (?:last |first |previously )?(?:inspected|assessed|visited"
    rf"|reported|looked)\b[^.;,]{{0,60}}?\b{_THEN}",
    rf"\bwhen {_WHO} (?P<before>re-?visited|re-?inspected|re-?assessed|returned|went back)\b",
    rf"\bwhen {_WHO} (?P<before>last |first |previously )(?:inspected|assessed|visited|reported|looked)\b",
    rf"\bsince {_WHO} (?P<before>last |first |previously )?(?:inspected|assessed|visited|reported|looked)\b",
    r"\bfor the (?P<last_year>second|third|fourth) (?:year|inspection|time) (?:running|in a row"
    r"|in succession)\b|\bthis is the (?P<last>second|third|fourth) (?:time|inspection|year)\b",
    rf"\bhaving \w+[^.;]{{0,80}} in {YEAR}",
)
_CLAIM = either(
    rf"\b{_WHO}\s+(?:also\s+|had\s+|have\s+|previously\s+|first\s+)*{SAID}\b",
    rf"\b{MATTER}\b",
    r"\bthe (?:force|constabulary) (?:needed to|should|was required to|was not|did not|had not)\b",
    rf"\b{EVENT}[^.;]{{0,40}}\b{SAID}\b",
)
_SAYS = either(
    rf"\b{EVENT}[^.;]{{0,40}}\b{SAID}\b",
    rf"\b(?:{_WHO}|{EVENT})\s+(?:also\s+|had\s+|have\s+|previously\s+|first\s+|(?:in"
    rf"|of)\s+20\d\d\s+)*{SAID}\b",
    r"\b(?:areas? for improvement|afis?|causes? of concern|recommendations?)\b",
    r"\bthe (?:force|constabulary) (?:needed to|was required to|was asked to)\b",
    rf"\b{MATTER}\b[^.;]{{0,40}}\b(?:remains?|were brought|was brought|brought)\b",
)
_FIGURE = (
    r"(?:rates?|numbers?|proportions?|percent(?:age)?|per cent|figures|volumes?|ratio|arrests|offences"
    r"|outcomes)"
)
_MOVED = (
    r"(?:fall(?:en|s)?|fell|declin\w+|increas\w+|decreas\w+|reduc\w+|risen|rose|doubled|halved|higher"
    r"|lower|dropped)"
)
_MEASURE = either(
    rf"\b{_FIGURE}\b[^.;]{{0,120}}\b{_MOVED}\b",
    r"\b(?:lower|higher) than\b|\d (?:percent|per cent|%) (?:more|fewer|less)\b",
)
_NATIONAL = either(
    r"\bnational (?:inspection|report|thematic)",
    r"\bhow well forces\b|\b(?:all|many|most|other|43) forces\b|\b(?<!the )forces (?:have|had|were|should"
    r"|must)\b",
    r"\b(?:one|two|three|four|five|six|some) of (?:the )?(?:\w+ )?forces\b",
    r"\bacross England and Wales\b|\bgrades awarded\b|\breduction in grade\b",
)
# Somebody else looked, or asked: their findings are none of the inspectorate's.
_OTHERS_LOOKED = either(
    r"\b(?:internal|peer|external|independent|own|self)[ -](?:\w+ )?(?:audit|review|inspection"
    r"|assessment)s?\b",
    r"\b(?:ofsted|college of policing|ipcc|iopc|independent (?:police|office)\w*|home (?:office|secretary)"
    r"|cqc|information commissioner\w*|(?:of|hmi) (?:probation|prisons))\b",
)
_OURS = either(r"\b(?:we|our|my|hmic(?:frs)?(?:'s)?)\b")
# One quick look spares the long patterns nine sentences in ten: each of them needs one of these.
_WORTH_A_LOOK = either(
    r"\b20[0-3]\d|\b(?:last|previous|previously|earlier|former|past|most recent|initial|original|first)\b"
    r"|\b(?:second|third|fourth) (?:year|time|inspection)\b|\bwhen (?:we|hmic)"
    r"|\bago\b|\byears (?:after|since)\b|\bsince (?:we|hmic)"
)
_AGO_YEARS = {"two": 2, "three": 3}


def tells_of_a_figure(text: str) -> bool:
    """Whether a change is that of a figure: a rate has fallen, a number has risen."""
    return _MEASURE.search(text) is not None


def says_what_was_found(text: str) -> bool:
    """Whether the inspectorate says what it found or asked for, now or then."""
    return _SAYS.search(text) is not None


@dataclass(frozen=True, slots=True)
class Reference:
    """An earlier inspection named in a sentence. `year` is None when the words do not tell it.

    `has_claim`: the sentence also says what was found or asked for then. `words` are the words that matched.
    """

    year: int | None
    has_claim: bool
    words: str


@lru_cache(maxsize=256)  # sentences near an anchor are looked at more than once
def reference_in(text: str, inspection_year: int | None) -> Reference | None:
    """Return how a sentence names an earlier inspection or year; None when it does not.

    Relative dates count from the inspection year. A remark about a figure, or about a national inspection,
    names no earlier finding of the force.
    """
    if not _WORTH_A_LOOK.search(text) or _NATIONAL.search(text):
        return None
    if _OTHERS_LOOKED.search(text) and not _OURS.search(text):
        return None
    dated = _first(_DATED_CLAIM, text, inspection_year)
    if dated:
        return Reference(dated[0], True, dated[1])
    named = _first(_INSPECTION, text, inspection_year)
    if named:
        return Reference(named[0], _CLAIM.search(text) is not None, named[1])
    compared = None if _MEASURE.search(text) else _first(_COMPARISON, text, inspection_year)
    return Reference(compared[0], False, compared[1]) if compared else None


def _first(
    patterns: tuple[Wording, ...], text: str, inspection_year: int | None
) -> tuple[int | None, str] | None:
    for pattern in patterns:
        for match in pattern.finditer(text):
            year = _year(match.groupdict(), inspection_year)
            if year is None or inspection_year is None or year < inspection_year:
                return year, match[0]
    return None


def _year(groups: dict[str, str | None], inspection_year: int | None) -> int | None:
    """The year printed; else one year back for "last year", and for "last inspection" while PEEL was
    annual."""
    if groups.get("year"):
        return int(str(groups["year"]))
    if inspection_year is None:
        return None
    ago = _AGO_YEARS.get((groups.get("years_ago") or groups.get("last_year") or "").casefold(), 1)
    if groups.get("last_year"):
        return inspection_year - ago
    return inspection_year - 1 if groups.get("last") and inspection_year <= LAST_ANNUAL_PROGRAMME else None
