"""Which questions of different programmes ask the same: by their words, an alias, or the crosswalk."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from tracker.models import Question, QuestionAlias, QuestionCrosswalk
from tracker.vocabulary import Confidence

Name = tuple[str, str]
RANK = {Confidence.LOW: 1, Confidence.MEDIUM: 2, Confidence.HIGH: 3}


@dataclass(frozen=True)
class Asked:
    """One question: its programme, its text, its names in its pillar, and which earlier ones it maps to."""

    programme: int
    text: str
    names: frozenset[Name]
    earlier: Mapping[int, Confidence]


@dataclass(frozen=True)
class QuestionMap:
    """All questions, as far as it needs to be known which of them ask the same."""

    asked: dict[int, Asked]
    called: dict[Name, frozenset[int]]

    def covered_by(
        self, questions: Iterable[int], *, at_least: Confidence = Confidence.MEDIUM
    ) -> frozenset[int]:
        """The questions that were inspected where these were: themselves, those of the same name in other
        programmes, and, step by step back in time, those that the crosswalk maps to one of them so surely."""
        found: set[int] = set()
        more = set(questions)
        while more := more - found:
            found |= more
            more = {same for one in more for same in self._one_step_from(one, RANK[at_least])}
        return frozenset(found)

    def asked_again_by(
        self, questions: Collection[int], *, at_least: Confidence = Confidence.MEDIUM
    ) -> frozenset[int]:
        """These questions, and those of other programmes that inspect one of them, so surely."""
        wanted = set(questions)
        again = (pk for pk in self.asked if wanted & self.covered_by([pk], at_least=at_least))
        return frozenset((*wanted, *again))

    def same_in(self, programme: int, question: int) -> str | None:
        """The text of the programme's question that is surely this earlier one; None where no one is."""
        own = (pk for pk, asked in self.asked.items() if asked.programme == programme)
        same = [pk for pk in own if question in self.covered_by([pk], at_least=Confidence.HIGH)]
        return self.asked[same[0]].text if len(same) == 1 else None

    def _one_step_from(self, question: int, rank: int) -> Iterator[int]:
        asked = self.asked.get(question)
        if asked is None:
            return
        for name in asked.names:
            yield from self.called[name]
        yield from (pk for pk, confidence in asked.earlier.items() if RANK[confidence] >= rank)


def question_map() -> QuestionMap:
    """One query: there are some dozens of questions."""
    aliases = QuestionAlias.objects.filter(question=OuterRef("pk")).order_by().values("text")
    pair = JSONObject(earlier="earlier", confidence="confidence")
    crosswalk = QuestionCrosswalk.objects.filter(later=OuterRef("pk")).values(pair=pair)
    rows = Question.objects.order_by().values_list(
        "pk", "programme", "pillar", "text", ArraySubquery(aliases), ArraySubquery(crosswalk)
    )
    asked: dict[int, Asked] = {}
    called: dict[Name, set[int]] = defaultdict(set)
    for pk, programme, pillar, text, others, before in rows:
        names = frozenset((pillar, name.casefold()) for name in (text, *others))
        earlier = {each["earlier"]: Confidence(each["confidence"]) for each in before}
        asked[pk] = Asked(programme, text, names, earlier)
        for name in names:
            called[name].add(pk)
    return QuestionMap(asked, {name: frozenset(pks) for name, pks in called.items()})
