"""Differences, layout, scale, words and values: no window, no case file."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pclo_app.casefile.chronology import TimelineMark
from pclo_app.casefile.model import Gap
from pclo_app.records.base import Named
from pclo_app.records.chronology import ChronologyEntry, Decision, Source
from pclo_app.records.event_date import EventDate
from ui.chronology import decided, entry_values, layout, scale, words
from ui.chronology.differences import Piece, as_html, differences, shortened
from ui.chronology.entry_values import Values, read_source
from ui.chronology.fields import changes
from ui.chronology.lanes import Lane, columns

TEXTS = st.text(alphabet="ab :.,\n", max_size=40)


def test_one_changed_time_is_struck_and_the_new_one_underlined() -> None:
    pieces = differences("Dale Pruett left at 16:00 with his clothes.", "Dale Pruett left at 16:20 with his clothes.")
    assert pieces == [
        Piece("same", "Dale Pruett left at "),
        Piece("old", "16:00"),
        Piece("new", "16:20"),
        Piece("same", " with his clothes."),
    ]
    assert as_html(pieces) == "Dale Pruett left at <s>16:00</s> <u>16:20</u> with his clothes."


def test_a_phrase_is_struck_as_one() -> None:
    assert differences("Two small bruises", "Three large bruises") == [
        Piece("old", "Two small"),
        Piece("new", "Three large"),
        Piece("same", " bruises"),
    ]


def test_words_are_escaped() -> None:
    assert as_html(differences("a < b", "a > b")) == "a <s>&lt;</s> <u>&gt;</u> b"


def test_long_unchanged_stretches_are_left_out() -> None:
    before = " ".join(f"w{n}" for n in range(40))
    pieces = shortened(differences(f"{before} old end", f"{before} new end"))
    assert "".join(piece.text for piece in pieces).startswith("… w3")


@given(TEXTS, TEXTS)
def test_both_wordings_can_be_read_out_of_the_pieces(old: str, new: str) -> None:
    pieces = differences(old, new)
    assert "".join(p.text for p in pieces if p.sort != "new") == old
    assert "".join(p.text for p in pieces if p.sort != "old") == new


@given(st.integers(0, 60), st.lists(st.integers(2, 60), unique=True, max_size=6))
def test_every_entry_has_its_row_and_gaps_stand_before_the_entry_that_follows(total: int, befores: list[int]) -> None:
    gaps = [Gap(n, 30, "2026-01-01", "2026-02-01") for n in sorted(befores) if n <= total]
    whole = layout.whole(total, gaps)
    assert len(whole.slots) == total + len(gaps)
    for place in range(total):
        row = whole.row_of(place)
        assert row is not None and whole.slots[row] == place
    for row in whole.gap_rows():
        gap = whole.gap(row)
        assert gap is not None and whole.slots[row + 1] == gap.before - 1
    for row in layout.around_gaps(total, gaps).gap_rows():
        around = layout.around_gaps(total, gaps)
        gap = around.gap(row)
        assert gap is not None
        assert (around.slots[row - 1], around.slots[row + 1]) == (gap.before - 2, gap.before - 1) or (
            around.slots[row - 1] >= 0 and around.slots[row + 1] == gap.before - 1
        )


def a_mark(number: int, day: int, last: int | None = None) -> TimelineMark:
    lo, hi = date.fromordinal(day), date.fromordinal(day if last is None else last)
    return TimelineMark(number, f"{number:032x}", lo, hi, "POL", decision=False, conflict=False)


def a_scale(start: float, days: float, width: float = 700) -> scale.Scale:
    return scale.Scale(scale.Window(start, start + days), 0, width)


def test_marks_closer_than_eight_pixels_are_one() -> None:
    lane = Lane("POL", (a_mark(n, day) for n, day in enumerate((730_001, 730_004, 730_009))))
    assert lane.groups(a_scale(730_000, 350), 28) == [(0, 1), (2, 2)]  # two pixels a day
    assert lane.groups(a_scale(730_000, 70), 28) == [(0, 0), (1, 1), (2, 2)]


@given(st.lists(st.integers(730_000, 733_000), max_size=80), st.floats(20, 4000), st.integers(-200, 2800))
def test_every_mark_in_sight_is_drawn_once_and_none_overlap(days: list[int], long: float, start: int) -> None:
    lane = Lane("POL", (a_mark(n, day) for n, day in enumerate(days)))
    shown = a_scale(730_000 + start, long)
    groups = lane.groups(shown, 28)
    drawn = [place for first, last in groups for place in range(first, last + 1)]
    assert drawn == [place for place, day in enumerate(lane.days) if shown.window.holds(day)]
    middles = [(shown.x(lane.days[first]) + shown.x(lane.days[last])) / 2 for first, last in groups]
    assert all(after - before > 7.9 for before, after in itertools.pairwise(middles))
    assert all(shown.x(lane.days[last]) - shown.x(lane.days[first]) <= 28 for first, last in groups)


def test_stretches_that_began_before_reach_into_the_window() -> None:
    lane = Lane("POL", (a_mark(0, 730_000, 730_400), a_mark(1, 730_010), a_mark(2, 730_300), a_mark(3, 730_020)))
    assert lane.reaching_in(a_scale(730_200, 70)) == [0]
    assert lane.reaching_in(a_scale(730_500, 70)) == []


@given(st.lists(st.integers(730_000, 733_000), max_size=60))
def test_the_strip_shows_each_column_once(days: list[int]) -> None:
    shown = a_scale(730_000, 3000)
    found = columns(sorted(float(day) for day in days), shown)
    assert found == sorted({int(shown.x(day)) for day in days})


@pytest.mark.parametrize("days", [5, 70, 400, 4000, 40000])
def test_ticks_never_crowd(days: float) -> None:
    start = date(2006, 3, 1).toordinal()
    shown = scale.Scale(scale.Window(start, start + days), 100, 700)
    places = [shown.x(tick.day) for tick in scale.ticks(shown)]
    assert len(places) <= 8
    assert all(b - a > 85 for a, b in itertools.pairwise(places))
    assert days > 30000 or places


def test_a_window_stays_inside_the_case() -> None:
    whole = scale.Window(0, 100)
    assert scale.Window(90, 120).within(whole) == scale.Window(70, 100)
    assert scale.Window(-50, 200).within(whole) == whole
    assert scale.Window(20, 40).zoomed(0.5, 30) == scale.Window(25, 35)


def test_ages_and_intervals() -> None:
    born = EventDate("2022-02-14")
    assert words.age_line("Maisie", born, EventDate("2026-11-03")) == "Maisie 4 years 8 months"
    assert words.age_line("Maisie", born, EventDate("2021-05")) == "before Maisie was born"
    assert words.age_line("Maisie", born, EventDate("2023-01")) == "Maisie about 10 months"
    assert words.age_line("Maisie", EventDate(), EventDate("2023-01")) == ""
    before, when = EventDate("2026-11-03", "11:20"), EventDate("2026-11-03", "16:00")
    assert words.interval(before, when, 49) == "4 h 40 min after entry 49"
    assert words.interval(EventDate("2026-10-31"), when, 45) == "3 days after entry 45"
    assert words.interval(EventDate(), when, 45) == ""


def test_a_gap_in_words() -> None:
    assert words.gap_words(Gap(45, 38, "2026-09-23", "2026-10-31")) == (
        "38 days with no entry from any agency, 23 September to 31 October"
    )
    assert words.gap_words(Gap(2, 40, "2025-12-01", "2026-01-10")).endswith("1 December 2025 to 10 January 2026")


@pytest.mark.parametrize(
    ("typed", "source"),
    [
        ("CRIS 4419237/26, DAR 9", Source(system="CRIS", reference="4419237/26", document="DAR 9")),
        ("CAD 7712/04NOV26", Source(system="CAD", reference="7712/04NOV26")),
        ("Telephone call, 11:05", Source(document="Telephone call, 11:05")),
        ("CRIS", Source(document="CRIS")),
        ("", Source()),
    ],
)
def test_a_source_in_one_line_reads_back_as_typed(typed: str, source: Source) -> None:
    assert read_source(typed) == source
    assert str(source) == typed


def full_entry() -> ChronologyEntry:
    return ChronologyEntry(
        fact="Police protection considered and not used.",
        when=EventDate("2026-11-03", "16:00", "3rd November, four o’clock"),
        agency="POL",
        source=Source(system="CRIS", reference="4419237/26", document="DAR 9"),
        told_by=Named(name="Farah Whitcombe", rank="Detective Sergeant", agency="POL", person="0" * 32),
        degree="first-hand",
        persons=("1" * 32,),
        child_words="Is Dale coming back?",
        significance="Safety rests on one adult.",
        significance_by=Named(name="Dawn Pettifer", rank="PCLO"),
        significance_on="2026-11-03",
        decision=Decision(
            decision="Not used", why="He left", by=Named(name="Farah Whitcombe", rank="DS"), at="2026-11-03T16:00"
        ),
        disclosure="B",
        disclosure_reason="Police tactics",
        tags=("home", "visit"),
        note="CONFLICT: G says 2006",
    )


def test_an_entry_through_the_form_and_back_is_the_same() -> None:
    entry = full_entry()
    values = entry_values.of_entry(entry)
    again = entry_values.decode(entry_values.encode(values))
    assert again == values
    assert entry_values.to_entry(values, today=date(2026, 11, 18), base=entry) == entry


def test_a_stretch_of_days_through_the_form_and_back() -> None:
    entry = ChronologyEntry(fact="x", when=EventDate("2026-11-03/2026-11-05"), agency="POL")
    values = entry_values.of_entry(entry)
    assert (values.when_words, values.ended_words) == ("Tuesday 3 November 2026", "Thursday 5 November 2026")
    assert entry_values.to_entry(values, today=date(2026, 11, 18), base=entry) == entry


def test_a_changed_opinion_is_dated_anew_and_an_unchanged_one_is_not() -> None:
    values = entry_values.of_entry(full_entry())
    values.fact = "Other words"
    today = date(2026, 11, 18)
    assert entry_values.to_entry(values, today=today, base=full_entry()).significance_on == "2026-11-03"
    values.significance = "Another view"
    assert entry_values.to_entry(values, today=today, base=full_entry()).significance_on == "2026-11-18"


def test_what_is_kept_for_the_next_entry_is_nothing_to_lose() -> None:
    kept = entry_values.for_next(entry_values.of_entry(full_entry()))
    assert (kept.agency, kept.source, kept.told_name) == ("POL", "CRIS 4419237/26, DAR 9", "Farah Whitcombe")
    assert not kept.written and not kept.fact and not kept.decided
    assert Values(fact="x").written


def test_changes_name_the_fields() -> None:
    old = full_entry()
    values = entry_values.of_entry(old)
    values.fact = "Other"
    values.disclosure = "A"
    new = entry_values.to_entry(values, today=date(2026, 11, 18), base=old)
    assert [(c.label, c.old, c.new) for c in changes(old, new, {})] == [
        ("Fact", "Police protection considered and not used.", "Other"),
        ("Who may see this", "B Restricted", "A Shareable"),
        ("Why restricted", "Police tactics", ""),
    ]


def test_a_time_typed_beside_an_end_stays_in_the_words() -> None:
    values = Values(
        when_words="3/11 1400", when=EventDate("2026-11-03", "14:00"),
        ended_words="5/11", ended=EventDate("2026-11-05"), agency="POL", fact="x",
    )  # fmt: skip
    made = entry_values.to_entry(values, today=date(2026, 11, 18))
    assert made.when == EventDate("2026-11-03/2026-11-05", as_given="3/11 1400 to 5/11")
    values.as_written = "from the Tuesday"
    assert entry_values.to_entry(values, today=date(2026, 11, 18)).when.as_given == "from the Tuesday"


@pytest.mark.parametrize("at", ["2026-11-03T16:00", "2026-11-03", "", "after the meeting", "16:10", "2026-02-30"])
def test_when_a_decision_was_made_stays_as_it_is_recorded(at: str) -> None:
    assert decided.stored(decided.read(at)) == at


def test_when_a_decision_was_made_is_said_in_words() -> None:
    day = EventDate("2026-11-03")
    assert decided.in_words("2026-11-03T16:00", day) == "16:00"
    assert decided.in_words("2026-11-04T16:00", day) == "Wed 4 Nov 2026, 16:00"
    assert decided.in_words("2026-11-04") == "Wed 4 Nov 2026"
    assert decided.in_words("after the meeting", day) == "after the meeting"
