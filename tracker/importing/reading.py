"""Reading one report: the whole way from bytes to `ParsedReport`, in this process.

For bytes from outside use `sandbox.read`, which calls this in a child process with limits.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from tracker.importing import extract
from tracker.importing.extract.figures import figures_in
from tracker.importing.extract.findings import findings_in, without_settled
from tracker.importing.extract.judgments import judgments_in
from tracker.importing.extract.measures import measures_in
from tracker.importing.extract.metadata import Metadata, metadata_in
from tracker.importing.extract.statements import statements_in
from tracker.importing.extract.suggestions import suggestions_in
from tracker.importing.force_names import FORCES, ForceName
from tracker.importing.layout import blocks_of
from tracker.importing.parsed import Finding, Judgment, ParsedReport
from tracker.importing.problems import UnreadableReport
from tracker.importing.prose import sentences_of
from tracker.importing.readers import document_of
from tracker.importing.sections import located
from tracker.importing.steps import Stage, Step, Tell, untold


def read(
    data: bytes, file_name: str, forces: Iterable[ForceName] = FORCES, *, tell: Tell = untold
) -> ParsedReport:
    """Return what the report says. `file_name` is for the record only: the kind is told by the content.

    `forces` are the forces by whose official names the report's force is named; `tell` is called with each
    step on the way.
    Raises UnreadableReport when the bytes give no text, or the text is no inspection report.
    """
    document = document_of(data, tell)
    tell(Step(Stage.ITEMS))
    blocks = blocks_of(document)
    metadata = metadata_in(blocks, forces)
    judgments = judgments_in(document, blocks, metadata.inspection_year)
    places = located(blocks, [judgment.question for judgment in judgments])
    listed = findings_in(document, places)
    _refuse_other_texts(metadata, judgments, listed)
    sentences = sentences_of(places)
    statements = statements_in(document, sentences, metadata.inspection_year)
    findings = without_settled(listed, statements)
    return ParsedReport(
        file=PurePath(file_name).name,
        sha256=hashlib.sha256(data).hexdigest(),
        reader=f"{document.reader} {extract.VERSION}",
        title=metadata.title,
        force=metadata.force,
        programme=metadata.programme,
        pillar=metadata.pillar,
        inspection_year=metadata.inspection_year,
        published=metadata.published,
        isbn=metadata.isbn,
        overall_judgment=metadata.overall_judgment,
        assessed=metadata.assessed or _assessed_now(judgments),
        judgments=judgments,
        findings=findings,
        statements=statements,
        measures=(*measures_in(document, places, metadata.printed_force), *figures_in(document, sentences)),
        suggestions=suggestions_in(document, sentences, findings, statements),
        warnings=(*document.warnings, *_warnings(metadata, judgments, findings)),
        text=document.text,
    )


def _refuse_other_texts(
    metadata: Metadata, judgments: Sequence[Judgment], findings: Sequence[Finding]
) -> None:
    if not (metadata.force or judgments or findings):
        raise UnreadableReport(
            "This does not look like an HMICFRS inspection report: "
            "no force, judgments or areas for improvement were found."
        )


def _assessed_now(judgments: Sequence[Judgment]) -> tuple[str, ...]:
    """Without a list of what was inspected, the questions whose judgment is of this inspection."""
    return tuple(judgment.question for judgment in judgments if not judgment.carried_forward)


def _warnings(
    metadata: Metadata, judgments: Sequence[Judgment], findings: Sequence[Finding]
) -> Iterator[str]:
    """A sentence for each thing that a report has and this text has not."""
    if metadata.force is None and metadata.printed_force:
        yield f"The force printed on the report, “{metadata.printed_force}”, is not a force known here."
    missing = {
        "title": metadata.title,
        "name of the force": metadata.force or metadata.printed_force,
        "inspection year": metadata.inspection_year,
        "publication date": metadata.published,
        "ISBN": metadata.isbn,
    }
    yield from (f"The {name} is missing from the text." for name, value in missing.items() if value is None)
    if metadata.overall_judgment is None and (metadata.has_overall_label or metadata.pillar):
        yield "The overall judgment is missing from the text."
    if not judgments:
        yield "No judgments were found in the text."
    yield from (
        f"The grade for “{j.question}” is missing from the text." for j in judgments if j.grade is None
    )
    if not findings:
        yield "No areas for improvement, causes of concern or recommendations were found in the text."
    if any(finding.question is None for finding in findings):
        yield "Some findings stand under no question of this report."
