"""The field's words, each written once; the line beside a member says what it means.

Sources: HMICFRS's PEEL pages and glossary; Police Act 1996 section 55.
"""

from django.db import models


class Pillar(models.TextChoices):
    """What a PEEL report to 2018/19 assesses. Later programmes have none."""

    EFFECTIVENESS = "effectiveness", "Effectiveness"  # how well the force keeps people safe and reduces crime
    EFFICIENCY = "efficiency", "Efficiency"  # how well it uses its resources
    LEGITIMACY = "legitimacy", "Legitimacy"  # how fairly it treats the public and its workforce
    LEADERSHIP = "leadership", "Leadership"  # ungraded, in 2015 only

    @property
    def letters(self) -> str:
        """The three letters that stand in a finding's reference."""
        return {"effectiveness": "eff", "efficiency": "efc", "legitimacy": "leg", "leadership": "lea"}[
            self.value
        ]


class ProgrammeKind(models.TextChoices):
    PEEL = "peel", "PEEL"  # regular assessment of each force
    JOINT = "joint", "Joint inspection"  # with other inspectorates
    CHILD_PROTECTION = "child_protection", "National child protection inspection"
    THEMATIC = "thematic", "Thematic inspection"  # one subject, some or all forces


class FindingKind(models.TextChoices):
    AREA_FOR_IMPROVEMENT = "area_for_improvement", "Area for improvement"  # stands alone
    CAUSE_OF_CONCERN = "cause_of_concern", "Cause of concern"  # serious or systemic; has recommendations
    RECOMMENDATION = "recommendation", "Recommendation"  # what must be done about a cause of concern

    @property
    def weight(self) -> int:
        """How grave it is: a recommendation is always part of a cause of concern."""
        return 1 if self is FindingKind.AREA_FOR_IMPROVEMENT else 2


class KindStep(models.TextChoices):
    """How a finding's kind compares with its predecessor's."""

    RAISED = "raised", "Raised"  # from area for improvement to cause of concern, or to its recommendation
    LOWERED = "lowered", "Lowered"
    SAME = "same", "As grave as before"


class Wording(models.TextChoices):
    """Whose words a finding's text is."""

    PUBLISHED = "published", "As published"  # the report that raised it
    AS_REPORTED = "as_reported", "As reported later"  # its own wording is not yet known


class ForceStatus(models.TextChoices):
    """What the force says of a finding. Never mixed with what the inspectorate says."""

    NOT_STARTED = "not_started", "Not started"
    ON_TRACK = "on_track", "On track"
    AT_RISK = "at_risk", "At risk"  # may miss its date
    OFF_TRACK = "off_track", "Off track"  # will miss its date
    WAITING = "waiting", "Waiting on another organisation"
    COMPLETE = "complete", "Complete, ready for review"  # the force's claim, not a closure


class InspectorateStatus(models.TextChoices):
    """What HMICFRS says of a finding."""

    OPEN = "open", "Open"
    UNDER_REVIEW = "under_review", "Under review"  # an update awaits HMICFRS
    MORE_EVIDENCE_NEEDED = "more_evidence_needed", "More evidence needed"  # HMICFRS asked for more
    CLOSED = "closed", "Closed"  # for good: a repeat is a new finding with a link

    @property
    def on_the_register(self) -> "InspectorateStatus":
        """As it is told to those who do not see the workspace: what the force sent is not theirs to know."""
        return self if self is InspectorateStatus.CLOSED else InspectorateStatus.OPEN


class ClosureReason(models.TextChoices):
    VERIFIED = "verified", "Verified"  # HMICFRS saw that it was done
    SUPERSEDED = "superseded", "Superseded"  # a later finding carries it on
    NO_FURTHER_ACTION = "no_further_action", "No further action"


class Embedded(models.TextChoices):
    """What the force says, some months after a closure, of what it had improved."""

    EMBEDDED = "embedded", "Still embedded"
    NO_LONGER = "no_longer", "No longer embedded"  # HMICFRS decides whether it becomes a new finding
    NOT_KNOWN = "not_known", "Not yet known"  # asked again


class Verdict(models.TextChoices):
    """What a report says became of an earlier finding."""

    RESOLVED = "resolved", "Resolved"
    IMPROVED = "improved", "Improved but not complete"
    NOT_IMPROVED = "not_improved", "Not improved"
    WORSE = "worse", "Worse"
    NOT_REINSPECTED = "not_reinspected", "Not re-inspected"
    UNCLEAR = "unclear", "Unclear"


