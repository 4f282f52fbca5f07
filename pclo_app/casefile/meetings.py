"""Showing a strategy-meeting record to its chair, and sealing the answer.

A record is frozen as one revision and one PDF. The chair reads that very PDF and answers
it; the seal binds the answer to the PDF's digest. A change to the record in between means
that it has to be shown again. A sealed record never changes; later words are addenda.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from .. import __version__
from ..records import kinds
from ..records.audit import Disclose
from ..records.errors import IncompleteRecord
from ..records.meeting import StrategyMeeting
from ..records.seal import STATEMENT, Ink, Outcome, Seal, SignedBy, normal_code
from ..records.work import Action
from . import erasure
from .casefile import CaseFile
from .errors import ErasedRecord, MistypedCode, NoSuchCode, NoSuchRecord, NotAsPresented, PagesNotSeen, SealedRecord
from .model import Item, Version
from .model import SealedRecord as Sealed


@dataclass(frozen=True)
class Presentation:
    """A record as it is being shown to the chair."""

    meeting: str
    case: str
    rev: str
    pdf: bytes
    pages: int
    version: int
    began: datetime

    @property
    def digest(self) -> str:
        """SHA-256 of the PDF, hexadecimal."""
        return hashlib.sha256(self.pdf).hexdigest()


@dataclass(frozen=True)
class Answer:
    """What the chair answered."""

    outcome: Outcome
    name: str
    desig: str
    agency: str
    ink: Ink
    idcheck: str = "none"
    reserve: str | None = None
    why: str | None = None
    seen: tuple[int, ...] = ()
    read_aloud: bool = False
    witness: tuple[str, ...] = ()


def present(cf: CaseFile, meeting: str, pdf: bytes, pages: int) -> Presentation:
    """Begin to show a record's PDF to the chair; the showing is recorded."""
    item = cf.item(meeting)
    if item.sealed:
        raise SealedRecord()
    presentation = Presentation(meeting, item.case, item.rev, pdf, pages, item.record.version, cf.now())
    shown = Disclose(
        act="shown to the chair",
        what="Strategy-meeting record",
        record=meeting,
        recipient=str(item.record.chair.name) if item.record.chair else "",
        pages=pages,
        digest=presentation.digest,
    )
    cf.save(shown, case=item.case)
    return presentation


def seal(cf: CaseFile, shown: Presentation, answer: Answer, *, text: str, template: str) -> Sealed:
    """Fix the record with the chair's answer for ever; its actions enter the register with it.

    ``text`` is the plain text extracted from the PDF, ``template`` names its layout. Raises
    NotAsPresented, PagesNotSeen, IncompleteRecord.
    """
    item = cf.item(shown.meeting)
    if item.sealed:
        raise SealedRecord()
    if item.rev != shown.rev or item.in_conflict:
        raise NotAsPresented()
    if answer.outcome in ("signed", "reserved") and not answer.read_aloud:
        unseen = set(range(1, shown.pages + 1)) - set(answer.seen)
        if unseen:
            raise PagesNotSeen(page=min(unseen))
    record = Seal(
        v=1,
        rec=shown.rev,
        pdf=shown.digest,
        pages=shown.pages,
        txt=hashlib.sha256(text.encode()).hexdigest(),
        tpl=template,
        app=__version__,
        outcome=answer.outcome,
        by=SignedBy(name=answer.name, desig=answer.desig, agency=answer.agency, idcheck=answer.idcheck),
        stmt=STATEMENT.format(version=shown.version),
        reserve=answer.reserve,
        why=answer.why,
        ink=answer.ink,
        present=(_utc(shown.began), _utc(cf.now())),
        seen=answer.seen,
        aloud=answer.read_aloud,
        witness=answer.witness,
        salt=os.urandom(16).hex(),
    )
    for field, why in kinds.missing(record):
        raise IncompleteRecord(field=field, why=why)
    digest = cf.put_blob(shown.pdf)
    with cf.store.transaction():
        saved = cf.save(record, case=shown.case, attachments=(digest,))
        _enter_actions(cf, item.record, shown)
        _answer_carried(cf, item.record, shown)
    found = seal_of(cf, shown.meeting)
    if found is None or found.seal.id != saved.id:
        raise NotAsPresented()
    return found


