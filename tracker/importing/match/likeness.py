"""How alike texts are, in blocks of pairs: memory grows with the texts and not with the pairs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.importing.match.topics import NARROW, topics_of, weights
from tracker.importing.match.wording import matter_of, weighed

BLOCK = 64  # later texts at a time
_LEAST_NAMED = 1.5  # naming the one broad topic that a text names is no sign of covering it


@dataclass(frozen=True, slots=True)
class Block:
    """Some later texts against all earlier ones: matrices, a row a later text and a column an earlier one.

    `wording`: cosine of character n-grams. `contained`: how much of the shorter text's words, by what they
    tell, the other has. `topical`: how far both name the same topics. All from 0 to 1; `topical` is not a
    number (NaN) where neither names any. `apart`: true where each names narrow topics, and they share none.
    """

    later: range
    wording: Any
    contained: Any
    topical: Any
    apart: Any

    def alike(self, row: int, column: int) -> tuple[float, float]:
        """How alike the wordings of a pair are, and how much of the shorter one is shared."""
        return float(self.wording[row, column]), float(self.contained[row, column])


class Compared:
    """Earlier and later texts, weighed once, to be compared block by block. `matters` and `topics` are those
    of each text, the earlier ones first."""

    def __init__(self, earlier: Sequence[str], later: Sequence[str]) -> None:
        self.matters = [matter_of(text) for text in (*earlier, *later)]
        self.topics = [topics_of(matter) for matter in self.matters]
        self.count = len(earlier)
        self._weighed = weighed(self.matters)
        self._named = _named(self.topics)
        self._narrow = self._named >= NARROW

    def blocks(self) -> Iterator[Block]:
        for start in range(self.count, len(self.matters), BLOCK):
            rows = slice(start, min(start + BLOCK, len(self.matters)))
            later = range(rows.start - self.count, rows.stop - self.count)
            yield Block(
                later, self._wording(rows), self._contained(rows), self._topical(rows), self._apart(rows)
            )

    def _wording(self, rows: slice) -> Any:
        return _dot(self._weighed.grams, rows, self.count)

    def _contained(self, rows: slice) -> Any:
        shared = _dot(self._weighed.words, rows, self.count)
        return _share(shared, *_sizes(self._weighed.words, rows, self.count), smallest=1e-6)

    def _topical(self, rows: slice) -> Any:
        """Half the cosine of what both name, half the share of what the one that names less names."""
        import numpy as np

        shared = _dot(self._named, rows, self.count)
        later, earlier = _sizes(self._named, rows, self.count)
        cosine = shared / np.sqrt(np.maximum(later * earlier, 1e-6))
        alike = (cosine + _share(shared, later, earlier, smallest=_LEAST_NAMED)) / 2
        return np.where((later == 0) & (earlier == 0), np.nan, alike)

    def _apart(self, rows: slice) -> Any:
        """Where each names something narrow, and they have nothing narrow in common."""
        shared = _dot(self._narrow, rows, self.count)
        later, earlier = _sizes(self._narrow, rows, self.count)
        return (later > 0) & (earlier > 0) & (shared == 0)


def _named(topics: Sequence[frozenset[str]]) -> Any:
    from sklearn.feature_extraction import DictVectorizer

    worth = weights()
    rows = [{name: worth[name] for name in named} for named in topics]
    return DictVectorizer(dtype=float).fit([dict(worth)]).transform(rows)


def _dot(matrix: Any, rows: slice, count: int) -> Any:
    return (matrix[rows] @ matrix[:count].T).toarray()


def _sizes(matrix: Any, rows: slice, count: int) -> tuple[Any, Any]:
    """The squared lengths of the later texts, as a column, and of the earlier ones, as a row."""
    import numpy as np

    squares = np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()
    return squares[rows][:, None], squares[:count][None, :]


def _share(shared: Any, later: Any, earlier: Any, smallest: float) -> Any:
    import numpy as np

    return np.minimum(1, shared / np.maximum(np.minimum(later, earlier), smallest))
