"""The chronology as a table: facts, decisions and opinions each in a column of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ..casefile.model import EntryRow, Gap
from ..records.agencies import SHORT_NAMES
from ..records.case import Case
from ..records.chronology import ChronologyEntry
from ..records.person import Person
from . import words
from .blocks import Block, Content, Opinion, Para, para
from .document import Document
from .flow import Column, Flow, Row
from .page import Finish, Imprint, finished, start
from .sheet import LANDSCAPE, Mark, Sheet, Words
from .styles import BODY, CELL, CELL_BOLD, CELL_SOFT, SMALL_BOLD, SMALL_SOFT, SUBTITLE, TITLE
from .typeface import Run

Entry = EntryRow[ChronologyEntry]

COLUMNS = (
    Column("No.", 27),
    Column("Date and time", 74),
    Column("Agency, source, who (rank or designation)", 134),
    Column("What happened (fact)"),
    Column("Decision or action, why and who", 148, mark="diamond"),
    Column("Significance (opinion, and whose)", 148),
)
_KEY_ROOM = 17.0


@dataclass(frozen=True)
class ChronologyInput:
    """What a chronology is printed from."""

    case: Case
    children: tuple[Person, ...]
    rows: tuple[Entry, ...]
    """The entries to print, in order, with their numbers in the whole chronology."""
    as_at: datetime
    gaps: tuple[Gap, ...] = ()
    numbers: dict[str, int] = field(default_factory=dict)
    """Number of every entry by id, for links to entries that are not printed."""
    persons: dict[str, str] = field(default_factory=dict)
    """Names by id."""
    selection: str = "All agencies"
    """What was chosen, in words: it stands in the scope sentence."""
    part: str = ""
    """A: shareable only. B: with what is restricted. Empty: the police copy, with what is not decided."""


def render(source: ChronologyInput, imprint: Imprint, *, name: str = "chronology") -> Document:
    """The chronology as a document."""
    reference = source.case.reference
    kind = "" if source.part != "A" else ", Part A"
    finish = Finish(
        name=name,
        title=f"Chronology, case {reference}",
        about=f"{reference} Chronology{kind} as at {words.moment_plain(source.as_at)}",
        file_name=f"{_safe(reference)}-{name}.pdf",
    )
    flow = start(LANDSCAPE, imprint, finish)
    flow.bottom += _KEY_ROOM
    scope = _scope(source)
    flow.head = lambda flow: _title(flow, scope)
    _title(flow, scope)
    flow.table(COLUMNS, _rows(source), style=CELL, pad=1.7, gap=8.0)
    if not source.rows:
        flow.text("No entry of this case has been chosen by these terms.", style=BODY)
    for sheet in flow.sheets:
        _key(flow, sheet, source.part)
    flow.bottom -= _KEY_ROOM
    return finished(flow, imprint, finish)


def _safe(text: str) -> str:
    return "".join(c if c.isalnum() or c in "-_" else "-" for c in text)


def _title(flow: Flow, scope: str) -> None:
    flow.line("Chronology", TITLE._replace(size=14.5, leading=18), flow.x, flow.y - 13.2)
    flow.space(18.5)
    flow.text(scope, style=SUBTITLE)
    flow.space(5)


def _scope(source: ChronologyInput) -> str:
    children = [
        f"{child.name} (born {words.day_plain(child.born.edtf)})" if child.born.exact else child.name
        for child in source.children
    ]
    joined = " and ".join([", ".join(children[:-1]), children[-1]] if len(children) > 1 else children)
    parts = [f"Case {source.case.reference}.", words.sentence(joined), f"{_selection(source)}."]
    return " ".join(part for part in parts if part)


def _selection(source: ChronologyInput) -> str:
    part = {"A": "Part A only", "B": "Part A and Part B", "": "police copy with Part A and Part B"}[source.part]
    dated = [row.entry.when for row in source.rows if row.entry.when.known]
    found = [source.selection, part]
    if dated:
        lows = [str(when.lower or when.upper) for when in dated]
        highs = [str(when.upper or when.lower) for when in dated]
        found.append(words.span(min(lows), max(highs)))
    undated = len(source.rows) - len(dated)
    if undated:
        found.append(f"{undated} without a date")
    found.append(words.counted(len({row.id for row in source.rows}), "entry", "entries"))
    return ", ".join(found)


# rows ---------------------------------------------------------------------------------------------------------


def _rows(source: ChronologyInput) -> list[Row]:
    gaps = sorted(source.gaps, key=lambda gap: gap.before)
    conflicts = _conflicts(source)
    apart = _changed_apart(source.rows)
    printed = frozenset(row.id for row in source.rows)
    done: list[Row] = []
    for row in source.rows:
        while gaps and gaps[0].before <= row.number:
            done.append(_gap_row(gaps.pop(0)))
        done.append(_entry_row(source, row, conflicts.get(row.id, ()), apart.get(row.id, ()), printed))
    return done


def _gap_row(gap: Gap) -> Row:
    said = f"Gap: {gap.days} days with no entry from any agency, {words.span(gap.start, gap.end)}."
    return Row([(Para((Run(said, CELL_BOLD),), centred=True, before=1),)], whole=True, shade=True)


def _conflicts(source: ChronologyInput) -> dict[str, list[tuple[str, str]]]:
    """For each entry, the entries it disagrees with and the words that say how, from either side."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in source.rows:
        for link in row.entry.links:
            if link.kind == "conflicts with":
                found.setdefault(row.id, []).append((link.entry, link.words))
                if not any(other == row.id for other, _ in found.get(link.entry, ())):
                    found.setdefault(link.entry, []).append((row.id, link.words))
    return {id: list(dict(pairs).items()) for id, pairs in found.items()}


