"""Why a file, or a row of it, cannot be brought in. Row and field are named; what stands there never is."""

from __future__ import annotations

from ..errors import BadInput

_NOTHING = "Nothing was brought in, and the file is not changed."


class ImportProblem(BadInput):
    """Anything that stops a file or a row from being brought in."""

    safe = _NOTHING


# --- the file ------------------------------------------------------------------------------


class UnreadableFile(ImportProblem):
    """The operating system will not give us the file."""

    code = "import.unreadable-file"
    what = "The file {file} cannot be read: {why}."
    do = "Check that the file is there, that it is not open in another program, and try again."


class FileTooLarge(ImportProblem):
    """More bytes than a chronology can have."""

    code = "import.file-too-large"
    what = "The file {file} is larger than {limit} MB."
    do = "Divide it into smaller files and bring them in one after the other."


class EmptyFile(ImportProblem):
    """Nothing but white space."""

    code = "import.empty-file"
    what = "The file {file} has no rows."
    do = "Check that it is the right file."


class NotACsv(ImportProblem):
    """Not text with separators, and no workbook or document either."""

    code = "import.not-a-csv"
    what = "The file {file} is not a CSV file, a workbook or a document with a table: it is {really}."
    do = "Open it in the program it belongs to, save it as .xlsx, .ods, .docx or CSV UTF-8, and bring in that file."


class DamagedDocument(ImportProblem):
    """A workbook or document that cannot be taken apart."""

    code = "import.damaged-document"
    what = "The file {file} is damaged, or is not what its name says."
    do = "Open it in the program it belongs to, save it again, and bring in that file."


class ProtectedDocument(ImportProblem):
    """A workbook or document that asks for a password."""

    code = "import.protected-document"
    what = "The file {file} is protected with a password."
    do = "Open it with the password, save a copy without one, and bring in that copy."


class UnpacksTooLarge(ImportProblem):
    """A zipped document that would fill the memory."""

    code = "import.unpacks-too-large"
    what = "The file {file} unpacks to more than {limit} MB."
    do = "Check where it comes from. Copy the rows into a new file if you trust it."


class NoTable(ImportProblem):
    """A workbook or document without a filled table."""

    code = "import.no-table"
    what = "The file {file} has no table with anything in it."
    do = "Check that it is the right file. In a document, the chronology must be a table."


class SeveralTables(ImportProblem):
    """More than one table could be meant, and nobody can be asked."""

    code = "import.several-tables"
    what = "The file {file} has {count} tables: {names}."
    do = "Name the one that is meant in a mapping file, as “table”."


class NoSuchTable(ImportProblem):
    """A mapping names a table that the file does not have."""

    code = "import.no-such-table"
    what = "The mapping names a table that the file {file} does not have. It has: {names}."
    do = "Correct the mapping file."


class NoSuchRow(ImportProblem):
    """A mapping says that the headings stand in a row that is not there."""

    code = "import.no-such-row"
    what = "The mapping says that row {row} holds the headings, but the file {file} has no such row."
    do = "Correct the mapping file."


class NulBytes(ImportProblem):
    """Zero bytes, which no text has."""

    code = "import.nul-bytes"
    what = "The file {file} is not text: line {row} holds zero bytes."
    do = "Save it again as CSV UTF-8 from the program that made it."


class WrongEncoding(ImportProblem):
    """Bytes that are letters in no encoding we can be sure of."""

    code = "import.wrong-encoding"
    what = "The letters in line {row} of {file} cannot be read with certainty."
    do = "Save the file as CSV UTF-8, or name its encoding in the mapping file."


class UnknownEncoding(ImportProblem):
    """An encoding by a name we do not read."""

    code = "import.unknown-encoding"
    what = "The mapping names an encoding that is not known."
    do = "Use one of: {known}."


class UnclosedQuote(ImportProblem):
    """A cell that opens with a quotation mark and never closes: it would swallow the rows after it."""

    code = "import.unclosed-quote"
    what = "Row {row}, column {field}: a quotation mark is opened and never closed."
    do = "Close it, or double it if it belongs to the words, then bring in the file again."


