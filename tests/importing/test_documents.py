"""Workbooks, spreadsheets and documents: what stands in them, and what is in them to do harm."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from python_calamine import CalamineWorkbook

from pclo_app.errors import KnownError
from pclo_app.importing import Grid, errors, packed, plan_csv, read_book, read_table
from pclo_app.importing.number_formats import words_of
from tests.importing.spreadsheets import make, with_shared_words

TODAY = date(2026, 11, 16)
HEADINGS = ["Date", "Event", "Agency"]


def workbook(*rows: list[Any], more: dict[str, list[list[Any]]] | None = None) -> Any:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for name, lines in (more or {}).items():
        extra = book.create_sheet(name)
        for line in lines:
            extra.append(line)
    return book


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def grid(data: bytes, name: str = "a.xlsx") -> Grid:
    return read_book(data, name).grids[0]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed_again(found: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in found.items():
            package.writestr(name, data)
    return out.getvalue()


def docx(body: str) -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    return packed_again({
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": f'<Relationships><Relationship Id="1" Type="{kind}" Target="word/document.xml"/></Relationships>'
        .encode(),
        "word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>".encode(),
    })  # fmt: skip


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr>{properties}{''.join(cell if cell.startswith('<') else tc(cell) for cell in cells)}</w:tr>"


def tc(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>"


# --- what a cell says ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("serial", "code", "epoch_1904", "words"),
    [
        (45231, "dd/mm/yyyy", False, "2023-11-01"),
        (45231, "mmm yyyy", False, "2023-11"),
        (45231, 'mmmm"of"yyyy', False, "2023-11"),
        (45231, "yyyy", False, "2023"),
        (45231.60625, "dd/mm/yyyy hh:mm", False, "2023-11-01 14:33"),
        (45231.0, "dd/mm/yyyy hh:mm", False, "2023-11-01"),
        (45231.60625, "[$-809]dddd d mmmm yyyy", False, "2023-11-01"),
        (0.60625, "hh:mm", False, "14:33"),
        (0.60625, "dd/mm/yyyy hh:mm", False, "14:33"),
        (43769, "dd/mm/yyyy", True, "2023-11-01"),
        (59, "d/m/yyyy", False, "1900-02-28"),
        (61, "d/m/yyyy", False, "1900-03-01"),
        (45231, "General", False, "45231"),
        (45231, "#,##0", False, "45231"),
        (45231, "@", False, "45231"),
        (12345, "0000000", False, "0012345"),
        (0.5, "0%", False, "50%"),
        (14.8, "0.0", False, "14.8"),
        (0.1 + 0.2, "General", False, "0.3"),
        (-1, "dd/mm/yyyy", False, "-1"),
        (1e12, "dd/mm/yyyy", False, "1000000000000"),
        (45231, '0.00;[Red]-0.00', False, "45231"),
        (3, '"day" 0', False, "3"),
    ],
)  # fmt: skip
def test_a_number_says_what_its_format_shows(serial: float, code: str, epoch_1904: bool, words: str) -> None:
    assert words_of(serial, code, epoch_1904=epoch_1904) == words


def test_a_month_in_a_cell_never_becomes_its_first_day() -> None:
    book = workbook(HEADINGS, [date(2024, 11, 1), "x", "GP"])
    book.active["A2"].number_format = "mmm yyyy"
    entry = plan_csv(saved(book), "a.xlsx", None, TODAY).rows[0].entry
    assert (entry.when.edtf, entry.when.precision) == ("2024-11", "month")


def test_both_epochs() -> None:
    for epoch in (None, CALENDAR_MAC_1904):
        book = workbook()
        book.epoch = epoch or book.epoch
        book.active.append(HEADINGS)
        book.active.append([datetime(2024, 4, 3, 14, 30), time(9, 5), True])
        assert grid(saved(book)).rows[1].cells == ("2024-04-03 14:30", "09:05", "yes")


def test_rows_keep_their_numbers_and_hidden_ones_are_told() -> None:
    book = workbook(["Title"], [], HEADINGS, [], [date(2024, 4, 3), "x", "GP"], [date(2024, 4, 4), "y", "GP"])
    book.active.row_dimensions[6].hidden = True
    book.active.column_dimensions["B"].hidden = True
    read = read_table(saved(book), "a.xlsx")
    assert (read.header.number, [row.number for row in read.rows]) == (3, [5, 6])
    assert [row.hidden for row in read.rows] == [False, True]
    assert "Row 6 is hidden in the file, and read like the others." in read.told
    assert "Column B is hidden in the file, and read like the others." in read.told
    assert "The headings are in row 3; what stands above them is taken for a title." in read.told
    plan = plan_csv(saved(book), "a.xlsx", None, TODAY)
    assert plan.rows[1].warnings == ("This row is hidden in the file.",)


def test_merged_cells_say_the_same_of_each_of_their_rows_and_make_no_row() -> None:
    book = workbook(HEADINGS, [date(2024, 4, 3), "x", "GP"], [None, "y", "GP"], [], ["later", "z", "GP"])
    book.active.merge_cells("A2:A4")
    read = read_table(saved(book), "a.xlsx")
    assert [row.cells for row in read.rows] == [
        ("2024-04-03", "x", "GP"), ("2024-04-03", "y", "GP"), ("later", "z", "GP"),
    ]  # fmt: skip
    assert "Row 3 takes words from a merged cell above." in read.told


def test_a_formula_gives_its_last_value_and_one_without_is_told() -> None:
    data = saved(workbook(HEADINGS, ["2024-04-03", '="a"&"b"', "GP"], ["2024-04-04", "c", "GP"]))
    found = plan_csv(data, "a.xlsx", None, TODAY)
    first = found.rejected[0]
    assert (first.row, first.field, first.code) == (2, "event", "import.no-value")
    assert [row.row for row in found.rows] == [3]
    whole = parts(data)
    name = "xl/worksheets/sheet1.xml"
    whole[name] = (
        whole[name].replace(b"<v></v>", b"<v>ab</v>").replace(b"<v />", b"<v>ab</v>").replace(b"<v/>", b"<v>ab</v>")
    )
    whole[name] = whole[name].replace(b'r="B2"', b'r="B2" t="str"')
    assert plan_csv(packed_again(whole), "a.xlsx", None, TODAY).rows[0].entry.fact == "ab"


def test_which_sheet_is_asked_and_never_guessed() -> None:
    rows = [HEADINGS, ["2024-04-03", "x", "GP"]]
    one = workbook(["Read me"], more={"2024": rows})
    assert read_table(saved(one), "a.xlsx").name == "2024"
    two = saved(workbook(["Read me"], more={"2024": rows, "2025": [HEADINGS, ["2025-04-03", "y", "GP"]]}))
    with pytest.raises(errors.SeveralTables) as asked:
        read_table(two, "a.xlsx")
    assert "“2024”, “2025”, “2024 to 2025, joined”" in asked.value.sentence
    joined = read_table(two, "a.xlsx", table="2024 to 2025, joined")
    assert [(row.number, row.cells[1]) for row in joined.rows] == [(2, "x"), (4, "y")]
    with pytest.raises(errors.NoSuchTable):
        read_table(two, "a.xlsx", table="2026")


def test_another_reader_sees_the_same_words() -> None:
    """Every generated workbook and spreadsheet, against an implementation that is not ours."""
    compared = 0
    for seed in range(120):
        sheet = make(seed)
        if sheet.kind not in ("xlsx", "ods"):
            continue
        other = CalamineWorkbook.from_filelike(io.BytesIO(sheet.data))
        ours = {each.name: {row.number: row.cells for row in each.rows} for each in read_book(sheet.data, "a").grids}
        for name in other.sheet_names:
            lines = other.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for number, line in enumerate(lines, 1):
                for place, value in enumerate(line):
                    if isinstance(value, str) and value.strip():
                        seen = ours.get(name, {}).get(number, ())
                        assert place < len(seen), (seed, number, place)
                        assert seen[place].split() == value.split(), (seed, number, place)
                        compared += 1
    assert compared > 1000


# --- documents -----------------------------------------------------------------------------


def test_deleted_words_are_not_taken_and_inserted_ones_are() -> None:
    changed = (
        "<w:tc><w:p><w:r><w:t>Seen </w:t></w:r><w:del><w:r><w:delText>by nobody</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>at home</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom></w:p></w:tc>"
    )
    gone = tr("2024-04-04", "gone", "GP", properties="<w:trPr><w:del/></w:trPr>")
    data = docx(table(tr(*HEADINGS), tr("2024-04-03", changed, "GP"), gone))
    found = read_table(data, "a.docx")
    assert [row.cells[1] for row in found.rows] == ["Seen at home"]
    assert found.told == ("Changes were tracked here: deleted words are left out, and inserted ones are taken.",)


def test_word_cells_that_reach_down_and_across() -> None:
    start, more = tc("2024-04-03", '<w:vMerge w:val="restart"/>'), tc("", "<w:vMerge/>")
    wide = tc("across", '<w:gridSpan w:val="2"/>')
    data = docx(table(tr(*HEADINGS), tr(start, "x", "GP"), tr(more, "y", "GP"), tr(more, wide)))
    assert [row.cells for row in grid(data, "a.docx").rows[1:]] == [
        ("2024-04-03", "x", "GP"), ("2024-04-03", "y", "GP"), ("2024-04-03", "across"),
    ]  # fmt: skip


def test_a_chronology_split_over_tables_is_offered_as_one() -> None:
    one = table(tr(*HEADINGS), tr("2024-04-03", "x", "GP"))
    two = table(tr(*HEADINGS), tr("2024-04-04", "y", "GP"), tr(*HEADINGS), tr("2024-04-05", "z", "GP"))
    book = read_book(docx(one + "<w:p/>" + two), "a.docx")
    assert [each.name for each in book.grids] == ["Table 1", "Table 2", "Table 1 to Table 2, joined"]
    joined = read_table(docx(one + two), "a.docx", table="Table 1 to Table 2, joined")
    assert [(row.number, row.cells[1]) for row in joined.rows] == [(2, "x"), (4, "y"), (6, "z")]
    assert "Rows 3 and 5 repeat the headings." in joined.told


def test_tab_stops_line_breaks_and_tables_inside_cells() -> None:
    cell = (
        "<w:tc><w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/>"
        f"<w:t>three</w:t></w:r></w:p>{table(tr('inside'))}<w:p/></w:tc>"
    )
    assert (
        grid(docx(table(tr(*HEADINGS), tr("2024", cell, "GP"))), "a.docx").rows[1].cells[1] == "one two\nthree\ninside"
    )


def test_words_in_pieces_with_reading_aids_and_characters_that_xml_cannot_hold() -> None:
    whole = parts(with_shared_words(saved(workbook(HEADINGS, ["2024", "x", "GP"]))))
    rich = b"<si><r><t>Seen </t></r><r><rPr><b/></rPr><t>at</t></r><r><t> home_x000D_</t></r><rPh><t>aid</t></rPh></si>"
    whole["xl/sharedStrings.xml"] = whole["xl/sharedStrings.xml"].replace(b"<si><t>x</t>", rich[:-5], 1)
    assert grid(packed_again(whole)).rows[1].cells[1] == "Seen at home\r"


def test_a_document_without_a_table() -> None:
    with pytest.raises(errors.NoTable):
        read_book(docx("<w:p><w:r><w:t>words</w:t></w:r></w:p>"), "a.docx")


# --- what is in a file to do harm ----------------------------------------------------------


def test_a_bomb_stops_at_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_UNPACKED", 1024 * 1024)
    whole = parts(with_shared_words(saved(workbook(HEADINGS, ["2024", "x", "GP"]))))
    whole["xl/sharedStrings.xml"] = b"<sst><si><t>" + b"x" * 3 * 1024 * 1024 + b"</t></si></sst>"
    data = packed_again(whole)
    assert len(data) < 50_000
    with pytest.raises(errors.UnpacksTooLarge):
        read_book(data, "a.xlsx")


def test_a_bomb_that_lies_about_its_size_stops_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_UNPACKED", 1024 * 1024)
    whole = parts(saved(workbook(HEADINGS, ["2024", "x", "GP"])))
    big = b"<worksheet>" + b" " * 2 * 1024 * 1024 + b"</worksheet>"
    whole["xl/worksheets/sheet1.xml"] = big
    data = packed_again(whole)
    lie = data.replace(len(big).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lie != data
    with pytest.raises(errors.ImportProblem):
        read_book(lie, "a.xlsx")


def test_entities_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret words")
    whole = parts(with_shared_words(saved(workbook(HEADINGS, ["2024", "x", "GP"]))))
    start = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c SYSTEM "file://%s">]>'
    whole["xl/sharedStrings.xml"] = start % str(secret).encode() + b"<sst><si><t>&b;&c;</t></si></sst>"
    with pytest.raises(errors.DamagedDocument):
        read_book(packed_again(whole), "a.xlsx")


def test_a_sheet_too_large_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    data = saved(workbook(HEADINGS, *(["2024", f"x{n}", "GP"] for n in range(20))))
    monkeypatch.setattr("pclo_app.importing.grids.MOST_ROWS", 10)
    with pytest.raises(errors.TooManyRows):
        read_book(data, "a.xlsx")
    wide = saved(workbook([*HEADINGS, *map(str, range(300))], ["2024", "x", "GP"]))
    with pytest.raises(errors.TooManyColumns):
        read_book(wide, "a.xlsx")


def test_a_million_blank_rows_cost_nothing() -> None:
    book = workbook(HEADINGS, ["2024", "x", "GP"])
    book.active.cell(1_048_576, 2).value = "last"
    assert [row.number for row in grid(saved(book)).rows] == [1, 2, 1_048_576]
    ods = next(sheet for sheet in map(make, range(2, 40, 4)))  # ends in a million repeated blank rows
    assert len(read_book(ods.data, "a.ods").grids[-1].rows) < 40


def test_files_with_a_password_or_of_another_kind() -> None:
    with pytest.raises(errors.NotACsv):
        read_book(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old.xls")
    locked = "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(errors.ProtectedDocument):
        read_book(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + locked + bytes(500), "locked.xlsx")
    with pytest.raises(errors.NotACsv):
        read_book(packed_again({"a.txt": b"words"}), "a.xlsx")
    whole = parts(make(2).data)
    whole["META-INF/manifest.xml"] = b"<manifest><encryption-data/></manifest>"
    with pytest.raises(errors.ProtectedDocument):
        read_book(packed_again(whole), "a.ods")


GOOD = [make(seed).data for seed in (1, 2, 3)]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(GOOD), st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused_and_never_breaks(data: bytes, changes: list[tuple[int, int]]) -> None:
    harmed = bytearray(data)
    for place, value in changes:
        harmed[place % len(harmed)] = value
    try:
        plan_csv(bytes(harmed), "a", None, TODAY)
    except KnownError:
        return


@settings(max_examples=150, deadline=None)
@given(st.sampled_from((1, 2, 3)), st.integers(0, 10**6), st.binary(max_size=12))
def test_damaged_xml_is_read_or_refused_and_never_breaks(seed: int, place: int, words: bytes) -> None:
    whole = parts(GOOD[seed - 1])
    name = {1: "xl/worksheets/sheet1.xml", 2: "content.xml", 3: "word/document.xml"}[seed]
    at = place % len(whole[name])
    whole[name] = whole[name][:at] + words + whole[name][at + len(words) :]
    try:
        plan_csv(packed_again(whole), "a", None, TODAY)
    except KnownError:
        return


def test_the_day_that_excel_made_up() -> None:
    assert words_of(60, "yyyy-mm-dd", epoch_1904=False) == "1900-02-28"
    assert timedelta(days=1) == datetime(1900, 3, 1) - datetime(1900, 2, 28)
