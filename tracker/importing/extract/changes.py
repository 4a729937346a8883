"""The grammar in which a report says that something changed, or did not.

Each pattern is built from small word classes: what is bad when there is more of it, what is good, which
verbs put an end to a matter, which tell of work under way; and from the tense and the negation that turn
them round. They match `Sentence.plain`.
"""

import re

from tracker.importing.extract.patterns import either
from tracker.importing.extract.words import (
    ACTOR,
    ADVERBS,
    AUX,
    BADLY_OFF,
    BETTERED,
    DONE,
    FELL,
    FORMAL,
    GOOD,
    MATTER,
    MORE_GOOD,
    NEGATED,
    NO_LONGER_BAD,
    ONLY_NOW,
    POOR,
    PUT_AN_END_TO,
    ROSE,
    SWIFT,
    THING,
    WELL,
    WELL_OFF,
    WIDENED,
)

_NOT_SOME = r"\b(?<!some )(?<!several )(?<!further )"
# What was done in answer to what was found then, as a sentence begins to tell it.
ENDED = either(
    rf"\b(?:following|in response to|as a result of)\b[^.;]{{0,40}}\b{MATTER}\b[^.;]{{0,60}}\b(?:has"
    rf"|have) {ADVERBS}"
    rf"(?!begun|started|made|taken|set|responded|reduced|{BETTERED}|{WIDENED})\w+(?:ed|en|ut|un|ght|ilt)\b"
    r"(?! (?:some|most|a plan))",
    r"\b(?:has|have) done well to\b",
    rf"\b(?:has|have|had|having|was|were) {ADVERBS}{PUT_AN_END_TO}\b|\b(?:is|are) (?:now|all"
    rf"|since) {ADVERBS}{PUT_AN_END_TO}\b",
    rf"\b(?:{ACTOR}|we) (?:\w+ly |then |also |since )*{PUT_AN_END_TO}\b(?! by)",
    rf"\b{AUX} {ADVERBS}(?!made ){DONE} (?:[\w'-]+ ){{0,3}}?{THING}\b",
    rf"{_NOT_SOME}{MATTER}\b[^.;,]{{0,120}}?\b(?:(?:has|have|had) (?:\w+ly |now |since |also |all |both )*"
    rf"been|was|were) {ADVERBS}{DONE}\b",
    rf"{_NOT_SOME}{MATTER} (?:has|have) (?:now |since |all )*(?:taken place|been {DONE})\b",
    rf"\b{MATTER} (?:is|are) (?:now |therefore |all )*(?:complete|{DONE})\b",
    rf"\b{FORMAL}\b[^.;,]{{0,80}}\b(?:is|are) (?:now |therefore |all )*(?:closed|{PUT_AN_END_TO})\b",
    rf"\bno longer {NO_LONGER_BAD}\b|\b(?:is|was|are|were) no longer (?:so|the case)\b",
    rf"\b(?:close|discharge|lift|remove)d? (?:the |these |this |its |all |both )?.{{0,200}}\b{FORMAL}",
    r"\b(?:has|have|had) (?:now |since )?made (?:all |both )?(?:the|these|those|our"
    r"|its) (?:\w+ )?(?:changes\b|improvements (?:that )?(?:(?:we|hmic\w*|i) (?:had )?\w+|needed|required"
    r"|necessary))|\b(?:and|but) (?:it|they) (?:has|have) (?:now |since )?(?:stopped"
    r"|done (?:so|this|it))\b",
    r"\bsatisfied that (?:these|this|the terms)\b|\bfor us to close\b",
    r"\b(?:acted|responded|moved) (?:decisively|immediately|swiftly|quickly|promptly|(?:very )?well)\b",
    rf"\b(?:took|taken) (?:\w+ )?(?:and )?{SWIFT} (?:and \w+ )?(?:action|steps)\b",
    r"\btaken (?:all |the )+(?:action|steps) (?:that (?:was|were) )?(?:necessary|needed|required)\b",
    r"\bfully compl(?:iant|ies|ied)\b|\breduced to an acceptable\b",
    r"\b(?:we )?(?:now )?(?:have|had) no (?:remaining |further |longer )?concerns?\b",
    r"\bno (?:evidence|examples|sign)\b of (?:this|these|such|those|it)\b",
    r"\bimpressed (?:with|by|to see)\b(?![^.;,]*\b(?:improvements?|progress)\b)",
    rf"\bput (?:all |both |of )*(?:our|the|these|those|hmic\w*'?s?) (?:\w+ ){{0,2}}?{THING}\b[^.;,]{{0,30}}?"
    r"\b(?:in|into) (?:place|practice|effect)\b|\bno longer appl(?:y|ies)\b",
    r"\b(?:we|hmic(?:frs)?|i) (?:now )?consider\b[^.;]{0,80}\bto be (?:closed|complete|met|discharged"
    r"|resolved)\b|\bno such (?:\w+ )?(?:problems?|issues?|concerns?|failings?|cases?)\b",
    r"\b(?:has|have) done so\b|\bdoes so\b|\bdo so now\b",
)
# An answer, of which it is not said that it was enough: an improvement told with it is what came of it.
ANSWERED = either(r"\bresponded (?:very )?(?:well|quickly|promptly|swiftly)\b")
STANDS_NOW = either(
    r"\b(?:it|they|this) (?:is|are|does|do|has|have) now\W*$",
    rf"(?<!more )\b(?:is|are) now {ONLY_NOW}\w+",
    rf"\b(?:{ACTOR}|\w+s) now {ONLY_NOW}(?:\w+ly )*\w{{2,}}(?:s|ve|do)\b",
    rf"\b(?:has|have) (?:now|since) (?:introduced|put in place|established|developed|set up|created|adopted)"
    rf" (?:an? )?(?:\w+ly )?{GOOD}\b",
    r"\b\w+s now (?:\w+ly )*(?:use|review|supervise|assess|check|know|take|make|share|understand"
    r"|complete|receive|record|follow|consider"
    r"|check|attend|answer|carry|get|give|keep|meet|tell|work (?:well|closely|together))\b",
    rf"\bnow (?:has|have) {ONLY_NOW}(?!plans?)\w+|\bnow (?:\w+ed|{WELL}) (?:\w+ed|{WELL})\b",
    r"\b(?:has|have) (?:now |since )+(?:\w+ly )*(?:been |had )?(?!begun|started|improv|made|taken|introduc"
    r"|develop|establish|set\b|put\b|become|increas|grown|risen|fallen|declin|deteriorat|worsen|strengthen"
    r"|invest|work|creat|not\b|commenc|announc|dropped|plann|start)\w+(?:ed|en|d|t)\b",
)
DECISIVE = either(
    r"\b(?:acted|moved) (?:decisively|immediately|swiftly)\b",
    r"\bprompt and effective action\b",
    r"\bverified that\b",
    r"\bno longer an? (?:cause of concern|area for improvement)\b",
    r"\bhave (?:now |therefore )?(?:closed|discharged|removed)\b",
)

