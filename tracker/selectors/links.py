"""Links between findings, for those who decide them: the queue, and every decision that was taken."""

from collections.abc import Sequence

from django.db.models import Case, FloatField, IntegerField, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from tracker.models import FindingLink, LinkDecision
from tracker.models.links import FindingLinkQuerySet
from tracker.models.visibility import Person
from tracker.vocabulary import Decision, InspectorateStatus, LinkRelation

# What likely continues comes first: a wrong or missing link there tells most of the chain wrongly.
RANK_OF_RELATION = Case(
    When(relation=LinkRelation.CONTINUES, then=Value(0)),
    When(relation=LinkRelation.CONTINUES_IN_PART, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)
# Then what is still open: its closure may hang on the decision.
IS_SETTLED = Case(
    When(predecessor__inspectorate_status=InspectorateStatus.CLOSED, then=Value(1)),
    default=Value(0),
    output_field=IntegerField(),
)
# Then the likeliest; one that nobody scored comes last.
LIKELIHOOD = Coalesce(Cast("score", FloatField()), Value(-1.0))
MOST_USEFUL_FIRST = ("rank", "is_settled", "-likelihood", "id")


def with_usefulness(links: FindingLinkQuerySet) -> FindingLinkQuerySet:
    """With the columns of MOST_USEFUL_FIRST: likely continuations first, among them those whose earlier
    finding is open, then by score."""
    return links.annotate(rank=RANK_OF_RELATION, is_settled=IS_SETTLED, likelihood=LIKELIHOOD)


def most_useful_first(links: FindingLinkQuerySet) -> FindingLinkQuerySet:
    """In the order of the queue, the same for everyone who asks."""
    return with_usefulness(links).order_by(*MOST_USEFUL_FIRST)


def latest_decision_first(links: FindingLinkQuerySet) -> FindingLinkQuerySet:
    return links.order_by("-decided_at", "-pk")


def with_both_ends(links: FindingLinkQuerySet) -> FindingLinkQuerySet:
    """With what a line about each link shows."""
    return links.select_related(
        "predecessor__question", "successor__question", "successor__force", "statement", "decided_by"
    )


def ids_in_queue(user: Person, **narrowed: object) -> Sequence[int]:
    """The ids of the links that wait for a decision, in the queue's order."""
    waiting = FindingLink.objects.visible_to(user).filter(status=Decision.PROPOSED, **narrowed)
    return list(most_useful_first(waiting).values_list("pk", flat=True))


def decisions_of(link: FindingLink) -> "QuerySet[LinkDecision]":
    """Every decision on the link, the first one first."""
    return link.decisions.select_related("decided_by").order_by("number")
