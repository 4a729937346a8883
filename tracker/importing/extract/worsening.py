"""The grammar in which a report says that something got worse. The patterns match `Sentence.plain`."""

from tracker.importing.extract.patterns import either
from tracker.importing.extract.words import (
    AUX,
    BADLY_OFF,
    FELL,
    GOOD,
    LAPSED,
    LESS_GOOD,
    ROSE,
    WELL,
    WELL_OFF,
)

WORSE = either(
    r"\bdeteriorat\w+|\bworsen\w+",
    r"\b(?:is|are|was|were|has become|have become|become|now|got|getting|much|even|become) worse\b",
    r"\b(?:has|have) (?:since |now )?(?:declined|slipped|regressed|gone backwards)\b"
    r"|\b(?:a|the|this|significant) (?:\w+ )?decline (?:since|in|on|from)\b",
    rf"\b{WELL_OFF}\b[^.;]{{0,60}}\b(?:has|have|had) (?:since |now |also )*(?:fallen|dropped|got worse"
    r"|reduced|lessened|weakened|diminished|lapsed|gone down"
    r"|dipped|slumped|plunged)\b",
    rf"\bfewer (?!than|crimes|offences|complaints|arrests|people)(?:(?!{BADLY_OFF})[^.;]){{0,100}}\bthan\b",
    rf"\bless (?:{WELL_OFF})\b[^.;]{{0,60}}\bthan\b",
    rf"\b(?:proportion|number|percentage|share) of victims\b[^.;]{{0,60}}\b(?:has|have) (?:{FELL})\b",
    rf"\b(?:become|now|is|are|receives?|than it was|a|an) (?:now |much |even |far )*{LESS_GOOD}\b",
    rf"\b{BADLY_OFF}\b[^.;]{{0,80}}\b(?:has|have|is|are) (?:since |now |also )*(?:{ROSE}|widened|longer"
    rf"|larger|higher|greater)\b",
    r"\b(?:takes?|taking|waits?|waiting) longer\b",
    rf"\b(?:has|have) (?:since |now |\w+ly )*(?:weakened|lapsed|eroded|{LAPSED})",
    rf"\b(?:more|larger|longer) (?:\w+ )?{BADLY_OFF}\b[^.;]{{0,60}}\bthan\b",
    rf"\bno longer (?:{WELL}|{GOOD}|always|in place|meets?|compl(?:ies|y|iant)|has the"
    rf"(?! (?:\w+ )?{BADLY_OFF})|able"
    rf"|provides?)\b",
    r"\bdropped (?:one|two|three|\d) grades?\b|\bback(?:ward)? step\b|\bstep back(?:wards?)?\b"
    r"|\blost ground\b|\ballowed\b[^.;,]{0,60}\bto (?:slip|lapse|drift|decline|fall)\b",
    rf"\b(?:drop|fall|dip|slide|slippage) in (?:the )?(?:\w+ )?{WELL_OFF}\b",
    r"\bcontrasts with\b.{0,100}\b(?:good|outstanding)\b",
)
# Worse by what is denied: "is not as good as it was", "has not kept up …".
NO_LONGER_SO_GOOD = either(
    rf"\b{AUX}(?: not|n't) (?:now )?(?:\w+ ){{0,4}}?as (?:well|often|\w*(?:ed|ent|ive|ong|od"
    r"|ust|ick|ly|ble|ate|ough|ear|mpt|ous))\b[^.;,]*?"
    r"\bas (?:it|they|we|in|at|last|before)\b",
    r"(?:\bnot|n't) (?:been able to )?(?:maintain|sustain|keep up|kept up)(?:ed)?\b",
)
