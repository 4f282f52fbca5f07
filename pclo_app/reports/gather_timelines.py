"""The timeline, the anonymised and the integrated chronology, gathered out of an open case file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from ..casefile import chronology as rows_of
from ..casefile import integrated as cases_of
from ..casefile import reasons
from ..casefile.casefile import CaseFile
from ..casefile.integrated import Line
from ..casefile.model import Gap
from ..practice import gaps as stretches
from ..practice.pseudonyms import AS_FOUND, Corrections
from . import gather
from .anonymised import Anonymised, anonymised
from .chronology import ChronologyInput, Progress, silent
from .chronology_cells import Entry, conflicts_of, remarked
from .integrated import IntegratedInput
from .timeline_picture import Event, Picture, Stretch


def picture(rows: Sequence[Entry], gaps: Iterable[Gap], today: date) -> Picture:
    """The timeline of some lines."""
    events: dict[str, Event] = {}
    for row in rows:
        entry = row.entry
        lo, hi = entry.when.lower or entry.when.upper, entry.when.upper or entry.when.lower
        if lo is not None and hi is not None:
            events[row.id] = Event(row.id, lo, hi, entry.agency, entry.decision is not None, lo > today)
    pairs = {tuple(sorted((id, other))) for id, others in conflicts_of(rows).items() for other, _ in others}
    paired = {id for pair in pairs for id in pair}
    pairs |= {(row.id, row.id) for row in rows if remarked(row.entry) and row.id not in paired}
    conflicts = sorted((one, other) for one, other in pairs if one in events and other in events)
    shown = tuple(Stretch(date.fromisoformat(gap.start), date.fromisoformat(gap.end)) for gap in gaps)
    return Picture(tuple(events.values()), shown, tuple(conflicts), today)


def with_picture(source: ChronologyInput) -> ChronologyInput:
    """The same chronology with its timeline in front. The gaps are those of the whole case, whatever is chosen."""
    return replace(source, picture=picture(source.rows, source.gaps, source.as_at.date()))


def without_names(cf: CaseFile, case: str, *, part: str = "", corrections: Corrections = AS_FOUND) -> Anonymised:
    """A case's chronology with nobody in it, and what was replaced by what."""
    source = gather.chronology_input(cf, case, part=part)
    people = {item.id: item.record for item in cf.people(case)}
    return anonymised(source, people, corrections)


def integrated_input(
    cf: CaseFile, cases: Sequence[str], *, part: str = "", picture_too: bool = True, progress: Progress = silent
) -> IntegratedInput:
    """Several cases' chronologies as one. ``progress`` is of comparing their lines, which takes the longest."""
    whole = cases_of.merged(cf, cases, progress=progress)
    lines = whole.lines
    if part:
        lines = tuple(line for line in lines if (line.entry.may_be_shared if part == "A" else line.entry.disclosure))
    there = frozenset(line.id for line in lines)
    gaps = _gaps(cf, cases, whole.lines)
    now = cf.now()
    return IntegratedInput(
        references=whole.references,
        lines=lines,
        pairs=tuple(pair for pair in whole.alike if pair.one in there and pair.other in there),
        as_at=now,
        gaps=gaps,
        picture=picture([line.row for line in lines], gaps, now.date()) if picture_too else None,
        part=part,
    )


def _gaps(cf: CaseFile, cases: Sequence[str], lines: Sequence[Line]) -> tuple[Gap, ...]:
    """Stretches in which none of the cases has a line, with the reasons that any of them has for those days."""
    days = min((rows_of.gap_days(cf, case) for case in cases), default=stretches.GAP_DAYS)
    known = [reason for case in cases for reason in reasons.of_case(cf, case)]
    found = stretches.gaps(lines, days, today=cf.now().date())
    return tuple(reasons.explained(gap.after.number, gap.start, gap.end, known) for gap in found)
