"""Which questions of different programmes ask the same: by their words, an alias, or the crosswalk."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from tracker.models import Question, QuestionAlias, QuestionCrosswalk

Name = tuple[str, str]


@dataclass(frozen=True)
class QuestionMap:
    """All questions, as far as it needs to be known which of them ask the same."""

    names: dict[int, frozenset[Name]]
    called: dict[Name, frozenset[int]]
    earlier: dict[int, frozenset[int]]

    def covered_by(self, questions: Iterable[int]) -> frozenset[int]:
        """The questions that were inspected where these were: themselves, those of the same name in other
        programmes, and, step by step back in time, those that the crosswalk maps to one of them."""
        found: set[int] = set()
        more = set(questions)
        while more := more - found:
            found |= more
            more = {same for one in more for same in self._one_step_from(one)}
        return frozenset(found)

    def _one_step_from(self, question: int) -> frozenset[int]:
        of_the_name = (self.called[name] for name in self.names.get(question, ()))
        return self.earlier.get(question, frozenset()).union(*of_the_name)


def question_map() -> QuestionMap:
    """One query: there are some dozens of questions."""
    aliases = QuestionAlias.objects.filter(question=OuterRef("pk")).order_by().values("text")
    crosswalk = QuestionCrosswalk.objects.filter(later=OuterRef("pk")).values("earlier")
    rows = Question.objects.order_by().values_list(
        "pk", "pillar", "text", ArraySubquery(aliases), ArraySubquery(crosswalk)
    )
    names: dict[int, frozenset[Name]] = {}
    called: dict[Name, set[int]] = defaultdict(set)
    earlier: dict[int, frozenset[int]] = {}
    for pk, pillar, text, others, before in rows:
        names[pk] = frozenset((pillar, name.casefold()) for name in (text, *others))
        earlier[pk] = frozenset(before)
        for name in names[pk]:
            called[name].add(pk)
    return QuestionMap(names, {name: frozenset(pks) for name, pks in called.items()}, earlier)
