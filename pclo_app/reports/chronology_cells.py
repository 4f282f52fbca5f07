"""The cells of one line of a chronology: when, source, fact, decision, significance."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from ..casefile.model import EntryRow
from ..records.agencies import SHORT_NAMES
from ..records.as_entry import MARK
from ..records.chronology import ChronologyEntry, Decision
from ..records.marks import SOURCES_DISAGREE, marks_in
from . import words
from .blocks import Block, Content, Opinion, Para, para
from .flow import Row
from .styles import CELL, CELL_BOLD, CELL_SOFT
from .typeface import Run

Entry = EntryRow[ChronologyEntry]


def conflicts_of(rows: Sequence[Entry]) -> dict[str, list[tuple[str, str]]]:
    """For each entry, the entries it disagrees with and the words that say how, from either side."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        for link in row.entry.links:
            if link.kind == "conflicts with":
                found.setdefault(row.id, []).append((link.entry, link.words))
                if not any(other == row.id for other, _ in found.get(link.entry, ())):
                    found.setdefault(link.entry, []).append((row.id, link.words))
    return {id: list(dict(pairs).items()) for id, pairs in found.items()}


def changed_apart(rows: Sequence[Entry]) -> dict[str, list[str]]:
    """For each record that two people changed apart, the revisions that are printed."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.in_conflict:
            found.setdefault(row.id, []).append(row.version.rev)
    return found


def when(row: Entry, *, part: str, beside: str = "") -> Sequence[Block]:
    """The date, what is certain of it, what kind of record the line comes from, and whether A or B is decided."""
    entry, day = row.entry, row.entry.when
    blocks: list[Block] = [para(day.in_table() if day.known else "Date not known", CELL_BOLD)]
    certainty = day.time_in_table() if day.known else day.as_given
    if certainty:
        blocks.append(para(certainty, CELL))
    if beside:
        blocks.append(para(beside, CELL_SOFT))
    if not row.own:
        blocks.append(para(f"From: {MARK.get(row.kind, row.kind).lower()}", CELL_SOFT))
    elif not entry.disclosure and not part:
        blocks.append(para("A or B not decided", CELL_SOFT))
    return blocks


def source(entry: ChronologyEntry, *, named: bool = False) -> Sequence[Block]:
    """The agency, the source, who told it with rank, how far away. ``named``: the agency in words before its source."""
    blocks: list[Block] = []
    if entry.agency:
        mark = entry.agency if entry.agency in SHORT_NAMES else ""
        said = f"{entry.agency} {SHORT_NAMES[entry.agency].lower()}" if named and mark else entry.agency
        blocks.append(para(said, CELL, mark=mark))
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


def fact(
    row: Entry,
    conflicts: Sequence[tuple[str, str]] = (),
    apart: Sequence[str] = (),
    *,
    numbers: Mapping[str, int],
    tellable: Container[str] | None = None,
    short: bool = True,
) -> Content:
    """What happened, the child's words, who saw the child, what stands against it, and the remark it came with.

    ``tellable``: the entries of which this copy may tell; None where it may tell of all.
    """
    entry = row.entry
    runs = [Run(entry.fact, CELL)]
    if entry.child_words:
        runs += [Run(" Child’s words:", CELL_BOLD), Run(f" {_quoted(entry.child_words)}", CELL)]
    seen = _child_seen(entry)
    if seen:
        runs += [Run(" Child seen:", CELL_BOLD), Run(f" {words.sentence(seen)}", CELL)]
    for other, how in conflicts:
        number = numbers.get(other)
        if tellable is not None and other not in tellable:
            continue  # a shareable copy does not tell that another entry exists
        named = f" Conflict with {number}" if number else " Conflict with an entry that is not printed"
        runs += [Run(named, CELL_BOLD), Run(f", {how}. Both kept." if how else ". Both kept.", CELL)]
    if apart:
        version = row.version
        place = apart.index(version.rev) + 1
        told = f"Changed apart, {place} of {len(apart)}: "
        name = words.short_name(version.name) if short else version.name
        by = f"as {', '.join(part for part in (name, version.rank) if part)}, left it. Not yet settled. "
        runs = [Run(told, CELL_BOLD), Run(by, CELL_SOFT), *runs]
    said = remark(entry, told=tellable is None)
    if len(runs) == 1 and not said:
        return entry.fact
    return [Para(tuple(runs)), *said]


_REMARKS = {"CONFLICT": "Sources disagree:", "DATA DEFECT": "Fault in the source:"}
"""How a remark that came with an imported row begins, and how it is called."""


def remark(entry: ChronologyEntry, *, told: bool = True) -> Sequence[Block]:
    """The remark that came with the entry: that sources disagree, that a document prints an impossible date.

    ``told``: whether its words may be read. A shareable copy says only that sources disagree.
    """
    if told and entry.note:
        for start, called in _REMARKS.items():
            if entry.note.startswith(start):
                said = words.capital(entry.note.removeprefix(start).lstrip(": "))
                return [Para((Run(called, CELL_BOLD), Run(f" {words.sentence(said)}", CELL)))]
        return [Para((Run("Remark:", CELL_BOLD), Run(f" {words.sentence(entry.note)}", CELL)))]
    if remarked(entry):
        return [para("Sources disagree about this.", CELL_BOLD)]
    return []


def remarked(entry: ChronologyEntry) -> bool:
    """Whether the remark that came with an entry says that sources disagree."""
    return SOURCES_DISAGREE in (*entry.tags, *marks_in(entry.note))


def _quoted(said: str) -> str:
    """Words in quotation marks, unless they hold some already: Theo: “Is he coming?”"""
    inside = said.strip("“”")
    return words.sentence(said) if "“" in inside or "”" in inside else f"“{inside.removesuffix('.')}”."


def _child_seen(entry: ChronologyEntry) -> str:
    alone = {"yes": "alone", "no": "not alone", "not known": "not known whether alone"}.get(entry.child_seen_alone, "")
    by = f"by {entry.child_seen_by}" if entry.child_seen_by else ""
    return ", ".join(part for part in (entry.child_seen, by, alone) if part)


_LONG = 420
"""Letters of a meeting's decisions from which they are printed across the page: their column is too narrow."""


