"""The earlier matter that a statement speaks of: its wording, its kind, and which statements share it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.importing.sections import content_words

_ASKED = re.compile(
    r"\b(?:the (?:force|constabulary)\s+(?:should|needed to|needs to|was required to|must|had to)"
    r"|(?:asked|told|advised) (?:the (?:force|constabulary)|it) to)\s+"
    r"(?P<matter>[^.;]+)",
    re.IGNORECASE,
)
_FOUND = re.compile(
    r"\b(?:we|i|hmic(?:frs)?|inspectors|(?:inspection|report)(?: (?:in|of) 20\d\d)?)\s+(?:also\s+|had\s+"
    r"|have\s+|previously\s+|first\s+)*(?:found|identified|said|stated|noted|judged|reported|highlighted|concluded|raised"
    r"|recommended|expressed concerns?|told|described|pointed out|observed"
    r"|criticised)\s+(?:that\s+)?(?P<matter>[^.;]+)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:(?<!needs )(?<!need )to (?:understand|improve|ensure)|in relation to|relating to|concerning"
    r"|about|regarding|in the areas? of)\s+(?P<matter>[^.;,]+)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:ensure|improve|review|that|it|its|the|a|an|to|take steps|is|was|were)\s+)+", re.IGNORECASE
)
_FORMAL = re.compile(
    r"(?:an? |the )?(?:specific |serious |significant |principal |remaining )*(?:areas? for improvement"
    r"|causes? of concern|recommendations?|failings?|shortcomings?|concerns?|problems?|issues?"
    r"|weakness(?:es)?)",
    re.IGNORECASE,
)
_KINDS = (
    ("cause_of_concern", re.compile(r"\bcauses? (?:of|for) concern\b", re.IGNORECASE)),
    ("recommendation", re.compile(r"\brecommend(?:ations?|ed)\b", re.IGNORECASE)),
    ("area_for_improvement", re.compile(r"\bareas? for improvement\b|\bAFIs?\b", re.IGNORECASE)),
    (
        "area_for_improvement",
        re.compile(r"\bthe force (?:should|needed to|was required to)\b", re.IGNORECASE),
    ),
)
_NOUN = re.compile(
    r"\b(failing|shortcoming|concern|problem|issue|weakness|recommendation)(?:e?s)?\b", re.IGNORECASE
)
_NO_CLAIM = re.compile(
    r"(?:in|during|at|after|following) (?:our |the |its )?(?:\w+ )?20\d\d(?! that\b)|last year,|,|and ",
    re.IGNORECASE,
)
_THEN = re.compile(r"(?:in|during) (?:our |the )?(?:\w+ )?20\d\d|last year", re.IGNORECASE)
_THIS_TIME = re.compile(r"\b(?:this time|this year|once again|now)\b", re.IGNORECASE)
_HAVING = re.compile(r"(?:^|,? )having \w+[^.;]{0,80} in 20\d\d\b", re.IGNORECASE)
_MAIN_CLAUSE = re.compile(
    r"\b(?:and|but|although)\s+(?:(?:it|this|we|they|these|there|the force|the constabulary|little"
    r"|nothing)\s+)?(?:(?:is|are|has|have|does|do)(?:n't)?|remains?|still|continues?)\b"
    r"|\bbut\s+(?:[\w'-]+\s+){1,4}?(?:has|have)(?:n't)?\b"
    r"|\bbut\s+(?:[\w'-]+\s+){1,3}?(?:did|was|were|could)(?: not|n't| unable| outside)\s[^.;,]*?"
    r"(?:inspect|assess|examin|visit|look|review|cover|test|scope)",
    re.IGNORECASE,
)
# "The concerns that … last year about cells have …": the verb after the claim is that of the concerns.
_WHICH = re.compile(
    r"\b(?:recommendations?|areas? for improvement|causes? of concern|concerns?|failings?|shortcomings?"
    r"|problems?|issues?|weakness(?:es)?) (?:that |which )?$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\b(?:has|have|is|are|remains?|continues?|no longer)\b", re.IGNORECASE)
_HEAD_NOW = re.compile(
    r"\W*(?:however, |but |also, |this year,? )*(?:we|i|hmic(?:frs)?|inspectors) (?:also )?found\b",
    re.IGNORECASE,
)
# "HMICFRS said the constabulary has made …" tells of now, where no date stands before it.
_SAID_NOW = re.compile(r"(?:[\w&'-]+ ){1,5}?(?:has|have|is|are|still|now)(?:n't)?\b", re.IGNORECASE)
# "This inspection found …", "HMICFRS revisited the force and found …".
_LOOKED_NOW = re.compile(
    r"\b(?:(?:this|latest|today's|current) (?:\w+ )?"
    r"|(?:revisited|re-?inspected|returned to|went back to)\b[^.;]{0,80}\band )$",
    re.IGNORECASE,
)
SAME = 0.6  # share of the shorter wording's words that the other has too


def kind_in(text: str) -> str:
    """Return the kind of finding that the words name; what "the force should" do counts as an AFI."""
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), "unknown")


def claim_in(text: str) -> str | None:
    """Return what was found or asked for, in the sentence's own words; None when it says only that there
    was something."""
    found = (match["matter"] for pattern in (_ASKED, _FOUND, _ABOUT) for match in pattern.finditer(text))
    wording = next((part for part in found if _says_something(part)), None)
    return _LEAD.sub("", wording).strip(" ,") if wording else None


def _says_something(wording: str) -> bool:
    return len(content_words(_FORMAL.sub(" ", wording))) >= 3


def without_claim(text: str) -> str:
    """Return the sentence without what was found or asked for then.

    "We found" at the head of a sentence tells of now, unless a year or "last year" goes with it; and where
    the claim has no words of its own ("concerns we raised in 2015, the force …"), or only says which matter
    is meant ("the concern that I raised last year about cells has …"), nothing is left out.
    """
    text = _HAVING.sub(" ", text)
    for pattern in (_ASKED, _FOUND):
        match = pattern.search(text)
        if match and not _NO_CLAIM.match(match["matter"]) and not _is_now(text, match):
            if _WHICH.search(text[: match.start()]) and _GOES_ON.search(match["matter"]):
                continue
            main = _MAIN_CLAUSE.search(text, match.start("matter"), match.end("matter"))
            return text[: match.start("matter")] + text[main.start() if main else match.end("matter") :]
    return text


def _is_now(text: str, match: re.Match[str]) -> bool:
    if _THIS_TIME.search(match["matter"]):
        return True
    if _LOOKED_NOW.search(text[: match.start()]):
        return True
    if match.start() <= 1 and _SAID_NOW.match(match["matter"]) and not _THEN.search(text):
        return True
    return _HEAD_NOW.match(text) is not None and match.start() < 40 and not _THEN.match(match["matter"])


@dataclass(frozen=True, slots=True)
class Mention:
    """One statement's words about an earlier matter. `is_of_finding` is false for a remark on no one
    finding."""

    claim: str | None
    words: str
    year: int | None
    is_of_finding: bool

    @property
    def nouns(self) -> frozenset[str]:
        """The words by which it calls the matter: failing, concern, problem …"""
        return frozenset(noun.casefold() for noun in _NOUN.findall(self.words))


def shared_names(mentions: Sequence[Mention]) -> list[str | None]:
    """Return one wording per mention, the same one for mentions of the same matter; None where it cannot be
    told.

    A mention without words of its own ("a specific failing identified in 2016") joins the only matter of
    that year that is called by the same word.
    """
    named: dict[str, list[Mention]] = {}  # each wording, with its mentions
    names: list[str | None] = []
    for mention in mentions:
        name = next((name for name, same in named.items() if _same(same[0], mention)), mention.claim)
        names.append(name)
        if name:
            named.setdefault(name, []).append(mention)
    return [name or _only_match(mention, named) for mention, name in zip(mentions, names, strict=True)]


def _same(one: Mention, other: Mention) -> bool:
    if one.year != other.year or not (one.claim and other.claim):
        return False
    first, second = content_words(one.claim), content_words(other.claim)
    return len(first & second) >= SAME * min(len(first), len(second))


def _only_match(mention: Mention, named: Mapping[str, Sequence[Mention]]) -> str | None:
    if not mention.is_of_finding:
        return None
    fitting = [name for name, others in named.items() if any(_may_mean(mention, other) for other in others)]
    return fitting[0] if len(fitting) == 1 else None


def _may_mean(mention: Mention, other: Mention) -> bool:
    return other.year == mention.year and not other.nouns.isdisjoint(mention.nouns)
