"""The integrated order, read page by page, and the comparison beside it."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import msgspec
import pytest

from pclo_app.casefile import integrated
from pclo_app.casefile.casefile import CaseFile
from pclo_app.practice import likeness
from pclo_app.practice.likeness import alike
from pclo_app.records.case import Case
from pclo_app.records.chronology import ChronologyEntry, Source
from pclo_app.records.event_date import EventDate
from pclo_app.reports import catalogue
from tests.casefile.conftest import entry


@pytest.fixture
def family(cf: CaseFile, case: str) -> list[str]:
    """Three cases with lines of every sort of date, some of them the same event."""
    chance = Random(7)
    cases = [case, *(cf.save(Case(reference=f"KM-05{n}", family="ORRIN-VALE"), case="").id for n in range(2))]
    dates = ["", "2026", "2026-03", "2026-03-04/2026-04-05", "2026-03-11", "2026-03-12", "2026-03-13"]
    for number in range(240):
        when = EventDate(chance.choice(dates), as_given="" if number % 2 else "when the fair was there")
        made = entry(f"Visit {number // 3} by the health visitor who found nobody at home and left a card", "")
        cf.save(msgspec.structs.replace(made, when=when, sequence=number % 4), case=chance.choice(cases))
    return cases


def test_pages_give_the_lines_of_the_whole_in_the_same_order(cf: CaseFile, family: list[str]) -> None:
    whole = integrated.merged(cf, family)
    order = integrated.order(cf, family)
    assert tuple(order.references.values()) == whole.references
    paged = [line for start in range(0, len(order.places), 37) for line in integrated.page(cf, order, start, 37)]
    assert paged == list(whole.lines)
    assert order.numbers() == {line.id: line.number for line in whole.lines}
    assert integrated.pairs(cf, family) == whole.alike != ()


def test_a_line_changed_since_the_order_was_made_is_never_shown_as_another(cf: CaseFile, family: list[str]) -> None:
    order = integrated.order(cf, family)
    cf.save(entry("Something earlier than all else.", "2001-01-01"), case=family[0])
    for line in integrated.page(cf, order, 0, len(order.places)):
        assert order.places[line.number - 1].record == line.id


class _Row:
    def __init__(self, id: int, entry: ChronologyEntry) -> None:
        self.id = f"{id:05}"
        self.entry = entry


def _rows(count: int, seed: int) -> list[_Row]:
    """Lines whose words come again, in one form or another, on exact days and on long stretches."""
    chance = Random(seed)
    words = [f"word{n}" for n in range(60)]
    made = []
    for number in range(count):
        fact = " ".join(chance.choices(words, [1 / (n + 1) for n in range(60)], k=chance.randint(5, 14)))
        if made and chance.random() < 0.3:
            fact = " ".join(word for word in chance.choice(made).entry.fact.split() if chance.random() > 0.15)
        day = date(2026, 1, 1) + timedelta(days=chance.randrange(120))
        when = EventDate(chance.choice([day.isoformat()] * 8 + ["2026", f"2026-{day.month:02}", ""]))
        reference = Source(system="CRIS", reference=chance.choice(["", "44/26", "45/26", "log"]))
        made.append(_Row(number, msgspec.structs.replace(entry(fact, ""), when=when, source=reference)))
    return made


@pytest.mark.parametrize("seed", range(6))
def test_the_quick_comparison_finds_what_comparing_each_with_each_finds(seed: int) -> None:
    from rapidfuzz import fuzz

    rows = _rows(160, seed)
    dated = [line for row in rows if (line := likeness._prepared(row))]
    expected = set()
    for one in dated:
        for other in dated:
            if (one.lower, one.row.id) >= (other.lower, other.row.id) or other.lower > one.upper + likeness.WINDOW:
                continue
            same = one.reference and one.reference == other.reference
            enough = likeness.ENOUGH_WITH_REFERENCE if same else likeness.ENOUGH
            if len(one.words & other.words) >= 4 and fuzz.token_set_ratio(one.text, other.text) >= enough:
                expected.add((one.row.id, other.row.id))
    assert expected
    assert {(pair.one, pair.other) for pair in alike(rows)} == expected


def test_a_comparison_tells_how_far_it_is_and_can_be_stopped(cf: CaseFile, case: str) -> None:
    cf.save_many((entry(f"Line {n}.", "2026-03-01"), case) for n in range(1001))

    class Stop(Exception):
        pass

    told = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done > 500:
            raise Stop

    with pytest.raises(Stop):
        integrated.pairs(cf, [case], stop)
    assert told == [(500, 1001), (1000, 1001)]
    with pytest.raises(Stop):
        catalogue.render(cf, "chronology-integrated", cases=[case], progress=stop)
    assert told[2:] == told[:2], "the report is stopped while its lines are compared, before a page is laid out"