def decision(entry: ChronologyEntry, *, own: bool = True) -> Sequence[Block]:
    """The key decision, and what was done. Of a meeting's record (not ``own``) only the headings are bold."""
    blocks: list[Block] = []
    if entry.decision is not None:
        if across(entry, own=own):
            count = words.counted(len(_headed(entry.decision.decision)), "decision")
            blocks.append(para(f"{count}: in the row below.", CELL_BOLD, mark="diamond"))
        else:
            blocks.append(_decision(entry.decision, own))
    did = " ".join(words.sentence(part) for part in (entry.action_taken, entry.outcome) if part)
    if did:
        blocks.append(para(did, CELL))
    return blocks


def across(entry: ChronologyEntry, *, own: bool) -> bool:
    """Whether the decisions of a meeting are too many for a column, and get a row of their own."""
    made = entry.decision
    return made is not None and not own and len(made.decision) + len(made.why) > _LONG


def decisions_row(entry: ChronologyEntry, *, own: bool) -> Row:
    """The decisions of a meeting across the page, each on a line of its own, under its row."""
    made = entry.decision
    assert made is not None
    return Row([[*decided_lines(made, own=own), Para(tuple(_reasons(made)))]], whole=True)


def decided_lines(made: Decision, *, own: bool) -> list[Para]:
    """A decision in bold; those of a meeting each on a line of its own, with its heading in bold."""
    each = [made.decision] if own else _headed(made.decision)
    return [Para(tuple(_decided(said, own)), mark="diamond") for said in each]


def _decision(made: Decision, own: bool) -> Para:
    return Para((*_decided(made.decision, own), *_reasons(made)), mark="diamond")


def _reasons(made: Decision) -> list[Run]:
    by = ", ".join(part for part in (words.named(made.by), words.time_given(made.at)) if part)
    if made.with_whom:
        by = f"{by}, with {made.with_whom}" if by else f"with {made.with_whom}"
    runs: list[Run] = []
    for label, said in (("Why:", made.why), ("On:", made.information), ("Options:", made.options), ("Who:", by)):
        if said:
            runs += [Run(f" {label}", CELL_BOLD), Run(f" {words.sentence(said)}", CELL)]
    return runs


def _headed(said: str) -> list[str]:
    """The decisions of a meeting one by one; a semicolon inside one does not part it."""
    found: list[str] = []
    for each in said.split("; "):
        if found and ": " not in each:
            found[-1] += f"; {each}"
        else:
            found.append(each)
    return found


def _decided(said: str, own: bool) -> list[Run]:
    if own or ": " not in said:
        return [Run(words.sentence(said), CELL_BOLD)]
    runs: list[Run] = []
    for each in _headed(said):
        heading, colon, rest = each.partition(": ")
        space = " " if runs else ""
        runs.append(Run(f"{space}{heading}{colon.rstrip()}", CELL_BOLD if colon else CELL))
        if colon:
            runs.append(Run(f" {words.sentence(rest)}", CELL))
    return runs


def significance(entry: ChronologyEntry, *, short: bool = True) -> Content:
    """An opinion with its author; the name in short where it is a name."""
    if not entry.significance:
        return ()
    who = entry.significance_by
    author = (
        ", ".join(p for p in (words.short_name(who.name) if short else who.name, who.rank) if p)
        if who
        else "Author not recorded"
    )
    if entry.significance_on:
        author += f", {words.day_plain(entry.significance_on)}"
    return Opinion((Run(f"{words.sentence(entry.significance)} ", CELL), Run(author, CELL_SOFT)))
