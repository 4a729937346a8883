"""How likely two wordings are of one matter: ranked links with reasons, for a person to decide.

Links are only ever sought inside one force: HMICFRS reuses its sentences from force to force. The caller
gives the texts of one force; nothing here looks anything up.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tracker.importing.document import folded, plain
from tracker.importing.parsed import Statement
from tracker.importing.sections import content_words

THRESHOLD = 0.2  # from here on a link is put to a person
CONTINUES_FROM = 0.45  # the wording is so near that it is the same matter, not a part of it
_WORDING, _QUESTION, _KIND = (
    0.86,
    0.1,
    0.04,
)  # how much of the likeness counts, and what adds to that; together 1

# The standing phrases of findings say nothing of their matter.
_STANDING = re.compile(
    r"\b(?:the (?:force|constabulary)|\w+ (?:police|constabulary)) (?:should|needs? to|needed to|must)\b"
    r"|\b(?:(?:in|since) (?:our|hmic(?:frs)?'?s?) )?20\d\d (?:\w+ )?(?:inspection|report)\b"
    r"|\b(?:take (?:immediate )?steps to|ensure(?:s)? (?:that )?(?:it|its|there)?"
    r"|areas? for improvement|hmic(?:frs)?'?s?"
    r"|this year|since last year|we (?:found|said|stated|identified)(?: that)?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One text to be linked: a finding, an earlier matter as a later report told it, or a statement."""

    id: str
    text: str
    year: int | None = None
    kind: str = "unknown"
    question: str | None = None


@dataclass(frozen=True, slots=True)
class RankedLink:
    """A pair with its score from 0 to 1 and reasons in sentences. `proposed`: the score reaches the
    threshold.

    `relation`: continues, continues_in_part or related.
    """

    earlier: str
    later: str
    score: float
    relation: str
    proposed: bool
    reasons: tuple[str, ...]


def rank(
    earlier: Sequence[Candidate], later: Sequence[Candidate], threshold: float = THRESHOLD
) -> list[RankedLink]:
    """Return every pair of an earlier and a later text, the best first; equal scores in the order given."""
    if not (earlier and later):
        return []
    likeness = _likeness([item.text for item in earlier], [item.text for item in later])
    links = [
        _link(old, new, float(likeness[i][j]), threshold)
        for j, new in enumerate(later)
        for i, old in enumerate(earlier)
    ]
    return sorted(links, key=lambda link: -link.score)


def rank_statement(
    statement: Candidate,
    candidates: Sequence[Candidate],
    threshold: float = THRESHOLD,
    of_year: int | None = None,
) -> list[RankedLink]:
    """Return the candidates ranked by how likely the statement speaks of them, best first.

    Give earlier findings to learn which one the statement settles, or the new findings of the same report
    to learn its likely successor. In each link `earlier` is the candidate and `later` the statement,
    whichever was asked. With `of_year`, candidates of another year are ranked but never proposed.
    """
    links = rank(candidates, [statement], threshold)
    years = {item.id: item.year for item in candidates}
    return [_unless_other_year(link, of_year, years[link.earlier]) for link in links]


def statement_candidate(statement: Statement, identifier: str) -> Candidate:
    """Return a parsed statement as a text to be ranked: its matter's wording counts beside the quotes."""
    text = f"{statement.predecessor or ''} {statement.text}"
    return Candidate(identifier, text, statement.about_year, statement.about_kind, statement.question)


def _likeness(earlier: Sequence[str], later: Sequence[str]) -> Any:
    """Cosine of TF-IDF over character n-grams, weighed over all texts given: rows earlier, columns later."""
    # Here and not above: scikit-learn takes a second to import, and the web process never ranks.
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    texts = [_matter(text) for text in (*earlier, *later)]
    vectors = vectorizer.fit_transform([text or "-----" for text in texts])
    return (vectors[: len(earlier)] @ vectors[len(earlier) :].T).toarray()


def _matter(text: str) -> str:
    return folded(_STANDING.sub(" ", plain(text).casefold()))


def _link(old: Candidate, new: Candidate, likeness: float, threshold: float) -> RankedLink:
    same_question = old.question is not None and old.question == new.question
    same_kind = old.kind == new.kind != "unknown"
    score = round(min(1.0, likeness * (_WORDING + _QUESTION * same_question + _KIND * same_kind)), 4)
    return RankedLink(
        old.id, new.id, score, _relation(score, threshold), score >= threshold, _reasons(old, new, likeness)
    )


def _relation(score: float, threshold: float) -> str:
    if score >= CONTINUES_FROM:
        return "continues"
    return "continues_in_part" if score >= threshold else "related"


def _reasons(old: Candidate, new: Candidate, likeness: float) -> tuple[str, ...]:
    shared = sorted(
        set(re.findall(r"[a-z-]{4,}", _matter(old.text))) & set(re.findall(r"[a-z-]{4,}", _matter(new.text)))
    )
    telling = [word for word in shared if content_words(word)][:8]
    words = f" Both speak of {', '.join(telling)}." if telling else ""
    return (
        f"The wordings are {likeness:.0%} alike.{words}",
        _same("question", old.question, new.question),
        _same(
            "kind", None if old.kind == "unknown" else old.kind, None if new.kind == "unknown" else new.kind
        ),
    )


def _same(what: str, old: str | None, new: str | None) -> str:
    if old is None or new is None:
        return f"The {what} of one of them is not known."
    return f"Both have the same {what}." if old == new else f"They differ in {what}: “{old}” and “{new}”."


def _unless_other_year(link: RankedLink, spoken_of: int | None, year: int | None) -> RankedLink:
    if spoken_of is None or year is None or spoken_of == year:
        return link
    reason = f"The statement speaks of {spoken_of}, this finding is of {year}."
    return RankedLink(link.earlier, link.later, link.score, "related", False, (*link.reasons, reason))