class StatementStrength(models.TextChoices):
    """How plainly a passage speaks of one earlier finding."""

    EXPLICIT = "explicit", "Explicit"  # names the earlier inspection and the matter
    IMPLICIT = "implicit", "Implicit"  # a change since then, the finding not named
    SUMMARY = "summary", "Summary"  # in an overview; never overrides an explicit one
    RULE = "rule", "Rule"  # about all earlier findings, such as "judgments remain in place"
    CROSS_REPORT = "cross_report", "Other report"  # the findings stand in another report


class LinkRelation(models.TextChoices):
    """How a later finding takes up an earlier one. *Superseded* is a closure reason, not a relation."""

    CONTINUES = "continues", "Continues"  # the same matter again
    CONTINUES_IN_PART = "continues_in_part", "Continues in part"
    RELATED = "related", "Related"  # near, not the same


class Confidence(models.TextChoices):
    """How surely a question of one programme is that of a later one."""

    HIGH = "high", "High: the same question, at most reworded"
    MEDIUM = "medium", "Medium: the same subject, asked more widely or more narrowly"
    LOW = "low", "Low: they overlap in part"


class NoGrade(models.TextChoices):
    """Why a programme gave a force no grade on a question."""

    NOT_INSPECTED = "not_inspected", "Not inspected"
    NOT_GRADED = "not_graded", "Not graded"  # asked without a grade; or the programme grades no pillars
    NOT_ASKED = "not_asked", "Not asked"
    NO_REPORT = "no_report", "No report held here"
    NOT_KNOWN = "not_known", "No grade known here"


class LineBreak(models.TextChoices):
    """Why a grade cannot be compared with the one before it, so that the line of grades is broken."""

    SCALE = "scale", "New scale"
    CYCLE = "cycle", "New cycle"  # HMICFRS says that it cannot be compared directly
    QUESTION = "question", "Question changed"
    BODY = "body", "Another body"
    SEVERAL = "several", "Several grades"


class Silence(models.TextChoices):
    """Why a report may say nothing of an earlier finding that is open. Silence closes nothing."""

    REINSPECTED = "reinspected", "Its question was inspected again"
    CARRIED_FORWARD = "carried_forward", "Its question was not inspected, and its judgment carried forward"
    OUTSIDE = "outside", "It is outside this inspection"  # another pillar, or another kind of inspection
    NOT_KNOWN = "not_known", "It is not known whether its question was inspected again"


class Decision(models.TextChoices):
    """Where a machine's proposal stands with the people who decide it."""

    PROPOSED = "proposed", "Proposed"
    CONFIRMED = "confirmed", "Confirmed"
    REJECTED = "rejected", "Rejected"
    REPLACED = "replaced", "Replaced"  # split or merged: others stand in its place


class ProposalOrigin(models.TextChoices):
    """Where a proposal comes from."""

    READ = "read", "Read by the machine"
    READ_AGAIN = "read_again", "Read again"  # by a newer reader, and taken over by a person
    SPLIT = "split", "Split"  # a part of one that was read
    MERGED = "merged", "Merged"  # two that were read, as one
    PERSON = "person", "Added by a person"  # the machine did not read it


class RejectReason(models.TextChoices):
    """Why nothing is made of a proposal. Counted, so that the readers can be bettered by it."""

    NOT_SAID = "not_said", "The report does not say this"
    STANDING_TEXT = "standing_text", "Standing text, the same in every report"
    OTHER_KIND = "other_kind", "It is something else: another kind of item"
    SAID_ELSEWHERE = "said_elsewhere", "Another item says it already"
    NOT_THE_INSPECTORATE = "not_the_inspectorate", "Somebody else says it, not the inspectorate"
    OTHER = "other", "Another reason"


class Agreement(models.TextChoices):
    """How what the machine read and what people made of it agree, item by item."""

    AS_PROPOSED = "as_proposed", "Confirmed as proposed"
    CORRECTED = "corrected", "Corrected"  # before or after it was confirmed, split or merged
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"  # confirmed by mistake
    ADDED = "added", "Added by hand"  # the machine had not read it
    UNDECIDED = "undecided", "Not decided"