# ---- better, but not at the end ----------------------------------------------------------------------
IMPROVED = either(
    r"(?<!not )(?<!n't )(?<!yet )\bimproved\b|\b(?:is|are|was|were|has been|an) (?:\w+ly |also )*improving\b",
    r"\b(?:an?|significant\w*|considerable|marked|shown|some|the|these|this|of|made|several|despite|recent|saw|found|observed|with|are|were|been"
    r"|see|many|immediate|steady|sustained|continued|seen|been|further|in"
    r"|and) (?:\w+ ){0,2}?improvements?\b",
    r"\b(?:continues?|continued) to improve\b|\bimprovements? (?:has|have|is|are) (?:been|being)\b",
    r"\b(?:has|have) (?:\w+ly |also |now |since )*(?:developed|enhanced|extended|refined|furthered|advanced)"
    r" (?:its|their|the)\b",
    r"(?<!no )(?<!slow )\bprogress(?:ed|ing)?\b|\b(?:headway|strides|inroads)\b",
    rf"(?<!to )(?<!no ){MORE_GOOD}\b",
    rf"\b(?:has|have|had|is|are|was|were) {ADVERBS}{BETTERED}\b",
    rf"\b{WELL_OFF}\b[^.;]{{0,60}}\b(?:has|have) {ADVERBS}been {ADVERBS}{WIDENED}\b",
    r"\bcome (?:a long|some|a considerable) way\b",
    r"\b(?:speeded|sped) up\b|\bless often\b|\bsigns of improvement\b|\bmore\b[^.;]{0,60}\bthan\b",
    rf"\b{BADLY_OFF}\b[^.;]{{0,80}}\b{FELL}\b|\b{FELL}\b[^.;]{{0,60}}\b{BADLY_OFF}\b",
    rf"\bfewer\b[^.;]{{0,60}}\b{BADLY_OFF}\b|\b(?:uses?|does) (?:them|it|this|these) more\b",
    rf"\b{WELL_OFF}\b[^.;]{{0,60}}\b(?:(?:has|have) {ROSE}|(?:is|are) (?:growing|rising|increasing))\b",
    rf"\b{BADLY_OFF}\b[^.;]{{0,60}}\b(?:is|are|has become|have become) (?:now |much )*(?:shorter|smaller"
    rf"|lower|fewer)\b",
    r"\bmore [\w' -]{3,40}? (?:have|are|do|did|receive|now)\b(?! (?:\w+ )?(?:needed|required))",
    r"\bmore (?:officers|staff|supervisors|victims|of them|people|teams?) (?:now )?(?:did|do|are|have|know"
    r"|knew)\b",
    rf"\b(?:increased|raised|widened|expanded|enhanced)\b[^.;]{{0,60}}\b{WELL_OFF}\b",
    r"\b(?:has|have) (?:\w+ly )?(?:increased|doubled|trebled|raised) (?:the|its) number of (?:\w+ ){0,2}"
    r"(?:officers|staff|supervisors|detectives|investigators|managers|specialists|call)",
    rf"\b{WELL_OFF}\b[^.;]{{0,60}}\b(?:has|have) {ADVERBS}(?:picked up|recovered|rallied)\b"
    r"|\bturned (?:a|the) corner\b",
    r"\b(?:right|positive) (?:direction|trajectory)\b|\bstrengthened\b|\bbuilt on\b|\bmoved forward\b",
    r"\bincreased its (?:ability|capacity|capability)\b",
)
# Improvement that is asked for, planned or hoped for is none that has come about.
WANTED = either(
    r"\b(?:areas?|room|scope|cause|need|needs|requires?|required|require|further|much|more) (?:for |of "
    r"|some )?(?:\w+ )?improvements?\b(?! (?:has|have) been)",
    r"(?<=brought about the )improvements?\b",
    r"\bimprovements? (?:is|are|that) (?:still )?(?:needed|required|the force hopes)\b",
    r"\b(?:how much|much) (?:more )?improvement\b",
    r"\b(?:review|assess|check|monitor|measure|discover|report|evaluat|consider|look)(?:ed|e|s"
    r"|ing)? (?:on |at )?(?:the |its |any |what )*(?:\w+'s )?(?:progress|improvements?)\b"
    r"|\bany (?:\w+ )?(?:progress|improvements?)\b",
)
# What is denied gives no verdict for the better or for the worse.
DENIED = re.compile(
    r"\b(?:has|have|had|is|are|was|were|does|do|did|can|could)(?: not\b(?! only)|n't\b|not\b)[^.;,]*?"
    r"(?=[.;,]|\b(?:but|although|though|however|and (?:it|this|they|we|has|have|is|are))\b|$)",
    re.IGNORECASE,
)
NOT_YET = either(
    r"\b(?:fail(?:ed|s|ing)|unable|neglected|yet) to\b[^.;,]*?(?=[.;,]|\b(?:but|although|though|and)\b|$)",
    r"\b(?:should|could|must|will|would|ought to|needs? to|plans to|planned to|intends? to|aims? to"
    r"|hopes? to|due to|expects? to)\b(?! be commended| (?:particularly )?like to)[^.;,]*",
    r"\b(?:how|whether) (?:\w+ ){0,2}?(?:the (?:force|constabulary)|it|they)\b[^.;,]*",
)