class StrayQuote(ImportProblem):
    """Quotation marks that leave open where the cell ends."""

    code = "import.stray-quote"
    what = "Row {row}, column {field}: words follow a closing quotation mark."
    do = "Double the quotation marks that belong to the words, then bring in the file again."


class FieldTooLong(ImportProblem):
    """A cell that is a document, not a statement."""

    code = "import.field-too-long"
    what = "Row {row}, column {field}: the cell is longer than {limit} KB."
    do = "Put long documents into the case as attachments, and a short statement into the chronology."


class TooManyRows(ImportProblem):
    """More rows than one chronology can have."""

    code = "import.too-many-rows"
    what = "The file {file} has more than {limit} rows; row {row} is one too many."
    do = "Divide it into smaller files and bring them in one after the other."


class TooManyColumns(ImportProblem):
    """More columns than a table of events can have."""

    code = "import.too-many-columns"
    what = "Row {row} has more than {limit} columns."
    do = "Check that it is the right file."


class MissingColumn(ImportProblem):
    """A column without which no row can become an entry."""

    code = "import.missing-column"
    what = "The heading row (row {row}) has no column for {field}."
    do = "Name the column in a mapping file, or give the heading one of these names: {names}."


class ColumnNotThere(ImportProblem):
    """A mapping names a heading that the file does not have."""

    code = "import.column-not-there"
    what = "The mapping takes {field} from a column that the heading row (row {row}) does not have."
    do = "Correct the mapping file: its names must be those of the heading row."


class DoubtfulColumn(ImportProblem):
    """Two headings that could both be meant."""

    code = "import.doubtful-column"
    what = "The heading row (row {row}) has more than one column for {field}: columns {columns}."
    do = "Say in a mapping file which of them is meant."


class BadMapping(ImportProblem):
    """A mapping file in another form."""

    code = "import.bad-mapping"
    what = "The mapping file cannot be used: {why}."
    do = "Correct it. It is JSON with the keys columns, constants, ignored, notes, table, header_row, dates, encoding, \
delimiter, impossible_dates and unreadable_dates."


class RowsRejected(ImportProblem):
    """Some rows cannot be brought in, and nobody has said to bring in the others."""

    code = "import.rows-rejected"
    what = "{count} of {total} rows cannot be brought in. The first is row {row}, field {field}: {reason}"
    do = "Correct the rows, or bring in the good ones and keep the rest in a file (--accept-good-rows)."


# --- a row ---------------------------------------------------------------------------------


class RowProblem(ImportProblem):
    """One row cannot become an entry. ``what`` is the reason beside the row and field."""

    safe = "The row is kept in the file as it is."


class ImpossibleDate(RowProblem):
    """A day that its month does not have."""

    code = "import.impossible-date"
    what = "Row {row}, field {field}: this is not a real date."
    do = "Check the source. A mapping can say that such dates are kept as words."


class UnreadableDate(RowProblem):
    """Words in no form that is read as a date."""

    code = "import.unreadable-date"
    what = "Row {row}, field {field}: this is not read as a date."
    do = "Write the day first, for example 5/11/2026 or 2026-11-05."


class AmbiguousDate(RowProblem):
    """Two-digit years, dates without a year, days of the week."""

    code = "import.ambiguous-date"
    what = "Row {row}, field {field}: this date can be read in more than one way."
    do = "Write the year in four figures."


class EitherOrder(RowProblem):
    """03/04/2024 in a column that also holds 04/13/2024."""

    code = "import.either-order"
    what = "Row {row}, field {field}: other dates of this column have the month first, so this one may be two dates."
    do = "Say which comes first, the day or the month: in a mapping file, as “dates”: {{“order”: …}}."


