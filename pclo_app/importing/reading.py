"""From a file's bytes to a table, or to an error that names the row and column.

Rows are numbered as the program shows them that the file belongs to: the heading row of a
plain CSV file is row 1.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import NamedTuple

from ..records.text import clean, made_visible
from . import grids
from .csv_text import read_text
from .encodings import decode
from .errors import (
    EmptyFile,
    FileTooLarge,
    NoSuchRow,
    NoSuchTable,
    NotACsv,
    ProtectedDocument,
    SeveralTables,
    UnreadableFile,
)
from .grids import Book, Grid, Progress, Row
from .headings import SEARCHED, plain, recognised

MEGABYTE = 1024 * 1024
LONGEST_FILE = 64 * MEGABYTE
MOST_ROWS = grids.MOST_ROWS
_ZIPPED = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""The part of an Excel or Word file in which everything lies once it has a password."""


class Table(NamedTuple):
    """One table of a file with its headings found, before anything is understood."""

    file: str
    digest: str
    encoding: str
    delimiter: str
    header: Row
    rows: tuple[Row, ...]
    name: str = ""
    """Of the sheet or table; empty for CSV."""
    kind: str = "CSV"
    told: tuple[str, ...] = ()


def read_bytes(path: Path) -> bytes:
    """The whole file. Raises UnreadableFile or FileTooLarge."""
    name = safe_name(path.name)
    try:
        with path.open("rb") as file:
            data = file.read(LONGEST_FILE + 1)
    except OSError as error:
        why = error.strerror or "the system gives no reason"
        raise UnreadableFile(file=name, why=why[:1].lower() + why[1:]) from None
    _require_length(data, name)
    return data


def read_book(
    data: bytes, file_name: str, *, encoding: str = "", delimiter: str = "", progress: Progress | None = None
) -> Book:
    """All the tables in a file, whatever its kind. Raises the errors of the file (`errors`), never another.

    What the file is is seen from its bytes, not from its name. ``encoding`` and
    ``delimiter`` are taken at their word where a mapping gives them.
    """
    name = safe_name(file_name)
    _require_length(data, name)
    digest = sha256(data).hexdigest()
    if data.startswith(_ZIPPED):
        kind, found = _zipped(data, name, progress)
        return Book(name, digest, kind, "", "", _with_joined(found))
    if data.startswith(_OLD_OFFICE) and _LOCKED in data:
        raise ProtectedDocument(file=name)
    text, encoding_name = decode(data, name, encoding)
    grid, mark = read_text(text, name, delimiter, MOST_ROWS, progress)
    return Book(name, digest, "CSV", encoding_name, mark, (grid,))


def read_table(
    data: bytes, file_name: str, *, encoding: str = "", delimiter: str = "", table: str = "", header_row: int = 0
) -> Table:
    """The one table that is meant. Raises the errors of the file; SeveralTables where that would be a guess."""
    return table_of(read_book(data, file_name, encoding=encoding, delimiter=delimiter), table, header_row)


def table_of(book: Book, name: str = "", header_row: int = 0) -> Table:
    """One table of a file, with the headings in the row given or in the one that looks like them."""
    grid = _chosen(book, name)
    header = _header(book, grid, header_row)
    above = [row.number for row in grid.rows if row.number < header.number]
    told = list(grid.told)
    if above:
        are = "is" if len(above) == 1 else "are"
        told.append(f"The headings are in row {header.number}; what stands above them {are} taken for a title.")
    headings = tuple(map(plain, _trimmed(header.cells)))
    rows, repeated = [], []
    for row in grid.rows:
        if row.number > header.number:
            if _starts_alike(row, header) and tuple(map(plain, _trimmed(row.cells))) == headings:
                repeated.append(row.number)
            else:
                rows.append(row)
    if repeated:
        told.append(f"{grids.listed('Row', repeated, 'repeats', 'repeat')} the headings.")
    if book.kind != "CSV":
        width = max((len(row.cells) for row in rows), default=0)
        header = header._replace(cells=header.cells + ("",) * (width - len(header.cells)))
    return Table(
        book.file, book.digest, book.encoding, book.delimiter, header, tuple(rows), grid.name, book.kind, tuple(told)
    )


def proposed(book: Book) -> Grid:
    """The table that looks most like a chronology: the most known headings, then the most rows; a joined one first."""
    return max(book.grids, key=lambda grid: (not grid.hidden, _best(grid)[0], len(grid.rows)))