# ---- no better -------------------------------------------------------------------------------------
_LITTLE = r"(?:no|few|scant|little|limited|slow|insufficient(?:ly)?|not enough|minimal|negligible|inadequate)"
TOO_LITTLE = either(
    rf"\b{_LITTLE} (?!further )(?:\w+ ){{0,2}}?(?:improvements?|progress|change|headway)\b",
    r"(?:\bnot|n't) (?:yet |(?:appear|seem) to have )*(?:made|seen|shown) (?:enough|sufficient|meaningful"
    r"|adequate|any|much)"
    r" (?:\w+ )?(?:improvements?|progress)\b",
    r"\b(?:progress|improvements?|change|response)\b[^.;,]{0,80}\b(?:has|have|had|was|were|is|been) "
    r"(?:been )?(?:too |very |relatively |disappointingly )?(?:slow|limited|minimal|insufficient"
    r"|negligible|disappointing|poor|unsatisfactory)\b",
    r"^(?:however, |but )?(?:no|none|neither|few)\b(?! (?:further|remaining|longer|such|evidence|more|new"
    r"|other))[^.;,]{0,60}\b(?:has|have|had) (?:yet |since |been )",
    rf"\b{NEGATED} progress\w*\b",
    r"(?:\bnot|n't) (?:to )?(?:see|seen|find|found|make|made) (?:more|greater|further|better) (?:\w+ )?"
    r"(?:progress|improvements?)\b",
    r"\b(?:little|nothing|not much) (?:has|had) (?:been )?(?:changed|improved|done)\b"
    r"|\black of (?:\w+ )?(?:progress|improvement|action|change|headway)\b",
    r"\bdone (?:very |too )?(?:little|nothing)\b|\bstruggled to\b|\b(?:been|was|were|is) (?:too )?slow to\b",
    r"\b(?:too few|few|none|(?:fewer|less) than half|(?:only|just) (?:a )?(?:few|handful|minority|one|two"
    rf"|three|fraction)|hardly any|barely any) of\b|\bno {MORE_GOOD}\b",
    r"\b(?:little|no|not enough|insufficient) evidence (?:that|of (?:\w+ )?(?:improvements?|progress"
    r"|change))\b",
)
CONCEDED = re.compile(
    r"^(?:although|though|while|whilst) (?:there is|it has|the force has|more) (?:still )?(?:more|work"
    r"|some way|needs)\b",
    re.IGNORECASE,
)
_NOT_BAD = (
    r"(?:outstanding|good|committed|strong|effective|high|confident|the same high|maintain\w*|provid\w+"
    r"|sends?|works? well|perform\w* well)"
)
NOT_IMPROVED = either(
    rf"\b{NEGATED} (?:improv\w+|{BETTERED}|{WIDENED} (?:the|its|their)|gone away|responded|taken|introduced"
    r"|brought|made|changed|progress\w*|dealt"
    rf"|followed|reduced|happened|acted|closed|{PUT_AN_END_TO}|{DONE})\b",
    rf"\bstill\b(?! (?:a |an )?{_NOT_BAD})",
    rf"\bcontinues? to (?:require|need|struggle|fail|lack|suffer|be (?:an? )?{POOR}|have (?:difficult"
    rf"|problem"
    r"|trouble|too)|make (?:the )?(?:same )?mistakes?|fall|miss|experience)\w*\b",
    r"\bcontinues? to \w+[^.;]{0,60}\btoo (?:long|many|few|often|slowly|little|late)\b",
    r"\bnot done so\b|\bfail(?:ed|s|ing) to\b|\bunable to (?:make|address|carry|implement|complete"
    r"|resolve)\b|\bfrustrating\b|\bneeds? to do (?:much )?more\b",
    rf"\bremains?\b(?! {_NOT_BAD})",
    r"\bnot (?:yet )?(?:brought about|meaningfully|been addressed)\b|\byet to\b|\bignored\b",
    r"\b(?:remain|been|still|continue to be) (?:\w+ )?concerned\b|\bdisappoint\w+\b",
    r"\bagain (?:found|find|an?)\b|\bonce again\b|\bpersist(?:s|ed|ent)?\b|\bunchanged\b|\bno (?:different"
    r"|better)\b",
    r"\b(?:second|third|fourth|fifth) (?:time|year|inspection|report)\b|\b(?:year|time) (?:running"
    r"|in a row)\b|\b(?:no|not|n't)\b[^.;]{0,80}\b(?:this (?:year|time) )?either\b|\brepeat(?:ed)? (?:area"
    r"|recommendation)",
    r"\b(?:same|similar) (?:\w+ )?(?:problems?|issues?|concerns?|failings?|weakness\w*|shortcomings?|areas?"
    r"|position"
    r"|findings?)\b",
    r"\b(?:position|situation|picture|problem) (?:is|was|remains) (?:\w+ )?the same\b",
    rf"\b{FORMAL}\b[^.;]{{0,80}}\b(?:carried forward|(?:stays?|remains?|is|are) (?:\w+ )?(?:open"
    r"|outstanding))\b",
    rf"\b{NEGATED} (?:got|become|been) (?:any |\w+ly )?{MORE_GOOD}\b",
    r"\bas (?:large|poor|long|high|bad|low|slow|weak|inconsistent|limited) as\b",
)
AS_BEFORE = either(
    r"\b(?:as|like) (?:in|at|with|was the case (?:in|at)|it was in|they were in|was found in|"
    r"(?:we|hmic(?:frs)?|i) (?:\w+ )?(?:found|reported|said|noted|identified|highlighted|stated|described)"
    r"|(?:reported|found|noted|identified|highlighted)) (?:\w+ ){0,3}?"
    r"(?:20[0-3]\d|last year|previous|last|earlier)\b",
    r"\b(?:despite|in spite of|notwithstanding) (?:our|hmic(?:frs)?(?:'s?)?|the inspectorate's|the (?:area"
    r"|recommend)|being|having been|repeated)",
)

