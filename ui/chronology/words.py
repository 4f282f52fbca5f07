"""The sentences and short words of the chronology. Pure: records in, British English out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from pclo_app.casefile.model import EntryRow, Gap, Version
from pclo_app.practice.phrases import counted, listed
from pclo_app.records.agencies import AGENCIES, SHORT_NAMES
from pclo_app.records.as_entry import MARK
from pclo_app.records.chronology import ChronologyEntry
from pclo_app.records.event_date import EventDate
from pclo_app.records.event_date.wording import MONTHS, day_in_words
from pclo_app.records.marks import marks_in

_HEADING = re.compile(r"\b(?:CONFLICT|DATA DEFECT):?\s*", re.IGNORECASE)
_SHORT_REMARK = 34
Row = EntryRow[ChronologyEntry]


def short_id(record: str) -> str:
    """A record's id as people can say it: its last six digits, which are its random ones."""
    return f"E-{record[-6:].upper()}"


def gap_words(gap: Gap) -> str:
    """``38 days with no entry from any agency, 23 September to 31 October``."""
    start, end = date.fromisoformat(gap.start), date.fromisoformat(gap.end)
    first = f"{start.day} {MONTHS[start.month - 1]}" + (f" {start.year}" if start.year != end.year else "")
    last = f"{end.day} {MONTHS[end.month - 1]}" + (f" {end.year}" if start.year != end.year else "")
    return f"{counted(gap.days, 'day', 'days')} with no entry from any agency, {first} to {last}"


def gap_span(gap: Gap) -> str:
    """``23 September to 31 October``."""
    return gap_words(gap).partition("agency, ")[2]


def days_between(start: str, end: str) -> int:
    """Days from one ISO date to another."""
    return (date.fromisoformat(end) - date.fromisoformat(start)).days


def table_words(entry: ChronologyEntry) -> str:
    """The line of the table: a decision first, because that is what is looked for."""
    fact = " ".join(entry.fact.split())
    decision = entry.decision.decision.strip() if entry.decision else ""
    if not decision or fact.casefold().startswith(decision.casefold()):
        return fact
    return f"{decision.rstrip('.')}. {fact}"


def remark(note: str) -> str:
    """What a remark says of the sources, short enough to stand before the words of a row; "" where it says nothing
    of them."""
    if not marks_in(note):
        return ""
    said = " ".join(_HEADING.sub("", note, count=1).split())
    return said if len(said) <= _SHORT_REMARK else f"{said[: _SHORT_REMARK - 1].rstrip()}…"


def second_line(entry: ChronologyEntry) -> str:
    """Under the fact, where a row has two lines: the child's words, what was done, what it may mean."""
    parts = (
        ("Child’s words", entry.child_words),
        ("Action", entry.action_taken),
        ("Outcome", entry.outcome),
        ("Why", entry.decision.why if entry.decision else ""),
        ("Significance", entry.significance),
    )
    return "  ".join(f"{heading}: {' '.join(said.split())}" for heading, said in parts if said)


def sentence(row: Row, *, total: int) -> str:
    """The whole row for a screen reader."""
    entry = row.entry
    parts = [entry.when.in_words(), SHORT_NAMES.get(entry.agency, entry.agency)]
    if not row.own:
        parts.append(f"from the record of the {MARK[row.kind].casefold()}")
    if entry.decision:
        parts.append("key decision")
    if row.conflict:
        parts.append("sources disagree")
    if row.defect:
        parts.append("fault in the source")
    if row.in_conflict:
        parts.append("changed by two people, not settled")
    parts.append(table_words(entry))
    if row.own:
        parts.append({"A": "shareable", "B": "restricted"}.get(entry.disclosure, "who may see it not answered"))
    if row.revisions > 1 and row.own:
        parts.append("changed")
    if entry.attachments:
        parts.append(counted(len(entry.attachments), "document", "documents"))
    said = ", ".join(part.rstrip(".") for part in parts if part)
    return f"Entry {row.number} of {total}: {said}. Source: {entry.source}."


