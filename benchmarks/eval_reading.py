"""How well the reader reads labelled real material: `make eval-reading LABELS=DIR`.

Prints one JSON line a set: findings on pages, statements on pages, the two sample reports. Where the folder
has siblings named `reports`, the samples in it are measured too. A third of the forces, chosen by a hash of
their names, is also counted apart (`held_out`): rules are written without looking at those.
"""

import argparse
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import eval_samples
from tracker.importing.document import plain
from tracker.importing.parsed import ParsedReport, Statement
from tracker.importing.problems import UnreadableReport
from tracker.importing.reading import read

Row = dict[str, Any]
SOURCES = ("website page", "letter", "register", "sample report")
_MARKS = re.compile(r"['\"•·*-]+")
_LEFT_OUT = re.compile(r"\s*(?:…|\.\.\.)\s*")


@dataclass(frozen=True)
class Page:
    """A labelled page as it was read; `report` is None where the reader refused it."""

    name: str
    slug: str
    text: str
    report: ParsedReport | None

    @property
    def statements(self) -> Sequence[Statement]:
        return self.report.statements if self.report else ()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", type=Path, help="the folder with pages and the labels of them")
    parser.add_argument("--forces", choices=["all", "seen", "held_out"], default="all")
    parser.add_argument("--show", action="store_true", help="also print each row that is not right")
    given = parser.parse_args()
    evaluation = Evaluation(given.labels, given.forces, given.show)
    for line in evaluation.lines():
        print(json.dumps(line, ensure_ascii=False), flush=True)
    return 0


def is_held_out(slug: str) -> bool:
    """Whether the rules were written without looking at this force's pages."""
    return int(hashlib.sha256(slug.encode()).hexdigest(), 16) % 3 == 2


