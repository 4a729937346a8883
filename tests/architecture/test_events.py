"""A new kind of event is decided twice: what the timeline says of it, and who is told."""

import pytest

from tracker.event_vocabulary import EventKind
from tracker.selectors.recipients import AUDIENCES
from tracker.selectors.timelines import SENTENCES
from tracker.selectors.untold import NOT_ON_A_TIMELINE

each = pytest.mark.parametrize("kind", list(EventKind))


@each
def test_it_has_a_sentence_or_is_kept_off_the_timeline(kind: EventKind) -> None:
    assert (kind in SENTENCES) is (kind not in NOT_ON_A_TIMELINE)


@each
def test_someone_or_nobody_is_told(kind: EventKind) -> None:
    assert kind in AUDIENCES
