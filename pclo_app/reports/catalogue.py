"""The reports there are, and the one way to ask for any of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from ..casefile import meetings
from ..casefile.casefile import CaseFile
from ..practice.pseudonyms import AS_FOUND, Corrections
from . import anonymised, chronology, gather, gather_timelines, integrated, outcome, preparation, strategy_record
from .chronology import Progress
from .document import Document
from .errors import CaseNeeded, CopyNumber, NoSuchReport, NothingToReport, PartRefused, RecordNeeded

Copy = tuple[int, int]


@dataclass(frozen=True)
class Report:
    """One report: its name for the command line, its title for people, and what it is about."""

    name: str
    title: str
    needs: Literal["case", "record"]
    kind: str = ""
    """The kind of record it is about, in words."""
    parts: tuple[str, ...] = ("",)
    """The parts it can be asked for. Empty: the police copy."""
    several: bool = False
    """Whether it can be about several cases together."""
    picture: bool = False
    """Whether its timeline can be put in front."""


@dataclass(frozen=True)
class Asked:
    """What a caller asked for, checked."""

    case: str
    record: str
    recipient: str
    copy: Copy
    part: str
    cases: tuple[str, ...] = ()
    """Ids or references of all cases, the first one first."""
    picture: bool = False
    corrections: Corrections = AS_FOUND
    progress: Progress = chronology.silent


_PARTS = ("", "A", "B")

REPORTS: dict[str, Report] = {
    report.name: report
    for report in (
        Report("chronology", "Chronology", "case", parts=_PARTS, picture=True),
        Report("chronology-decisions", "Chronology, key decisions", "case", parts=_PARTS),
        Report("chronology-child", "Chronology, one child", "record", "person", parts=_PARTS, picture=True),
        Report("chronology-integrated", "Chronology, several cases", "case", parts=_PARTS, several=True),
        Report("chronology-anonymised", "Chronology without names", "case", parts=_PARTS),
        Report("strategy-record", "Strategy-meeting record", "record", "strategy meeting"),
        Report("strategy-record-paper", "Meeting record to sign on paper", "record", "strategy meeting"),
        Report("strategy-record-signed", "Sealed record for outsiders", "record", "strategy meeting"),
        Report("strategy-record-child", "Sealed record, one child’s part", "record", "sealed meeting and child"),
        Report("preparation", "Conference preparation notes", "record", "conference"),
        Report("outcome", "Conference outcome note", "record", "conference"),
    )
}


def render(
    cf: CaseFile,
    name: str,
    *,
    case: str | None = None,
    record: str | None = None,
    recipient: str = "",
    copy: Copy = (1, 1),
    part: str = "",
    cases: Sequence[str] = (),
    picture: bool = False,
    corrections: Corrections = AS_FOUND,
    progress: Progress = chronology.silent,
) -> Document:
    """One report as a document. ``case`` is a case's id or reference, ``record`` a record's id, or two with a stroke.

    ``cases`` are the cases of a report about several; ``picture`` puts the timeline in front where a report has one;
    ``corrections`` are for the report without names; ``progress`` is told how many rows are laid out and may raise.
    Raises NoSuchReport, CaseNeeded, RecordNeeded, WrongRecord, NothingToReport, PartRefused, CopyNumber.
    """
    case = case or (cases[0] if cases else None)
    report = REPORTS.get(name)
    if report is None:
        raise NoSuchReport(name=name, known=", ".join(REPORTS))
    if report.needs == "case" and not case:
        raise CaseNeeded(name=name)
    if report.needs == "record" and not record:
        raise RecordNeeded(name=name, kind=report.kind)
    if part not in report.parts:
        raise PartRefused(name=name, part=part)
    if not 1 <= copy[0] <= copy[1]:
        raise CopyNumber(number=copy[0], copies=copy[1])
    return _MAKERS[name](cf, Asked(
        case or "", record or "", recipient.strip(), copy, part,
        cases=tuple(cases) or ((case,) if case else ()), picture=picture and report.picture, corrections=corrections,
        progress=progress,
    ))  # fmt: skip


def _chronology(cf: CaseFile, asked: Asked) -> Document:
    return _rows(cf, gather.case_item(cf, asked.case).id, asked, "chronology")


def _decisions(cf: CaseFile, asked: Asked) -> Document:
    return _rows(cf, gather.case_item(cf, asked.case).id, asked, "chronology-decisions", decisions=True)


def _one_child(cf: CaseFile, asked: Asked) -> Document:
    return _rows(cf, cf.item(asked.record).case, asked, "chronology-child", child=asked.record)


def _rows(cf: CaseFile, case: str, asked: Asked, name: str, *, decisions: bool = False, child: str = "") -> Document:
    source = gather.chronology_input(cf, case, decisions=decisions, child=child, part=asked.part)
    if asked.picture:
        source = gather_timelines.with_picture(source)
    imprint = gather.imprint(cf, source.case, asked.recipient, asked.copy)
    return chronology.render(source, imprint, name=name, progress=asked.progress)


def _without_names(cf: CaseFile, asked: Asked) -> Document:
    case = gather.case_item(cf, asked.case)
    found = gather_timelines.without_names(cf, case.id, part=asked.part, corrections=asked.corrections)
    imprint = gather.imprint(cf, case.record, asked.recipient, asked.copy)
    plain = anonymised.imprint_without_names(imprint, cf.officer.rank)
    return chronology.render(found.source, plain, name="chronology-anonymised", progress=asked.progress)


def _integrated(cf: CaseFile, asked: Asked) -> Document:
    items = [gather.case_item(cf, case) for case in asked.cases]
    source = gather_timelines.integrated_input(
        cf, [item.id for item in items], part=asked.part, progress=asked.progress
    )  # fmt: skip
    imprint = gather.imprint(cf, items[0].record, asked.recipient, asked.copy)
    return integrated.render(source, imprint, progress=asked.progress)


def _strategy(cf: CaseFile, asked: Asked) -> Document:
    """The sealed copy where the chair has answered, the draft where not."""
    sealed = meetings.seal_of(cf, asked.record)
    if sealed is None:
        return strategy_record.draft(cf, asked.record, recipient=asked.recipient, copy=asked.copy)
    return strategy_record.sealed_copy(cf, sealed, recipient=asked.recipient, copy=asked.copy)


def _paper(cf: CaseFile, asked: Asked) -> Document:
    """For pen and ink: with the seal's code where signing on paper was sealed, else with a code of its words."""
    sealed = meetings.seal_of(cf, asked.record)
    if sealed is None:
        return strategy_record.paper(cf, asked.record, recipient=asked.recipient, copy=asked.copy)
    return strategy_record.sealed_copy(cf, sealed, recipient=asked.recipient, copy=asked.copy)