def _changed_apart(rows: Sequence[Entry]) -> dict[str, list[str]]:
    """For each record that two people changed apart, the revisions that are printed."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.in_conflict:
            found.setdefault(row.id, []).append(row.version.rev)
    return found


def _entry_row(
    source: ChronologyInput,
    row: Entry,
    conflicts: Sequence[tuple[str, str]],
    apart: Sequence[str],
    printed: frozenset[str],
) -> Row:
    entry = row.entry
    number = str(row.number)
    cells = [
        (Para((Run(number, CELL_BOLD),)),),
        _when(source, entry),
        _source(entry),
        _fact(source, row, conflicts, apart, printed),
        _decision(entry),
        _significance(entry),
    ]
    again = ((para(number, CELL_BOLD),), (para("continued", CELL_SOFT),))
    return Row(cells, again=again, badge="B" if entry.disclosure == "B" else "")


def _when(source: ChronologyInput, entry: ChronologyEntry) -> Sequence[Block]:
    when = entry.when
    blocks: list[Block] = [para(when.in_table() if when.known else "Date not known", CELL_BOLD)]
    certainty = when.time_in_table() if when.known else when.as_given
    if certainty:
        blocks.append(para(certainty, CELL))
    if not entry.disclosure and not source.part:
        blocks.append(para("A or B not decided", CELL_SOFT))
    return blocks


def _source(entry: ChronologyEntry) -> Sequence[Block]:
    blocks: list[Block] = []
    if entry.agency:
        mark = entry.agency if entry.agency in SHORT_NAMES else ""
        blocks.append(para(entry.agency, CELL, mark=mark))
    elif entry.agency_as_given:
        blocks.append(para(entry.agency_as_given, CELL))
    told = words.named(entry.told_by)
    parts = [words.sentence(part) for part in (str(entry.source), told) if part]
    if entry.degree:
        parts.append(words.capital(entry.degree))
    said = " ".join(parts)
    if said:
        blocks.append(para(said.removesuffix("."), CELL_SOFT))
    return blocks


def _fact(
    source: ChronologyInput,
    row: Entry,
    conflicts: Sequence[tuple[str, str]],
    apart: Sequence[str],
    printed: frozenset[str],
) -> Content:
    entry = row.entry
    runs = [Run(entry.fact, CELL)]
    if entry.child_words:
        runs += [Run(" Child’s words:", CELL_BOLD), Run(f" “{entry.child_words.strip('“”')}”.", CELL)]
    seen = _child_seen(entry)
    if seen:
        runs += [Run(" Child seen:", CELL_BOLD), Run(f" {words.sentence(seen)}", CELL)]
    for other, how in conflicts:
        number = source.numbers.get(other)
        if source.part == "A" and other not in printed:
            continue  # a shareable copy does not tell that another entry exists
        named = f" Conflict with {number}" if number else " Conflict with an entry that is not printed"
        runs += [Run(named, CELL_BOLD), Run(f", {how}. Both kept." if how else ". Both kept.", CELL)]
    if apart:
        version = row.version
        place = apart.index(version.rev) + 1
        told = f"Changed apart, {place} of {len(apart)}: "
        by = f"as {words.short_name(version.name)}, {version.rank}, left it. Not yet settled. "
        runs = [Run(told, CELL_BOLD), Run(by, CELL_SOFT), *runs]
    if len(runs) == 1:
        return entry.fact
    return Para(tuple(runs))


def _child_seen(entry: ChronologyEntry) -> str:
    alone = {"yes": "alone", "no": "not alone", "not known": "not known whether alone"}.get(entry.child_seen_alone, "")
    by = f"by {entry.child_seen_by}" if entry.child_seen_by else ""
    return ", ".join(part for part in (entry.child_seen, by, alone) if part)


def _decision(entry: ChronologyEntry) -> Sequence[Block]:
    blocks: list[Block] = []
    decision = entry.decision
    if decision is not None:
        runs = [Run(words.sentence(decision.decision), CELL_BOLD)]
        by = ", ".join(part for part in (words.named(decision.by), words.time_given(decision.at)) if part)
        if decision.with_whom:
            by = f"{by}, with {decision.with_whom}" if by else f"with {decision.with_whom}"
        for label, said in (
            ("Why:", decision.why),
            ("On:", decision.information),
            ("Options:", decision.options),
            ("Who:", by),
        ):
            if said:
                runs += [Run(f" {label}", CELL_BOLD), Run(f" {words.sentence(said)}", CELL)]
        blocks.append(Para(tuple(runs), mark="diamond"))
    did = " ".join(words.sentence(part) for part in (entry.action_taken, entry.outcome) if part)
    if did:
        blocks.append(para(did, CELL))
    return blocks


def _significance(entry: ChronologyEntry) -> Content:
    if not entry.significance:
        return ()
    who = entry.significance_by
    author = ", ".join(p for p in (words.short_name(who.name), who.rank) if p) if who else "Author not recorded"
    if entry.significance_on:
        author += f", {words.day_plain(entry.significance_on)}"
    return Opinion((Run(f"{words.sentence(entry.significance)} ", CELL), Run(author, CELL_SOFT)))


# the key ------------------------------------------------------------------------------------------------------


def _key(flow: Flow, sheet: Sheet, part: str) -> None:
    """What the shapes and letters mean, on every page."""
    y = flow.bottom - 9
    x = flow.x
    sheet.words.append(Words(x, y, SMALL_BOLD, "Key"))
    x += 22
    for code, name in SHORT_NAMES.items():
        sheet.marks.append(Mark(code, x + 3.4, y + 2.9, 6.6))
        said = f"{code} {name.lower()}"
        sheet.words.append(Words(x + 10, y, SMALL_SOFT, said))
        x += 10 + flow.setter.width(said, SMALL_SOFT) + 8
    sheet.marks.append(Mark("diamond", x + 3.4, y + 2.9, 6.6))
    notes = "key decision"
    if part != "A":
        notes += ".  B: restricted"
    sheet.words.append(Words(x + 10, y, SMALL_SOFT, notes))
