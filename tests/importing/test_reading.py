"""Files taken apart: every letter certain, every row counted, every fault named by row and column."""

from __future__ import annotations

import contextlib
import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pclo_app.errors import KnownError
from pclo_app.importing import errors, plan_csv, read_bytes, read_table

TODAY = date(2026, 11, 16)
HEADER = b"date,precision,event,source_agency,source_ref,note\n"
GOOD = b"2006-03-01,day,Child born,Health,A B,\n"


def cells(data: bytes, **told: str) -> list[tuple[str, ...]]:
    return [row.cells for row in read_table(data, "a.csv", **told).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_usual_encodings_give_the_same_words(encoding: str) -> None:
    words = "date,event\n2006,Zoë’s mother said “no” – £5, café\n".replace("£5, café", "£5 café")
    table = read_table(words.encode(encoding), "a.csv")
    assert table.rows[0].cells == ("2006", "Zoë’s mother said “no” – £5 café")
    assert table.header.cells[0] == "date"


def test_the_encoding_is_said() -> None:
    assert read_table("date\ncafé\n".encode("cp1252"), "a.csv").encoding == "Windows-1252"
    assert read_table("date\ncafé\n".encode(), "a.csv").encoding == "UTF-8"


@pytest.mark.parametrize(
    ("data", "row"),
    [
        ("date,event\n2006,x\n2007,caf\x82 noir\n".encode("latin-1").replace(b"caf\x82 ", b"caf\x82e"), 3),
        (b"date,event\n2006,caf\x8e\x81\n", 2),
        (b"date,event\n2006,Zo\xc3\xab\n2007,Zo\xeb\n", 3),
        (b"\xef\xbb\xbfdate,event\n2006,Zo\xeb\n", 2),
        ("date,event\n".encode("utf-16") + b"\x00", 2),
        (b"date,event\n2006,Kn\x8aeller\n", 2),
    ],
)
def test_doubtful_letters_are_refused_by_line(data: bytes, row: int) -> None:
    with pytest.raises(errors.WrongEncoding) as refused:
        read_table(data, "a.csv")
    assert refused.value.values["row"] == row


def test_a_mapping_may_name_the_encoding() -> None:
    data = "date,event\n2006,café\n".encode("cp850")
    assert cells(data, encoding="CP850") == [("2006", "café")]
    with pytest.raises(errors.UnknownEncoding):
        read_table(data, "a.csv", encoding="ebcdic")


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04rest",
        b"\xd0\xcf\x11\xe0rest",
        b"%PDF-1.7",
        b"{\\rtf1",
        b"<html><table>",
        b"SQLite format 3\0",
        b"\x1f\x8b",
    ],
)
def test_other_files_named_csv(data: bytes) -> None:
    with pytest.raises(errors.NotACsv) as refused:
        plan_csv(data, "chronology.csv", None, TODAY)
    assert "chronology.csv" in refused.value.sentence


def test_zero_bytes_are_named_by_line() -> None:
    with pytest.raises(errors.NulBytes) as refused:
        plan_csv(HEADER + GOOD + b"2006,\0year,x,GP,A,\n", "a.csv", None, TODAY)
    assert refused.value.values["row"] == 3
    with pytest.raises(errors.NulBytes):
        read_table("date\n\0".encode("utf-16"), "a.csv")


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf  \r\n", b",,\n,,\n"])
def test_empty_files(data: bytes) -> None:
    with pytest.raises(errors.EmptyFile):
        plan_csv(data, "a.csv", None, TODAY)


def test_a_heading_without_rows() -> None:
    with pytest.raises(errors.EmptyFile):
        plan_csv(HEADER, "a.csv", None, TODAY)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_separators_are_found_in_the_heading(mark: str) -> None:
    text = f'date{mark}"event, or; what | happened"{mark}ref\n2006{mark}"a{mark}b"{mark}c\n'
    table = read_table(text.encode(), "a.csv")
    assert table.delimiter == mark
    assert table.rows[0].cells == ("2006", f"a{mark}b", "c")


def test_excels_separator_line_counts_as_a_row() -> None:
    table = read_table(b"sep=;\r\ndate;event\r\n2006;x\r\n", "a.csv")
    assert (table.header.number, table.rows[0].number, table.rows[0].cells) == (2, 3, ("2006", "x"))