def timeline_name(
    entries: int, first: date | None, last: date | None, decisions: int, gaps: int, conflicts: int
) -> str:
    """The accessible name of the timeline."""
    span = f"{day_in_words(first)} to {day_in_words(last)}" if first and last else "no dates"
    counts = ", ".join(
        (
            counted(decisions, "key decision", "key decisions"),
            counted(gaps, "gap", "gaps"),
            counted(conflicts, "conflict", "conflicts"),
        )
    )
    return f"Timeline, {counted(entries, 'entry', 'entries')}, {span}, {counts}. Use the table for details"


def age(born: date, day: date) -> str:
    """``4 years 8 months``; under two years in months, under a month in days."""
    months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)
    if months < 1:
        return counted((day - born).days, "day", "days")
    if months < 24:
        return counted(months, "month", "months")
    years, rest = divmod(months, 12)
    return counted(years, "year", "years") + (f" {counted(rest, 'month', 'months')}" if rest else "")


def age_line(name: str, born: EventDate, when: EventDate) -> str:
    """``Maisie 4 years 8 months``, or what can be said where dates are not exact; "" where nothing can."""
    day, birth = when.lower or when.upper, born.lower
    if day is None or birth is None or not born.known:
        return ""
    if when.upper and when.upper < birth:
        return f"before {name} was born"
    if day < birth:
        return ""
    about = "" if born.exact and when.exact else "about "
    return f"{name} {about}{age(birth, day)}"


def interval(before: EventDate, when: EventDate, number: int) -> str:
    """``4 h 40 min after entry 49``; "" where either has no date."""
    start, end = before.lower, when.lower
    if start is None or end is None:
        return ""
    if before.time and when.time:
        gone = datetime.fromisoformat(f"{end}T{when.time}") - datetime.fromisoformat(f"{start}T{before.time}")
        if timedelta(0) <= gone < timedelta(hours=24):
            hours, minutes = divmod(int(gone.total_seconds()) // 60, 60)
            if not hours and not minutes:
                return f"The same time as entry {number}"
            parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
            return f"{' '.join(parts)} after entry {number}"
    days = (end - start).days
    return f"The same day as entry {number}" if days == 0 else f"{counted(days, 'day', 'days')} after entry {number}"


def written_at(version: Version[ChronologyEntry], *, time: bool = True) -> str:
    """``17 Nov 2026 19:40``, in the time of the laptop that wrote it."""
    at = datetime.fromisoformat(version.at.replace("Z", "+00:00"))
    offset = re.fullmatch(r"([+-])(\d\d):?(\d\d)", version.offset)
    if offset:
        shift = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        at += shift if offset[1] == "+" else -shift
    day = f"{at.day} {MONTHS[at.month - 1][:3]} {at.year}"
    return f"{day} {at:%H:%M}" if time else day


def surname_and_rank(name: str, rank: str) -> str:
    """``D Pettifer, PCLO``: the narrow form for the margin of the revisions."""
    parts = name.split()
    short = f"{parts[0][0]} {parts[-1]}" if len(parts) > 1 else name
    return ", ".join(part for part in (short, rank.split(" (")[0]) if part)


def no_match(typed: str, *, others: bool) -> str:
    """What the empty list says."""
    if typed.strip():
        more = " and what else is chosen above" if others else ""
        return f"No entry has all of: {typed.strip()}{more}."
    return "No entry is like that."


def agencies_chip(codes: Iterable[str]) -> str:
    """``Police, Health``."""
    return listed([SHORT_NAMES[code] for code in AGENCIES if code in codes], "or")


def count_words(shown: int, total: int) -> str:
    """For the announcement after filtering."""
    return counted(total, "entry", "entries") if shown == total else f"{shown} of {counted(total, 'entry', 'entries')}"


def names(people: Sequence[str]) -> str:
    """``Theo, Maisie and Ada``."""
    return listed(people)
