"""Kills a writer again and again and looks at what it left. Run by `test_kill`; needs a system that can fork.

This process has everything loaded and forks a writer for each kill, which costs a few
milliseconds. The writer says on a pipe what it begins and what is done ("acknowledged"); it
is killed at a random moment, and its case file is opened and looked at. What was begun and
not acknowledged is then repeated by the next writer, as an officer would who finds the draft.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pclo_app.casefile import integrity, meetings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import SealedRecord
from pclo_app.journal.revision import Revision
from pclo_app.records.base import Named
from pclo_app.records.case import Case
from pclo_app.records.chronology import ChronologyEntry, Source
from pclo_app.records.event_date import EventDate
from pclo_app.records.meeting import Attendee, MeetingAction, StrategyMeeting
from pclo_app.records.seal import Ink
from pclo_app.sync.introduce import enrol_directly, exchange_directly
from pclo_app.vault.keys import Cost

WORDS = "sampler orchard viaduct mitten"
CHEAP = Cost(m=1024, t=1, p=1)
INK = Ink(dev="mouse", unit="0.01mm", strokes=(((1, 2, 3, None), (4, 5, 6, None)),))
RECORDS = 8
LOT = 4
KILLS_OF_ONE_FILE = 30
TABLES = ("item", "sealed", "head", "parent")


def entry(fact: str, reason: str = "") -> ChronologyEntry:
    return ChronologyEntry(
        fact=fact, agency="POL", source=Source(system="CAD"), when=EventDate(edtf="2026-11-05"), change_reason=reason
    )


def meeting(number: str) -> StrategyMeeting:
    chair = Attendee(name="Imelda Crosbie", rank="Team Manager", agency="CSC", chair=True, attendance="present")
    worker = Named(name="J Prideaux", rank="Social Worker")
    action = MeetingAction(what=f"Visit after {number}", why="To see", who=worker, by="2026-11-09")
    return StrategyMeeting(number=number, date="2026-11-05", attendance=(chair,), actions=(action,))


# the writer: a child that is killed -------------------------------------------------------------------------------


class Writer:
    """Does everything that writes, as the screens do it, and tells each step."""

    def __init__(self, folder: Path, tell: Any, life: int, arriving: list[list[Revision]]) -> None:
        self.folder, self.tell, self.life, self.arriving = folder, tell, life, arriving
        self.chance = random.Random(life)

    def say(self, word: str, *what: object) -> None:
        os.write(self.tell, (json.dumps([word, *what]) + "\n").encode())

    def run(self) -> None:
        self.say("begin", "open")
        with CaseFile.open(self.folder, WORDS) as cf:
            self.cf = cf
            self.case = cf.cases()[0].id
            self.entries = sorted(item.id for item in cf.entries(self.case) if item.record.fact.startswith("shared"))
            self.say("done", "open")
            self.take_up()
            steps = [self.add, self.edit, self.add_many, self.admit, self.merge, self.seal]
            number = 0
            while True:
                number += 1
                step = self.chance.choice(steps)
                self.say("begin", step.__name__)
                step(f"{self.life}-{number}")
                self.say("done", step.__name__)

    def take_up(self) -> None:
        """Every draft that a writer before this one left is finished: the officer presses Save once more."""
        for key, body in sorted(self.cf.drafts().items()):
            what, _, name = key.partition("/")
            self.say("begin", f"repeat {what}")
            if what == "entry":
                self.finish_entry(key, body.decode())
            elif what == "edit":
                self.finish_edit(key, name, body.decode())
            elif what == "seal":
                self.finish_seal(key, name)
            self.say("done", f"repeat {what}")

    def add(self, name: str) -> None:
        key = f"entry/{name}"
        self.cf.put_draft(key, f"event {name}".encode())
        self.say("draft", f"event {name}")
        self.finish_entry(key, f"event {name}")

    def finish_entry(self, key: str, fact: str) -> None:
        saved = self.cf.save(entry(fact), case=self.case, drop=key)
        self.say("revs", [saved.rev])

    def edit(self, name: str) -> None:
        id = self.chance.choice(self.entries)
        text = f"shared, as changed in {name}"
        self.cf.put_draft(f"edit/{id}", text.encode())
        self.finish_edit(f"edit/{id}", id, text)

    def finish_edit(self, key: str, id: str, text: str) -> None:
        saved = self.cf.save(entry(text, "more is known"), case=self.case, id=id, drop=key)
        self.say("revs", [saved.rev])
        again = self.cf.save(entry(text, "more is known"), case=self.case, id=id)
        assert again.rev == saved.rev, "the same words twice"

    def add_many(self, name: str) -> None:
        many = self.cf.save_many((entry(f"import {name} row {row}"), self.case) for row in range(25))
        self.say("revs", [saved.rev for saved in many])

    def admit(self, _: str) -> None:
        """Rows of the sergeant's laptop, the same lot again after a kill as not."""
        held = self.cf.store.highest()
        lot = next((lot for lot in self.arriving if held[lot[-1].head.dev, 1][0] < lot[-1].head.seq), self.arriving[-1])
        self.cf.admit(lot)
        self.say("revs", [row.id for row in lot])

    def merge(self, name: str) -> None:
        """A person puts two versions together."""
        for record, _ in sorted(self.cf.store.conflicts().items())[:2]:
            saved = self.cf.save(entry(f"shared, joined in {name}", "both are right"), case=self.case, id=record)
            self.say("revs", [saved.rev])

    def seal(self, name: str) -> None:
        id = self.cf.save(meeting(f"SM-{name}"), case=self.case).id
        self.cf.put_draft(f"seal/{id}", b"being shown")
        self.say("draft", "")
        self.finish_seal(f"seal/{id}", id)

    def finish_seal(self, key: str, id: str) -> None:
        try:
            shown = meetings.present(self.cf, id, b"%PDF of " + id.encode(), 1)
            answer = meetings.Answer(
                outcome="signed", name="I Crosbie", desig="Manager", agency="Kingsmere", ink=INK, seen=(1,)
            )
            sealed = meetings.seal(self.cf, shown, answer, text="the record", template="meeting/1")
            self.say("revs", [sealed.seal.rev])
        except SealedRecord:
            pass
        self.cf.drop_draft(key)


