"""Patterns that are quick to say no say no where the plain ones do, and nowhere else."""

import re

import pytest

from tracker.importing.extract import changes, implied, outcomes, references, statements
from tracker.importing.extract.patterns import Wording, either

MODULES = (changes, implied, outcomes, references, statements)
WORDINGS = [
    wording for module in MODULES for wording in vars(module).values() if isinstance(wording, Wording)
]
TEXTS = (
    "In our 2016 report WE said that the Force had MADE GOOD PROGRESS; it still needs to improve.",
    "HMICFRS was impressed to see that the MPS has now addressed all of the recommendations.",
    "İstanbul’s force has not improved, and the situation has deteriorated – again.",
    "The force has declined. There is still room for improvement in this area for improvement.",
)


@pytest.mark.parametrize("text", TEXTS)
def test_the_same_is_found_in_any_case(text):
    for spelt in (text, text.upper(), text.lower()):
        for wording in WORDINGS:
            plain = re.compile(wording._printed.pattern, re.IGNORECASE)
            assert [m.span() for m in wording.finditer(spelt)] == [m.span() for m in plain.finditer(spelt)]
            assert wording.sub(" ", spelt) == plain.sub(" ", spelt)
            assert bool(wording.search(spelt)) == bool(plain.search(spelt))


def test_what_is_found_is_as_printed_and_signs_keep_their_meaning():
    found = either(r"\bThe (?P<Name>\S+) \W\d", r"never").search("of THE Force (3)")
    assert found["Name"] == "Force"
    assert either(r"\Bx").search("x") is None