def _enter_actions(cf: CaseFile, meeting: StrategyMeeting, shown: Presentation) -> None:
    """The agreed actions become records of their own, unless an officer has entered them already."""
    entered = {item.record.what for item in cf.items(shown.case, "action") if item.record.from_record == shown.meeting}
    for action in meeting.actions:
        if action.what.strip() and action.what not in entered:
            record = Action(what=action.what, why=action.why, who=action.who, by=action.by, from_record=shown.meeting)
            cf.save(record, case=shown.case)


def _answer_carried(cf: CaseFile, meeting: StrategyMeeting, shown: Presentation) -> None:
    """What the meeting was told of earlier actions enters the register; an outcome that stands there stays."""
    known = {item.id: item for item in cf.items(shown.case, "action")}
    for each in meeting.carried:
        item = known.get(each.action)
        if item is None or not item.record.is_open or each.said in ("", "still open"):
            continue
        record = msgspec.structs.replace(
            item.record,
            outcome=each.said,
            evidence="\n".join(part for part in (item.record.evidence, each.note.strip()) if part),
            done_on=item.record.done_on or (meeting.date if each.said == "achieved" else ""),
            change_reason=f"Told at {meeting.title} {meeting.number}".strip(),
        )
        cf.save(record, case=shown.case, id=item.id, based_on=(item.rev,))


def open_actions_of(cf: CaseFile, meeting: str) -> list[Item[Action]]:
    """The actions that an earlier meeting set, or passed on, and that nobody has recorded an outcome of."""
    item = cf.item(meeting)
    passed_on = {each.action for each in item.record.carried}
    return [
        action
        for action in cf.items(item.case, "action")
        if action.record.is_open and (action.record.from_record == meeting or action.id in passed_on)
    ]


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def seals(cf: CaseFile, case: str | None = None) -> list[Sealed]:
    """Every sealed record, of one case or of all, in order of sealing."""
    where = " WHERE s.meeting <> x''" + ("" if case is None else " AND i.case_id=?")
    values = () if case is None else (bytes.fromhex(case),)
    rows = cf.db.execute(
        f"SELECT s.code, s.digest, s.rev, s.meeting FROM sealed s JOIN item i ON i.rev = s.rev{where} ORDER BY i.n",
        values,
    ).fetchall()
    return [_sealed(cf, row) for row in rows]


def seal_of(cf: CaseFile, meeting: str) -> Sealed | None:
    """The chair's answer to one meeting's record, where there is one."""
    row = cf.db.execute(
        "SELECT code, digest, rev, meeting FROM sealed WHERE meeting=?", (bytes.fromhex(meeting),)
    ).fetchone()
    return _sealed(cf, row) if row else None


def _sealed(cf: CaseFile, row: Any) -> Sealed:
    revision = cf.store.get(row[2].hex())
    assert revision is not None and revision.payload is not None
    return Sealed(
        seal=cf.version(row[2].hex()),
        meeting=row[3].hex(),
        code=row[0],
        digest=row[1],
        payload=revision.payload,
    )


def by_code(cf: CaseFile, typed: str) -> Sealed:
    """The sealed record that a printed code belongs to. Raises MistypedCode, NoSuchCode or ErasedRecord."""
    code = normal_code(typed)
    if code is None:
        raise MistypedCode()
    row = cf.db.execute("SELECT code, digest, rev, meeting FROM sealed WHERE code=?", (code,)).fetchone()
    if row is None:
        erased = erasure.of_code(cf, code)
        if erased is not None:
            raise ErasedRecord(day=erased.at[:10], by=erased.by, ground=erased.ground, authority=erased.authority)
        raise NoSuchCode()
    return _sealed(cf, row)


def presented_version(cf: CaseFile, sealed: Sealed) -> Version[Any]:
    """The revision of the meeting record that the chair answered."""
    record = sealed.seal.record
    if not isinstance(record, Seal):
        raise NoSuchRecord(id=sealed.seal.id)
    return cf.version(record.rec)


def presented_pdf(cf: CaseFile, sealed: Sealed) -> bytes:
    """The very PDF that the chair answered, from the encrypted store."""
    record = sealed.seal.record
    if not isinstance(record, Seal):
        raise NoSuchRecord(id=sealed.seal.id)
    return cf.blob(record.pdf)
