"""Rows into entries: both real chronologies whole, every fault by row and field, nothing twice."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from pclo_app.importing import Mapping, Plan, compare, errors, plan_csv, read_mapping, read_table
from pclo_app.importing.exporting import csv_rows, rejects_csv, to_csv
from pclo_app.records.chronology import ChronologyEntry
from pclo_app.records.event_date import EventDate
from pclo_app.records.kinds import decode, encode, missing
from pclo_app.records.marks import DATA_DEFECT, IMPOSSIBLE_DATE, SOURCES_DISAGREE

CASES = Path(__file__).parent.parent / "data" / "cases"
TODAY = date(2026, 11, 16)
HEADER = "date,precision,event,source_agency,source_ref,note\n"


def plan(text: str, mapping: Mapping | None = None, name: str = "a.csv") -> Plan:
    return plan_csv(text.encode(), name, mapping, TODAY)


def real(name: str) -> Plan:
    return plan_csv((CASES / name).read_bytes(), name, None, TODAY)


def held(*plans: Plan) -> list[tuple[str, ChronologyEntry]]:
    return [(f"{number}-{row.row}", row.entry) for number, each in enumerate(plans) for row in each.rows]


# --- the two real chronologies -------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "precisions", "conflicts", "defects"),
    [
        ("baby_peter_haringey.csv", {"day": 47, "month": 10}, [19, 37, 45], [55]),
        ("daniel_pelka_coventry.csv", {"day": 8, "month": 14, "year": 10}, [2, 21], []),
    ],
)
def test_real_chronologies(name: str, precisions: dict[str, int], conflicts: list[int], defects: list[int]) -> None:
    found = real(name)
    assert found.rejected == ()
    assert found.undated == ()
    assert found.unused_columns == ()
    assert Counter(row.entry.when.precision for row in found.rows) == precisions
    assert [row.row for row in found.rows if SOURCES_DISAGREE in row.entry.tags] == conflicts
    assert [row.row for row in found.rows if DATA_DEFECT in row.entry.tags] == defects
    lines = (CASES / name).read_text("utf-8").splitlines()
    assert len(found.rows) == len(lines) - 1
    for row in found.rows:
        assert missing(row.entry) == []
        assert row.warnings == ()
        assert decode("chronology_entry", encode(row.entry)) == row.entry
        line = lines[row.row - 1].replace('""', '"')
        for words in (row.entry.fact, row.entry.note, row.entry.agency_as_given, row.entry.source.reference):
            assert words in line
        assert line.startswith(row.entry.when.edtf + ",")
        assert row.entry.origin is not None
        assert row.entry.origin.row == row.row


def test_remarks_survive_word_for_word() -> None:
    notes = {row.row: row.entry.note for row in real("baby_peter_haringey.csv").rows}
    assert notes[55] == 'DATA DEFECT: S1 prints "29 February 2009", a date that does not exist'
    assert notes[45] == "CONFLICT: S1 says advice was given 27 July"
    assert notes[12] == "sources say November/December; G says November"
    interval = [row.entry for row in real("daniel_pelka_coventry.csv").rows if row.row == 25]
    assert interval[0].note == "interval, start month given"
    assert interval[0].when == EventDate("2011-09")


def test_the_files_order_is_kept_within_a_day() -> None:
    same_day = [row.entry for row in real("baby_peter_haringey.csv").rows if row.entry.when.edtf == "2007-06-01"]
    assert [entry.sequence for entry in same_day] == [1, 2, 3]


# --- agencies ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Whittington Hospital", "HEA"),
        ("Police CAIT", "POL"),
        ("Children's social care", "CSC"),
        ("Children’s Social Care", "CSC"),
        ("Whittington Hospital / Police CAIT", "HEA"),
        ("School nursing", "HEA"),
        ("School", "EDU"),
        ("Education welfare", "EDU"),
        ("University Hospital Coventry", "HEA"),
        ("Local authority legal", "LEG"),
        ("CPS", "LEG"),
        ("Crown Court / LSCB", "LEG"),
        ("Dept of Health", "OTH"),
        ("HMIC", "OTH"),
        ("Family", "OTH"),
        ("Youth offending service", "PRB"),
        ("Housing office", "HOU"),
        ("The Bakery / Police", "POL"),
        ("The Bakery", "OTH"),
    ],
)
def test_agencies_are_placed_and_their_words_kept(words: str, code: str) -> None:
    entry = plan(f'{HEADER}2006,year,x,"{words}",A,\n').rows[0].entry
    assert (entry.agency, entry.agency_as_given) == (code, words)
    assert entry.source.system == words


# --- faults of a row -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        ("2009-02-29,day,secret,GP,A,", "date", "import.impossible-date"),
        ("30/2/2009,,secret,GP,A,", "date", "import.impossible-date"),
        ("5/11/26,day,secret,GP,A,", "date", "import.ambiguous-date"),
        ("5 nov,day,secret,GP,A,", "date", "import.ambiguous-date"),
        ("Friday 5 November 2026,day,secret,GP,A,", "date", "import.weekday-disagrees"),
        ("11/13/2006,day,secret,GP,A,", "date", "import.unreadable-date"),
        ("soon,day,secret,GP,A,", "date", "import.unreadable-date"),
        ("2006-06,day,secret,GP,A,", "precision", "import.precision-disagrees"),
        ("2006-06,week,secret,GP,A,", "precision", "import.unknown-precision"),
        ("2006-06-01,day,,GP,A,secret", "event", "import.empty-field"),
        ("2006-06-01,day,secret, ,A,", "source_agency", "import.empty-field"),
        ("2006-06-01,day,sec\x1bret,GP,A,", "event", "import.control-character"),
        ("2006-06-01,day,secret, said mum,GP,A,", "column 7", "import.ragged-row"),
    ],
)
def test_faults_name_row_and_field_and_never_the_words(row: str, field: str, code: str) -> None:
    found = plan(f"{HEADER}2006,year,good,GP,A,\n{row}\n")
    assert [each.row for each in found.rows] == [2]
    assert found.rejected_rows == (3,)
    fault = next(each for each in found.rejected if each.code == code)
    assert (fault.row, fault.field) == (3, field)
    assert "secret" not in repr(found.rejected)
    assert fault.reason.endswith(".")
    with pytest.raises(errors.RowsRejected) as refused:
        found.require_all_good()
    assert "secret" not in refused.value.sentence


def test_a_row_is_told_all_its_faults_at_once() -> None:
    found = plan(f"{HEADER}2009-02-29,day,,,A,\n")
    assert [fault.field for fault in found.rejected] == ["date", "event", "source_agency"]
    assert found.rejected_rows == (2,)


def test_an_impossible_date_may_be_kept_as_words() -> None:
    found = plan(f"{HEADER}29 February 2009,day,x,GP,A,\n", Mapping(impossible_dates="keep as words"))
    (row,) = found.rows
    assert row.entry.when == EventDate(as_given="29 February 2009")
    assert row.entry.tags == (IMPOSSIBLE_DATE,)
    assert found.undated == (2,)


def test_an_undated_row_stays_undated() -> None:
    found = plan(f"{HEADER},,x,GP,A,\nsome time,unknown,y,GP,A,\n")
    assert found.undated == (2, 3)
    assert [row.entry.when for row in found.rows] == [EventDate(), EventDate(as_given="some time")]


def test_short_rows_lack_only_what_may_be_lacking() -> None:
    assert plan(f"{HEADER}2006,year,x,GP\n").rows[0].entry.note == ""
    assert plan(f"{HEADER}2006,year,x\n").rejected[0].field == "source_agency"


def test_dates_in_the_future_are_doubted_not_refused() -> None:
    assert plan(f"{HEADER}2027-01-01,day,x,GP,A,\n").rows[0].warnings[0].startswith("1 January 2027 is in the future")


def test_more_columns() -> None:
    text = (
        "date,time,date_as_written,event,source_agency,source_system,told_by,told_by_rank,degree,child_words,disclosure\n"
        '5/11/2026,14.32,Bonfire night,x,Police,CRIS,Carl Osei,DC,First-Hand,"""No""",b\n'
        "2026-11,14:32,,x,Police,,Carl Osei,,third,,C\n"
    )
    found = plan(text)
    entry = found.rows[0].entry
    assert entry.when == EventDate("2026-11-05", "14:32", "Bonfire night")
    assert (entry.source.system, entry.degree, entry.child_words, entry.disclosure) == (
        "CRIS",
        "first-hand",
        '"No"',
        "B",
    )
    assert entry.told_by is not None
    assert entry.told_by.rank == "DC"
    assert [fault.field for fault in found.rejected] == ["time", "told_by_rank", "degree", "disclosure"]


# --- headings and mapping files ------------------------------------------------------------


def test_a_missing_column_is_named_with_its_row() -> None:
    with pytest.raises(errors.MissingColumn) as refused:
        plan("date,precision,event,source_ref,note\n2006,year,x,A,\n")
    assert refused.value.values["row"] == 1
    assert refused.value.values["field"] == "source_agency"


def test_two_columns_for_one_field() -> None:
    with pytest.raises(errors.DoubtfulColumn) as refused:
        plan("date,event,agency,note,note\n")
    assert refused.value.values["columns"] == "4 and 5"
    assert plan("date,event,agency,note,comments\n2006,x,GP,a,b\n").unused_columns == ("comments",)


def test_usual_headings() -> None:
    found = plan("\ufeffDate of Event;What happened;Agency;Reference;Remarks\n2006;x;GP;A;r\n")
    assert found.rows[0].entry.note == "r"


def test_a_mapping_file() -> None:
    mapping = read_mapping(
        b'{"columns": {"date": "Wann", "event": "Was"}, "constants": {"source_agency": "Coventry Police"}}'
    )
    found = plan("Wann,Was,event\n2006,x,ignored\n", mapping)
    assert (found.rows[0].entry.fact, found.rows[0].entry.agency) == ("x", "POL")
    assert found.unused_columns == ("event",)
    with pytest.raises(errors.ColumnNotThere) as refused:
        plan("Wann,event\n2006,x\n", mapping)
    assert refused.value.values["field"] == "event"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b'{"columns": {"dat": "x"}}',
        b'{"colums": {}}',
        b'{"columns": {"date": "x"}, "constants": {"date": "2006"}}',
        b'{"delimiter": "ab"}',
        b'{"impossible_dates": "guess"}',
        b"[" * 100_000,
    ],
)
def test_bad_mapping_files(data: bytes) -> None:
    with pytest.raises(errors.BadMapping):
        read_mapping(data)


# --- again ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["baby_peter_haringey.csv", "daniel_pelka_coventry.csv"])
def test_importing_again_changes_nothing(name: str) -> None:
    found = real(name)
    again = compare(found, held(found))
    assert (again.new, again.changed) == ((), ())
    assert len(again.unchanged) == len(found.rows)
    assert len({row.key for row in found.rows}) == len(found.rows)


def test_the_same_rows_in_another_form_change_nothing() -> None:
    first = plan(f"{HEADER}2006-03-01,day,Zoë’s birth,Health,A,\n2006-06,month,x,GP,B,n\n")
    other = "Note;Source;Agency;What happened;Date\r\n;A;Health; Zoë’s birth ;2006-03-01\r\nn;B;GP;x;2006-06\r\n"
    second = plan_csv(other.encode("cp1252"), "other.csv", None, TODAY)
    assert [row.key for row in second.rows] == [row.key for row in first.rows]


def test_identical_rows_are_two_entries_both_times() -> None:
    found = plan(f"{HEADER}2006,year,x,GP,A,\n2006,year,x,GP,A,\n")
    assert len({row.key for row in found.rows}) == 2
    assert len(compare(found, held(found)).unchanged) == 2
    third = plan(f"{HEADER}2006,year,x,GP,A,\n2006,year,x,GP,A,\n2006,year,x,GP,A,\n")
    assert len(compare(third, held(found)).new) == 1


def test_rows_added_later_are_new() -> None:
    first = plan(f"{HEADER}2006-03-01,day,a,GP,A,\n")
    second = plan(f"{HEADER}2006-02-01,day,b,GP,A,\n2006-03-01,day,a,GP,A,\n")
    result = compare(second, held(first))
    assert [row.entry.fact for row in result.new] == ["b"]
    assert len(result.unchanged) == 1


@pytest.mark.parametrize(
    ("after", "fields"),
    [
        ("2006-03-01,day,fell off the sofa,GP,A,", ("fact",)),
        ("2006-03-02,day,fell down the stairs,GP,A,", ("when",)),
        ("2006-03-01,day,fell down the stairs,GP,A,CONFLICT: B says May", ("note",)),
    ],
)
def test_a_changed_row_is_told_and_not_written_over(after: str, fields: tuple[str, ...]) -> None:
    other = "2007,year,y,GP,A,\n"
    before = plan(f"{HEADER}2006-03-01,day,fell down the stairs,GP,A,\n{other}")
    result = compare(plan(f"{HEADER}{after}\n{other}"), held(before))
    assert result.new == ()
    assert [(each.entry_id, each.fields) for each in result.changed] == [("0-2", fields)]


def test_a_row_of_another_file_is_no_change() -> None:
    first = plan(f"{HEADER}2006-03-01,day,a,GP,A,\n", name="gp.csv")
    second = plan(f"{HEADER}2006-03-01,day,b,GP,A,\n", name="gp2.csv")
    assert len(compare(second, held(first)).new) == 1


def test_changes_that_cannot_be_paired_are_new() -> None:
    first = plan(f"{HEADER}2006-03-01,day,a,GP,A,\n2006-03-01,day,b,GP,A,\n")
    second = plan(f"{HEADER}2006-03-01,day,c,GP,A,\n2006-03-01,day,d,GP,A,\n")
    assert len(compare(second, held(first)).new) == 2


def test_entries_that_were_typed_are_left_alone() -> None:
    found = plan(f"{HEADER}2006-03-01,day,a,GP,A,\n")
    typed = ChronologyEntry(fact="a", when=EventDate("2006-03-01"), agency="HEA", agency_as_given="GP")
    assert len(compare(found, [("typed", typed)]).new) == 1


# --- out and back --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["baby_peter_haringey.csv", "daniel_pelka_coventry.csv"])
def test_what_goes_out_and_comes_back_changes_nothing(name: str) -> None:
    found = real(name)
    text = to_csv(csv_rows(row.entry for row in found.rows))
    assert text.splitlines()[0] == HEADER.strip()
    result = compare(plan(text, name="out.csv"), held(found))
    assert (len(result.unchanged), result.new, result.changed) == (len(found.rows), (), ())


def test_every_field_goes_out_and_comes_back() -> None:
    entry = ChronologyEntry(
        fact='=cmd|" /C calc"!A1\nand, more',
        when=EventDate("[2026-11-03..2026-11-05]", as_given="early that week"),
        agency="POL",
        agency_as_given="@Police",
        note="'=quoted",
        outcome="-1",
        action_taken="+44 rang",
        disclosure="B",
        degree="second-hand",
    )
    text = to_csv(csv_rows([entry]))
    back = plan(text).rows[0].entry
    for name in ("fact", "when", "agency_as_given", "note", "outcome", "action_taken", "disclosure", "degree"):
        assert getattr(back, name) == getattr(entry, name)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\uff1d"])
def test_no_cell_is_a_formula(start: str) -> None:
    assert to_csv([[f"{start}1+1", "plain"]]).lstrip('"').startswith("'")
    assert to_csv([["5 = five", "a-b"]]) == "5 = five,a-b\r\n"


def test_rejected_rows_are_kept_as_they_stood() -> None:
    text = f"{HEADER}2006,year,good,GP,A,\n2009-02-29,day,'=bad,GP\n"
    kept = rejects_csv(read_table(text.encode(), "a.csv"), plan(text))
    lines = kept.splitlines()
    assert lines[0] == HEADER.strip() + ",row,why not brought in"
    assert lines[1].startswith("2009-02-29,day,'=bad,GP,,,3,date: This is not a real date.")
    assert len(lines) == 2
    mended = plan(kept.replace("2009-02-29", "2009-02-28"))
    assert mended.rejected == ()
    assert mended.rows[0].entry.fact == "=bad"