def test_rows_are_numbered_as_a_spreadsheet_does() -> None:
    table = read_table(b'date,event\n\n2006,"two\nlines"\n,\n2007,x', "a.csv")
    assert [row.number for row in table.rows] == [3, 5]
    assert table.rows[0].cells == ("2006", "two\nlines")


def test_quotation_marks_that_would_swallow_rows() -> None:
    with pytest.raises(errors.UnclosedQuote) as refused:
        read_table(b'date,event\n2006,"never closed\n2007,x\n', "a.csv")
    assert refused.value.values == {"row": 2, "field": 2}
    with pytest.raises(errors.StrayQuote) as stray:
        read_table(b'date,event\n2006,x\n2007,"a"b\n', "a.csv")
    assert stray.value.values == {"row": 3, "field": 2}


def test_a_ten_megabyte_cell_is_named() -> None:
    huge = b"x" * (10 * 1024 * 1024)
    for cell in (huge, b'"' + huge + b'"'):
        with pytest.raises(errors.FieldTooLong) as refused:
            plan_csv(HEADER + GOOD + b"2006,year," + cell + b",GP,A,\n", "a.csv", None, TODAY)
        assert refused.value.values == {"row": 3, "field": 3, "limit": 64}
        assert len(refused.value.sentence) < 300


def test_the_longest_cell_is_counted_in_bytes() -> None:
    assert cells(b"date,event\n1," + b"x" * 65536 + b"\n")
    with pytest.raises(errors.FieldTooLong):
        read_table(b"date,event\n1," + "é".encode() * 32769, "a.csv")


def test_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pclo_app.importing.reading.MOST_ROWS", 2)
    assert len(cells(b"date\n1\n2\n")) == 2
    with pytest.raises(errors.TooManyRows) as refused:
        read_table(b"date\n1\n2\n3\n", "a.csv")
    assert refused.value.values["row"] == 4
    with pytest.raises(errors.TooManyColumns):
        read_table(b"," * 500, "a.csv")
    monkeypatch.setattr("pclo_app.importing.reading.LONGEST_FILE", 10)
    with pytest.raises(errors.FileTooLarge):
        read_table(b"date,event\n1,2\n", "a.csv")


def test_reading_from_disk(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(HEADER)
    assert read_bytes(path) == HEADER
    for missing in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(errors.UnreadableFile) as refused:
            read_bytes(missing)
        assert str(tmp_path.parent) not in refused.value.sentence


@pytest.mark.parametrize("name", ["C:\\Users\\d\\a.csv", "/home/d/a.csv", "a.csv"])
def test_folders_are_not_remembered(name: str) -> None:
    assert read_table(b"date\n1\n", name).file == "a.csv"


def test_odd_file_names_are_made_visible() -> None:
    assert read_table(b"date\n1\n", "a\u202evsc\x07.csv").file == "a⟦U+202E⟧vsc_.csv"


plain = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)


@given(st.lists(st.lists(plain, min_size=2, max_size=5), min_size=1, max_size=6))
def test_what_the_standard_writer_writes_is_read_back(rows: list[list[str]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(["date", "event"])
    writer.writerows(rows)
    table = read_table(out.getvalue().encode(), "a.csv")
    kept = [tuple(row) for row in rows if any(cell.strip() for cell in row)]
    assert [row.cells for row in table.rows] == kept


@given(st.binary(max_size=300))
def test_any_bytes_give_a_plan_or_a_known_error(data: bytes) -> None:
    for start in (b"", HEADER, b"date;event;source_agency\n"):
        with contextlib.suppress(KnownError):
            plan_csv(start + data, "a.csv", None, TODAY)


@given(
    st.lists(
        st.sampled_from([b",", b'"', b"\n", b"\r\n", b"2006-02-30", b"day", b"GP", b"=x", b"\xe9", b"\x1b", b"' "]),
        max_size=40,
    )
)
def test_any_pieces_of_a_table_give_a_plan_or_a_known_error(pieces: list[bytes]) -> None:
    try:
        plan = plan_csv(HEADER + b"".join(pieces), "a.csv", None, TODAY)
    except KnownError:
        return
    assert plan.rows or plan.rejected
