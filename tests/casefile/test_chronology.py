"""The chronology's one order, its pages, filters, gaps and numbers; finding words."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pclo_app.casefile import chronology, findings, search
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import ChronologyFilter
from pclo_app.records.base import Named
from pclo_app.records.chronology import Decision, Link
from pclo_app.records.conference import Conference
from tests.casefile.conftest import entry

DECISION = Decision(decision="Not used", why="He left", by=Named(name="F Whitcombe", rank="DS"))


def _fill(cf: CaseFile, case: str) -> dict[str, str]:
    facts = {
        "born": ("2022-02-14", ""),
        "about summer": ("2025-06-01~", ""),
        "month only": ("2026-01", ""),
        "afternoon": ("2026-11-03", "16:00"),
        "morning": ("2026-11-03", "09:15"),
        "no time": ("2026-11-03", ""),
        "no date": ("", ""),
    }
    order = list(facts)
    random.Random(7).shuffle(order)
    ids = {}
    for fact in order:
        more = {"decision": DECISION} if fact == "afternoon" else {}
        agency = "EDU" if fact == "morning" else "POL"
        ids[fact] = cf.save(entry(fact, *facts[fact], agency=agency, **more), case=case).id
    return ids


def test_order_is_by_date_then_time_and_the_undated_come_last(cf: CaseFile, case: str) -> None:
    ids = _fill(cf, case)
    rows = chronology.every(cf, case)
    assert [r.entry.fact for r in rows] == [
        "born", "about summer", "month only", "no time", "morning", "afternoon", "no date",
    ]  # fmt: skip
    assert [r.number for r in rows] == [1, 2, 3, 4, 5, 6, 7]
    assert chronology.numbers(cf, case) == {r.id: r.number for r in rows}
    assert chronology.position(cf, case, ids["morning"]) == 4


def test_a_filter_keeps_the_numbers_of_the_whole(cf: CaseFile, case: str) -> None:
    ids = _fill(cf, case)
    decisions = chronology.every(cf, case, ChronologyFilter(decisions=True))
    assert [(r.number, r.entry.fact) for r in decisions] == [(6, "afternoon")]
    assert [r.number for r in chronology.every(cf, case, ChronologyFilter(agencies=frozenset({"EDU"})))] == [5]
    assert [r.number for r in chronology.every(cf, case, ChronologyFilter(words="summ"))] == [2]
    dated = ChronologyFilter(from_date="2026-01-15", to_date="2026-11-02")
    assert [r.number for r in chronology.every(cf, case, dated)] == [3]
    assert chronology.position(cf, case, ids["born"], ChronologyFilter(decisions=True)) is None


def test_pages_put_together_are_the_whole(cf: CaseFile, case: str) -> None:
    cf.save_many((entry(f"n{n}", f"2026-{n % 12 + 1:02d}-{n % 28 + 1:02d}"), case) for n in range(95))
    whole = [r.id for r in chronology.every(cf, case)]
    paged = [r.id for start in range(0, 95, 20) for r in chronology.page(cf, case, offset=start, limit=20)]
    assert paged == whole and len(whole) == chronology.count(cf, case) == 95


def test_gaps_conflicts_and_changes_are_counted(cf: CaseFile, case: str) -> None:
    one = cf.save(entry("Saturday", "2026-10-31~"), case=case)
    cf.save(entry("Before", "2026-09-23"), case=case)
    link = Link(kind="conflicts with", entry=one.id)
    two = cf.save(entry("Sunday", "2026-11-01~", links=(link,)), case=case)
    cf.save(entry("Sunday, he says", "2026-11-01~", links=(link,), change_reason="x"), case=case, id=two.id)
    (gap,) = chronology.gaps(cf, case, 28)
    assert (gap.before, gap.days, gap.start, gap.end) == (2, 38, "2026-09-23", "2026-10-31")
    totals = chronology.totals(cf, case)
    assert (totals.entries, totals.conflicts, totals.changed, totals.decisions) == (3, 1, 1, 0)


def test_what_disagrees_is_told_in_pairs(cf: CaseFile, case: str) -> None:
    one = cf.save(entry("Saturday", "2026-10-31~"), case=case).id
    two = cf.save(entry("Sunday", "2026-11-01", links=(Link(kind="conflicts with", entry=one),)), case=case).id
    three = cf.save(entry("Monday", "2026-11-02", note="CONFLICT: G says Tuesday"), case=case).id
    assert chronology.disagreements(cf, case) == [(two, one), (three, three)]
    assert [mark.exact for mark in chronology.marks(cf, case)] == [False, True, True]


def test_a_remark_marks_sources_that_disagree_and_a_source_at_fault(cf: CaseFile, case: str) -> None:
    notes = {
        "arrest": "CONFLICT: D gives 11 December",
        "review": 'DATA DEFECT: S1 prints "29 February 2009", a date that does not exist',
        "both": "CONFLICT: G says May. DATA DEFECT: G numbers the page twice",
        "later in the remark": "Seen twice. CONFLICT: G says May",
        "plain": "the conflict at home went on",
    }
    for day, (fact, note) in enumerate(notes.items(), 1):
        cf.save(entry(fact, f"2026-11-{day:02d}", note=note), case=case)
    cf.save(entry("as printed", "", tags=("impossible date",)), case=case)
    rows = {row.entry.fact: (row.conflict, row.defect) for row in chronology.every(cf, case)}
    assert rows == {
        "arrest": (True, False), "review": (False, True), "both": (True, True), "later in the remark": (True, False),
        "plain": (False, False), "as printed": (False, True),
    }  # fmt: skip
    marks = {mark.number: (mark.conflict, mark.defect) for mark in chronology.marks(cf, case)}
    assert marks == {1: (True, False), 2: (False, True), 3: (True, True), 4: (True, False), 5: (False, False)}
    assert chronology.totals(cf, case).conflicts == len(chronology.disagreements(cf, case)) == 3
    assert chronology.count(cf, case, ChronologyFilter(words="is:defect")) == 3


def test_a_booked_meeting_is_known_as_one(cf: CaseFile, case: str) -> None:
    cf.save(entry("Visit", "2026-11-03"), case=case)
    cf.save(Conference(type="initial", date="2026-11-20"), case=case)
    assert [mark.meeting for mark in chronology.marks(cf, case)] == [False, True]


def test_numbers_deep_in_a_filtered_list_are_those_of_the_whole(cf: CaseFile, case: str) -> None:
    for n in range(60):
        cf.save(entry(f"n{n}", f"2026-{n % 12 + 1:02d}-{n % 28 + 1:02d}", agency="POL" if n % 3 else "EDU"), case=case)
    order = [row.id for row in chronology.every(cf, case)]
    only = ChronologyFilter(agencies=frozenset({"EDU"}))
    rows = [row for start in range(0, 20, 7) for row in chronology.page(cf, case, only, start, 7)]
    assert len(rows) == 20 and all(order[row.number - 1] == row.id for row in rows)


def test_words_are_found_as_they_are_typed_and_gone_when_they_are_changed(cf: CaseFile, case: str) -> None:
    saved = cf.save(entry("Bruising to Maisie’s left ear and cheek"), case=case)
    assert [hit.id for hit in search.find(cf, "brui ear")] == [saved.id]
    assert "\x02brui\x03sing" in search.find(cf, "brui")[0].snippet.lower()
    assert search.find(cf, '"left ear"') and not search.find(cf, '"ear left"')
    assert not search.find(cf, "bruising -cheek") and not search.find(cf, "-bruising")
    cf.save(entry("Mark to Maisie’s left ear", change_reason="her word"), case=case, id=saved.id)
    assert not search.find(cf, "bruising")
    assert search.find(cf, "mark", case=case)[0].reference == "KM-0417"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=40))
def test_nothing_that_is_typed_breaks_the_search(cf: CaseFile, typed: str) -> None:
    search.find(cf, typed)


def test_what_is_booked_for_a_later_day_closes_no_gap(cf: CaseFile, case: str) -> None:
    cf.save(entry("Seen at school.", edtf="2026-09-01"), case=case)
    cf.save(Conference(type="initial", date="2026-11-24"), case=case)
    assert cf.now().date().isoformat() < "2026-11-24" and chronology.count(cf, case) == 2
    assert chronology.gaps(cf, case) == []
    assert not [found for found in findings.of_chronology(cf, case) if found.rule == "chronology.gap"]
    cf.save(entry("Seen at home.", edtf="2026-11-02"), case=case)
    assert [gap.days for gap in chronology.gaps(cf, case)] == [62]
