"""The access log: every revision of the journal as one line, and the rows that say who read what.

The Data Protection Act 2018, section 62, asks for logs of collection, alteration,
consultation, disclosure and erasure, with who, when and, for the last three, why. The
journal is that log: nobody can write in it without leaving a line, and no line can be
taken out unnoticed. Reading the log leaves a line as well.
"""

from __future__ import annotations

import csv as csv_module
import io
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from ..journal.revision import NO_CASE, Revision
from ..journal.store import Status
from ..records import kinds
from ..records.audit import Consult
from ..records.case import Case
from ..records.describe import KIND_NAMES, title
from ..records.safe_cells import protected
from . import audit_words, projection, purging
from .audit_words import ACTS
from .casefile import CaseFile
from .model import Saved

__all__ = ["ACTS", "AuditFilter", "Line", "consult", "count", "csv", "every", "not_counted", "page", "people"]

Purpose = Literal["casework", "supervision", "meeting or conference", "disclosure", "audit", "administration"]

_NOT_COUNTED = {
    Status.UNAUTHORISED: "Does not count: its writer’s role does not allow it",
    Status.REVOKED: "Does not count: the laptop was out of use",
    Status.WAITING: "Waits for an earlier revision",
}
_ERASED, _NOT_HERE = "contents erased", "contents not on this laptop"


@dataclass(frozen=True)
class AuditFilter:
    """Which lines to show. Empty fields do not narrow."""

    case: str = ""
    """Id of a case."""
    who: str = ""
    """A piece of a name or rank."""
    what: str = ""
    """A key of `ACTS`."""
    since: str = ""
    """The first day, YYYY-MM-DD, or moment, UTC."""
    until: str = ""
    """The last day, YYYY-MM-DD, or moment, UTC."""
    words: str = ""
    """Words that all stand in what was done."""


@dataclass(frozen=True)
class Line:
    """One line of the log."""

    n: int
    """Its number in the order in which it came to this laptop."""
    at: str
    """UTC."""
    off: str
    """Offset of the writer's clock from UTC."""
    who: str
    rank: str
    role: str
    act: str
    what: str
    record_title: str
    kind: str
    """In words."""
    case: str
    """Id, empty for what belongs to no case."""
    reference: str
    record: str
    rev: str
    device: str
    laptop: str
    """In words: "this laptop", or whose it is."""
    epoch: int
    seq: int
    remark: str
    """That it does not count, or that its contents are not here; empty as a rule."""


def consult(cf: CaseFile, case: str, purpose: Purpose) -> Saved | None:
    """Record that a case was opened: once in each session. For the log itself, ``case`` is empty.

    None where it was recorded already, or where nothing can be written.
    """
    key = case or NO_CASE
    if cf.read_only is not None or key in cf.consulted:
        return None
    saved = cf.save(Consult(purpose=purpose), case=case)
    cf.consulted.add(key)
    return saved


def page(cf: CaseFile, filter: AuditFilter = AuditFilter(), limit: int = 200, offset: int = 0) -> list[Line]:
    """Some lines, newest first."""
    where, values = _where(filter)
    rows = cf.db.execute(
        "SELECT r.n, r.status, r.header, r.sig, p.nonce, p.body, l.act,"
        " EXISTS(SELECT 1 FROM erased e WHERE e.rev = r.rev)"
        f" FROM (SELECT n, act, at FROM line WHERE {where} ORDER BY at DESC, n DESC LIMIT ? OFFSET ?) l"
        " JOIN rev r ON r.n = l.n LEFT JOIN payload p ON p.rev = r.rev ORDER BY l.at DESC, l.n DESC",
        (*values, limit, offset),
    ).fetchall()
    names = _Names(cf)
    return [_line(row, names) for row in rows]


def every(cf: CaseFile, filter: AuditFilter = AuditFilter()) -> Iterator[Line]:
    """All lines that the filter leaves, newest first, read in pages."""
    offset = 0
    while lines := page(cf, filter, 500, offset):
        yield from lines
        offset += len(lines)


def count(cf: CaseFile, filter: AuditFilter = AuditFilter()) -> int:
    """How many lines the filter leaves."""
    where, values = _where(filter)
    return int(cf.db.execute(f"SELECT count(*) FROM line WHERE {where}", values).fetchone()[0])


def people(cf: CaseFile) -> list[str]:
    """Everybody who stands in the log, with rank, for the choice of one."""
    rows = cf.db.execute("SELECT max(n) FROM line GROUP BY who ORDER BY who").fetchall()
    found = []
    for (n,) in rows:
        header, sig = cf.db.execute("SELECT header, sig FROM rev WHERE n=?", (n,)).fetchone()
        head = Revision(header, sig).head
        found.append(f"{head.name}, {head.rank}")
    return found


