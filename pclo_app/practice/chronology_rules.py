"""What practice asks of a chronology: its sources, its ranks, its gaps and its contradictions.

The rules never change an entry. Two sources that disagree both stay, and a date that
cannot exist stays as the words the source printed.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from ..records.base import Named
from ..records.chronology import ChronologyEntry
from ..records.event_date import EventDate
from ..records.event_date.wording import MONTHS
from .finding import Finding, Rulebook
from .gaps import GAP_DAYS, gaps
from .likeness import alike
from .phrases import counted, first_name, listed, long_day, numbered, short_day
from .referrals import slow_referrals

_CONFLICT, _DEFECT = "CONFLICT:", "DATA DEFECT:"
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’")
_JUDGES = re.compile(
    r"\b(?:in my (?:view|opinion)|I (?:think|feel|believe)|clearly|obviously|no doubt|undoubtedly|"
    r"it (?:seems|appears) (?:that|likely)|attention[- ]seeking|manipulative)\b",
    re.IGNORECASE,
)
_SPEAKS_OF_A_DATE = re.compile(rf"\b(?:{'|'.join(MONTHS)}|(?:19|20)[0-9]{{2}})\b", re.IGNORECASE)


class Row(Protocol):
    """One entry as it stands, numbered in its case's order."""

    @property
    def id(self) -> str: ...

    @property
    def number(self) -> int: ...

    @property
    def entry(self) -> ChronologyEntry: ...


def findings(
    rows: Iterable[Row],
    *,
    also: Iterable[Row] = (),
    today: date,
    births: Mapping[str, EventDate] | None = None,
    gap_days: int = GAP_DAYS,
    changed: Container[str] = (),
    names: Mapping[str, str] | None = None,
    book: Rulebook | None = None,
) -> list[Finding]:
    """All findings on the entries of one case. ``births`` holds each child's name and date of birth.

    ``also`` are the lines that come from other records: they fill gaps and answer referrals,
    and what is asked of themselves is asked where they were written. ``changed`` are the ids of
    entries that a supervisor read in an earlier version; ``names`` gives people by id.
    """
    entries = list(rows)
    lines = sorted([*entries, *also], key=lambda row: row.number)
    rules = book or Rulebook(today)
    found = [
        *_late_start(lines, births or {}, rules),
        *_weekends(lines, rules),
        *_gaps(lines, gap_days, today, rules),
        *_linked_conflicts(entries, rules),
        *_alike(entries, names or {}, rules),
        *_changed([row for row in entries if row.id in changed], rules),
        *_undated(entries, rules),
        *_undecided(entries, rules),
    ]
    for row in entries:
        found += of_entry(row, rules)
    return rules.ordered(found)


def of_entry(row: Row, rules: Rulebook) -> list[Finding]:
    """The findings that one entry shows by itself."""
    return [
        *_source(row, rules),
        *_ranks(row, rules),
        *_decision(row, rules),
        *_notes(row, rules),
        *_opinion(row, rules),
    ]


def _source(row: Row, rules: Rulebook) -> list[Finding]:
    if str(row.entry.source):
        return []
    return rules.finding("chronology.no-source", record=row.id, where="source", number=row.number)


def _ranks(row: Row, rules: Rulebook) -> list[Finding]:
    entry = row.entry
    named: list[tuple[str, Named | None]] = [
        ("told_by", entry.told_by),
        ("decision.by", entry.decision.by if entry.decision else None),
        ("significance_by", entry.significance_by),
    ]
    lacking = [(where, who.name) for where, who in named if who and who.name.strip() and not who.rank.strip()]
    if not lacking:
        return []
    which = listed(dict.fromkeys(name for _, name in lacking))
    where = f"{lacking[0][0]}.rank"
    return rules.finding("chronology.no-rank", record=row.id, where=where, number=row.number, which=which)


def _decision(row: Row, rules: Rulebook) -> list[Finding]:
    decision = row.entry.decision
    if decision is None:
        return []
    lacks = [("why", "decision without reason")] * (not decision.why.strip())
    lacks += [("by", "nobody named who decided")] * (not decision.by.name.strip())
    if not lacks:
        return []
    where = f"decision.{lacks[0][0]}"
    words = listed(text for _, text in lacks)
    return rules.finding("chronology.decision-reason", record=row.id, where=where, number=row.number, lacks=words)


def _notes(row: Row, rules: Rulebook) -> list[Finding]:
    """Remarks that came with an imported entry: what its compiler found in other sources."""
    note = row.entry.note.strip()
    at = f"Entry {row.number}, {_day(row.entry)}"
    if note.startswith(_CONFLICT):
        rest = note.removeprefix(_CONFLICT).strip()
        about = " on a date" if _SPEAKS_OF_A_DATE.search(rest) else ""
        which = f"{at}. Another source: {rest}. Both are kept."
        return rules.finding("chronology.conflict", record=row.id, where="note", about=about, which=which)
    if note.startswith(_DEFECT):
        which = f"{at}. {note.removeprefix(_DEFECT).strip()}."
        return rules.finding("chronology.data-defect", record=row.id, where="note", which=which)
    return []


def _opinion(row: Row, rules: Rulebook) -> list[Finding]:
    """A hint only: words that judge, outside of what somebody is quoted as saying."""
    found = _JUDGES.search(_QUOTED.sub(" ", row.entry.fact))
    if found is None:
        return []
    hint = " ".join(found.group().split())
    return rules.finding("chronology.opinion", record=row.id, where="fact", number=row.number, hint=hint)


