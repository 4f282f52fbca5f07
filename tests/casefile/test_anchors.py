"""Pages found from the nearest known place are the pages that counting from the start finds."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pclo_app.casefile import chronology
from pclo_app.casefile.anchors import Anchors
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import ChronologyFilter
from pclo_app.records.case import Case
from tests.casefile.conftest import entry

POLICE = ChronologyFilter(agencies=frozenset({"POL"}))
DAYS = st.sampled_from(["", "2026-11-03", "2026-11-03", "2026-11", "2025-01-09"])
ENTRIES = st.lists(st.tuples(DAYS, st.sampled_from(["POL", "EDU"])), min_size=1, max_size=9)


def check(cf: CaseFile, case: str) -> None:
    """Every page at every place, and every number, by both ways."""
    for filter in (ChronologyFilter(), POLICE):
        whole = chronology.every(cf, case, filter)
        for start in range(len(whole) + 2):
            found = chronology.page(cf, case, filter, start, 2)
            assert [row.id for row in found] == [row.id for row in whole[start : start + 2]]
            assert [row.number for row in found] == [row.number for row in whole[start : start + 2]]
    numbers = chronology.numbers(cf, case)
    assert [row.number for row in chronology.every(cf, case)] == list(range(1, len(numbers) + 1))
    assert {row.id: row.number for row in chronology.every(cf, case, POLICE)}.items() <= numbers.items()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ENTRIES, min_size=1, max_size=3), st.integers(1, 4))
def test_pages_stay_right_while_entries_come(cf: CaseFile, batches: list[list[tuple[str, str]]], step: int) -> None:
    case = cf.save(Case(reference=f"KM-{len(cf.cases())}-more", family="X"), case="").id
    cf.anchors = Anchors(step)
    for batch in batches:
        cf.save_many((entry(f"Visit {n}.", day, agency=agency), case) for n, (day, agency) in enumerate(batch))
        check(cf, case)


def test_what_was_read_inside_a_change_that_failed_is_not_remembered(cf: CaseFile, case: str) -> None:
    cf.anchors = Anchors(2)
    for n in range(7):
        cf.save(entry(f"Visit {n}.", f"2026-11-0{n + 1}"), case=case)

    def fails() -> None:
        with cf.store.transaction():
            cf.save(entry("Born.", "2022-02-14"), case=case)
            assert chronology.page(cf, case, offset=5, limit=1)[0].entry.fact == "Visit 4."
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert chronology.page(cf, case, offset=5, limit=1)[0].entry.fact == "Visit 5."


def test_a_place_is_looked_up_once_and_forgotten_when_something_is_written(cf: CaseFile, case: str) -> None:
    cf.anchors = Anchors(3)
    cf.save_many((entry(f"Visit {n}.", f"2026-11-{n + 1:02d}"), case) for n in range(20))
    asked: list[str] = []
    cf.db.set_trace_callback(asked.append)
    name = bytes.fromhex(case)
    first = cf.anchors.at(cf.db, name, 19)
    assert first.place == 18 and len(asked) > 10
    asked.clear()
    assert cf.anchors.at(cf.db, name, 19) == first and asked == []
    places = [cf.anchors.at(cf.db, name, n).place for n in range(20)]
    assert all(one <= other for one, other in pairwise(places)) and all(n - place < 3 for n, place in enumerate(places))
    cf.db.set_trace_callback(None)
    cf.save(entry("Born.", "2022-02-14"), case=case)
    assert cf.anchors.at(cf.db, name, 19).sort != first.sort