# ---- what is left, and what was not looked at ---------------------------------------------------------
CAVEAT = either(
    r"\b(?:although|though|however|but|while|despite)\b.{0,200}\b(?:still|more|further|some|needs?|could|work"
    r"|persist\w*|remain\w*|not|cannot|cause of concern|too)\b|\bn't\b",
    r"\bmore (?:still )?(?:needs?|to do|to be done)\b|\bpersist\b|\btoo (?:soon|early)\b"
    r"|\bcontinue[sd]? to improve\b",
    r"\bor is in the process of\b|\bmost of\b|\bsome of\b|\bprogress in (?:some|several|a number of)\b",
    r"n't (?:yet|always|routinely)\b|\bnot (?:yet|always|routinely)\b",
    r"\b(?:half|(?<!as )part|several|many|a (?:number|majority)) of\b|\bpart(?:ly|ially)\b|\b(?:in part"
    r"|to some extent)\b",
)
_LOOK = (
    r"(?:re-?inspect\w*|inspect\w*|re-?visit\w*|re-?assess\w*|assess\w*|examin\w+|look\w* at|review\w*"
    r"|test\w*|consider\w*|cover\w*|return\w* to|follow\w* up)"
)
NOT_REINSPECTED = either(
    rf"\b(?:we|hmic(?:frs)?|inspectors|i) (?:did|do|have|has|were|was|could)(?: not"
    rf"|n't) (?!fully)(?:\w+ ){{0,2}}?{_LOOK}\b[^.;,]*",
    r"\b(?:has|have|was|were)(?: not|n't)(?: yet)?(?: been)? (?:re-?inspected|inspected|re-?visited"
    r"|examined|covered|re-?assessed|assessed)\b(?! by (?:the force|officers|staff|supervisors))[^.;,]*",
    r"\bnot subject to (?:detailed )?inspection\b[^.;,]*",
    rf"\b(?:inspection|report|assessment|visit) (?:did|does)(?: not|n't) {_LOOK}\b[^.;,]*",
    rf"\b(?:we|hmic(?:frs)?|inspectors|i) (?:was|were) unable to {_LOOK}\b[^.;,]*",
    r"\b(?:not (?:part of|within|in)|outside|beyond)\b[^.;,]{0,30}\b(?:scope|remit|inspection"
    r"|assessment)\b[^.;,]*",
)
