"""Ranking against labelled pairs and statements, one JSON line a figure: `make eval-matching LABELS=DIR`.

Sets and candidates are those of the labels' README. A third of the forces, chosen by a hash of their names,
was held out while the weights were set; the figures are given for all, for those and for the rest.
"""

import json
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sklearn.metrics import roc_auc_score

from tracker.importing.match import Candidate, RankedLink, rank, rank_statement

Row = dict[str, Any]


def main(folder: Path) -> None:
    """Print the figures for the labels in the folder."""
    labels = Labels(folder)
    for part, belongs in PARTS.items():
        for name, count, value in figures(labels, belongs):
            print(json.dumps({"name": name, "forces": part, "n": count, "value": value}))


def is_held_out(slug: str) -> bool:
    return zlib.crc32(slug.encode()) % 3 == 1


PARTS: dict[str, Callable[[str], bool]] = {
    "all": lambda slug: True,
    "developed on": lambda slug: not is_held_out(slug),
    "held out": is_held_out,
}


class Labels:
    """The labelled rows that count, and what may be ranked for each of them."""

    def __init__(self, folder: Path) -> None:
        self.findings = {row["id"]: row for row in _rows(folder / "findings.jsonl")}
        self.pairs = [
            row
            for row in _rows(folder / "pairs.jsonl")
            if row["confidence"] != "low" and row["relation"] != "other force"
        ]
        self.statements = [
            row
            for row in _rows(folder / "statements.jsonl")
            if row["confidence"] != "low" and row.get("earlier_id") in self.findings
        ]

    def candidate(self, side: Row) -> Candidate:
        question = self.findings.get(side["id"], {}).get("question")
        return Candidate(side["id"], side["text"], side["year"], side["kind"], question)

    def earlier(self, slug: str, before: int, always: Sequence[Row]) -> list[Candidate]:
        """The force's findings of earlier years, and those that are candidates in any case."""
        rows = {row["id"]: row for row in always}
        rows |= {row["id"]: row for row in self._of_force(slug) if row["year"] < before}
        return [self.candidate(row) for row in rows.values()]

    def earlier_sides(self, slug: str) -> list[Row]:
        return [pair["earlier"] for pair in self.pairs if pair["slug"] == slug]

    def _of_force(self, slug: str) -> list[Row]:
        return [row for row in self.findings.values() if row["slug"] == slug]


def figures(labels: Labels, belongs: Callable[[str], bool]) -> Iterator[tuple[str, int, float | None]]:
    """Yield name, number of rows and value of each figure."""
    pairs = [pair for pair in labels.pairs if belongs(pair["slug"])]
    statements = [row for row in labels.statements if belongs(row["slug"])]
    links = [_link_of(labels, pair) for pair in pairs]
    is_formal = [pair["formal_both"] for pair in pairs]
    yield _area("area under the curve", pairs, links, [True] * len(pairs))
    yield _area("area under the curve, both formal", pairs, links, is_formal)
    siblings = [link for pair, link in zip(pairs, links, strict=True) if pair["within_list"]]
    yield "siblings proposed", len(siblings), sum(link.proposed for link in siblings)
    proposed = [pair["same"] for pair, link in zip(pairs, links, strict=True) if link.proposed]
    yield "proposed pairs that are true", len(proposed), _mean(proposed)
    yield "true pairs proposed", sum(p["same"] for p in pairs), _recall(pairs, links)
    places = [_place_of_pair(labels, pair) for pair in pairs if pair["same"]]
    yield "right predecessor first", len(places), _mean([place == 0 for place in places])
    yield "right predecessor among three", len(places), _mean([place < 3 for place in places])
    places = [_place_of_statement(labels, row, row["earlier_year"]) for row in statements]
    yield "statement's finding first", len(places), _mean([place == 0 for place in places])
    places = [_place_of_statement(labels, row, None) for row in statements]
    yield "statement's finding first, year not told", len(places), _mean([place == 0 for place in places])


def _link_of(labels: Labels, pair: Row) -> RankedLink:
    return rank([labels.candidate(pair["earlier"])], [labels.candidate(pair["later"])])[0]


def _area(
    name: str, pairs: Sequence[Row], links: Sequence[RankedLink], chosen: Sequence[bool]
) -> tuple[str, int, float | None]:
    rows = [(pair["same"], link.score) for pair, link, take in zip(pairs, links, chosen, strict=True) if take]
    truth = [same for same, _ in rows]
    is_measurable = len(set(truth)) == 2
    area = round(roc_auc_score(truth, [score for _, score in rows]), 4) if is_measurable else None
    return name, len(rows), area


def _recall(pairs: Sequence[Row], links: Sequence[RankedLink]) -> float | None:
    return _mean([link.proposed for pair, link in zip(pairs, links, strict=True) if pair["same"]])


def _place_of_pair(labels: Labels, pair: Row) -> int:
    sides = [row for row in labels.earlier_sides(pair["slug"]) if row["id"] != pair["later"]["id"]]
    pool = sorted(labels.earlier(pair["slug"], pair["later"]["year"], sides), key=lambda item: item.id)
    ranked = rank(pool, [labels.candidate(pair["later"])])
    return [link.earlier for link in ranked].index(pair["earlier"]["id"])


def _place_of_statement(labels: Labels, row: Row, of_year: int | None) -> int:
    pool = labels.earlier(row["slug"], row["later_year"], [labels.findings[row["earlier_id"]]])
    pool.sort(key=lambda item: item.id)  # or the right one would stand first where nothing tells them apart
    ranked = rank_statement(Candidate(row["id"], row["statement"]), pool, of_year=of_year)
    return [link.earlier for link in ranked].index(row["earlier_id"])


def _mean(values: Sequence[bool]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
