"""The words of reminders: why something needs a person, and how often the digest tells of it."""

from django.db import models


class ReminderRule(models.TextChoices):
    """Why something needs a person, in the order in which their list shows it."""

    OVERDUE = "overdue", "Target date passed"
    TARGET_DATE = "target_date", "Target date within 30 days"
    MORE_EVIDENCE = "more_evidence", "HMICFRS asks for more evidence"
    ENQUIRY = "enquiry", "Question to answer"
    ROUND = "round", "HMICFRS asks for an update"  # by the last day of an update round
    DUTY = "duty", "Report to answer"  # the local policing body's 56 days run
    COMMENTS = "comments", "Chief officer’s comments on a report"
    FACTUAL_CHECK = "factual_check", "Facts to check before publication"
    DRAFT = "draft", "Update not sent"  # nobody has touched the draft for some days
    SILENT = "silent", "No update for a long time"  # how long is data, of the force or the programme
    EMBEDDED = "embedded", "Still embedded?"  # some months after closure
    REVIEW = "review", "Update to review"
    REMARK = "remark", "Remarks on facts to answer"  # made by a force at a factual check
    NO_LONGER = "no_longer", "No longer embedded, says the force"  # to decide: a new finding, or none
    ANSWERED = "answered", "Answered question to close"  # or to ask on


class DigestRhythm(models.TextChoices):
    DAILY = "daily", "Every day"
    WEEKLY = "weekly", "Every Monday"
    NEVER = "never", "Never"  # the page still lists everything