def _signed(cf: CaseFile, asked: Asked) -> Document:
    """For outsiders, who check the file with any PDF reader. Only what is sealed can be signed."""
    from . import outsiders

    sealed = meetings.seal_of(cf, asked.record)
    if sealed is None:
        cf.item(asked.record)
        raise NothingToReport(why="this record has not been answered by its chair and sealed")
    return outsiders.copy_for_outsiders(cf, sealed, recipient=asked.recipient, copy=asked.copy)


def _one_childs_part(cf: CaseFile, asked: Asked) -> Document:
    """``MEETING/CHILD``: what a sealed record says about one child; before sealing, a draft of it."""
    from . import strategy_extract

    meeting, _, child = asked.record.partition("/")
    sealed = meetings.seal_of(cf, meeting)
    if not child:
        raise RecordNeeded(name=strategy_extract.NAME, kind=REPORTS[strategy_extract.NAME].kind)
    if sealed is None:
        return strategy_record.draft(cf, meeting, recipient=asked.recipient, copy=asked.copy, child=child)
    return strategy_extract.extract(cf, sealed, child, recipient=asked.recipient, copy=asked.copy)


def _preparation(cf: CaseFile, asked: Asked) -> Document:
    source = gather.preparation_input(cf, asked.record)
    return preparation.render(source, gather.imprint(cf, source.case, asked.recipient, asked.copy))


def _outcome(cf: CaseFile, asked: Asked) -> Document:
    source = gather.outcome_input(cf, asked.record)
    return outcome.render(source, gather.imprint(cf, source.case, asked.recipient, asked.copy))


_MAKERS: dict[str, Callable[[CaseFile, Asked], Document]] = {
    "chronology": _chronology,
    "chronology-decisions": _decisions,
    "chronology-child": _one_child,
    "chronology-integrated": _integrated,
    "chronology-anonymised": _without_names,
    "strategy-record": _strategy,
    "strategy-record-paper": _paper,
    "strategy-record-signed": _signed,
    "strategy-record-child": _one_childs_part,
    "preparation": _preparation,
    "outcome": _outcome,
}
