"""What the import screen asks of the case file: reading, understanding and comparing a file. No Qt."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import msgspec

from pclo_app import importing
from pclo_app.casefile.casefile import CaseFile
from pclo_app.importing import Book, Mapping, Plan, Table, headings
from pclo_app.importing.accepting import Against, Result, accept, against
from pclo_app.importing.grids import Grid, Progress, Row
from pclo_app.importing.mapping import columns_of
from pclo_app.importing.mapping import proposed as proposed_mapping
from pclo_app.importing.planning import plan_table
from pclo_app.importing.questions import Question, questions
from pclo_app.importing.reading import header_guess, proposed
from pclo_app.importing.remembering import remember, remembered
from pclo_app.importing.undoing import Import, Undone, imports
from pclo_app.records.chronology import ChronologyEntry
from ui.commands.importing import OF_THE_FILE
from ui.shell.words import counted


@dataclass(frozen=True)
class Asked:
    """Everything that the officer has said about a file so far."""

    table: str = ""
    header_row: int = 0
    mapping: Mapping = field(default_factory=Mapping)
    fixes: AnyMapping[int, AnyMapping[str, str]] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()
    choices: AnyMapping[int, bool] = field(default_factory=dict)

    def fixed(self, row: int, name: str, words: str, original: str) -> Asked:
        """With other words in one cell; the file's own words take a fix away."""
        fixes = {number: dict(cells) for number, cells in self.fixes.items()}
        cells = fixes.setdefault(row, {})
        if words == original:
            cells.pop(name, None)
        else:
            cells[name] = words
        if not cells:
            del fixes[row]
        return replace(self, fixes=fixes)


@dataclass(frozen=True)
class Found:
    """A table of a file with its columns understood as far as they explain themselves."""

    table: Table
    mapping: Mapping
    remembered: bool
    certain: bool
    """Whether every column was known by its heading, or the officer has said what it is."""
    kept: Asked | None = None
    """What was said and corrected when this very file was begun before: a lock, or another day."""


@dataclass(frozen=True)
class PreviewRow:
    """One row of the file."""

    number: int
    state: str
    entry: ChronologyEntry | None
    words: str
    problems: tuple[tuple[str, str], ...] = ()
    """Field and reason of each fault."""
    changed: tuple[str, ...] = ()
    """Fields in which it differs from the entry that it became before."""
    before: ChronologyEntry | None = None
    fixed: bool = False
    cells: AnyMapping[str, str] = field(default_factory=dict)
    """What stands in the file, of a row that has become no entry."""

    @property
    def to_look_at(self) -> bool:
        """Whether somebody should look at it before it is brought in."""
        return self.state in ("rejected", "offered", "changed") or bool(self.words)


@dataclass(frozen=True)
class Preview:
    """What bringing the file in would do."""

    table: Table
    plan: Plan
    rows: tuple[PreviewRow, ...]
    result: Result
    questions: tuple[Question, ...] = ()

    @property
    def wanted(self) -> int:
        """How many rows would be written."""
        return self.result.imported + self.result.amended

    @property
    def must_be_asked(self) -> bool:
        """Whether something is open without which no row can be read as it is meant."""
        return any(question.about != "unreadable" for question in self.questions)

    @property
    def unanswered(self) -> tuple[Question, ...]:
        """What nobody has said about the dates."""
        return tuple(question for question in self.questions if not question.answer)


def read(path: Path, progress: Progress | None = None) -> tuple[Book, bytes]:
    """A file taken apart, and its bytes. Raises the errors of the file."""
    data = importing.read_bytes(path)
    return importing.read_book(data, path.name, progress=progress), data


def likely(book: Book) -> Grid:
    """The table that is proposed."""
    return proposed(book)


def header_of(grid: Grid) -> Row:
    """The row that looks like the headings."""
    return header_guess(grid)


def understand(cf: CaseFile, case: str, book: Book, asked: Asked) -> Found:
    """The table that is meant and what its columns are: as remembered, or as the headings suggest."""
    table = importing.table_of(book, asked.table, asked.header_row)
    kept = _kept(cf, case, table.digest)
    if kept is not None and (kept.table, kept.header_row) == (asked.table, asked.header_row):
        return Found(table, kept.mapping, True, True, kept)
    known = remembered(cf, table.header)
    if known is not None:
        return Found(table, known, True, True)
    guesses = headings.propose(table.header.cells)
    mapping = proposed_mapping(table.header.cells)
    mapping = msgspec.structs.replace(mapping, impossible_dates="keep as words")
    doubtful = any(guess is not None and guess.how == "like" for guess in guesses)
    certain = not (doubtful or unexplained(table, mapping) or missing(table, mapping))
    return Found(table, mapping, False, certain)


