"""Small word classes, as pieces of patterns: what is good or bad when there is more of it, which verbs put an
end to a matter, and the adverbs and negations that go with them."""

ADVERB = (
    r"(?:\w+ly|now|since|also|all|both|been|being|already|still|therefore|then|thus|yet"
    r"|in (?:full|part|fact))"
)
ADVERBS = rf"(?:{ADVERB},? )*"
AUX = r"(?:has|have|had|having|is|are|was|were)"
NEGATED = rf"{AUX}(?: not|n't)(?: (?:yet|enough|{ADVERB}))*"
ACTOR = (
    r"(?:force|constabulary|service|MPS|police|it|they|who|which|that|officers|staff|supervisors|managers"
    r"|leaders|teams?|call-? ?(?:handlers|takers)|investigators|victims|one|all|and)"
)

# ---- what is good, and what is bad, when there is more of it ------------------------------------------
GOOD = (
    r"(?:good|effective|outstanding|strong|robust|comprehensive|appropriate|sound|clear|consistent|thorough"
    r"|efficient|satisfactory|prompt|timely|adequate|reliable|credible|rigorous|well[- ]\w+"
    r"|high[- ](?:standard|quality)|positive)"
)
WELL = (
    r"(?:adequately|effectively|efficiently|consistently|routinely|properly|promptly|well|fully|quickly"
    r"|swiftly|correctly|appropriately|regularly|systematically|accurately|successfully|thoroughly)"
)
BADLY_OFF = (
    r"(?:backlogs?|delays?|queues?|waits?|waiting (?:times?|lists?)|vacanc\w+|outstanding \w+"
    r"|un(?!der|it)\w+ed|overdue|abandon\w+|time (?:taken|it takes)|failings?|shortages?|gaps?|errors?"
    r"|mistakes|problems?|inconsistenc\w+|weakness\w*|shortcomings?|late|taken away|unmet)"
)
WELL_OFF = (
    r"(?:quality|standards?|compliance|understanding|awareness|satisfaction|satisfied|supervision|capacity"
    r"|capability|performance|effectiveness|consistency|confidence|service|timeliness|knowledge|skills"
    r"|detectives|investigators|trained|accuracy|oversight|response|approach)"
)
POOR = (
    r"(?:poor|weak|inadequate|insufficient|inconsistent|a (?:\w+ )?(?:problem|concern|issue|weakness)"
    r"|an issue|variable|limited|ineffective|slow|excessive|too \w+|very concerned|concerned|low|unclear"
    r"|unacceptable|patchy|mixed)"
)
MORE_GOOD = (
    r"(?:better|stronger|clearer|faster|quicker|sooner|smoother|more (?:\w+ly )?(?:consistent|effective"
    r"|efficient|robust|able|confident|aware|accurate|timely|often|quick|prompt|structured|systematic"
    r"|regular|routine|frequent|open|comprehensive|visible|sophisticated|thorough|rigorous|responsive"
    r"|proactive|likely to (?:identify|record|receive|recognise)|wide)(?:ly)?)"
)
LESS_GOOD = (
    r"(?:worse|weaker|slower|poorer|less (?:\w+ly )?(?:effective|efficient|able|likely|good|consistent"
    r"|confident|aware|well|satisfied|robust|timely|visible|strong|thorough|comprehensive|reliable|credible"
    r"|adequate|rigorous|accurate|prompt|proactive|responsive|clear)(?:ly)?)"
)
FELL = r"(?:fallen|fell|reduced|decreased|dropped|shortened|halved|cut|come down|gone down|shrunk)"
ROSE = r"(?:risen|rose|increased|grown|grew|gone up|doubled|lengthened)"

# ---- verbs that make a thing better, and those by which it gets worse ---------------------------------
BETTERED = (
    r"(?:improved|strengthened|enhanced|refined|sharpened|streamlined|tightened|bolstered|boosted|upgraded"
    r"|modernised|overhauled|transformed|simplified|reinforced|accelerated|standardised|clarified|deepened"
    r"|broadened|professionalised|reformed|revitalised|stepped up|reinvigorated)"
)
BETTERING = (
    r"(?:(?:improv|strengthen|enhanc|refin|sharpen|streamlin|tighten|bolster|boost|upgrad|modernis|overhaul"
    r"|transform|simplify|reinforc|accelerat|standardis|clarify|deepen|broaden|professionalis|reform"
    r"|revitalis)ing|(?:expand|extend|rais|increas|widen)ing (?:the|its|their)\b)"
)
WIDENED = r"(?:developed|expanded|extended|raised|increased|widened|furthered|advanced)"
LAPSED = r"(?:degraded|faltered|backslid|tailed off|waned|suffered(?= (?:since|as|because)|[.,;]|$))"

SWIFT = r"(?:swift|prompt|immediate|decisive|effective|the necessary|all)"

# ---- verbs that put an end to a matter --------------------------------------------------------------
PUT_AN_END_TO = (
    r"(?:addressed|resolved|rectified|remedied|corrected|solved|overcome|eliminated|discharged"
    r"|dealt (?:\w+ly )?with|(?:attended|seen) to|put (?:this |that |these |it )?right|acted (?:up)?on"
    r"|cleared|cured|reversed|fixed|settled(?! in)|eradicated|redressed|(?:ironed|sorted) out"
    r"|put (?:an end|a stop) to)"
)
DONE = (
    r"(?:completed|implemented|achieved|met(?! with)|closed|done|carried out|taken place|put in place"
    r"|fulfilled|complied with|satisfied|made|adopted|finalised|delivered|followed|removed(?! from)|lifted)"
)
THING = (
    r"(?:recommendations?|areas? for improvement|afis?|causes? of concern|actions?|changes?|improvements?"
    r"|work|review|post|this|these|those|it|so|that|them|all|enough|full|terms?|requirements?)"
)
FORMAL = r"(?:areas? (?:for|of) improvement|afis?|causes? (?:of|for) concern|recommendations?)"
MATTER = (
    r"(?:this|these|it|that (?!we )\w+|recommendations?|improvements?|changes|problems?|issues?|concerns?"
    r"|failings?|shortcomings?|weakness(?:es)?|matters?"
    rf"|backlogs?|gaps?|{FORMAL})"
)
NO_LONGER_BAD = (
    r"(?:such )?(?:(?:is )?an? (?:cause of|area|concern|problem|issue|matter|backlog|weakness)|exists?"
    rf"|applies|concerned|necessary|has (?:this|(?:an? |any |the |these )?(?:\w+ )?{BADLY_OFF})|such)"
)
# What "now" may be followed by and be no state that was reached: more or less of it, work, a want.
ONLY_NOW = (
    rf"(?!(?:\w+ly |a |an |in |has |have |being |to be |very |some |of (?:a )?)*(?:{MORE_GOOD}"
    rf"|{LESS_GOOD}|improv\w+|needs?\b"
    r"|require\w*|must\b|should\b|less\b|fewer\b|longer\b|more\b|not\b|only\b|plans?\b|strategy|begun|begins?"
    r"|start\w*|work(?:s|ing)? (?:hard )?(?:to|on|towards|through)\b|(?:address|review|develop|consider|plann"
    r"|look|introduc|implement|seek|tak|mak|try|respond|deal|act)ing\b|tak(?:es|e) longer|under ?way|expect"
    r"|uses? \w+ more|intends?|action plan|early|signs|poor|inadequate|worse))"
)
