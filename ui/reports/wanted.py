"""What somebody wants printed, how it is made, and how its leaving is written down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from pclo_app.casefile import disclosures
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Changed
from pclo_app.errors import KnownError
from pclo_app.practice.pseudonyms import AS_FOUND, Corrections
from pclo_app.records.audit import Disclose
from pclo_app.reports import catalogue
from pclo_app.reports.chronology import Progress, silent
from pclo_app.reports.document import Document
from ui.commands.files import write_whole

from .as_shown import Look, document
from .errors import PrinterSilent


@dataclass(frozen=True)
class Wanted:
    """A report and everything that was chosen about it."""

    name: str
    case: str
    record: str = ""
    """Of a report about a record and a child of it: both ids, with a stroke between."""
    part: str = ""
    recipient: str = ""
    why: str = ""
    copies: int = 1
    cases: tuple[str, ...] = ()
    """All cases of a report about several, the first one first."""
    picture: bool = False
    """With the timeline in front."""
    corrections: Corrections = AS_FOUND
    """Of a report without names."""
    look: Look | None = None
    """Of the chronology as it is shown on the screen."""
    fixed: Document | None = None
    """A document that is printed as it stands, because how it was made is not known here."""

    def make(self, cf: CaseFile, number: int = 1, progress: Progress = silent) -> Document:
        """One copy with its own number. Raises the reports' conditions, and what ``progress`` raises to stop it."""
        if self.fixed is not None:
            return self.fixed
        if self.look is not None:
            copy = (number, self.copies)
            return document(cf, self.case, self.look, recipient=self.recipient, copy=copy, progress=progress)
        return catalogue.render(
            cf,
            self.name,
            case=self.case,
            record=self.record or None,
            recipient=self.recipient,
            copy=(number, self.copies),
            part=self.part,
            cases=self.cases,
            picture=self.picture,
            corrections=self.corrections,
            progress=progress,
        )


@dataclass(frozen=True)
class Leaving:
    """A copy that is written down as having left, and is about to."""

    document: Document
    id: str
    """Of the line in the disclosure log."""
    changed: Changed


def begin(cf: CaseFile, wanted: Wanted, act: str, number: int = 1, progress: Progress = silent) -> Leaving:
    """Make a copy and write its line first: a crash in between leaves a line too many, never a copy too many."""
    made = wanted.make(cf, number, progress)
    copy = f", copy {number} of {wanted.copies}" if wanted.copies > 1 else ""
    line = Disclose(
        act="printed" if act == "printed" else "saved as PDF",
        what=f"{made.title}{copy}",
        record=wanted.record.partition("/")[0],
        recipient=wanted.recipient,
        why=wanted.why,
        copies=1,
        pages=made.pages,
        digest=made.digest,
        code=made.code,
    )
    saved = disclosures.record(cf, wanted.case, line)
    return Leaving(made, saved.id, saved.changed)


def did_not_leave(cf: CaseFile, leaving: Leaving, reason: str) -> Changed:
    """Put the line right: this copy never came out."""
    if not leaving.id:  # open for reading only, so that there is no line
        return Changed()
    item = cf.item(leaving.id)
    line = msgspec.structs.replace(item.record, copies=0, change_reason=reason)
    return cf.save(line, case=item.case, id=item.id).changed


def save(cf: CaseFile, wanted: Wanted, path: Path, progress: Progress = silent) -> Leaving:
    """Write the document into a file of the officer's choice. Raises CannotWrite; the log then says so."""
    leaving = begin(cf, replace(wanted, copies=1), "saved", progress=progress)
    try:
        write_whole(path, leaving.document.pdf)
    except KnownError as fault:
        did_not_leave(cf, leaving, f"The file was not written ({fault.code}). Counted as not saved.")
        raise
    return leaving


def not_printed(fault: Exception, number: int) -> str:
    """Why a line is put right."""
    if isinstance(fault, PrinterSilent):
        return fault.part("what")
    return f"Printing stopped with a fault ({type(fault).__name__}). Copy {number} was counted as not printed."