def unexplained(table: Table, mapping: Mapping) -> tuple[int, ...]:
    """The places of columns with words in them that no field takes."""
    ignored = {int(name[1:]) - 1 for name in mapping.ignored if name.startswith("#")}
    return tuple(
        place
        for place in sorted(ignored)
        if any(len(row.cells) > place and row.cells[place].strip() for row in table.rows)
    )


def missing(table: Table, mapping: Mapping) -> list[str]:
    """The required fields that have neither a column nor a value for all rows."""
    required = [each.name for each in headings.FIELDS if each.required]
    return [name for name in required if name not in mapping.columns and not mapping.constants.get(name, "").strip()]


def preview(
    cf: CaseFile, case: str, table: Table, asked: Asked, today: date, progress: Progress | None = None
) -> Preview:
    """Compare a table with the case. Nothing is changed."""
    people = {item.record.name: item.id for item in cf.people(case)}
    if (asked.fixes or asked.left_out or asked.choices) and not cf.read_only:
        cf.put_draft(_key(case, table.digest), msgspec.json.encode(asked))
    plan = plan_table(
        table, asked.mapping, today, fixes=asked.fixes, left_out=asked.left_out, people=people, progress=progress
    )
    beside = against(cf, case, plan)
    result = accept(cf, case, plan, dry_run=True, good_rows_only=True, choices=asked.choices, beside=beside)
    rows = sorted(_rows(table, beside, result, asked), key=lambda row: row.number)
    open_questions = questions(plan.evidence, asked.mapping, today, plan.unreadable) if plan.evidence else ()
    return Preview(table, plan, tuple(rows), result, open_questions)


def _rows(table: Table, beside: Against, result: Result, asked: Asked) -> list[PreviewRow]:
    comparison = beside.comparison
    offered = {each.row for each in result.offered}
    states = {row.row: "there" for row, _ in comparison.unchanged} | {row.row: "back" for row, _ in comparison.restored}
    states |= dict.fromkeys(result.left, "left")
    states |= {each.row.row: "offered" if each.row.row in offered else "changed"
               for each in comparison.changed if each.row.row not in result.left}  # fmt: skip
    changes = {each.row.row: each for each in comparison.changed}
    rows = []
    for row in beside.plan.rows:
        state, said = states.get(row.row, "new"), " ".join(row.warnings)
        change = changes.get(row.row)
        if change is not None:
            worked = "" if beside.untouched(change.entry_id) else " Somebody has worked on its entry since."
            said = f"Changed: {', '.join(field_words(name) for name in change.fields)}.{worked} {said}".strip()
        rows.append(
            PreviewRow(
                row.row, state, row.entry, said, (), change.fields if change else (),
                change.entry if change else None, row.row in asked.fixes,
            )
        )  # fmt: skip
    faults: dict[int, list[tuple[str, str]]] = {}
    for fault in beside.plan.rejected:
        faults.setdefault(fault.row, []).append((fault.field, fault.reason))
    cells = _cells_of_rows(table, asked, {*faults, *beside.plan.left_out})
    for number, found in faults.items():
        settled = number in comparison.settled
        words = " ".join(f"{field_words(name)}: {reason}" for name, reason in found)
        rows.append(
            PreviewRow(
                number,
                "there" if settled else "rejected",
                None,
                "Put right when it was brought in." if settled else words,
                () if settled else tuple(found),
                fixed=number in asked.fixes,
                cells=cells[number],
            )
        )
    out = "Left out by your choice."
    rows += [PreviewRow(number, "out", None, out, cells=cells[number]) for number in beside.plan.left_out]
    return rows


def _cells_of_rows(table: Table, asked: Asked, numbers: set[int]) -> dict[int, dict[str, str]]:
    """The words in the file's cells of some rows, by field, with those that were typed in their place."""
    columns = columns_of(table.header, asked.mapping)
    return {
        row.number: {name: row.cells[place] if place < len(row.cells) else "" for name, place in columns.places.items()}
        | columns.constants
        | dict(asked.fixes.get(row.number, {}))
        for row in table.rows
        if row.number in numbers
    }


def field_words(name: str) -> str:
    """What the screen calls a field of the file or of an entry."""
    known = {"when": "Date", "fact": "What happened", "agency_as_given": "Agency", "source": "Source"}
    found = headings.BY_NAME.get(name)
    return known.get(name) or (found.words if found else name.replace("_", " "))


def cells_of(table: Table, mapping: Mapping, number: int) -> dict[str, str]:
    """The words in the file's cells of one row, by field."""
    return _cells_of_rows(table, Asked(mapping=mapping), {number}).get(number, {})


