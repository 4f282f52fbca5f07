"""Chronologies as people keep them: made at random, with an oracle that knows every row.

Each file has its own layout, format, encoding and date style. The oracle is written down
while the file is made, never worked out from it.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from pclo_app.importing import Dates, Mapping

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
FORMATS = ("csv", "xlsx", "ods", "docx")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")
HEADINGS = {
    "date": ("Date", "DATE", "Event date", "When", "Date of event", "Date of incident"),
    "time": ("Time", "time of event"),
    "event": ("Event", "What happened", "Description", "Significant event", "Details", "EVENT_DETAILS"),
    "source_agency": ("Agency", "Organisation", "source_agency", "Service"),
    "source_ref": ("Reference", "Source ref", "Source", "Ref."),
    "told_by": ("Told by", "Who told us", "Reported by"),
    "told_by_rank": ("Rank", "Designation", "Rank or designation"),
    "action_taken": ("Action", "Action taken", "Response"),
    "outcome": ("Outcome", "Result"),
    "note": ("Note", "Comments", "Remarks"),
}
AGENCIES = (("Police CAIT", "POL"), ("Children’s social care", "CSC"), ("GP", "HEA"), ("School", "EDU"),
            ("Housing office", "HOU"), ("The Bakery", "OTH"))  # fmt: skip
STYLES = ("iso", "day first", "month first", "dots", "words", "real", "numbers 1900", "numbers 1904", "short years",
          "with time")  # fmt: skip
EPOCHS = {"numbers 1900": date(1899, 12, 30), "numbers 1904": date(1904, 1, 1)}


@dataclass
class Told:
    """One row as it was meant."""

    fact: str
    agency: str = ""
    edtf: str = ""
    time: str = ""
    told_by: str = ""
    note: str = ""
    reject: str = ""
    """The field for which it must be rejected; empty where it must be brought in."""
    number: int = 0
    as_given: str = ""


@dataclass
class Sheet:
    """A file and what is in it."""

    name: str
    kind: str
    style: str
    data: bytes
    mapping: Mapping
    rows: list[Told] = field(default_factory=list)


def make(seed: int) -> Sheet:
    """One file. The same seed gives the same file."""
    return _Maker(seed).sheet()


class _Maker:
    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.random = Random(f"spreadsheet {seed}")
        self.kind = FORMATS[seed % 4]
        self.style = STYLES[(seed // 4) % len(STYLES)]
        if self.style == "real" and self.kind in ("csv", "docx"):
            self.style = "day first"
        self.encoding = ENCODINGS[(seed // 4) % len(ENCODINGS)]
        self.keep = self.random.random() < 0.3
        self.columns = self._columns()
        self.headings = [self.random.choice(HEADINGS[name]) if name in HEADINGS else name for name in self.columns]
        self.told: list[Told] = []

    def sheet(self) -> Sheet:
        chance = self.random
        cells = [self._row(number) for number in range(chance.randint(4, 14))]
        if self.style == "month first":  # the column shows by itself that it is so
            cells[0][self.columns.index("date")] = "04/13/2024"
            if self.told[0].reject in ("date", "time"):
                self.told[0].reject = ""
            self.told[0].edtf = "2024-04-13"
            self.told[0].time, self.told[0].as_given = "", "04/13/2024"
            if "time" in self.columns:
                cells[0][self.columns.index("time")] = ""
        titles = [["Chronology"], ["Printed on 3 May", "x"], []][: chance.choice((0, 0, 1, 2, 3))]
        data = {"csv": self._csv, "xlsx": self._xlsx, "ods": self._ods, "docx": self._docx}[self.kind](titles, cells)
        return Sheet(f"sheet {self.seed}.{self.kind}", self.kind, self.style, data, self._mapping(), self.told)

    def _mapping(self) -> Mapping:
        dates = Dates(
            order="month first" if self.style == "month first" else "",
            years="most recent" if self.style == "short years" else "",
            numbers=self.style[-4:] if self.style in EPOCHS else "",  # type: ignore[arg-type]
        )
        policy: Any = "keep as words" if self.keep else "refuse"
        return Mapping(dates=dates, impossible_dates=policy, unreadable_dates=policy)

    def _columns(self) -> list[str]:
        chance = self.random
        chosen = ["date", "event", "source_agency"]
        chosen += [name for name in ("time", "source_ref", "action_taken", "outcome", "note") if chance.random() < 0.5]
        if chance.random() < 0.4:
            chosen += ["told_by", "told_by_rank"]
        chosen += [name for name in ("No.", "Seen by DS", "") if chance.random() < 0.2]
        chance.shuffle(chosen)
        if chosen[-1] == "":
            chosen.reverse()
        return chosen

    def _row(self, number: int) -> list[Any]:
        chance = self.random
        token = f"{self.seed}-{number}"
        words = chance.choice(
            ("Seen at home", "Zoë’s visit – “no answer”", "=2+2 shouted", "Père rang; said: a,b|c", "two\nlines")
        )
        agency, _ = chance.choice(AGENCIES)
        told = Told(fact=f"{words} ({token})", agency=agency)
        cell, told.edtf, told.time, told.as_given = self._date()
        values: dict[str, Any] = {"date": cell, "event": told.fact, "source_agency": agency}
        values |= {"source_ref": f"CRIS 00{number}", "action_taken": "None", "outcome": "", "No.": number + 1}
        values |= {"told_by": "", "told_by_rank": "", "Seen by DS": "yes", "": "stray" if chance.random() < 0.3 else ""}
        values["note"] = told.note = f"remark {token}" if chance.random() < 0.5 else ""
        if "note" not in self.columns:
            told.note = ""
        if "told_by" in self.columns and chance.random() < 0.6:
            told.told_by, values["told_by"], values["told_by_rank"] = "Carl Osei", "Carl Osei", "DC"
        if "time" in self.columns and not told.time and len(told.edtf) == 10 and chance.random() < 0.6:
            told.time = "14:32"
            real = self.kind in ("xlsx", "ods") and chance.random() < 0.5
            values["time"] = datetime(2024, 1, 1, 14, 32).time() if real else chance.choice(("14:32", "14.32", "1432"))
        self._spoil(told, values)
        self.told.append(told)
        return [values.get(name, "") for name in self.columns]

    def _spoil(self, told: Told, values: dict[str, Any]) -> None:
        """Some rows cannot be brought in."""
        fault = self.random.choice(("", "", "", "", "", "date", "impossible", "event", "agency", "rank", "time"))
        if fault in ("date", "impossible"):
            words = "29 February 2009" if fault == "impossible" else "the week of the fair"
            values["date"], told.edtf, told.time, told.as_given = words, "", "", words
            values["time"] = ""
            told.reject = "" if self.keep else "date"
        elif fault == "event" and "source_ref" in self.columns:
            values["event"], told.reject = "", "event"
        elif fault == "agency":
            values["source_agency"], told.reject = "", "source_agency"
        elif fault == "rank" and told.told_by:
            values["told_by_rank"], told.reject = "", "told_by_rank"
        elif fault == "time" and "time" in self.columns and told.edtf:
            values["time"], told.reject, told.time = "25:61", "time", ""

    def _date(self) -> tuple[Any, str, str, str]:
        """A cell, and the date, time and words as given that it means."""
        chance, style = self.random, self.style
        day = date(2019, 1, 1) + timedelta(days=chance.randrange(2500))
        iso = day.isoformat()
        name = MONTHS[day.month - 1]
        other = chance.random()
        if other < 0.08:
            return "", "", "", ""
        if other < 0.16:
            words = f"{name} {day.year}"
            if style == "real":
                return (date(day.year, day.month, 1), "mmm yyyy"), f"{day:%Y-%m}", "", ""
            return words, f"{day:%Y-%m}", "", words
        if other < 0.22:
            return str(day.year), str(day.year), "", ""
        if other < 0.28:
            words = f"circa {day.day} {name} {day.year}"
            return words, f"{iso}~", "", words
        if other < 0.32:
            end = day + timedelta(40)
            words = f"{day.day} {name} {day.year} to {end.day} {MONTHS[end.month - 1]} {end.year}"
            return words, f"{iso}/{end}", "", words
        words = {
            "iso": iso,
            "day first": f"{day:%d/%m/%Y}",
            "month first": f"{day:%m/%d/%Y}",
            "dots": f"{day.day}.{day.month}.{day.year}",
            "words": f"{day.day} {name} {day.year}",
            "short years": f"{day:%d/%m/%y}",
            "with time": f"{day:%d/%m/%Y} 09:05",
        }.get(style, "")
        if style == "real":
            if chance.random() < 0.2:
                return datetime(day.year, day.month, day.day, 9, 5), iso, "09:05", f"{iso} 09:05"
            return day, iso, "", ""
        if style in EPOCHS:
            serial = (day - EPOCHS[style]).days
            cell = serial if self.kind in ("xlsx", "ods") and chance.random() < 0.5 else str(serial)
            return cell, iso, "", str(serial)
        return words, iso, "09:05" if style == "with time" else "", "" if words == iso else words

    # the four formats -----------------------------------------------------------------------------------------

    def _lines(self, titles: list[list[str]], cells: list[list[Any]], *, repeats: bool) -> list[list[Any] | None]:
        """All physical rows; None for a blank one. Rows get their numbers, in spreadsheet counting."""
        chance = self.random
        lines: list[list[Any] | None] = [*titles, self.headings]
        for told, row in zip(self.told, cells, strict=True):
            if chance.random() < 0.15:
                lines.append(None)
            if repeats and chance.random() < 0.07:
                lines.append(self.headings)
            lines.append(row)
            told.number = len(lines)
        return lines

    def _csv(self, titles: list[list[str]], cells: list[list[Any]]) -> bytes:
        chance = self.random
        mark = chance.choice(",;\t|")
        lines = self._lines(titles, cells, repeats=True)
        out = io.StringIO()
        quoting = chance.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
        writer = csv.writer(out, delimiter=mark, lineterminator=chance.choice(("\n", "\r\n")), quoting=quoting)
        for line in lines:
            padded = [""] * len(self.columns) if line is None else [*line, *[""] * (len(self.columns) - len(line))]
            writer.writerow(padded[: len(self.columns)])
        text = out.getvalue()
        return text.encode(self.encoding)

    def _xlsx(self, titles: list[list[str]], cells: list[list[Any]]) -> bytes:
        import openpyxl

        chance = self.random
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "Chronology"
        if chance.random() < 0.3:
            book.create_sheet("Read me", 0).append(["This workbook was made for a test"])
        if self.style.startswith("numbers 1904"):
            book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        for number, line in enumerate(self._lines(titles, cells, repeats=True), 1):
            for column, value in enumerate(line or (), 1):
                if value == "" or value is None:
                    continue
                at = sheet.cell(number, column)
                if isinstance(value, tuple):
                    at.value, at.number_format = value
                elif isinstance(value, str):
                    at.value, at.data_type = value, "s"
                else:
                    at.value = value
                    if isinstance(value, datetime):
                        at.number_format = "dd/mm/yyyy hh:mm"
        self._odd_cells(sheet)
        out = io.BytesIO()
        book.save(out)
        return with_shared_words(out.getvalue()) if chance.random() < 0.7 else out.getvalue()

    def _odd_cells(self, sheet: Any) -> None:
        """Hidden rows, formulas that were never worked out, one date over two rows."""
        chance = self.random
        date_column = self.columns.index("date") + 1
        for told in self.told:
            if chance.random() < 0.05:
                sheet.row_dimensions[told.number].hidden = True
            if chance.random() < 0.05 and not told.reject:
                sheet.cell(told.number, self.columns.index("event") + 1).value = '="formula"'
                told.reject = "event"
        for above, below in zip(self.told, self.told[1:], strict=False):
            free = not (above.reject or below.reject or above.time or below.time or above.as_given)
            if free and below.number == above.number + 1 and above.edtf and chance.random() < 0.1:
                sheet.merge_cells(
                    start_row=above.number, end_row=below.number, start_column=date_column, end_column=date_column
                )
                below.edtf, below.as_given = above.edtf, ""
                break

    def _ods(self, titles: list[list[str]], cells: list[list[Any]]) -> bytes:
        from odfdo import Cell, Document, Row, Table

        chance = self.random
        book = Document("spreadsheet")
        book.body.clear()
        if chance.random() < 0.3:
            extra = Table("Read me")
            row = Row()
            row.append_cell(Cell("This workbook was made for a test"))
            extra.append_row(row)
            book.body.append(extra)
        sheet = Table("Chronology")
        for line in self._lines(titles, cells, repeats=True):
            row = Row()
            for value in line or ():
                if isinstance(value, tuple):
                    day = value[0]
                    row.append_cell(Cell(day, text=f"{MONTHS[day.month - 1]} {day.year}"))
                elif isinstance(value, str) and "\n" in value:
                    row.append_cell(_paragraphs(Cell, value))
                elif value == "":
                    row.append_cell(Cell())
                elif isinstance(value, type(datetime.min.time())):
                    row.append_cell(Cell(timedelta(hours=value.hour, minutes=value.minute)))
                else:
                    row.append_cell(Cell(value))
            sheet.append_row(row)
        blank = Row()
        blank.repeated = 1_048_000
        sheet.append_row(blank)
        book.body.append(sheet)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    def _docx(self, titles: list[list[str]], cells: list[list[Any]]) -> bytes:
        import docx

        document = docx.Document()
        for title in titles:
            document.add_paragraph(" ".join(title))
        lines = self._lines([], cells, repeats=True)
        table = document.add_table(rows=len(lines), cols=len(self.columns))
        for row, line in zip(table.rows, lines, strict=True):
            for cell, value in zip(row.cells, line or (), strict=False):
                cell.text = str(value)
        if self.random.random() < 0.4:
            self._track_changes(table)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    def _track_changes(self, table: Any) -> None:
        """Words somebody took out and put in while changes were tracked."""
        from docx.oxml import parse_xml

        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        told = self.random.choice(self.told)
        if told.reject == "event":
            return
        cell = table.rows[told.number - 1].cells[self.columns.index("event")]
        paragraph = cell.paragraphs[-1]._p
        gone, added = "<w:r><w:delText>GONE</w:delText></w:r>", "<w:r><w:t> added</w:t></w:r>"
        paragraph.append(parse_xml(f'<w:del {space} w:id="1" w:author="x">{gone}</w:del>'))
        paragraph.append(parse_xml(f'<w:ins {space} w:id="2" w:author="x">{added}</w:ins>'))
        told.fact += " added"


def with_shared_words(data: bytes) -> bytes:
    """The workbook as Excel itself writes it: the words of all cells in one part, cells refer to them by number."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        found = {name: package.read(name).decode() for name in package.namelist()}
    words: dict[str, int] = {}

    def number(match: re.Match[str]) -> str:
        place = words.setdefault(match["words"], len(words))
        return f'<c{match["before"]} t="s"{match["after"]}><v>{place}</v></c>'

    cell = r'<c(?P<before>[^>]*) t="inlineStr"(?P<after>[^>]*)><is>(?P<words>.*?)</is></c>'
    for name in found:
        if name.startswith("xl/worksheets/sheet"):
            found[name] = re.sub(cell, number, found[name], flags=re.DOTALL)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    aside = '<rPh sb="0" eb="1"><t>reading aid</t></rPh>'
    items = "".join(f"<si>{each}{aside}</si>" for each in words)
    found["xl/sharedStrings.xml"] = f'<sst xmlns="{space}">{items}</sst>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = f'<Relationship Id="shared" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    rels = "xl/_rels/workbook.xml.rels"
    found[rels] = found[rels].replace("</Relationships>", link)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in found.items():
            package.writestr(name, text)
    return out.getvalue()


def _paragraphs(kind: Any, words: str) -> Any:
    from odfdo import Paragraph

    cell = kind(words)
    for old in cell.get_elements("text:p"):
        cell.delete(old)
    for line in words.split("\n"):
        cell.append(Paragraph(line))
    return cell