class NumberForDate(RowProblem):
    """45231 where a date should be: days counted by a spreadsheet, or not a date at all."""

    code = "import.number-for-date"
    what = "Row {row}, field {field}: there is a number where a date should be."
    do = "Say whether it counts days, and from which year: in a mapping file, as “dates”: {{“numbers”: …}}."


class NoValue(RowProblem):
    """A formula that was never worked out, or that ended in an error."""

    code = "import.no-value"
    what = "Row {row}, field {field}: there is a formula whose value the file does not hold."
    do = "Open the file in the program it belongs to, save it, and bring it in again; or type the value."


class NoAuthor(RowProblem):
    """An opinion or a decision that nobody is named for."""

    code = "import.no-author"
    what = "Row {row}, field {field}: nobody is named for the words beside it."
    do = "Name who thought or decided so, with the rank or designation."


class NoReason(RowProblem):
    """A decision without its reason."""

    code = "import.no-reason"
    what = "Row {row}, field {field}: a decision has no reason."
    do = "Give the reason as it was recorded, or “not recorded”."


class HandlingBars(RowProblem):
    """Intelligence marked as shareable whose handling does not allow it."""

    code = "import.handling-bars"
    what = "Row {row}, field {field}: how this intelligence is to be handled keeps it out of part A."
    do = "Mark the row B, or say in grading_condition how the condition is met."


class NotACount(RowProblem):
    """Something that must be a whole number."""

    code = "import.not-a-count"
    what = "Row {row}, field {field}: this is not a whole number."
    do = "Write it in figures, or leave it empty."


class WeekdayDisagrees(RowProblem):
    """A Friday that was a Thursday."""

    code = "import.weekday-disagrees"
    what = "Row {row}, field {field}: the day of the week does not belong to the date."
    do = "Check the source."


class PrecisionDisagrees(RowProblem):
    """A month called a day, for example."""

    code = "import.precision-disagrees"
    what = "Row {row}, field {field}: the date is written more or less precisely than the precision beside it says."
    do = "Correct the date or its precision."


class UnknownPrecision(RowProblem):
    """A precision by a name we do not know."""

    code = "import.unknown-precision"
    what = "Row {row}, field {field}: this is not a precision."
    do = "Use day, month, year, season, about, before, after, between, range or unknown."


class BadTime(RowProblem):
    """A time that no clock shows, or beside a month."""

    code = "import.bad-time"
    what = "Row {row}, field {field}: this time cannot stand beside the date."
    do = "Write the time on the 24-hour clock beside an exact day, for example 14:32."


class EmptyField(RowProblem):
    """Something that an entry cannot be without."""

    code = "import.empty-field"
    what = "Row {row}, field {field}: this may not be empty."
    do = "Fill it in, or leave the row out."


class NoRank(RowProblem):
    """A professional without a rank or designation: no record may have one."""

    code = "import.no-rank"
    what = "Row {row}, field {field}: somebody is named without a rank or designation."
    do = "Add the rank or designation, or “not known” and why."


class NotAChoice(RowProblem):
    """A word outside a fixed list."""

    code = "import.not-a-choice"
    what = "Row {row}, field {field}: this is not one of the permitted words."
    do = "Use one of: {known}."


class ControlCharacter(RowProblem):
    """A character that a printer obeys instead of printing."""

    code = "import.control-character"
    what = "Row {row}, field {field}: there is a character at place {position} that cannot be shown or printed."
    do = "Delete that character."


class RaggedRow(RowProblem):
    """More cells than headings: usually a comma in words without quotation marks."""

    code = "import.ragged-row"
    what = "Row {row}, field {field}: the row has {cells} cells, but the heading row has {columns}."
    do = "In a CSV file, put quotation marks round words that hold the separator."


# --- an import that was made ---------------------------------------------------------------


class NoSuchImport(BadInput):
    """No file, or more than one, goes by what was given."""

    code = "import.no-such-import"
    what = "{count} brought into the case can be told by this id."
    safe = "Nothing was changed."
    do = "See the ids with: pclo imports DIR --case REF. Give enough of the id for one file."
