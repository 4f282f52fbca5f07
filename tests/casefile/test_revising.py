"""Many entries revised at one go are what saving them one by one would have made."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from pclo_app.casefile import integrity
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.errors import ReasonNeeded
from pclo_app.casefile.revising import Revised, revise
from pclo_app.records.chronology import ChronologyEntry
from tests.casefile.conftest import entry

COUNT = 620


@pytest.fixture
def written(cf: CaseFile, case: str) -> list[Any]:
    """Entries, each with one version."""
    cf.save_many((entry(f"Event {n} marmalade{n}.", f"2026-03-{n % 28 + 1:02}"), case) for n in range(COUNT))
    return list(cf.entries(case))


def changed(item: Any, reason: str = "Taken back", **more: object) -> Revised:
    record: ChronologyEntry = msgspec.structs.replace(item.record, change_reason=reason, **more)
    return Revised(record, item.id, item.rev)


def rows(cf: CaseFile) -> list[Any]:
    columns = [each[1] for each in cf.db.execute("PRAGMA table_info(item)").fetchall() if each[1] != "n"]
    found = (
        "SELECT i.rev FROM words w JOIN item i ON i.n=w.rowid WHERE words MATCH 'marmalade7 OR later' ORDER BY i.rev"
    )
    return [
        cf.db.execute(f"SELECT {', '.join(columns)} FROM item ORDER BY rev").fetchall(),
        cf.db.execute("SELECT * FROM line ORDER BY n").fetchall(),
        cf.db.execute("SELECT record, rev FROM head ORDER BY 1, 2").fetchall(),
        cf.db.execute("SELECT rev, parent FROM parent ORDER BY 1, 2").fetchall(),
        cf.db.execute(found).fetchall(),
    ]


def test_the_rows_are_those_that_a_rebuild_makes_and_the_journal_is_whole(
    cf: CaseFile, case: str, written: list[Any]
) -> None:
    half = [changed(item, withdrawn=True) for item in written[:310]]
    half += [changed(item, fact="Said later.") for item in written[310:]]
    assert revise(cf, case, half) == COUNT
    before = rows(cf)
    assert len(before[4]) == COUNT - 310
    cf.rebuild()
    assert rows(cf) == before
    assert integrity.verify(cf).ok
    item = cf.item(written[400].id)
    assert item.record.fact == "Said later." and item.revisions == 2 and not item.in_conflict
    assert [version.record.fact for version in cf.history(item.id)] == ["Said later.", written[400].record.fact]
    cf.save(entry("The chain goes on."), case=case)
    assert integrity.verify(cf).ok


def test_it_is_what_saving_one_by_one_makes(cf: CaseFile, case: str, written: list[Any]) -> None:
    one, other = written[:2]
    cf.save(changed(one).record, case=case, id=one.id, based_on=(one.rev,))  # says nothing new, so makes nothing
    assert revise(cf, case, [changed(other)]) == 0
    for item, act in ((one, False), (other, True)):
        new = changed(item, fact="Said later.")
        if act:
            assert revise(cf, case, [new]) == 1
        else:
            cf.save(new.record, case=case, id=new.id, based_on=(new.based_on,))
    first, second = (cf.db.execute("SELECT * FROM item WHERE record=?", (bytes.fromhex(item.id),)).fetchone()
                     for item in (one, other))  # fmt: skip
    same = [n for n, pair in enumerate(zip(first, second, strict=True)) if pair[0] == pair[1]]
    assert len(same) >= len(first) - 7, "apart are number, revision, record, order, dates and the moment"


def test_what_somebody_has_changed_meanwhile_becomes_a_conflict_and_is_never_replaced(
    cf: CaseFile, case: str, written: list[Any]
) -> None:
    item = written[0]
    cf.save(changed(item, "Corrected", fact="Corrected.").record, case=case, id=item.id, based_on=(item.rev,))
    revise(cf, case, [changed(item, withdrawn=True), changed(written[1], withdrawn=True)])
    found = cf.item(item.id)
    assert found.in_conflict
    assert {head.record.fact for head in found.heads if head.record} == {"Corrected.", item.record.fact}
    assert cf.item(written[1].id).record.withdrawn
    assert integrity.verify(cf).ok


def test_without_a_reason_or_stopped_half_way_nothing_is_changed(cf: CaseFile, case: str, written: list[Any]) -> None:
    before = rows(cf)
    with pytest.raises(ReasonNeeded):
        revise(cf, case, [changed(item, " ", withdrawn=True) for item in written])

    class Stop(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done:
            raise Stop

    with pytest.raises(Stop):
        revise(cf, case, [changed(item, withdrawn=True) for item in written], stop)
    assert rows(cf) == before
    assert revise(cf, case, [changed(item, withdrawn=True) for item in written]) == COUNT


def indexes(cf: CaseFile) -> list[Any]:
    return list(cf.db.execute("SELECT name, sql FROM sqlite_schema WHERE type='index' ORDER BY name").fetchall())


def test_indexes_that_waited_for_many_new_rows_are_there_again_whatever_happens(cf: CaseFile, case: str) -> None:
    before = indexes(cf)
    many = [(entry(f"Event {n} marmalade{n}.", f"2026-03-{n % 28 + 1:02}"), case) for n in range(2500)]

    class Stop(Exception):
        pass

    seen = []

    def stop(done: int, _total: int) -> None:
        seen.append(indexes(cf) == before)
        if done >= 1000:
            raise Stop

    with pytest.raises(Stop):
        cf.save_many(many, stop)
    assert seen == [False, False], "they do wait"
    assert indexes(cf) == before and cf.entries(case) == []
    cf.save_many(many)
    assert indexes(cf) == before
    found = rows(cf)
    cf.rebuild()
    assert rows(cf) == found
    waited: list[bool] = []
    cf.save_many(many, lambda _done, _total: waited.append(indexes(cf) != before))
    assert not any(waited), "few beside what is there already: making them again would take longer"
    assert len(cf.entries(case)) == 5000 and integrity.verify(cf).ok