def _alike(rows: Sequence[Row], names: Mapping[str, str], rules: Rulebook) -> list[Finding]:
    """Pairs that may be one event and that nobody has settled."""
    numbers = {row.id: row.number for row in rows}
    found: list[Finding] = []
    for pair in alike(rows, names, most=_MOST_PAIRS):
        if not pair.settled:
            found += rules.finding(
                "chronology.duplicate", record=pair.one, where=pair.other, why=pair.why,
                one=numbers[pair.one], other=numbers[pair.other],
            )  # fmt: skip
    return found


def _changed(rows: Sequence[Row], rules: Rulebook) -> list[Finding]:
    if not rows:
        return []
    n = counted(len(rows), "entry was", "entries were")
    which = numbered([row.number for row in rows[:_MOST_NUMBERS]])
    them = "it" if len(rows) == 1 else "them"
    return rules.finding("chronology.changed", record=rows[0].id, where="", n=n, which=which, them=them)


def _linked_conflicts(rows: Sequence[Row], rules: Rulebook) -> list[Finding]:
    """One finding for each pair that somebody has marked as disagreeing, whichever entry carries the mark."""
    by_id = {row.id: row for row in rows}
    pairs: dict[frozenset[str], tuple[Row, Row, str]] = {}
    for row in rows:
        for link in row.entry.links:
            other = by_id.get(link.entry)
            if link.kind == "conflicts with" and other is not None and other.id != row.id:
                pairs.setdefault(frozenset((row.id, other.id)), (row, other, link.words))
    found: list[Finding] = []
    for one, two, words in pairs.values():
        first, second = sorted((one, two), key=lambda each: each.number)
        about = " on a date" if first.entry.when.edtf != second.entry.when.edtf else ""
        remark = f" {words.strip().rstrip('.')}." if words.strip() else ""
        which = (
            f"Entry {first.number} says {_day(first.entry)}, entry {second.number} says {_day(second.entry)}."
            f"{remark} Both are kept."
        )
        found += rules.finding("chronology.conflict", record=first.id, where="links", about=about, which=which)
    return found


def _late_start(rows: Sequence[Row], births: Mapping[str, EventDate], rules: Rulebook) -> list[Finding]:
    starts = [(row, day) for row in rows if (day := row.entry.when.lower or row.entry.when.upper)]
    born = [(name, when.upper) for name, when in births.items() if when.upper]
    if not starts or not born:
        return []
    row, first = min(starts, key=lambda each: each[1])
    name, birth = min(born, key=lambda each: each[1])
    if first <= birth:
        return []
    return rules.finding(
        "chronology.late-start",
        record=row.id,
        where="when",
        child=first_name(name),
        born=_plain(birth),
        first=_plain(first),
    )


def _weekends(rows: Sequence[Row], rules: Rulebook) -> list[Finding]:
    found: list[Finding] = []
    for referral in slow_referrals(rows):
        row, friday, answer = referral.row, referral.day, referral.answered
        if answer:
            row_after, day = answer
            days = (day - friday).days
            which = f"Entry {row.number}, {long_day(friday)}. The next entry by {referral.awaited} is number "
            which += f"{row_after.number}, {long_day(day)}, {days} days later."
            name = long_day(day).partition(" ")[0]
        else:
            which = f"Entry {row.number}, {long_day(friday)}. No entry by {referral.awaited} follows within a week."
            name = "Monday or later"
        found += rules.finding("chronology.weekend", record=row.id, where="when", day=name, which=which)
    return found


def _gaps(rows: Sequence[Row], days: int, today: date, rules: Rulebook) -> list[Finding]:
    found: list[Finding] = []
    for gap in gaps(rows, days, today=today):
        found += rules.finding(
            "chronology.gap",
            record=gap.after.id,
            where="when",
            span=f"{gap.start.isoformat()}/{gap.end.isoformat()}",
            days=gap.days,
            start=_plain(gap.start),
            end=_plain(gap.end),
        )
    return found


def _undated(rows: Sequence[Row], rules: Rulebook) -> list[Finding]:
    undated = [row for row in rows if not row.entry.when.known]
    if not undated:
        return []
    n = counted(len(undated), "entry has", "entries have")
    which = numbered([row.number for row in undated])
    return rules.finding("chronology.undated", record=undated[0].id, where="when", n=n, which=which)


def _undecided(rows: Sequence[Row], rules: Rulebook) -> list[Finding]:
    undecided = [row for row in rows if not row.entry.disclosure]
    if not undecided:
        return []
    n = counted(len(undecided), "entry has", "entries have")
    which = numbered([row.number for row in undecided[:_MOST_NUMBERS]])
    if len(undecided) > _MOST_NUMBERS:
        which += f" and {len(undecided) - _MOST_NUMBERS} more"
    return rules.finding("chronology.no-disclosure", record=undecided[0].id, where="disclosure", n=n, which=which)


_MOST_NUMBERS = 8
_MOST_PAIRS = 50
"""Pairs asked about at one time; settling some brings the next."""


def _day(entry: ChronologyEntry) -> str:
    if entry.when.known:
        return entry.when.in_words()
    return f"“{entry.when.as_given}”" if entry.when.as_given else "without a date"


def _plain(day: date) -> str:
    return short_day(day).partition(" ")[2]


__all__ = ["Row", "findings", "of_entry"]
