"""Two sergeants and two officers: everybody ends with what is theirs to have."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from pclo_app.casefile import integrity
from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.case import Case
from pclo_app.records.review import Comment, Review
from pclo_app.sync import enrolment
from pclo_app.sync.drop import FolderDrop
from pclo_app.sync.exchange import sync
from pclo_app.sync.introduce import enrol_directly, exchange_directly
from tests.sync.conftest import entry

Make = Callable[..., CaseFile]


@pytest.fixture
def four(make_casefile: Make, tmp_path: Path) -> tuple[list[CaseFile], FolderDrop]:
    sergeants = [make_casefile("s1", "DS"), make_casefile("s2", "DS")]
    officers = [make_casefile("o1"), make_casefile("o2")]
    enrol_directly(sergeants[0], officers[0])
    drop = FolderDrop(tmp_path / "drop")
    for number, cf in enumerate(officers):
        cf.save(Case(reference=f"KM-{number}", family=f"FAMILY {number}"), case="")
    sync(officers[0], drop)  # before the second sergeant is there
    enrol_directly(sergeants[0], sergeants[1])
    enrol_directly(sergeants[0], officers[1])
    return [*sergeants, *officers], drop


def _round(people: list[CaseFile], drop: FolderDrop, times: int = 1) -> None:
    for _ in range(times):
        for cf in people:
            report = sync(cf, drop)
            assert report.refused == [] and report.alarms == []


def _rows(cf: CaseFile) -> dict[str, bool]:
    return {row.revision.id: row.revision.payload is not None for row in cf.store.since(0, -1)}


def test_everything_reaches_every_sergeant(four: tuple[list[CaseFile], FolderDrop]) -> None:
    people, drop = four
    s1, s2, o1, o2 = people
    _round(people, drop, 3)
    o1.save(entry("Later"), case=o1.cases()[0].id)
    _round(people, drop, 3)
    assert _rows(s1) == _rows(s2)
    assert [item.record.reference for item in s2.cases()] == ["KM-0", "KM-1"]
    assert [item.record.reference for item in o1.cases()] == ["KM-0"]
    case = s2.case_by_reference("KM-0").id
    item = s2.entries(case)[0]
    comment = Comment(kind="instruction", words="Chase the GP", record=item.id, rev=item.rev, due="2026-12-01")
    s2.save(Review(comments=(comment,)), case=case)
    _round(people, drop, 3)
    assert len(o1.items(kind="review")) == len(s1.items(kind="review")) == 1
    assert o2.items(kind="review") == []
    assert all(cf.unsent() == 0 for cf in people)
    assert all(integrity.verify(cf).ok for cf in people)


def test_the_roster_grown_by_the_second_sergeant(four: tuple[list[CaseFile], FolderDrop], make_casefile: Make) -> None:
    people, drop = four
    _round(people, drop, 2)
    late = make_casefile("late")
    enrol_directly(people[1], late)
    everybody = [*people, late]
    _round(everybody, drop, 3)
    assert {cf.roster().n for cf in everybody} == {5}  # type: ignore[union-attr]
    assert enrolment.show(late)[0].devices[-1].dev == late.vault.device
    assert all(integrity.verify(cf).ok for cf in everybody)


def test_an_entry_amended_by_the_office_brings_what_it_builds_on(four: tuple[list[CaseFile], FolderDrop]) -> None:
    """The second officer gets the headers of the first one's rows on which the sergeant built, and no words."""
    people, drop = four
    s1, _, o1, o2 = people
    o1.save(entry("As I saw it"), case=o1.cases()[0].id)
    _round(people, drop, 2)
    item = s1.entries(s1.case_by_reference("KM-0").id)[0]
    s1.save(entry("As I read it", change_reason="Spelling"), case=item.case, id=item.id)
    _round(people, drop, 2)
    assert o1.item(item.id).record.fact == "As I read it"
    assert not _rows(o2)[item.rev] and o2.store.waiting() == 0
    assert integrity.verify(o2).ok


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_syncs_with_losses_ends_in_the_same_place(
    four: tuple[list[CaseFile], FolderDrop], seed: int
) -> None:
    people, drop = four
    chance = random.Random(seed)
    for number in range(25):
        cf = chance.choice(people)
        match chance.choice(["write", "amend", "sync", "sync", "lose"]):
            case "write" if cf.cases():
                cf.save(entry(f"Fact {number}"), case=chance.choice(cf.cases()).id)
            case "amend" if cf.items(kind="chronology_entry"):
                item = chance.choice(cf.items(kind="chronology_entry"))
                changed = entry(f"Changed {number}", change_reason="Because")
                cf.save(changed, case=item.case, id=item.id)
            case "sync":
                sync(cf, drop)
            case "lose":
                files = sorted(drop.root.rglob("*.pclo"))
                if files:
                    chance.choice(files).unlink()
    for _ in range(4):
        for cf in people:
            sync(cf, drop)
    assert _rows(people[0]) == _rows(people[1])
    assert all(cf.unsent() == 0 for cf in people[2:])
    for cf in people:
        report = integrity.verify(cf)
        assert report.ok, report.problems
        assert cf.store.forks() == [] and cf.store.waiting() == 0


def test_the_sample_team_needs_no_folder(make_casefile: Make, tmp_path: Path) -> None:
    sergeant, officer = make_casefile("s", "DS"), make_casefile("o")
    enrol_directly(sergeant, officer)
    enrol_directly(sergeant, officer)
    case = officer.save(Case(reference="KM-1", family="ONE"), case="").id
    exchange_directly(officer, sergeant)
    assert len(sergeant.cases()) == 1 and officer.unsent() == 0
    sergeant.save(Review(comments=(Comment(kind="comment", words="Good"),)), case=case)
    exchange_directly(sergeant, officer)
    assert len(officer.items(kind="review")) == 1
    drop = FolderDrop(tmp_path / "drop")
    _round([officer, sergeant], drop, 3)
    assert integrity.verify(officer).ok