def bring_in(
    cf: CaseFile, case: str, found: Preview, asked: Asked, progress: Progress | None = None, *, keep: bytes = b""
) -> Result:
    """Save all good rows in one step, with the file itself where it is to be kept; remember what the columns are."""
    result = accept(
        cf, case, found.plan, good_rows_only=True, progress=progress, choices=asked.choices, keep=keep
    )  # fmt: skip
    remember(cf, found.table.header.cells, asked.mapping)
    cf.drop_draft(_key(case, found.table.digest))
    return result


def _key(case: str, digest: str) -> str:
    """Under which corrections are kept until the file is brought in; they go with the case."""
    return f"import {case} {digest}"


def _kept(cf: CaseFile, case: str, digest: str) -> Asked | None:
    body = cf.draft(_key(case, digest))
    try:
        return msgspec.json.decode(body, type=Asked) if body else None
    except msgspec.MsgspecError:
        return None


def earlier(cf: CaseFile, case: str) -> list[Import]:
    """The files brought into the case before."""
    return imports(cf, case)


def summary(found: Preview) -> list[tuple[str, str]]:
    """The counts, each with the kind of its chip."""
    result = found.result
    new = result.imported - result.restored
    counts = [(f"{new:,} new", "ok" if new else "plain")]
    if result.restored:
        counts.append((f"{result.restored:,} coming back", "ok"))
    if result.unchanged:
        counts.append((f"{result.unchanged:,} there already", "plain"))
    if result.amended:
        counts.append((f"{result.amended:,} changed in the file", "warn"))
    if result.offered:
        counts.append((f"{len(result.offered):,} changed in both", "danger"))
    if result.undated:
        counts.append((f"{result.undated:,} without a date", "warn"))
    if found.plan.left_out:
        counts.append((f"{len(found.plan.left_out):,} left out", "plain"))
    rejected = len(result.rejected_rows)
    if rejected:
        counts.append((f"{rejected:,} rejected", "danger"))
    return counts


def outcome(result: Result, left_out: int = 0) -> str:
    """What was done, what was not, and what became of the file, in sentences."""
    if not result.imported and not result.amended:
        return "Nothing in the file was new, so nothing was changed."
    parts = [counted(result.imported, "row was", "rows were") + " brought in"] if result.imported else []
    if result.amended:
        parts.append(counted(result.amended, "entry was", "entries were") + " amended")
    if result.unchanged:
        parts.append(counted(result.unchanged, "was", "were") + " there already")
    said = [", ".join(parts) + "."]
    if result.undated:
        said.append(f"{result.undated:,} of the new ones {'has' if result.undated == 1 else 'have'} no date.")
    behind = len(result.rejected_rows) + left_out
    if behind:
        said.append(f"{counted(behind, 'row was', 'rows were')} not brought in: save them with the reasons.")
    if result.document:
        said.append("The file itself is among the case’s documents.")
    return " ".join(said)


def remarks(found: Preview, *, kept: bool) -> list[str]:
    """What the officer should know before the rows are brought in, in sentences."""
    rejected = len(found.result.rejected_rows)
    parts = []
    if not found.wanted:
        parts.append("Nothing in this file is new.")
    if rejected:
        those = counted(rejected, "row", "rows")
        parts.append(f"{those} cannot be brought in as they are: correct them here, or bring in the others.")
    if any(question.about == "unreadable" and question.answer == "refuse" for question in found.questions):
        parts.append("Words that are no date can be kept without one: press Dates.")
    if found.plan.unused_columns:
        parts.append(f"Not brought in, because no field takes them: {', '.join(found.plan.unused_columns)}.")
    if kept:
        parts.append("Your corrections of this file are back.")
    parts += found.plan.told
    if found.table.encoding not in ("", "UTF-8"):
        parts.append(f"The file is a {found.table.kind}, {found.table.encoding}.")
    return parts


def taken_back(result: Undone, *, undone: bool) -> str:
    """What undoing, or doing again, did, in one sentence."""
    parts = []
    if result.withdrawn:
        parts.append(f"{counted(result.withdrawn, 'entry was', 'entries were')} withdrawn")
    if result.restored:
        back = "as before" if undone else "back"
        parts.append(f"{counted(result.restored, 'entry is', 'entries are')} {back}")
    if result.left:
        one = len(result.left) == 1
        those = counted(len(result.left), "entry has", "entries have")
        parts.append(f"{those} been worked on since and {'stays' if one else 'stay'}")
    said = f"{', '.join(parts) or 'There was nothing to do'}."
    return f"{said} {OF_THE_FILE[result.kept]}" if result.kept else said
