"""Random histories of a team: rosters, receipts, entries, meetings, answers, reviews, erasures, by many laptops."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import msgspec
import pyrage

from pclo_app.casefile.local_tables import Receipt as StoredReceipt
from pclo_app.journal import receipt as receipts
from pclo_app.journal.revision import NO_CASE, NO_RECEIPT, NO_REVISION, Author, Revision, make
from pclo_app.records import kinds
from pclo_app.records.audit import Erasure
from pclo_app.records.base import Record
from pclo_app.records.meeting import StrategyMeeting
from pclo_app.records.review import Comment, Review
from pclo_app.records.roster import Cut, Device, Member, Roster
from pclo_app.records.seal import Ink, Seal, SignedBy
from tests.casefile.conftest import entry
from tests.journal.journal_people import AT, Laptop

CASES = ["c1" * 16, "c2" * 16]
RECORDS = [f"{number:02x}" * 16 for number in range(1, 5)]
MEETING = "ee" * 16
ROSTER = "dd" * 16


@dataclass
class Person(Laptop):
    """Somebody with a laptop, who may join the team."""

    role: str = "PCLO"
    age: str = field(default_factory=lambda: str(pyrage.x25519.Identity.generate().to_public()))

    @property
    def id(self) -> str:
        return self.device[::-1]

    def entry(self, **change: object) -> Device:
        """How a roster names this laptop."""
        made = Device(dev=self.device, person=self.id, epoch=1, ed25519=self.public.hex(), age=self.age, state="active")
        return msgspec.structs.replace(made, **change)


class History:
    """Rows and receipts as they come about; a reader may get them in any order."""

    def __init__(self, seed: int, steps: int = 60, people: int = 5) -> None:
        self.chance = random.Random(seed)
        self.people = [Person(name) for name in "ABCDEFG"[:people]]
        self.people[0].role = "DS"
        self.rows: list[Revision] = []
        self.receipts: list[StoredReceipt] = []
        self.rosters: list[tuple[Roster, str]] = []
        founder = self.people[0]
        self._roster(founder, Roster(
            n=1, prev=NO_REVISION, team="ab" * 8, team_name="North",
            persons=(Member(id=founder.id, name="A", rank="DS", role="DS"),), devices=(founder.entry(),),
            ds=(founder.device,),
        ))  # fmt: skip
        for _ in range(steps):
            self._step()

    @property
    def keys(self) -> dict[str, bytes]:
        return {person.device: person.public for person in self.people}

    def _step(self) -> None:
        who = self.chance.choice(self.people)
        match self.chance.choice(["entry"] * 5 + ["meeting", "meeting", "seal", "review", "erase", "roster", "roster",
                                                  "rival", "receipt", "receipt", "future"]):  # fmt: skip
            case "entry":
                record = self.chance.choice(RECORDS)
                self._write(who, entry(f"Fact {len(self.rows)}", change_reason="r"), record, self._parents(record))
            case "meeting":
                meeting = StrategyMeeting(number="SM-1", place=f"Room {len(self.rows)}", change_reason="r")
                self._write(who, meeting, MEETING, self._parents(MEETING))
            case "seal":
                presented = [row for row in self.rows if row.head.rec == MEETING]
                if presented:
                    self._write(who, self._seal(self.chance.choice(presented).id), self._new_id(), ())
            case "review":
                self._write(who, Review(comments=(Comment(kind="query", words="Who?"),)), self._new_id(), ())
            case "erase":
                named = self.chance.sample(self.rows, min(2, len(self.rows)))
                gone = Erasure(revs=tuple(row.id for row in named), ground="g", authority="a")
                self._write(who, gone, self._new_id(), ())
            case "future":
                self._write(who, None, self._new_id(), ())
            case "receipt":
                self._receipt()
            case "roster":
                self._next_roster(*self.rosters[-1])
            case "rival" if len(self.rosters) > 1:
                self._next_roster(*self.chance.choice(self.rosters), only_join=True)

    def _new_id(self) -> str:
        return self.chance.randbytes(16).hex()

    def _parents(self, record: str) -> tuple[str, ...]:
        """Some of the record's revisions: mostly the newest, sometimes an old one, sometimes two."""
        known = [row.id for row in self.rows if row.head.rec == record]
        if not known:
            return ()
        if self.chance.random() < 0.6:
            return (known[-1],)
        return tuple(self.chance.sample(known, min(len(known), self.chance.randint(1, 2))))

    def _seal(self, rev: str) -> Seal:
        return Seal(
            v=1, rec=rev, pdf="1" * 64, pages=1, txt="2" * 64, tpl="t", app="0", outcome="refused",
            by=SignedBy(name="I", desig="d", agency="a", idcheck="none"), stmt="s", reserve=None, why="w",
            ink=Ink(dev="none", unit="0.01mm", strokes=()), present=("a", "b"), seen=(1,), aloud=False, witness=(),
            salt=self.chance.randbytes(16).hex(),
        )  # fmt: skip

    def _write(self, who: Person, record: Record | None, id: str, parents: tuple[str, ...]) -> Revision:
        cited = self.chance.choice([NO_RECEIPT, "b" * 64, *([receipts.name_of(self.receipts[-1].body)] * 2
                                                            if self.receipts else [])])  # fmt: skip
        person = who.id if self.chance.random() < 0.95 else "somebody else"
        revision = make(
            who.position, Author(person, who.name, "rank", who.role), at=AT, sign=who.sign, record=id,
            case=NO_CASE if isinstance(record, Roster) else self.chance.choice(CASES[:1]), parents=parents, rcpt=cited,
            kind="future/1" if record is None else kinds.wire_kind(kinds.kind_of(record)),
            payload=b"{}" if record is None else kinds.encode(record),
        )  # fmt: skip
        who.position = who.position.after(revision)
        self.rows.append(revision)
        return revision

    def _roster(self, who: Person, roster: Roster, parents: tuple[str, ...] = ()) -> None:
        self.rosters.append((roster, self._write(who, roster, ROSTER, parents).id))

    def _next_roster(self, old: Roster, rev: str, *, only_join: bool = False) -> None:
        """Somebody joins, is promoted, put back, retired or lost; mostly signed by a sergeant of the roster before."""
        signer = self.chance.choice([person for person in self.people if person.device in old.ds])
        if self.chance.random() < 0.1:
            signer = self.chance.choice(self.people)
        other = self.chance.choice(self.people[1:])
        named = old.device(other.device)
        persons, devices, ds = old.persons, list(old.devices), list(old.ds)
        if named is None:
            other.role = self.chance.choice(["DS", "PCLO"])
            persons = (*persons, Member(id=other.id, name=other.name, rank="r", role=other.role))
            devices.append(other.entry())
            ds += [other.device] if other.role == "DS" else []
        elif not only_join:
            place = devices.index(named)
            match self.chance.choice(["role", "role", "retired", "active", "lost"]):
                case "role":
                    other.role = "PCLO" if other.device in ds else "DS"
                    ds = [dev for dev in ds if dev != other.device] + ([other.device] if other.role == "DS" else [])
                case "lost":
                    seq = self.chance.randint(0, other.position.seq)
                    devices[place] = msgspec.structs.replace(
                        named, state="lost", cut=Cut(epoch=1, seq=seq, rev=NO_REVISION)
                    )
                case state:
                    devices[place] = msgspec.structs.replace(named, state=state, cut=None)
        roster = msgspec.structs.replace(
            old, n=old.n + 1, prev=rev, persons=persons, devices=tuple(devices), ds=tuple(ds), change_reason="r"
        )
        self._roster(signer, roster, (rev,))

    def _receipt(self) -> None:
        office = self.people[0].device
        got = {}
        for person in self.people:
            seq = self.chance.randint(0, person.position.seq - 1)
            if seq:
                rev = next(row.id for row in self.rows if (row.head.dev, row.head.seq) == (person.device, seq))
                got[f"{person.device}.1"] = (seq, rev)
        last = self.receipts[-1] if self.receipts else None
        given = receipts.Receipt(
            office=office, n=last.n + 1 if last else 1, prev=receipts.name_of(last.body) if last else NO_RECEIPT,
            at="2026-11-03T16:31:00Z", got=dict(sorted(got.items())), missing=(), rejected=(),
        )  # fmt: skip
        self.receipts.append(StoredReceipt(office, given.n, receipts.encode(given), b"s" * 64))
