"""What is typed into a search field, as a question to the database.

Every word is wanted, each as a beginning; "words in quotation marks" stand together as they
are; ``-word`` and ``NOT word`` leave out. A word with a colon narrows by a field::

    agency:police  source:CRIS  type:visit  person:maisie  rank:sergeant  kind:meeting
    from:1/11/2026  to:30/11/2026  on:3/11/2026  part:A
    is:decision  is:conflict  is:defect  is:changed  is:unread  is:undated  has:document

``-agency:police`` leaves that out too. Two values of one field (``agency:police
agency:health``) mean either; different fields must all hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..records import kinds
from ..records.agencies import AGENCIES, SHORT_NAMES
from ..records.describe import KIND_NAMES
from ..records.event_date.typed import Read, parse
from .placing import DISAGREE, FAULTY, SEPARATOR

_PARTS = re.compile(r'(?P<minus>-?)(?:(?P<name>[a-z]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))', re.I)
_TOKENS = re.compile(r"\w+")
REVISIONS = "(SELECT count(*) FROM rev x WHERE x.record = i.record AND x.status = 0)"
HEADS = "(SELECT count(*) FROM item x WHERE x.record = i.record)"
FORKED = "SELECT x.record FROM item x GROUP BY x.record HAVING count(*) > 1"
"""Records with several heads: nobody has settled them yet."""
TWO_HEADS = f"i.record IN ({FORKED})"
UNREAD = "(i.kind <> 'review' AND NOT EXISTS(SELECT 1 FROM looked l WHERE l.record = i.record AND l.rev = i.rev))"

MARKS = {
    "decision": "i.decision=1",
    "conflict": f"((i.conflict & {DISAGREE}) <> 0 OR {TWO_HEADS})",
    "defect": f"(i.conflict & {FAULTY}) <> 0",
    "changed": "i.revised=1",
    "unread": UNREAD,
    "undated": "i.lo='' AND i.hi=''",
}
"""What may stand behind ``is:``, as conditions on ``item i``."""


@dataclass(frozen=True)
class Terms:
    """SQL conditions on ``item i`` that must all hold, with their values."""

    sql: tuple[str, ...] = ()
    values: tuple[Any, ...] = ()

    def __add__(self, other: Terms) -> Terms:
        return Terms(self.sql + other.sql, self.values + other.values)

    def where(self) -> str:
        """The conditions as one."""
        return " AND ".join(self.sql) if self.sql else "1"


@dataclass(frozen=True)
class Asked:
    """A search as it was understood."""

    match: str = ""
    """The words as an FTS5 query; empty for none."""
    terms: Terms = Terms()
    """What the fields ask."""
    tokens: tuple[str, ...] = ()
    """The words that are wanted, to mark them in what was found."""
    problems: tuple[str, ...] = ()
    """Sentences about fields that were not understood; they do not narrow."""

    @property
    def empty(self) -> bool:
        """Whether nothing is asked."""
        return not self.match and not self.terms.sql

    def all_terms(self) -> Terms:
        """Fields and words together as conditions on ``item i``."""
        if not self.match:
            return self.terms
        return self.terms + Terms(("i.n IN (SELECT rowid FROM words WHERE words MATCH ?)",), (self.match,))


@dataclass
class _Reading:
    today: date
    wanted: list[str] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    fields: dict[tuple[str, bool], list[Terms]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def word(self, text: str, *, phrase: bool, leave_out: bool) -> None:
        tokens = _TOKENS.findall(text)
        if not tokens:
            return
        term = '"' + " ".join(tokens) + '"' + ("" if phrase else "*")
        (self.unwanted if leave_out else self.wanted).append(term)
        if not leave_out:
            self.tokens += tokens

    def field_(self, name: str, value: str, *, leave_out: bool) -> None:
        try:
            terms = _FIELDS[name](value, self.today)
        except ValueError as problem:
            self.problems.append(str(problem))
        else:
            self.fields.setdefault((name, leave_out), []).append(terms)

    def asked(self) -> Asked:
        found = Terms()
        for (_, leave_out), alternatives in self.fields.items():
            sql = " OR ".join(f"({terms.where()})" for terms in alternatives)
            values = tuple(value for terms in alternatives for value in terms.values)
            found += Terms((f"NOT ({sql})" if leave_out else f"({sql})",), values)
        match = " AND ".join(self.wanted)
        if match and self.unwanted:
            match = f"({match}) NOT ({' OR '.join(self.unwanted)})"
        elif self.unwanted and found.sql:  # FTS5 cannot leave out of everything, SQL can
            query = " OR ".join(self.unwanted)
            found += Terms(("i.n NOT IN (SELECT rowid FROM words WHERE words MATCH ?)",), (query,))
        return Asked(match, found, tuple(self.tokens), tuple(self.problems))


def read(typed: str, today: date) -> Asked:
    """Understand what was typed. Never raises: what is not understood is looked for as words, or said."""
    reading = _Reading(today)
    leave_out = False
    for part in _PARTS.finditer(typed):
        text = part["phrase"] if part["phrase"] is not None else part["word"]
        if part["word"] == "NOT" and not part["minus"] and not part["name"]:
            leave_out = True
            continue
        out = bool(part["minus"]) or leave_out
        leave_out = False
        name = (part["name"] or "").lower()
        if name in _FIELDS:
            reading.field_(name, text, leave_out=out)
        else:
            text = f"{part['name']} {text}" if name else text
            reading.word(text, phrase=part["phrase"] is not None or bool(name), leave_out=out)
    return reading.asked()


# fields ---------------------------------------------------------------------------------------------------------


def any_of(column: str, values: Iterable[str]) -> Terms:
    """One of these values."""
    listed = sorted(values)
    return Terms((f"{column} IN ({','.join('?' * len(listed))})",), tuple(listed))


def holds(column: str, value: str) -> Terms:
    """A column of several values holds this one."""
    return Terms((f"instr({column}, ?) > 0",), (f"{SEPARATOR}{value}{SEPARATOR}",))


def _begins(column: str) -> Callable[[str, date], Terms]:
    def terms(value: str, _today: date) -> Terms:
        return Terms((f"lower({column}) LIKE ? ESCAPE '\\'",), (_like(value) + "%",))

    return terms


def _like(value: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", value.lower())


def _agency(value: str, _today: date) -> Terms:
    wanted = value.casefold()
    codes = [
        code for code in AGENCIES
        if wanted == code.casefold() or any(wanted in name.casefold() for name in (AGENCIES[code], SHORT_NAMES[code]))
    ]  # fmt: skip
    if not codes:
        raise ValueError(f"No agency is called “{value}”.")
    return any_of("i.agency", codes)


def _kind(value: str, _today: date) -> Terms:
    wanted = value.casefold()
    found = [
        name for name in kinds.KINDS
        if name not in kinds.NOT_CASEWORK and (wanted in KIND_NAMES[name].casefold() or wanted in name)
    ]  # fmt: skip
    if not found:
        raise ValueError(f"No kind of record is called “{value}”.")
    return any_of("i.kind", found)


def _person(value: str, _today: date) -> Terms:
    tokens = _TOKENS.findall(value)
    if not tokens:
        raise ValueError("Enter a name behind “person:”.")
    match = " AND ".join(f'"{token}"*' for token in tokens)
    named = "SELECT p.record FROM words w JOIN item p ON p.n = w.rowid WHERE words MATCH ? AND p.kind='person'"
    sql = f"EXISTS(SELECT 1 FROM ({named}) who WHERE instr(i.people, lower(hex(who.record))) > 0)"
    return Terms((sql,), (match,))


def _rank(value: str, _today: date) -> Terms:
    return Terms(("lower(i.ranks) LIKE ? ESCAPE '\\'",), (f"%{_like(value)}%",))


def _is(value: str, _today: date) -> Terms:
    sql = MARKS.get(value.lower())
    if sql is None:
        raise ValueError(f"“is:{value}” is not known. Use is:{', is:'.join(MARKS)}.")
    return Terms((sql,))


def _has(value: str, _today: date) -> Terms:
    if not value or not "documents".startswith(value.lower()):
        raise ValueError(f"“has:{value}” is not known. Use has:document.")
    return Terms(("i.papers > 0",))


def _part(value: str, _today: date) -> Terms:
    if value.upper() not in ("A", "B"):
        raise ValueError(f"“part:{value}” is not known. Use part:A or part:B.")
    return Terms(("i.disclosure=?",), (value.upper(),))


def _day(value: str, today: date) -> tuple[str, str]:
    reading = parse(value, today=today)
    if not isinstance(reading, Read) or not reading.date.known:
        raise ValueError(f"“{value}” is not a date that can only be read one way. Day first, with the whole year.")
    lower, upper = reading.date.lower, reading.date.upper
    return (lower.isoformat() if lower else "", upper.isoformat() if upper else "9999-12-31")


def since(day: str) -> Terms:
    """May have happened on or after this ISO date."""
    return Terms(("i.hi>=?",), (day,))


def until(day: str) -> Terms:
    """May have happened on or before this ISO date."""
    return Terms(("i.lo<>'' AND i.lo<=?",), (day,))


def _on(value: str, today: date) -> Terms:
    lower, upper = _day(value, today)
    return since(lower) + until(upper)


_FIELDS: dict[str, Callable[[str, date], Terms]] = {
    "agency": _agency,
    "source": _begins("i.system"),
    "system": _begins("i.system"),
    "type": _begins("i.type"),
    "person": _person,
    "rank": _rank,
    "kind": _kind,
    "from": lambda value, today: since(_day(value, today)[0]),
    "to": lambda value, today: until(_day(value, today)[1]),
    "on": _on,
    "is": _is,
    "has": _has,
    "part": _part,
}
FIELDS = tuple(_FIELDS)
"""The words that may stand before a colon."""