# what is found after the kill -------------------------------------------------------------------------------------


@dataclass
class Found:
    """What was acknowledged so far by the writers of one case file."""

    revs: set[str] = field(default_factory=set)
    drafted: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    def listen(self, told: bytes) -> None:
        """What the writer said before it was killed; a line cut short does not count."""
        doing = "nothing"
        for line in told.split(b"\n")[:-1]:
            word, *what = json.loads(line)
            if word == "begin":
                doing = what[0]
            elif word == "done":
                doing = "nothing"
            elif word == "revs":
                self.revs.update(what[0])
                self.counts["acknowledged revisions"] += len(what[0])
            elif word == "draft" and what[0]:
                self.drafted.add(what[0])
        self.counts["killed in " + doing] += 1

    def look(self, folder: Path, *, closely: bool) -> None:
        """Nothing acknowledged is lost, nothing is there twice or in half, everything fits."""
        with CaseFile.open(folder, WORDS) as cf:
            here = {row[0].hex() for row in cf.db.execute("SELECT rev FROM rev")}
            assert not self.revs - here, f"lost: {len(self.revs - here)}"
            self.counts["kept without having been acknowledged"] += len(here - self.revs)
            self.revs = here  # none of them may be gone after the next kill
            facts = Counter(item.record.fact for item in cf.entries(cf.cases()[0].id) if len(item.heads) == 1)
            waiting = {body.decode() for key, body in cf.drafts().items() if key.startswith("entry/")}
            for fact in self.drafted:
                assert facts[fact] + (fact in waiting) == 1, f"there {facts[fact]} times, draft {fact in waiting}"
            imports = Counter(fact.rpartition(" row ")[0] for fact in facts if fact.startswith("import "))
            assert set(imports.values()) <= {25}, "half an import"
            assert all(count == 1 for fact, count in facts.items() if fact.startswith("event "))
            written = cf.store.rows(cf.vault.device, 1)
            assert all(row.head.seq == number for number, row in enumerate(written, 1)), "a gap in the chain"
            if closely:
                report = integrity.verify(cf)
                assert report.ok, report.problems
                before = projected(cf)
                cf.rebuild()
                assert projected(cf) == before, "heads, rows or words are not those of the journal"
                self.counts["looked at closely"] += 1