class Evaluation:
    """The labels of a folder, the pages read once, and the figures of each set."""

    def __init__(self, labels: Path, forces: str, show: bool) -> None:
        self.labels, self.forces, self.show = labels, forces, show
        self.expected = rows(labels / "pages_expected.jsonl")
        self.statements = rows(labels / "statements.jsonl")
        slugs = {row["slug"] for name in ("findings", "grades") for row in rows(labels / f"{name}.jsonl")}
        self.pages = {row["page"]: self._page(row, slugs) for row in self.expected}

    def lines(self) -> Iterator[Row]:
        for name in ("all", "held_out") if self.forces == "all" else (self.forces,):
            yield self._findings(name)
            yield self._statements(name)
        samples = self.labels.parent / "reports"
        if self.forces == "all" and samples.is_dir():
            yield from eval_samples.lines(samples)

    def _page(self, row: Row, slugs: set[str]) -> Page:
        path = self.labels / row["page"]
        of_page = [item["slug"] for item in self.statements if item["page"] == row["page"]]
        slug = of_page[0] if of_page else _slug_in(row["url"], slugs)
        try:
            report = read(path.read_bytes(), path.name)
        except UnreadableReport:
            report = None
        return Page(row["page"], slug, path.read_text(encoding="utf-8"), report)

    def _wants(self, name: str, slug: str) -> bool:
        return name == "all" or is_held_out(slug) == (name == "held_out")

    def _findings(self, name: str) -> Row:
        count: Counter[str] = Counter()
        for row in self.expected:
            page = self.pages[row["page"]]
            if self._wants(name, page.slug) and _is_in_set(row):
                count.update(self._findings_of(page, row))
        found, missed, false = count["found"], count["missed"], count["false"]
        return {
            "set": "findings",
            "forces": name,
            "pages": count["pages"],
            "found": found,
            "missed": missed,
            "false": false,
            "recall": _share(found, found + missed),
            "precision": _share(found, found + false),
            "right_kind": _share(count["kind"], found),
        }

    def _findings_of(self, page: Page, row: Row) -> Counter[str]:
        wanted = {same(item["text"]): item["kind"] for item in row["expected"]}
        cut = [same(item["text_prefix"]) for item in row["truncated"]]
        taken = {same(item.text): item.kind for item in (page.report.findings if page.report else ())}
        false = [text for text in taken if text not in wanted and not any(_is_cut(text, c) for c in cut)]
        missed = [text for text in wanted if text not in taken]
        self._tell(page, missed=missed, false=false)
        kinds = sum(taken.get(text) == kind for text, kind in wanted.items())
        found = len(wanted) - len(missed)
        return Counter(pages=1, found=found, missed=len(missed), false=len(false), kind=kinds)

    def _statements(self, name: str) -> Row:
        labelled = [row for row in self.statements if row["page"] and self._wants(name, row["slug"])]
        wanted = [row for row in labelled if _is_about_a_finding(row)]
        found = [(row, self._taken(row)) for row in wanted]
        right = [row for row, taken in found if taken and taken.verdict == row["verdict"]]
        negatives = [row for row in labelled if row["scope"] == "boilerplate"]
        boilerplate = [row for row in negatives if (taken := self._taken(row)) and taken.strength != "rule"]
        for row, taken in found:
            if taken is None or taken.verdict != row["verdict"]:
                self._tell(
                    self.pages[row["page"]],
                    row=row["id"],
                    wanted=row["verdict"],
                    read=taken.verdict if taken else None,
                    words=row["statement"],
                )
        taken_count = sum(taken is not None for _, taken in found)
        return {
            "set": "statements",
            "forces": name,
            "wanted": len(wanted),
            "found": _share(taken_count, len(wanted)),
            "verdict_right": _share(len(right), len(wanted)),
            "boilerplate_rows": len(negatives),
            "boilerplate_taken": len(boilerplate),
            "taken_on_pages": sum(
                len(page.statements) for page in self.pages.values() if self._wants(name, page.slug)
            ),
        }

    def _taken(self, row: Row) -> Statement | None:
        """The statement read that shares most words with the labelled passage."""
        page = self.pages[row["page"]]
        scored = [(_shared(row["statement"], item), index) for index, item in enumerate(page.statements)]
        best, index = max(scored, default=(0, 0))
        return page.statements[index] if best else None

    def _tell(self, page: Page, **told: object) -> None:
        if self.show and any(told.values()):
            print(json.dumps({"page": page.name, **told}, ensure_ascii=False), file=sys.stderr)


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def same(text: str) -> str:
    """The text with white space folded, quotation marks and bullets left out: equal when it is the same."""
    return " ".join(_MARKS.sub(" ", plain(text)).split()).casefold()


def _slug_in(url: str, slugs: set[str]) -> str:
    return max((slug for slug in slugs if slug in url), key=len, default="")


def _is_in_set(row: Row) -> bool:
    return all(any(source in item["source"] for source in SOURCES) for item in row["expected"])


def _is_cut(text: str, prefix: str) -> bool:
    return prefix.startswith(text) or text.startswith(prefix)


def _is_about_a_finding(row: Row) -> bool:
    return (
        row["scope"] == "finding"
        and row["speaker"] == "inspectorate"
        and row["names_earlier_inspection"]
        and row["confidence"] != "low"
    )


def _shared(labelled: str, statement: Statement) -> int:
    """The length of what both have in common, counted where one quote and one labelled run overlap."""
    runs = [same(run) for run in _LEFT_OUT.split(labelled) if run.strip()]
    quotes = [same(quote.text) for quote in statement.quotes]
    return max((_overlap(run, quote) for run in runs for quote in quotes), default=0)


def _overlap(one: str, other: str) -> int:
    """The length of the shorter where it stands in the longer, or of a whole sentence that both have."""
    shorter, longer = sorted((one, other), key=len)
    if shorter in longer:
        return len(shorter)
    return max((len(part) for part in _parts(shorter) if part in longer), default=0)


def _parts(text: str) -> Iterator[str]:
    return (part for part in re.split(r"(?<=[.!?])\s", text) if len(part) > 20)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


if __name__ == "__main__":
    sys.exit(main())
