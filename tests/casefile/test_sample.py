"""The practice case: every word of it passes the rules, and it comes out as the pictures show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from pclo_app.casefile import chronology, demo, findings, meetings, sample
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import DemoFolderTaken
from pclo_app.practice import clocks
from pclo_app.records import kinds
from pclo_app.sync.introduce import enrol_directly
from pclo_app.vault.keys import Cost

QUICK = Cost(m=8 * 1024, t=1, p=1)
ON_THE_DAY = datetime(2026, 11, 18, 16, 31, tzinfo=UTC)


@dataclass
class Paper:
    """A stand-in for the report that a chair is shown."""

    pdf: bytes
    pages: int = 4
    template: str = "meeting/1"

    def text(self) -> str:
        return "Strategy meeting record"


def presented(cf: CaseFile, meeting: str) -> Paper:
    return Paper(b"%PDF " + meeting.encode())


@dataclass
class Practice:
    cf: CaseFile
    case: str
    built: sample.Built


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    clock = sample.StoryClock()
    cf = CaseFile.create(
        tmp_path_factory.mktemp("sample") / "officer",
        demo.PASSPHRASE,
        **sample.OFFICER,
        team=sample.TEAM,
        secrets=None,
        cost=QUICK,
        clock=clock,
    )
    built = sample.build(cf, clock, presented=presented)
    clock.move(ON_THE_DAY)
    yield Practice(cf, built.ids["@km-0417"], built)
    cf.close()


def test_every_record_says_all_that_is_asked_of_it() -> None:
    names = {step.id for step in sample.steps()} | {step.id + "#rev" for step in sample.steps()}
    for step in sample.steps():
        if not step.seal:
            text = msgspec.json.encode(step.record)
            record = kinds.from_file(step.kind, text)
            assert kinds.missing(record) == [], step.id
            assert {word for word in _strings(step.record) if word.startswith("@")} <= names


def test_nothing_is_written_down_before_it_happened() -> None:
    for step in sample.steps():
        when = step.record.get("when", {}).get("edtf", "")
        if step.kind == "chronology_entry" and len(when) == 10:
            assert when <= step.at.date().isoformat(), step.id


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def test_the_chronology(practice: Practice) -> None:
    totals = chronology.totals(practice.cf, practice.case)
    assert (totals.entries, totals.decisions, totals.changed) == (62, 9, 6)
    assert [gap.days for gap in chronology.gaps(practice.cf, practice.case)] == [57, 56, 38]
    rows = {row.number: row for row in chronology.every(practice.cf, practice.case)}
    assert rows[44].entry.when.in_table() == "Wed 23 Sep 2026"
    agencies = [rows[n].entry.agency for n in range(44, 54)]
    assert agencies == ["EDU", "POL", "OTH", "EDU", "CSC", "HEA", "POL", "POL", "POL", "CSC"]
    assert [rows[n].entry.when.time for n in range(47, 54)] == [
        "09:15", "11:40", "11:20", "16:00", "16:00", "18:30", "14:00",
    ]  # fmt: skip
    assert (rows[45].conflict, rows[46].conflict) == (True, True)
    first, last = rows[51].version, practice.cf.history(rows[51].id)[-1]
    assert "left at 16:20" in rows[51].entry.fact
    assert last.record is not None
    assert "left at 16:00" in last.record.fact
    assert (last.at, first.at) == ("2026-11-03T16:31:00Z", "2026-11-17T19:40:00Z")


def test_one_condition_is_kept_and_one_nobody_has_checked(practice: Practice) -> None:
    found = findings.conditions_of(practice.cf, practice.case)
    assert [(each.state, each.latest.kept if each.latest else "") for each in found] == [
        ("overdue", ""),
        ("due", "kept"),
    ]
    asked = [each.title for each in findings.of_chronology(practice.cf, practice.case) if "condition" in each.rule]
    assert asked == ["Condition not checked"]
    before = findings.of_conference(practice.cf, practice.cf.item(practice.built.ids["@icpc"]))
    assert before[0].title == "1 condition not checked"


def test_what_is_open_before_the_chair_signs(practice: Practice) -> None:
    item = practice.cf.item(practice.built.ids["@sm2"])
    found = findings.of_meeting(practice.cf, item.record, practice.case, item.id)
    assert [each.title for each in found if each.level != "met"] == [
        "Action 3 has no date and no reason",
        "3 notes to file",
    ]
    assert "No doctor present: reason recorded 14:41" in [each.title for each in found]


def test_the_first_record_is_signed(practice: Practice) -> None:
    sealed = meetings.seal_of(practice.cf, practice.built.ids["@sm1"])
    assert sealed is not None
    assert sealed.seal.at == "2026-11-02T15:11:00Z"
    set_there = [
        item.record
        for item in practice.cf.items(practice.case, "action")
        if item.record.from_record == practice.built.ids["@sm1"]
    ]
    assert [action.outcome for action in set_there] == ["achieved"] * 4


def test_the_clock_and_the_conference(practice: Practice) -> None:
    clock = findings.clock_of_section_47(practice.cf, practice.case)
    assert clock is not None
    assert clocks.section_47_words(clock) == "Section 47: working day 12 of 15"
    item = practice.cf.item(practice.built.ids["@icpc"])
    found = findings.of_conference(practice.cf, item)
    assert [each.title for each in found if each.level == "must"] == ["ViSOR not asked", "Police report not finished"]
    assert date(2026, 11, 23) == clock.limit


def test_other_cases_are_there(practice: Practice) -> None:
    assert [item.record.reference for item in practice.cf.cases()] == ["KM-0355", "KM-0389", "KM-0402", "KM-0417"]
    assert len(practice.cf.people(practice.case)) == 14


def test_without_reports_nothing_is_signed(tmp_path: Path) -> None:
    clock = sample.StoryClock()
    cf = CaseFile.create(
        tmp_path / "x", demo.PASSPHRASE, **sample.OFFICER, team=sample.TEAM, secrets=None, cost=QUICK, clock=clock
    )
    built = sample.build(cf, clock)
    assert meetings.seals(cf) == []
    assert len(cf.items(built.ids["@km-0417"], "action")) == 9
    cf.close()


def test_the_folder_is_built_once_and_opens(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    made = demo.demo(tmp_path / "practice", presented=presented, cost=QUICK, progress=lambda *each: told.append(each))
    assert told[-1][1] == told[-1][2]
    assert [each.name for each in tmp_path.iterdir()] == ["practice"]
    with CaseFile.open(made.officer, made.passphrase) as cf:
        assert cf.officer.name == "Dawn Pettifer"
        assert len(cf.cases()) == 4
        kept = cf.vault.vault_id
    with CaseFile.open(made.sergeant, made.passphrase) as cf:
        assert cf.officer.role == "DS"
    assert demo.demo(tmp_path / "practice", cost=QUICK) == made
    with CaseFile.open(made.officer, made.passphrase) as cf:
        assert cf.vault.vault_id == kept


@pytest.mark.parametrize("after", [0, 40])
def test_stopped_in_the_middle_nothing_is_left(tmp_path: Path, after: int) -> None:
    def stop(_: str, done: int, __: int) -> None:
        if done > after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.demo(tmp_path / "practice", cost=QUICK, progress=stop)
    assert list(tmp_path.iterdir()) == []
    assert demo.demo(tmp_path / "practice", cost=QUICK).complete


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(DemoFolderTaken):
        demo.demo(tmp_path, cost=QUICK)
    assert (tmp_path / "notes.txt").read_text() == "mine"


class Neighbours:
    """Two laptops of one team that hand each other their rows, with no drop between them."""

    def enrol(self, officer: CaseFile, sergeant: CaseFile) -> None:
        enrol_directly(sergeant, officer)

    def exchange(self, sender: CaseFile, receiver: CaseFile) -> None:
        receiver.admit(sender.store.rows(sender.vault.device, 1))


def test_the_sergeants_share_is_written_by_the_sergeant(tmp_path: Path) -> None:
    made = demo.demo(tmp_path / "practice", team=Neighbours(), cost=QUICK)
    with CaseFile.open(made.officer, made.passphrase) as cf:
        (case,) = [item.id for item in cf.cases() if item.record.reference == "KM-0417"]
        reviews = cf.items(case, "review")
        assert [item.heads[0].name for item in reviews] == ["Farah Whitcombe"] * 2
        assert sorted(item.heads[0].at for item in reviews) == ["2026-11-06T16:40:00Z", "2026-11-17T17:05:00Z"]
        read = {mark.record: mark.rev for item in reviews for mark in item.record.read}
        changed = [row for row in chronology.every(cf, case) if row.id in read and read[row.id] != row.version.rev]
        assert [row.number for row in changed] == [51]
        assert len(read) == 56