def not_counted(cf: CaseFile) -> list[Line]:
    """Rows that are kept with their signatures and are no part of the record, newest first: for a supervisor."""
    rows = cf.db.execute(
        "SELECT r.n, r.status, r.header, r.sig, p.nonce, p.body, l.act, 0"
        " FROM rev r JOIN line l ON l.n = r.n LEFT JOIN payload p ON p.rev = r.rev"
        " WHERE r.status IN (2, 3) ORDER BY r.n DESC"
    ).fetchall()
    names = _Names(cf)
    return [_line(row, names) for row in rows]


def csv(cf: CaseFile, filter: AuditFilter = AuditFilter()) -> str:
    """The log as a table for a spreadsheet: no cell of it can be taken for a formula."""
    out = io.StringIO()
    writer = csv_module.writer(out)
    writer.writerow(("When (UTC)", "Offset", "Who", "Rank", "Role", "What", "Record", "Kind", "Case", "Laptop",
                     "Chain", "Number", "Remark", "Revision"))  # fmt: skip
    for line in every(cf, filter):
        cells = (line.at, line.off, line.who, line.rank, line.role, line.what, line.record_title, line.kind,
                 line.reference, line.laptop, f"{line.device}.{line.epoch}", str(line.seq), line.remark,
                 line.rev)  # fmt: skip
        writer.writerow([protected(cell) for cell in cells])
    return out.getvalue()


def as_dict(line: Line) -> dict[str, object]:
    """A line as ``pclo audit --json`` shows it."""
    return asdict(line)


def _where(filter: AuditFilter) -> tuple[str, list[Any]]:
    terms: list[str] = []
    values: list[Any] = []
    if filter.case:
        terms.append("case_id=?")
        values.append(bytes.fromhex(filter.case))
    if filter.what:
        terms.append("act=?")
        values.append(filter.what)
    if filter.since:
        terms.append("at>=?")
        values.append(filter.since)
    if filter.until:
        terms.append("at<=?")
        values.append(filter.until + ("T23:59:59Z" if len(filter.until) == 10 else ""))
    for word in filter.words.casefold().split():
        terms.append("instr(what, ?)")
        values.append(word)
    if filter.who.strip():
        terms.append("instr(who, ?)")
        values.append(filter.who.strip().casefold())
    return " AND ".join(terms) or "1", values


class _Names:
    """References of cases and holders of laptops, each looked up once."""

    def __init__(self, cf: CaseFile) -> None:
        self._cf = cf
        self._references: dict[str, str] = {}
        newest = cf.authority.newest
        self._roster = newest.roster if newest else None

    def reference(self, case: str) -> str:
        """The reference of a case; empty where its words are not here."""
        if case == NO_CASE:
            return ""
        if case not in self._references:
            row = self._cf.db.execute(
                "SELECT p.body FROM item i JOIN payload p ON p.rev = i.rev WHERE i.record=? AND i.kind='case' LIMIT 1",
                (bytes.fromhex(case),),
            ).fetchone()
            record = kinds.decode("case", row[0]) if row else None
            self._references[case] = record.reference if isinstance(record, Case) else ""
        return self._references[case]

    def laptop(self, device: str) -> str:
        """A laptop in words."""
        if device == self._cf.vault.device:
            return "this laptop"
        entry = self._roster.device(device) if self._roster else None
        member = self._roster.member(entry.person) if self._roster and entry else None
        return f"the laptop of {member.name}" if member else f"laptop {device[:8]}"


def _line(row: Any, names: _Names) -> Line:
    n, status, header, sig, nonce, body, act, erased = row
    revision = Revision(header, sig, nonce, body)
    head = revision.head
    record = projection.record_in(revision)
    kind = kinds.kind_from_wire(head.kind)
    remarks = [_NOT_COUNTED[Status(status)]] if Status(status) in _NOT_COUNTED else []
    if body is None:
        remarks.append(_ERASED if erased and purging.may_go(head.kind) else _NOT_HERE)
    is_casework = kind is not None and kind not in kinds.NOT_CASEWORK
    return Line(
        n=n,
        at=head.at,
        off=head.off,
        who=head.name,
        rank=head.rank,
        role=head.role,
        act=act,
        what=audit_words.words(head, record),
        record_title=title(record) if record is not None and is_casework else "",
        kind=KIND_NAMES.get(kind or "", head.kind),
        case="" if head.case == NO_CASE else head.case,
        reference=names.reference(head.case),
        record=head.rec,
        rev=revision.id,
        device=head.dev,
        laptop=names.laptop(head.dev),
        epoch=head.ep,
        seq=head.seq,
        remark="; ".join(remarks),
    )
