"""Headings proposed, dates of a column read together, and what is asked about them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pclo_app.importing import Dates, Mapping, Plan, errors, plan_csv, read_book, read_mapping, read_table
from pclo_app.importing.dates import DateColumn, evidence, short_year
from pclo_app.importing.headings import FIELDS, propose
from pclo_app.importing.mapping import proposed
from pclo_app.importing.planning import plan_table
from pclo_app.importing.questions import answered, questions
from pclo_app.records.event_date import Refuse

TODAY = date(2026, 11, 16)
HEADER = "date,event,source_agency,source_ref\n"


def plan(text: str, mapping: Mapping | None = None) -> Plan:
    return plan_csv(text.encode(), "a.csv", mapping, TODAY)


def dated(*cells: str, **answers: str) -> Plan:
    rows = "".join(f"{cell},x{n},GP,{n}\n" for n, cell in enumerate(cells))
    return plan(HEADER + rows, Mapping(dates=Dates(**answers)))  # type: ignore[arg-type]


def read(found: Plan) -> dict[int, str]:
    """What became of each row: its date, or the code of its fault."""
    seen = {row.row: row.entry.when.edtf for row in found.rows}
    return seen | {each.row: each.code for each in found.rejected}


# --- headings ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        ("Date|Time|Event|Agency|Ref", "date|time|event|source_agency|source_ref"),
        ("DATE OF INCIDENT|What happened?|Organisation|Outcome", "date|event|source_agency|outcome"),
        ("Date of evnt|Whta happened|Agncy", "date|event|source_agency"),
        ("Date of Significant Event|Details of the event|Agency / team", "date|event|source_agency"),
        ("Significance|Analysis|Date", "significance||date"),
        ("Reported by|Rank|Comments|Remarks", "told_by|told_by_rank|note|"),
        ("Shoe size|Weather|", "||"),
    ],
)
def test_headings_are_proposed_and_no_field_twice(headings: str, fields: str) -> None:
    found = [guess.field if guess else "" for guess in propose(headings.split("|"))]
    assert found == fields.split("|")


def test_a_heading_that_only_resembles_is_marked_as_a_proposal() -> None:
    hows = [guess.how if guess else "" for guess in propose(["date", "Agency name", "Whta happened"])]
    assert hows == ["same", "usual", "like"]


def test_every_heading_of_ours_is_known_for_its_own_field() -> None:
    for field in FIELDS:
        for heading in (field.name, *field.headings):
            guess = propose([heading])[0]
            assert guess is not None
            assert guess.field == field.name, heading


@given(st.lists(st.text(max_size=20), max_size=12))
def test_any_headings_give_a_mapping_that_can_be_used_or_a_named_fault(headings: list[str]) -> None:
    mapping = proposed(headings)
    assert len(mapping.columns) + len(mapping.ignored) == len(headings)
    assert len(set(mapping.columns.values())) == len(mapping.columns)


def test_columns_by_number_left_out_and_kept_as_notes() -> None:
    mapping = read_mapping(
        b'{"columns": {"date": "#1", "event": "#2"}, "constants": {"source_agency": "GP"},'
        b' "notes": ["#3"], "ignored": ["note"]}'
    )
    found = plan("A,B,Weather,note\n2026,x,rain,never\n2026,y,,never\n", mapping)
    assert [row.entry.note for row in found.rows] == ["Weather: rain", ""]
    assert found.unused_columns == ("note",)


def test_title_rows_and_repeated_headings_are_told_and_no_rows() -> None:
    text = "Chronology of the case\n\nDate;Event;Agency\n2026;a;GP\nDate;Event;Agency\n2025;b;GP\n"
    found = read_table(text.encode(), "a.csv")
    assert (found.delimiter, found.header.number, [row.number for row in found.rows]) == (";", 3, [4, 6])
    assert found.told == (
        "The headings are in row 3; what stands above them is taken for a title.",
        "Row 5 repeats the headings.",
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark(encoding: str) -> None:
    book = read_book("date,event\n2026,Zoë’s – “x”\n".encode(encoding), "a.csv")
    assert book.encoding == "UTF-16"
    assert book.grids[0].rows[1].cells == ("2026", "Zoë’s – “x”")


def test_a_mapping_names_table_and_heading_row() -> None:
    with pytest.raises(errors.NoSuchRow):
        plan("date,event,agency\n2026,x,GP\n", Mapping(header_row=9))
    with pytest.raises(errors.NoSuchTable):
        plan("date,event,agency\n2026,x,GP\n", Mapping(table="Sheet 2"))


# --- significance, decisions, persons ------------------------------------------------------


def test_significance_and_decisions_need_their_authors() -> None:
    text = (
        "date,event,agency,significance,significance_by,significance_by_rank,decision,decision_why,decision_by,"
        "decision_by_rank\n"
        "2026,a,GP,Worrying,Ann Hale,DS,,,,\n2026,b,GP,Worrying,,,,,,\n"
        "2026,c,GP,,,,Visit,To see her,Ann Hale,DS\n2026,d,GP,,,,Visit,,,\n"
    )
    found = plan(text)
    first, third = (row.entry for row in found.rows)
    assert first.significance_by is not None
    assert (first.significance, first.significance_by.rank) == ("Worrying", "DS")
    assert third.decision is not None
    assert (third.decision.why, third.decision.by.name) == ("To see her", "Ann Hale")
    assert [(each.row, each.field) for each in found.rejected] == [
        (3, "significance_by"), (5, "decision_why"), (5, "decision_by"),
    ]  # fmt: skip


def test_persons_are_the_cases_own_and_others_stay_in_the_note() -> None:
    from pclo_app.importing import plan_table

    table = read_table(b"date,event,agency,persons,note\n2026,a,GP,maisie  Orrin; Uncle Bob,n\n", "a.csv")
    found = plan_table(table, Mapping(), TODAY, people={"Maisie Orrin": "0" * 32})
    entry = found.rows[0].entry
    assert (entry.persons, entry.note) == (("0" * 32,), "n\nPersons: Uncle Bob")
    assert found.rows[0].warnings == ("The case has no person called Uncle Bob: kept in the note.",)


# --- dates ---------------------------------------------------------------------------------


def test_the_day_comes_first_where_nothing_speaks_against_it() -> None:
    assert read(dated("03/04/2024", "5.6.2024")) == {2: "2024-04-03", 3: "2024-06-05"}


def test_one_date_with_the_month_first_makes_the_others_doubtful() -> None:
    found = dated("03/04/2024", "04/13/2024", "07/07/2024", "2024-05-06")
    assert read(found) == {2: "import.either-order", 3: "import.unreadable-date", 4: "2024-07-07", 5: "2024-05-06"}
    answered = dated("03/04/2024", "04/13/2024", "07/07/2024", "2024-05-06", order="month first")
    assert read(answered) == {2: "2024-03-04", 3: "2024-04-13", 4: "2024-07-07", 5: "2024-05-06"}
    assert answered.rows[0].entry.when.as_given == "03/04/2024"


def test_a_date_of_the_other_order_is_never_bent() -> None:
    assert read(dated("13/04/2024", "03/04/2024", order="month first")) == {
        2: "import.unreadable-date", 3: "2024-03-04",
    }  # fmt: skip


def test_years_of_two_figures() -> None:
    cells = ("5/11/26", "5/11/27", "5 Nov 99", "5/11/2026")
    assert read(dated(*cells)) == {
        2: "import.ambiguous-date", 3: "import.ambiguous-date", 4: "import.ambiguous-date", 5: "2026-11-05",
    }  # fmt: skip
    assert list(read(dated(*cells, years="most recent")).values()) == [
        "2026-11-05", "1927-11-05", "1999-11-05", "2026-11-05",
    ]  # fmt: skip
    kept = dated(*cells, years="keep as words")
    assert [row.entry.when.as_given for row in kept.rows][:3] == ["5/11/26", "5/11/27", "5 Nov 99"]
    assert [short_year(year, TODAY) for year in (26, 27, 0, 99)] == [2026, 1927, 2000, 1999]


def test_numbers_are_days_only_where_somebody_says_so() -> None:
    assert read(dated("45231", "2006")) == {2: "import.number-for-date", 3: "2006"}
    assert read(dated("45231", "45231.5", numbers="1900")) == {2: "2023-11-01", 3: "2023-11-01"}
    assert read(dated("43769", numbers="1904")) == {2: "2023-11-01"}
    kept = dated("45231", numbers="keep as words").rows[0].entry.when
    assert (kept.edtf, kept.as_given) == ("", "45231")


def test_words_in_a_date_column() -> None:
    refused = plan(f"{HEADER}the fair,x,GP,1\n30/2/2024,y,GP,2\n")
    assert read(refused) == {2: "import.unreadable-date", 3: "import.impossible-date"}
    keep = Mapping(impossible_dates="keep as words", unreadable_dates="keep as words")
    kept = plan(f"{HEADER}the fair,x,GP,1\n30/2/2024,y,GP,2\n", keep)
    assert [(row.entry.when.edtf, row.entry.when.as_given) for row in kept.rows] == [
        ("", "the fair"),
        ("", "30/2/2024"),
    ]
    assert [row.entry.tags for row in kept.rows] == [(), ("impossible date",)]


def asked(*cells: str) -> list[tuple[str, list[str]]]:
    found = questions(evidence(cells), Mapping(), TODAY)
    return [(question.about, [choice.words for choice in question.choices]) for question in found]


def test_what_is_asked_and_what_each_answer_would_make_of_it() -> None:
    assert asked("2026-11-05", "5 November 2026", "13/04/2024", "03/04/2024") == []
    assert asked("03/04/2024") == [
        ("order", ["The day: 03/04/2024 is Wednesday 3 April 2024", "The month: 03/04/2024 is Monday 4 March 2024"])
    ]
    (order,) = asked("04/13/2024")
    assert order[1][0] == "The day: 04/13/2024 is not a date"
    assert [about for about, _ in asked("3/4/24", "45231")] == ["order", "years", "numbers"]
    assert asked("45231")[0][1][:2] == [
        "Days counted from 1900 (Excel, LibreOffice): Wednesday 1 November 2023",
        "Days counted from 1904 (older Excel on a Mac): Tuesday 2 November 2027",
    ]


def test_a_column_with_both_orders_says_that_some_stay_unread() -> None:
    (question,) = questions(evidence(["13/04/2024", "04/13/2024", "03/04/2024"]), Mapping(), TODAY)
    assert "both 13/04/2024 and 04/13/2024" in question.why


@given(st.dates(date(1950, 1, 1), date(2026, 1, 1)), st.sampled_from(("day first", "month first")))
def test_a_date_written_in_either_order_is_read_back_in_that_order(day: date, order: str) -> None:
    words = f"{day:%d/%m/%Y}" if order == "day first" else f"{day:%m/%d/%Y}"
    reading = DateColumn((words,), Dates(order=order), TODAY).read(words, "")  # type: ignore[arg-type]
    assert not isinstance(reading, Refuse)
    assert reading.date.edtf == day.isoformat()


@given(st.lists(st.dates(date(1950, 1, 1), date(2026, 1, 1)), min_size=1, max_size=20))
def test_without_an_answer_no_date_is_read_with_the_month_first(days: list[date]) -> None:
    """Nothing is guessed: what is read at all is read as it stands with the day first."""
    cells = [f"{day:%m/%d/%Y}" for day in days]
    column = DateColumn(cells, Dates(), TODAY)
    for cell, day in zip(cells, days, strict=True):
        reading = column.read(cell, "")
        if not isinstance(reading, Refuse) and day.day != day.month:
            assert reading.date.edtf == f"{day.year}-{day.day:02}-{day.month:02}"
            assert not column.evidence.month_first


def test_words_that_are_no_date_are_asked_about_once_for_the_column() -> None:
    text = "date,event,source_agency\n" + "".join(
        f"{cell},event,GP\n" for cell in ("the fair", "2026-03-01", "the fair")
    )
    found = plan(text)
    assert found.unreadable == ("the fair",) and len(found.rejected) == 2
    assert found.evidence is not None
    (question,) = questions(found.evidence, Mapping(), TODAY, found.unreadable)
    assert question.about == "unreadable" and question.answer == "refuse" and "the fair" in question.words
    mapping = answered(Mapping(), "unreadable", question.choices[1].value)
    kept = plan(text, mapping)
    assert [row.entry.when.as_given for row in kept.rows] == ["the fair", "", "the fair"]
    assert kept.unreadable == ("the fair",), "asked again, with the answer, when somebody comes back to it"
    assert kept.rows[0].warnings == ("This is not read as a date: its words are kept, without a date.",)


@pytest.mark.parametrize(
    ("written", "typed", "edtf"),
    [("31/04/2026", "30/4/2026", "2026-04-30"), ("the fair", "?", ""), ("3/5/2026", "4/5/2026", "2026-05-04")],
)
def test_a_date_put_right_keeps_the_words_of_the_source(written: str, typed: str, edtf: str) -> None:
    table = read_table(f"date,event,source_agency\n{written},event,GP\n".encode(), "a.csv")
    (row,) = plan_table(table, Mapping(), TODAY, fixes={2: {"date": typed}}).rows
    assert (row.entry.when.edtf, row.entry.when.as_given) == (edtf, written)


def test_a_date_typed_where_there_was_none_is_given_as_it_was_typed() -> None:
    table = read_table(b"date,event,source_agency\n,event,GP\n", "a.csv")
    (row,) = plan_table(table, Mapping(), TODAY, fixes={2: {"date": "c 12/1/2025"}}).rows
    assert row.entry.when.as_given == "c 12/1/2025"