def projected(cf: CaseFile) -> dict[str, Any]:
    """What is worked out from the journal: rows of the screens, heads, links, and every word of the index."""
    cf.db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.said USING fts5vocab(main, words, row)")
    found: dict[str, Any] = {"words": cf.db.execute("SELECT * FROM temp.said").fetchall()}
    cf.db.execute("DROP TABLE temp.said")
    for table in TABLES:
        names = [row[1] for row in cf.db.execute(f"PRAGMA table_info({table})") if row[1] != "n"]
        found[table] = sorted(cf.db.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall())
    return found


# the killing ------------------------------------------------------------------------------------------------------


def prepare(folder: Path) -> tuple[Path, list[list[Revision]]]:
    """An officer's case file with records that a sergeant's laptop has changed as well; and those rows, in lots."""
    people = {"officer": ("D Pettifer", "PCLO", "PCLO"), "sergeant": ("F Whitcombe", "DS", "DS")}
    made = {
        name: CaseFile.create(
            folder / name, WORDS, name=who, rank=rank, role=role, team="North", secrets=None, cost=CHEAP
        )
        for name, (who, rank, role) in people.items()
    }
    officer, sergeant = made["officer"], made["sergeant"]
    enrol_directly(sergeant, officer)
    case = officer.save(Case(reference="KM-1", family="ORRIN"), case="").id
    shared = [officer.save(entry(f"shared {number}"), case=case).id for number in range(RECORDS)]
    exchange_directly(officer, sergeant)
    before = sergeant.store.tip(sergeant.vault.device, 1).seq
    for number in range(60 * LOT):
        sergeant.save(entry(f"shared, as the sergeant has it {number}", "seen"), case=case, id=shared[number % RECORDS])
    rows = list(sergeant.store.rows(sergeant.vault.device, 1, before - 1))
    for cf in made.values():
        cf.close()
    return folder / "officer", [rows[start : start + LOT] for start in range(0, len(rows), LOT)]


def kill_one(folder: Path, life: int, arriving: list[list[Revision]], moment: float, *, opened: bool) -> bytes:
    """Fork a writer, kill it so many seconds after it started or has opened its file; answers what it said."""
    hear, tell = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(hear)
            Writer(folder, tell, life, arriving).run()
        except BaseException as problem:  # goes to the test as a line that no writer says
            os.write(tell, json.dumps(["failed", f"{type(problem).__name__}: {problem}"]).encode() + b"\n")
        finally:
            os._exit(1)
    os.close(tell)
    said = b""
    while opened and b'["done", "open"]' not in said:
        more = os.read(hear, 65536)
        assert more, said
        said += more
    end = time.monotonic() + moment
    os.set_blocking(hear, False)
    while time.monotonic() < end:
        time.sleep(max(0.0, min(0.005, end - time.monotonic())))
        said += _read(hear)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.set_blocking(hear, True)
    while more := os.read(hear, 65536):
        said += more
    os.close(hear)
    assert b'["failed"' not in said, said[-2000:].decode()
    return said


def _read(pipe: int) -> bytes:
    try:
        return os.read(pipe, 65536)
    except BlockingIOError:
        return b""


def main(folder: Path, kills: int) -> None:
    """Kill so many writers, on a fresh copy of the case file from time to time; print what was seen."""
    chance = random.Random(417)
    pristine, arriving = prepare(folder)
    total: Counter[str] = Counter()
    for first in range(0, kills, KILLS_OF_ONE_FILE):
        here = folder / f"copy{first}"
        shutil.copytree(pristine, here)
        found = Found()
        found.look(here, closely=False)
        found.counts.clear()
        last = min(kills, first + KILLS_OF_ONE_FILE)
        for life in range(first, last):
            opened = chance.random() < 0.9
            moment = chance.uniform(0.0, 0.08 if opened else 0.04)
            found.listen(kill_one(here, life, arriving, moment, opened=opened))
            total["kills"] += 1
            found.look(here, closely=life % 10 == 9 or life == last - 1)
        total += found.counts
        shutil.rmtree(here)
    print(json.dumps(total))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
