"""The grammar in which a report tells of work that goes on, or of something that was brought in.

They match `Sentence.plain`.
"""

from tracker.importing.extract.patterns import either
from tracker.importing.extract.words import ADVERBS, BETTERING, DONE, FORMAL, PUT_AN_END_TO, SWIFT

_ADDRESSING = (
    r"(?:(?:address|redress|chang|restructur|redesign|recruit|invest|resolv|rectify|remedy|tackl|deal|implement|act|respond|review|introduc|develop"
    r"|progress|do|mak|tak|train|build|mov|putt?|correct|eliminat|eradicat|fix|settl|solv|cur|overcom"
    rf"|clos)ing|{BETTERING})"
)
UNDER_WAY = either(
    rf"\b(?:is|are|was|were|been) (?:\w+ly |now |also |still |all |being )*{_ADDRESSING}\b",
    r"\b(?:is|are|was|were|been) (?:\w+ly |now |still )*working (?:hard )?(?:to (?:address|improve|resolve"
    r"|deal|meet|do)|on|towards|through)\b",
    r"\bworked (?:\w+ )?(?:to|on) (?:address|improv|resolv|reduc|rectify)\w*",
    r"\b(?:is|are) being (?:\w+ly )?(?:addressed|progressed|implemented|dealt|tackled|developed|introduced"
    r"|reviewed)\b",
    r"\b(?:has|have|had) (?:now |since |already )*(?:started|begun) to (?!fall|decline|deteriorat|worsen"
    r"|slip|rise|increase(?! (?:the|its|their)\b))\w+|\bmade an? (?:good|strong|positive|promising"
    r"|encouraging) start\b",
    r"\bwork (?:has|have|had|is) (?:now |since |already |also )*(?:been |being )(?:done|undertaken"
    r"|carried out)\b(?! in full)|\b(?:steps|action) (?:has|have) (?:now |since |already )*been taken\b",
    r"\b(?:drafted|written|prepared|agreed|produced) (?:an? |its |the )?(?:\w+ )?(?:plan|strategy)\b",
    r"\b(?:started|begun|beginning|in the process of) (?:to )?(?:address|act|improv|rectify|work|do|deal"
    r"|implement|make|tackle|respond|develop)\w*",
    r"\b(?:work|this|it|programme|training|project)\b[^.;,]{0,40}\b(?:is )?(?:now )?under ?way\b",
    r"\b(?:some|positive|early|important|first|several|active) steps\b"
    rf"|\btaken (?!{SWIFT}|the )(?:\w+ )?(?:steps|action)\b",
    r"\b(?:gone|goes|going) some way\b|\b(?:well advanced|in hand|nearing completion|nearly complete)\b"
    r"|\btowards (?:address|meet|achiev|implement|resolv)ing\b",
    r"\b(?:has|have) (?:now |since )?(?:a |an )?(?:\w+ )?(?:action )?plans? (?:for|to|in place)\b",
    r"\bnow (?:has|have) (?:a |an )?(?:\w+ )?(?:plans?|strategy)\b|\bworked hard\b"
    r"|\b(?:made|making|put|putting|invested) (?:\w+ ){0,2}efforts?\b|\bgone to (?:\w+ )?lengths\b",
    r"\bresponded (?:positively|to)\b|\b(?:encouraged|reassured|recognise|commend|acknowledge|note)\w*\b"
    r"[^.;]{0,60}\b(?:work|efforts?|progress|improvements?|changes)\b",
    r"\b(?:introduced|put in place|developed|set up|created|invested|established|recruited|appointed"
    r"|launched|restructured|brought in)\b.{0,80}"
    r"\bto (?:improve|address|tackle|strengthen|deal)\b",
    r"\b(?:has|have) (?:now |since )?(?!been\b|had\b|no\b)\w+(?:ed|en) (?:some|several|a few|more)\b",
    rf"\b(?:{DONE}|{PUT_AN_END_TO}) (?:most|many|some|several|half|a (?:number|majority)|the"
    r" majority) of\b|\btak(?:en|ing) (?:[\w']+ ){1,8}?on board\b",
    r"\bas a result of (?:the )?(?:\w+ )?(?:action|work|steps|changes|efforts)\b[^.;]{0,40}"
    r"\bha(?:s|ve) taken\b",
    rf"\bof (?:the|our|these) (?:\w+ ){{0,3}}{FORMAL}\b[^.;]{{0,80}}, (?:\w+ ){{0,2}}(?:has|have|had) "
    rf"(?:been )?{ADVERBS}{DONE}",
    rf"\b(?:has|have|had) {ADVERBS}(?:invested in|listened to (?:our|the|its))\b"
    r"|\befforts?\b[^.;]{0,60}\b(?:has|have) (?:made|invested|put|devoted)\b",
    r"\bcontinued to (?:address|tackle|progress|implement|build on|strengthen|act on)\b",
    r"\bcomplied with most\b|\bpart(?:ly|ially) (?:\w+ed|met|done)\b",
    rf"\b(?:half|most|many|some|several) of (?:[\w']+ ){{1,3}}(?:has|have) (?:now "
    rf"|since )?(?:been )?(?:\w+ed|{DONE})\b",
)
# Something was brought in or changed, and it is not told what came of it.
BROUGHT_IN = either(
    rf"\b(?:has|have) {ADVERBS}(?:introduced|put in place|set up|established|created|launched|adopted|rolled"
    r" out|brought in|provided|appointed|recruited) (?:(?:an?|its|the|several) )?(?:new|revised|updated"
    r"|additional|further|extra|dedicated|specialist|more|better)\b",
    rf"\b(?:has|have) {ADVERBS}made (?:\w+ ){{0,2}}(?:changes|adjustments|amendments)\b",
)