def header_guess(grid: Grid) -> Row:
    """The row that looks like the headings: the one among the first that names the most fields."""
    return _best(grid)[1]


def safe_name(file_name: str) -> str:
    """The file's own name, without its folders and without characters that cannot be shown."""
    bare = PureWindowsPath(PurePosixPath(file_name).name).name or "file"
    printable = "".join(each if each.isprintable() or each == " " else "_" for each in made_visible(bare))
    return clean(printable)[:200]


def _require_length(data: bytes, name: str) -> None:
    if len(data) > LONGEST_FILE:
        raise FileTooLarge(file=name, limit=LONGEST_FILE // MEGABYTE)


def _zipped(data: bytes, name: str, progress: Progress | None) -> tuple[str, tuple[Grid, ...]]:
    from .opendocument import read_spreadsheet
    from .packed import Package
    from .word_tables import read_tables
    from .workbook import read_workbook

    package = Package(data, name, progress)
    if "content.xml" in package:
        return "OpenDocument spreadsheet", read_spreadsheet(package)
    if "[Content_Types].xml" in package:
        main = [place for kind, place in package.related().values() if kind == "officeDocument"]
        if main and main[0].startswith("word/"):
            return "Word document", read_tables(package)
        return "Excel workbook", read_workbook(package)
    raise NotACsv(file=name, really="a zipped file that is neither a workbook nor a document")


def _best(grid: Grid) -> tuple[int, Row]:
    top = grid.rows[:SEARCHED]
    scores = [(recognised(row.cells), -place) for place, row in enumerate(top)]
    score, place = max(scores)
    if score > 1:
        return score, top[-place]
    wide = max(sum(map(bool, row.cells)) for row in top)
    first = next(row for row in top if sum(map(bool, row.cells)) * 2 >= wide)
    return score, first


def _header(book: Book, grid: Grid, header_row: int) -> Row:
    if not header_row:
        return header_guess(grid)
    for row in grid.rows:
        if row.number == header_row:
            return row
    raise NoSuchRow(row=header_row, file=book.file)


def _chosen(book: Book, name: str) -> Grid:
    names = ", ".join(f"“{grid.name}”" for grid in book.grids)
    if name:
        for grid in book.grids:
            if grid.name == name:
                return grid
        raise NoSuchTable(file=book.file, names=names)
    if len(book.grids) == 1:
        return book.grids[0]
    likely = [grid for grid in book.grids if _best(grid)[0] > 2 and not grid.hidden]
    if len(likely) != 1:
        raise SeveralTables(file=book.file, count=len(book.grids), names=names)
    return likely[0]


def _starts_alike(row: Row, header: Row) -> bool:
    """Whether a row could repeat the headings: what is quick to see of most rows that they do not."""
    place = next((place for place, cell in enumerate(header.cells) if cell.strip()), 0)
    cell = row.cells[place].strip() if place < len(row.cells) else ""
    return cell[:1].casefold() == header.cells[place].strip()[:1].casefold()


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Without the empty cells at the end."""
    width = max((place + 1 for place, cell in enumerate(cells) if cell.strip()), default=0)
    return cells[:width]


def _with_joined(found: tuple[Grid, ...]) -> tuple[Grid, ...]:
    """The tables, and each group with the same headings as one: a chronology with a sheet a year, or split by pages."""
    groups: dict[tuple[str, ...], list[Grid]] = {}
    for grid in found:
        score, header = _best(grid)
        if score > 2 and not grid.hidden:
            groups.setdefault(tuple(map(plain, _trimmed(header.cells))), []).append(grid)
    return (*found, *(_joined(group) for group in groups.values() if len(group) > 1))


def _joined(group: list[Grid]) -> Grid:
    name = f"{group[0].name} to {group[-1].name}, joined"
    rows: list[Row] = []
    told: list[str] = []
    offset = 0
    for grid in group:
        header = _best(grid)[1]
        kept = grid.rows if grid is group[0] else [row for row in grid.rows if row.number >= header.number]
        rows += [row._replace(number=row.number + offset) for row in kept]
        told.append(f"Row {grid.rows[0].number} of “{grid.name}” is called row {grid.rows[0].number + offset} here.")
        told += [f"“{grid.name}”: {words}" for words in grid.told]
        offset += grid.rows[-1].number
    return Grid(name, tuple(rows), tuple(told))


def empty(table: Table) -> None:
    """Raises EmptyFile for headings without rows."""
    if not table.rows:
        raise EmptyFile(file=table.file)
