"""The words of what leaves the service as a file."""

from django.db import models


class ExportKind(models.TextChoices):
    """What leaves the service as a file."""

    LIST = "list", "List"  # the rows of a page, as filtered there
    ANSWER = "answer", "Answer to a report"  # what is said within 56 days, recommendation by recommendation
    BOARD_PACK = "board_pack", "Board pack"  # a force's open findings, for its board
    EVIDENCE_PACK = "evidence_pack", "Evidence pack"  # a finding as it stood at a date, with its files


class ExportFormat(models.TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel (XLSX)"
    DOCX = "docx", "Word (DOCX)"
    ZIP = "zip", "ZIP archive"


class ExportState(models.TextChoices):
    """How far an export is. The row is the queue."""

    WAITING = "waiting", "Waiting"
    MAKING = "making", "Being made"  # a worker has it, with a lease
    READY = "ready", "Ready"
    FAILED = "failed", "Could not be made"  # with the reason
    CANCELLED = "cancelled", "Cancelled"  # by its owner, before it was ready
    EXPIRED = "expired", "Deleted"  # its file, after its last day
