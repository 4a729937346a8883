"""The grammar in which a report says how things stand, nothing said of a change.

It counts only where an earlier finding is spoken of. The patterns match `Sentence.plain`.
"""

import re

from tracker.importing.extract.patterns import either
from tracker.importing.extract.words import GOOD, WELL

STANDS_WELL = either(
    rf"\bnow (?:\w+ly )*{GOOD}\b(?! that)",
    rf"\b(?:is|are) (?:now )?{GOOD}\b|\bhas (?:a |an )?(?:\w+ly )?{GOOD}\b",
    rf"\b(?:is|are) {WELL} \w+ing\b|\b(?:is|are) able to\b|\bnow {WELL} \w+s\b",
)
WORKS_WELL = either(
    rf"\b(?:is|are) {WELL} (?:being )?\w+(?:ed|t)\b|\bworks? well\b|\b{WELL} \w+s\b",
    rf"\b\w+s (?:[\w'-]+ ){{1,5}}{WELL}\b|\ba {GOOD} (?:\w+ )?(?:approach|process|system|understanding)\b",
    r"\ball (?:[\w']+ ){0,3}(?:had|have|has) (?:received|completed|been)\b",
)
# What the inspectors think of it says nothing of how things are: "It is positive that …".
REMARK = either(
    r"\bit is (?:\w+ )?(?:positive|good|clear|encouraging|pleasing|important|notable) (?:that|to)\b"
)
# As good as it was before: that says nothing of a fault.
STAYS_WELL = either(r"\b(?:continue[sd]?|continuing) to (?:perform|provide|work|be)\b[^.;,]*")
STANDS_BADLY = either(
    r"\b(?:is|are|does|do|has|have)(?: not|n't)\b|\blacks?\b|\blittle or no\b|\binconsisten\w+\b",
    r"\bcannot\b|\bcan't\b|\bpoor(?:ly)?\b|\btoo (?:many|often|few)\b|\b(?:needs?|must) (?:to )?improve\b",
    r"\bthere (?:is|are) no\b|\bhas no\b|\bin need of\b|\bineffective\b|\binadequate\b|\bweak(?:ness\w*)?\b",
)
# The force did something about it, and that is all that is said.
ACTED = re.compile(
    r"(?:\w+, )?(?:the (?:force|constabulary)|it|they|this|officers|staff|\w+(?: \w+)? (?:police"
    r"|constabulary)) (?:has|have) (?:now |since |also |recently |\w+ly )*(?!not\b|yet\b|no\b|been\b|had\b"
    r"|a\b)\w+(?:ed|en|ade|ut|un|ght|ilt)\b",
    re.IGNORECASE,
)
FAULT = either(
    r"\b(?:not|no|little|lack\w*|need\w*|should|poor\w*|weak\w*|inadequate\w*|limited|variable|concern\w*)\b",
    r"\b(?:fail\w*|shortcoming\w*|problem\w*|issue\w*|inconsisten\w*|gaps?|improve\w*|too|delays?|rarely)\b"
    r"|n't\b",
    r"\b(?:recommend\w*|cause of|areas? for|afis?|disappoint\w*|backlogs?|excessive|out of date|unable)\b",
)
PRAISE = either(rf"\b(?:{GOOD}|{WELL})\b")
_GRADED = r"\b(?:judged|graded|rated|assessed)\b[^.;]{0,80}?\b"
GRADE = either(
    rf"{_GRADED}(?:good|outstanding|adequate|inadequate|ungraded|requir\w+ improvement)\b",
    r"\boverall (?:judge?ment|grade)\b",
)
GOOD_GRADE = either(rf"{_GRADED}(?:good|outstanding)\b")
