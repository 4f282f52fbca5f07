"""Several chronologies as one, and one event told twice."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest

from pclo_app.casefile import integrated
from pclo_app.casefile.casefile import CaseFile
from pclo_app.practice.likeness import alike
from pclo_app.records.case import Case
from pclo_app.records.chronology import ChronologyEntry, Source
from tests.casefile.conftest import entry

ARREST = "Mother arrested for assault of the child at the family home by PC Birch."
ARREST_TOLD_BY_SOCIAL_CARE = "The mother was arrested at the family home for assault of the child, by PC Birch."


@pytest.fixture
def sibling(cf: CaseFile, case: str) -> str:
    return cf.save(Case(reference="KM-0418", family="ORRIN-VALE"), case="").id


def save(cf: CaseFile, case: str, *args: object, **more: object) -> str:
    return cf.save(entry(*args, **more), case=case).id  # type: ignore[arg-type]


def test_two_cases_are_one_order_and_each_line_keeps_its_case(cf: CaseFile, case: str, sibling: str) -> None:
    save(cf, case, "Second thing that happened.", "2026-11-02")
    save(cf, sibling, "First thing that happened.", "2026-11-01", agency="HEA")
    save(cf, sibling, "Third thing that happened.", "2026-11-03")
    found = integrated.merged(cf, [case, sibling])
    assert [(line.number, line.reference, line.row.number) for line in found.lines] == [
        (1, "KM-0418", 1), (2, "KM-0417", 1), (3, "KM-0418", 2),
    ]  # fmt: skip
    assert found.alike == () and found.references == ("KM-0417", "KM-0418")


def test_one_event_told_twice_is_shown_with_reasons_and_both_stay(cf: CaseFile, case: str, sibling: str) -> None:
    one = save(cf, case, ARREST, "2026-11-02")
    other = save(cf, sibling, ARREST_TOLD_BY_SOCIAL_CARE, "2026-11-02", agency="CSC")
    (pair,) = integrated.merged(cf, [case, sibling]).alike
    assert {pair.one, pair.other} == {one, other} and pair.sort == "duplicate"
    assert pair.why.startswith("The same date, the same reference 4419237/26, words ")
    assert pair.why.endswith("alike and told by two agencies.")
    integrated.tie(cf, one, other, "duplicate of", "The same arrest")
    found = integrated.merged(cf, [case, sibling])
    assert len(found.lines) == 2 and found.alike[0].settled == "duplicate of" and found.unsettled == ()
    assert cf.item(one).record.links[0].entry == other and cf.item(other).record.links[0].entry == one
    assert cf.item(one).record.change_reason == "Linked: The same arrest"


def test_one_event_on_two_days_is_a_disagreement(cf: CaseFile, case: str) -> None:
    save(cf, case, ARREST, "2026-11-02", source=Source(document="Report A"))
    save(cf, case, ARREST_TOLD_BY_SOCIAL_CARE, "2026-11-09", agency="CSC", source=Source(document="Report B"))
    (pair,) = integrated.merged(cf, [case]).alike
    assert pair.sort == "dates disagree" and "7 days apart" in pair.why


def test_a_later_answer_takes_the_place_of_an_earlier_one(cf: CaseFile, case: str) -> None:
    one, other = save(cf, case, ARREST), save(cf, case, ARREST, agency="CSC")
    integrated.tie(cf, one, other, "follows", "Told on the same day")
    integrated.tie(cf, one, other, "duplicate of", "Looks the same")
    integrated.tie(cf, one, other, "different from", "Two arrests, two crime numbers")
    assert [link.kind for link in cf.item(one).record.links] == ["follows", "different from"]
    assert integrated.merged(cf, [case]).alike[0].settled != ""


def test_what_is_far_apart_or_merely_short_is_left_alone(cf: CaseFile, case: str) -> None:
    for day, fact in (("2026-11-01", "Home visit."), ("2026-11-01", "Home visit."), ("2026-09-01", ARREST),
                      ("2026-11-01", ARREST)):  # fmt: skip
        save(cf, case, fact, day, source=Source(document="Notes"))
    assert integrated.merged(cf, [case]).alike == ()


def test_linking_a_record_in_conflict_touches_one_head_only(cf: CaseFile, case: str) -> None:
    saved = cf.save(entry(ARREST), case=case)
    other = save(cf, case, ARREST, agency="CSC")
    cf.save(entry("First account.", change_reason="a"), case=case, id=saved.id, based_on=(saved.rev,))
    cf.save(entry("Second account.", change_reason="b"), case=case, id=saved.id, based_on=(saved.rev,))
    integrated.tie(cf, saved.id, other, "follows", "Later the same day")
    facts = {head.record.fact for head in cf.item(saved.id).heads if head.record}
    assert facts == {"First account.", "Second account."}


_WORDS = """visit home school nursery bruise mother father seen alone told doctor weight called door key worker police
officer neighbour shouting night morning letter sent"""


class _Row:
    def __init__(self, id: str, entry: ChronologyEntry) -> None:
        self.id = id
        self.entry = entry


def test_twenty_thousand_lines_are_compared_in_seconds() -> None:
    words = _WORDS.split()
    day = date(2016, 1, 1)
    rows = [
        _Row(
            str(number),
            entry(" ".join(words[(number * step) % len(words)] for step in range(3, 15)),
                  (day + timedelta(days=number // 6)).isoformat(), source=Source(document="x")),
        )
        for number in range(20_000)
    ]  # fmt: skip
    start = time.perf_counter()
    alike(rows)
    assert time.perf_counter() - start < 60  # a guard against comparing each with each, not a measurement
