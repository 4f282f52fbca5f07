"""The meetings of a case as rows: read on the worker, shown by a table model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from pclo_app.casefile import after_sealing, meetings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import SealedRecord
from pclo_app.practice.phrases import read_day, short_day
from pclo_app.records.meeting import FORM_NAMES, StrategyMeeting
from pclo_app.records.seal import Seal
from ui.widgets.row_delegate import CELL_ROLE, Cell

from . import drafts
from .facts import NEW, draft_key
from .wording import CHIPS, STATES, said_by, sealed_when

if TYPE_CHECKING:
    from pclo_app.reports.checked import CheckedCode

_Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("Date", "Type", "Chair", "Police present", "State", "Verification code")
_STATE_MARKS = {"ok": "done", "danger": "stop", "warn": "clock", "plain": "half", "info": "clock"}


@dataclass(frozen=True)
class MeetingRow:
    """One record in the list."""

    id: str
    number: str
    day: str
    start: str
    kind: str
    chair: str
    police: str
    state: str
    tone: str
    code: str = ""

    @property
    def when(self) -> str:
        """``Thu 5 Nov 2026``, with the time it began."""
        day = read_day(self.day)
        return ", ".join(part for part in (short_day(day) if day else "No date", self.start) if part)

    @property
    def sentence(self) -> str:
        """The whole row for a screen reader."""
        parts = [self.when, self.kind, f"chair {self.chair}", f"police present: {self.police}", self.state]
        return ", ".join([*parts, f"code {self.code}"] if self.code else parts)


@dataclass(frozen=True)
class Listing:
    """What the section shows."""

    reference: str
    rows: tuple[MeetingRow, ...]


def read(cf: CaseFile, case: str) -> Listing:
    """The records of a case, the newest first; with the one that was begun and never saved."""
    sealed = {each.meeting: each for each in meetings.seals(cf, case)}
    out = {each.meeting: each for each in after_sealing.waiting(cf, case)}
    items = cf.items(case, "strategy_meeting")
    replaced = {item.record.amends for item in items if item.id in sealed}
    kept = cf.drafts()
    rows = []
    for item in items:
        draft = drafts.decode(kept.get(draft_key(case, item.id)))
        record = draft.record if draft is not None and item.id not in sealed else item.record
        row = _row(item.id, record, sealed.get(item.id), draft)
        rows.append(_since(row, item.id in sealed, out.get(item.id), item.id in replaced))
    begun = drafts.decode(kept.get(draft_key(case, NEW)))
    if begun is not None:
        rows.append(_row(NEW, begun.record, None, begun))
    rows.sort(key=lambda row: (row.day, row.start, row.number), reverse=True)
    return Listing(cf.item(case).record.reference, tuple(rows))


def _since(row: MeetingRow, sealed: bool, out: after_sealing.Waiting | None, replaced: bool) -> MeetingRow:
    """The state with what came after the seal: paper that is late or has come, a newer version."""
    if out is not None and out.overdue:
        row = replace(row, state="Paper overdue", tone="danger")
    elif sealed and out is None and row.state == STATES["wet-ink"]:
        row = replace(row, state="Paper confirmed", tone="ok")
    if replaced:
        row = replace(row, state=f"{row.state}, replaced", tone="plain")
    return row


def _row(
    id: str, record: StrategyMeeting, sealed: SealedRecord | None, draft: drafts.MeetingDraft | None
) -> MeetingRow:
    state, tone = "Draft", "plain"
    if sealed is not None and isinstance(sealed.seal.record, Seal):
        outcome = sealed.seal.record.outcome
        state, tone = STATES[outcome], CHIPS[outcome]
    elif draft is not None and draft.chair is not None:
        state, tone = "With the chair", "info"
    chair = record.chair
    police = [each for each in record.attendance if each.agency == "POL" and each.was_there and each.name.strip()]
    return MeetingRow(
        id=id,
        number=record.number,
        day=record.date,
        start=record.start,
        kind=FORM_NAMES.get(record.form, "Kind not chosen"),
        chair=", ".join(part for part in (chair.name, chair.rank) if part) if chair else "Nobody named",
        police="; ".join(", ".join(part for part in (each.name, each.rank) if part) for each in police) or "Nobody",
        state=state,
        tone=tone,
        code=sealed.code if sealed is not None else "",
    )


@dataclass(frozen=True)
class Checked:
    """What a code turned out to be."""

    meeting: str
    case: str
    words: str
    compare: str
    sealed: SealedRecord
    other_version: str = ""
    """That a newer version has taken its place, or whose place it took."""
    newer: bool = False


def check(cf: CaseFile, typed: str) -> Checked:
    """Which record a printed code belongs to. Raises MistypedCode, NoSuchCode or ErasedRecord."""
    from pclo_app.reports import checked

    return _told(checked.typed(cf, typed))


def check_scan(cf: CaseFile, data: bytes) -> list[Checked]:
    """Which records the codes on a scan or a photograph belong to. Raises NotAScan, NoCodeOnScan, NoSuchCode."""
    from pclo_app.reports import checked

    return [_told(each) for each in checked.scan(cf, data)]


def _told(found: CheckedCode) -> Checked:
    sealed, record = found.sealed, found.record
    seal = sealed.seal.record
    assert isinstance(seal, Seal)
    day = read_day(record.date)
    held = f" of {short_day(day)}" if day else ""
    name = f"{record.title} {record.number}".strip()
    other = ""
    if found.later is not None:
        other = f"Version {found.later[0]} has taken its place, with the code {found.later[1]}."
    elif found.earlier is not None:
        other = f"It took the place of version {found.earlier[0]}, with the code {found.earlier[1]}."
    page = f"The code is on page {found.page} of the scan. " if found.page else ""
    return Checked(
        meeting=sealed.meeting,
        case=sealed.seal.case,
        words=f"Case {found.reference}, {name}{held}, version {record.version}. {said_by(seal)} "
        f"Sealed {sealed_when(sealed)}.",
        compare=f"{page}The sealed record has {seal.pages} pages. Compare the words on the paper with them.",
        sealed=sealed,
        other_version=other,
        newer=found.later is not None,
    )


class MeetingsModel(QAbstractTableModel):
    """The list as a table."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[MeetingRow, ...] = ()

    def show(self, rows: tuple[MeetingRow, ...]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return COLUMNS[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.sentence
        cell = self._cell(row, index.column())
        if role == CELL_ROLE:
            return cell
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cell.text
        return None

    def _cell(self, row: MeetingRow, column: int) -> Cell:
        if column == 0:
            return Cell(row.when, bold=True)
        if column == 1:
            return Cell(f"{row.kind}, {row.number}" if row.number else row.kind)
        if column == 2:
            return Cell(row.chair, tone="danger" if row.chair == "Nobody named" else "")
        if column == 3:
            return Cell(row.police)
        if column == 4:
            return Cell(row.state, state=_STATE_MARKS[row.tone])
        return Cell(row.code, mono=True, small=True)