class RereadStatus(models.TextChoices):
    """Where the second reading of a report stands. It proposes nothing by itself."""

    WAITING = "waiting", "Waiting to be read"
    READING = "reading", "Being read"
    DONE = "done", "Read"
    FAILED = "failed", "Could not be read"


class ProposalKind(models.TextChoices):
    """What a report's reader proposes."""

    INSPECTION = "inspection", "Inspection"  # force, programme, pillar, year, publication
    JUDGMENT = "judgment", "Judgment"
    FINDING = "finding", "Finding"
    STATEMENT = "statement", "Statement about an earlier finding"
    MEASURE = "measure", "Measure"
    SUGGESTION = "suggestion", "Suggestion"  # in the body, never a finding


class ReportStatus(models.TextChoices):
    UPLOADED = "uploaded", "Waiting to be read"
    READING = "reading", "Being read"  # a worker holds a lease on it
    READ = "read", "Read, waiting for decisions"
    NEEDS_PERSON = "needs_person", "Needs a person"  # a scan: there is no text to read
    FAILED = "failed", "Could not be read"
    DECIDED = "decided", "Decided"  # each proposal confirmed or rejected


class DatePrecision(models.TextChoices):
    """How much of a publication date is known; a report prints "March 2018"."""

    DAY = "day", "Day"
    MONTH = "month", "Month"
    YEAR = "year", "Year"


class EvidenceKind(models.TextChoices):
    FILE = "file", "File"
    LINK = "link", "Link"  # stored and shown, never fetched
    MEASURE = "measure", "Measure"


class FileState(models.TextChoices):
    """A file's way to being downloadable."""

    NONE = "none", "No file"  # evidence that is a link or a measure
    NOT_SCANNED = "not_scanned", "Not scanned"  # checked for type, no virus scanner here
    RECEIVED = "received", "Waiting for the virus scan"  # checked for type and structure
    SCANNING = "scanning", "Being scanned for viruses"  # a worker holds a lease on it
    CLEAN = "clean", "Clean"
    REJECTED = "rejected", "Rejected"  # its bytes are destroyed, what is known of it stays
    FAILED = "failed", "Could not be scanned"  # the scanner answered and gave no verdict, again and again


class Assessment(models.TextChoices):
    """What HMICFRS says of one piece of evidence."""

    NOT_ASSESSED = "not_assessed", "Not assessed"
    ACCEPTED = "accepted", "Accepted"
    NOT_ENOUGH = "not_enough", "Not enough"


class Marking(models.TextChoices):
    """Government security classification of evidence; nothing higher may be held here."""

    OFFICIAL = "official", "OFFICIAL"
    OFFICIAL_SENSITIVE = "official_sensitive", "OFFICIAL-SENSITIVE"


class ReviewOutcome(models.TextChoices):
    ACCEPTED = "accepted", "Accepted"
    MORE_EVIDENCE = "more_evidence", "More evidence needed"


class EnquiryState(models.TextChoices):
    """Where a question about a finding stands."""

    WAITING = "waiting", "Waiting for an answer"  # the force's turn
    ANSWERED = "answered", "Answered"  # HMICFRS's turn: to ask on or to close it
    CLOSED = "closed", "Closed"


class EnquirySide(models.TextChoices):
    """Who writes to a question."""

    HMICFRS = "hmicfrs", "HMICFRS"
    FORCE = "force", "The force"


class RemarkOutcome(models.TextChoices):
    """What became of a force's remark at the factual check."""

    WAITING = "waiting", "Waiting for HMICFRS"
    ACCEPTED = "accepted", "Accepted"  # the report is changed
    NOT_ACCEPTED = "not_accepted", "Not accepted"  # with the reason
    WITHDRAWN = "withdrawn", "Withdrawn"  # by its writer, before it was answered


class ForceKind(models.TextChoices):
    TERRITORIAL = "territorial", "Territorial police force"
    OTHER = "other", "Other body"  # British Transport Police, PSNI and others


class MailState(models.TextChoices):
    UNSENT = "unsent", "Waiting to be sent"
    SENT = "sent", "Sent"
    NOT_WANTED = "not_wanted", "Not wanted"
    FAILED = "failed", "Failed"


class JobState(models.TextChoices):
    """How a job in the background stands; those that need a person first."""

    STUCK = "stuck", "Stuck"  # free to be taken, and nobody takes it
    FAILED = "failed", "Failed"  # given up
    RUNNING = "running", "Running"  # a worker holds a lease on it
    WAITING = "waiting", "Waiting"
