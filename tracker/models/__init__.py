from tracker.models.actions import Action, TargetDate
from tracker.models.audit import AuditEvent
from tracker.models.closures import DeclinedClosure
from tracker.models.duties import DutyEntry
from tracker.models.editions import EditionDifference
from tracker.models.embedding import EmbeddingCheck, EmbeddingDecision
from tracker.models.enquiries import Enquiry, EnquiryMessage
from tracker.models.evidence import Evidence, EvidenceUse
from tracker.models.exports import Export
from tracker.models.factual_checks import FactualCheck, FactualRemark
from tracker.models.findings import Finding
from tracker.models.forces import (
    BodiesBefore,
    Force,
    ForceAlias,
    ForceMembership,
    ForceName,
    ForceSuccession,
    PolicingBody,
)
from tracker.models.inspections import (
    Grade,
    Inspection,
    Judgment,
    Programme,
    Question,
    QuestionAlias,
    QuestionCrosswalk,
    Scale,
)
from tracker.models.links import FindingLink, LinkDecision
from tracker.models.measures import Measure, Observation
from tracker.models.merges import FindingMerge
from tracker.models.national import NationalRecommendation
from tracker.models.notifications import Notification
from tracker.models.reminders import CalendarFeed, Digest, Reminder, ReminderChoice
from tracker.models.reports import Proposal, Report, Reread
from tracker.models.reviews import Review, SignOffLevel
from tracker.models.rounds import RoundFinding, UpdateRound
from tracker.models.seals import AuditSeal
from tracker.models.statements import Statement
from tracker.models.themes import FindingTheme, Theme
from tracker.models.updates import Update, UpdateDraft

__all__ = [
    "Action",
    "AuditEvent",
    "AuditSeal",
    "BodiesBefore",
    "CalendarFeed",
    "DeclinedClosure",
    "Digest",
    "DutyEntry",
    "EditionDifference",
    "EmbeddingCheck",
    "EmbeddingDecision",
    "Enquiry",
    "EnquiryMessage",
    "Evidence",
    "EvidenceUse",
    "Export",
    "FactualCheck",
    "FactualRemark",
    "Finding",
    "FindingLink",
    "FindingMerge",
    "FindingTheme",
    "Force",
    "ForceAlias",
    "ForceMembership",
    "ForceName",
    "ForceSuccession",
    "Grade",
    "Inspection",
    "Judgment",
    "LinkDecision",
    "Measure",
    "NationalRecommendation",
    "Notification",
    "Observation",
    "PolicingBody",
    "Programme",
    "Proposal",
    "Question",
    "QuestionAlias",
    "QuestionCrosswalk",
    "Reminder",
    "ReminderChoice",
    "Report",
    "Reread",
    "Review",
    "RoundFinding",
    "Scale",
    "SignOffLevel",
    "Statement",
    "TargetDate",
    "Theme",
    "Update",
    "UpdateDraft",
    "UpdateRound",
]
