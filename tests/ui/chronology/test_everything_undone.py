"""Every act of the chronology's screen, taken back and done again: the same state, by new revisions, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pclo_app.casefile import attachments, chronology, undoing
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import ChronologyFilter, Gap, Saved
from pclo_app.casefile.undoing import Step, Steps
from pclo_app.records.base import Named
from pclo_app.records.chronology import Decision, Grading
from tests.casefile.conftest import case, cf, clock, entry, make_casefile
from ui.attachments.add_form import add_all
from ui.attachments.files_input import Waiting
from ui.chronology import acting, several

__all__ = ["case", "cf", "clock", "make_casefile"]
PAPER = b"%PDF-1.4 a letter"


@dataclass
class Desk:
    """A case with something of everything in it."""

    cf: CaseFile
    case: str
    one: str
    two: str
    gone: str
    first_rev: str
    document: str
    tied: str
    folder: Path

    def step(self, words: str, *saved: Saved) -> Step | None:
        return undoing.step(self.cf, self.case, words, saved)

    def rows(self) -> Any:
        return several.chosen(self.cf, self.case, ChronologyFilter(), [0, 1]).own


@pytest.fixture
def desk(cf: CaseFile, case: str, tmp_path: Path) -> Desk:
    document = attachments.attach(cf, case, "letter.pdf", PAPER, "School", "The letter").id
    tied = attachments.attach(cf, case, "arm.pdf", PAPER + b"2", "Hospital", "An arm").id
    one = cf.save(entry("One", "2026-11-03", attachments=(tied,)), case=case)
    two = cf.save(entry("Two", "2026-11-03"), case=case)
    gone = cf.save(entry("Gone", "2026-11-04"), case=case)
    acting.withdraw(cf, case, gone.id, "Another family")
    cf.save(entry("Changed", "2026-11-03", attachments=(tied,), change_reason="better"), case=case, id=one.id)
    return Desk(cf, case, one.id, two.id, gone.id, one.rev, document, tied, tmp_path)


def _full(d: Desk) -> Step | None:
    changed = msgspec.structs.replace(
        d.cf.item(d.two).record, significance="It may mean", significance_by=Named(name="A", rank="DC"),
        decision=Decision(decision="Go", why="Now", by=Named(name="B", rank="DS")), disclosure="B",
        disclosure_reason="Tactics", grading=Grading(scheme="3x5x2", source="1", information="A", handling="P"),
        tags=("x",), change_reason="more is known",
    )  # fmt: skip
    return acting.save_entry(d.cf, d.case, changed, id=d.two).step


def _added(d: Desk, entry_id: str) -> Step | None:
    path = d.folder / "new.pdf"
    path.write_bytes(PAPER + b"new" + entry_id.encode())
    outcome = add_all(d.cf, None, d.case, [Waiting("new.pdf", str(path))], "Clinic", "New", entry_id, "document/new")
    return d.step("a document", *outcome.saved)


def _import(d: Desk) -> Step | None:
    place = undoing.place(d.cf)
    d.cf.save_many((entry(f"Row {n}", "2026-10-01"), d.case) for n in range(5))
    return undoing.since(d.cf, d.case, place, "import of {count} entries")


def _described(d: Desk) -> Saved:
    record = msgspec.structs.replace(d.cf.item(d.document).record, shows="Another letter", change_reason="clearer")
    return d.cf.save(record, case=d.case, id=d.document)


def _back_in_use(d: Desk) -> Step | None:
    attachments.withdraw(d.cf, d.tied, "Blurred")
    return d.step("put back", attachments.put_back(d.cf, d.tied, "It is readable after all"))


GAP = Gap(0, 30, "2026-01-01", "2026-01-31")
ACTS: dict[str, Callable[[Desk], Step | None]] = {
    "a new entry": lambda d: acting.save_entry(d.cf, d.case, entry("Three", "2026-11-05")).step,
    "an entry edited, every field": _full,
    "an entry withdrawn": lambda d: acting.withdraw(d.cf, d.case, d.one, "Twice").step,
    "an entry brought back": lambda d: acting.bring_back(d.cf, d.case, d.gone, "It was ours").step,
    "a version restored": lambda d: acting.restore(d.cf, d.case, d.one, d.first_rev, "The first was right").step,
    "an entry moved among ties": lambda d: acting.move(d.cf, d.case, d.two, -1).step,
    "two entries linked": lambda d: acting.link(d.cf, d.case, d.one, d.two, "conflicts with", "Other day").step,
    "A or B": lambda d: acting.save_disclosure(d.cf, d.case, d.one, "B", "Tactics").step,
    "A or B of several": lambda d: several.disclose(d.cf, d.case, d.rows(), "A", "Agreed").step,
    "a tag for several": lambda d: several.tag(d.cf, d.case, d.rows(), "home").step,
    "why there is a gap": lambda d: acting.gap_reason(d.cf, d.case, GAP, "Abroad").step,
    "why a finding stands": lambda d: acting.finding_reason(d.cf, d.case, "no-rank", d.one, "No rank", "Asked").step,
    "documents added to an entry": lambda d: _added(d, d.two),
    "documents added to the case": lambda d: _added(d, ""),
    "a document chosen for an entry": lambda d: d.step("link", attachments.link(d.cf, d.two, [d.document])),
    "a document taken off an entry": lambda d: d.step("off", attachments.unlink(d.cf, d.one, d.tied, "Other day")),
    "a document described": lambda d: d.step("words", _described(d)),
    "a document withdrawn": lambda d: d.step("out", attachments.withdraw(d.cf, d.tied, "Blurred")),
    "a document put back": _back_in_use,
    "a file brought in": _import,
}


def state(d: Desk) -> dict[str, Any]:
    """What stands: the words of every record in use, the order of the chronology, the tied documents."""
    kinds = ("chronology_entry", "attachment", "recorded_reason")
    items = [item for kind in kinds for item in d.cf.items(d.case, kind)]
    plain = {item.id: msgspec.structs.replace(item.record, change_reason="") for item in items}
    standing = {id: record for id, record in plain.items() if not record.withdrawn}
    order = [row.id for row in chronology.every(d.cf, d.case)]
    papers = {each.id: each.entries for each in attachments.listed(d.cf, d.case) if each.in_use}
    return {"records": standing, "order": order, "papers": papers}


def revisions(d: Desk) -> int:
    return int(d.cf.db.execute("SELECT count(*) FROM rev").fetchone()[0])


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_undo_and_redo_bring_back_the_same_state_by_new_revisions(
    desk: Desk, act: Callable[[Desk], Step | None]
) -> None:
    steps, before = Steps(), state(desk)
    step = act(desk)
    assert step is not None
    if step.words == "put back":  # its own beginning is a withdrawal
        before = {**before, "records": {k: v for k, v in before["records"].items() if k != desk.tied}}
        before["papers"] = {k: v for k, v in before["papers"].items() if k != desk.tied}
    after = state(desk)
    assert after != before
    steps.add(step)
    for _ in range(2):
        count = revisions(desk)
        done = steps.done[-1]
        steps.taken_back(done, undoing.take_back(desk.cf, done, f"Undone: {done.words}"))
        assert state(desk) == before and revisions(desk) > count
        count = revisions(desk)
        undone = steps.undone[-1]
        steps.done_again(undone, undoing.take_back(desk.cf, undone, f"Done again: {undone.words}"))
        assert state(desk) == after and revisions(desk) > count


def test_all_of_them_one_after_the_other_go_back_to_the_beginning(desk: Desk) -> None:
    steps, states = Steps(), [state(desk)]
    for name, act in ACTS.items():
        if name in ("a document put back", "an entry withdrawn", "an entry moved among ties"):
            continue  # these need what others take away
        step = act(desk)
        assert step is not None, name
        steps.add(step)
        states.append(state(desk))
    for wanted in reversed(states[:-1]):
        last = steps.done[-1]
        steps.taken_back(last, undoing.take_back(desk.cf, last, "Undone"))
        assert state(desk) == wanted
    for wanted in states[1:]:
        last = steps.undone[-1]
        steps.done_again(last, undoing.take_back(desk.cf, last, "Done again"))
        assert state(desk) == wanted
