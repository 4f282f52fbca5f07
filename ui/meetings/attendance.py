"""Section 2: who was there, who sent apologies, who was not invited. Nobody without agency and rank."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import cast

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.records.meeting import Attendance, Attendee, StrategyMeeting
from ui.theme import Spacing
from ui.widgets.agency import AgencyCombo
from ui.widgets.buttons import Button, IconButton
from ui.widgets.chip import Chip
from ui.widgets.lines import line, show_line
from ui.widgets.segmented import Segmented
from ui.widgets.still import StillCombo

from .facts import Facts
from .parts import labelled
from .people import Completer, Known, keep_narrow, mark_missing
from .rows import Row, RowsSection

ANSWERS = (
    ("present", "Present"),
    ("phone", "Phone"),
    ("apologies", "Apologies"),
    ("not invited", "Not invited"),
)
_KEYS = {Qt.Key.Key_P: "present", Qt.Key.Key_T: "phone", Qt.Key.Key_A: "apologies", Qt.Key.Key_N: "not invited"}


class _Answer(Segmented):
    """Present, by phone, apologies, not invited; P, T, A and N choose while it has the focus."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        value = _KEYS.get(Qt.Key(event.key()))
        if value is None or event.modifiers():
            super().keyPressEvent(event)
            return
        if value != self.value():
            self.set_value(value)
            self.changed.emit(value)
        self.setFocus(Qt.FocusReason.OtherFocusReason)


class AttendanceRow(Row):
    """One person."""

    def __init__(self, value: Attendee) -> None:
        super().__init__()
        self._base = value
        self.agency = AgencyCombo(short=True)
        self.agency.setProperty("bare", "true")
        self.name = line("Name", "Name", bare=True)
        self.rank = line("Rank or designation", "Rank or designation", bare=True)
        self.answer = _Answer(ANSWERS, name="Attendance", small=True, clearable=True)
        self.note = line("Note", "", bare=True)
        self.chair = QCheckBox("Chair")
        self.chair_chip = Chip("Chair", "plain")
        self.more = IconButton("chevron-down", "More about this person")
        self.more.set_kind("quiet")
        self.reason = line("Why they could not come")
        self.representations = line("What was put forward for them")
        self.organisation = line("Organisation")
        self.supervisor = QCheckBox("Police supervisor")
        self.doctor = QCheckBox("Doctor")
        self.recorder = QCheckBox("Makes this record")
        self.remove = Button("Take this row out", "close", size="small")
        self._details = self._make_details()
        self._lay_out()
        self._completer = Completer(self.name)
        self._completer.taken.connect(self._take)
        for each in (self.name, self.rank, self.note, self.reason, self.representations, self.organisation):
            each.textEdited.connect(self._typed)
        for box in (self.chair, self.supervisor, self.doctor, self.recorder):
            box.clicked.connect(self._typed)
        self.agency.chosen.connect(self._typed)
        self.answer.changed.connect(self._answered)
        self.more.clicked.connect(lambda: self.open(self._details.isHidden()))
        self.remove.clicked.connect(self.remove_wanted)
        self.load(value)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 1)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(3, 1, 3, 1)
        row.setSpacing(1)
        keep_narrow(self.agency)
        row.addWidget(self.agency)
        row.addWidget(self.name, 32)
        row.addWidget(self.rank, 42)
        row.addWidget(self.answer)
        row.addSpacing(4)
        aside = QWidget()
        inner = QHBoxLayout(aside)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(2)
        inner.addWidget(self.chair_chip)
        inner.addWidget(self.note, 1)
        row.addWidget(aside, 26)
        row.addWidget(self.more)
        column.addLayout(row)
        column.addWidget(self._details)
        self._details.hide()

    def _make_details(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(24, 2, 12, 8)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        for column, field in enumerate((self.organisation, self.reason, self.representations)):
            grid.addWidget(labelled(field.accessibleName(), field), 0, column)
        flags = QHBoxLayout()
        flags.setSpacing(12)
        for flag in (self.chair, self.supervisor, self.doctor, self.recorder):
            flags.addWidget(flag)
        flags.addStretch(1)
        flags.addWidget(self.remove)
        grid.addLayout(flags, 1, 0, 1, 3)
        return box

    def set_chair(self, chair: bool) -> None:
        """Mark or unmark the chair."""
        self.chair.setChecked(chair)
        self._show_state()

    def open(self, shown: bool) -> None:
        """Show or hide what is seldom needed."""
        self._details.setVisible(shown)
        self.more.set_icon("chevron-up" if shown else "chevron-down")
        self.more.setAccessibleName("Less about this person" if shown else "More about this person")

    def load(self, value: Attendee) -> None:
        """Show a person."""
        self._base = value
        self.agency.set_code(value.agency)
        for field, text in (
            (self.name, value.name), (self.rank, value.rank), (self.note, value.note),
            (self.reason, value.reason_absent), (self.representations, value.representations),
            (self.organisation, value.organisation),
        ):  # fmt: skip
            show_line(field, text)
        self.answer.set_value(value.attendance)
        for box, on in (
            (self.chair, value.chair), (self.supervisor, value.supervisor),
            (self.doctor, value.doctor), (self.recorder, value.recorder),
        ):  # fmt: skip
            box.setChecked(on)
        self._show_state()

    def value(self) -> Attendee:
        return msgspec.structs.replace(
            self._base,
            agency=self.agency.code(), name=self.name.text(), rank=self.rank.text(),
            attendance=cast(Attendance, self.answer.value()), note=self.note.text(), chair=self.chair.isChecked(),
            supervisor=self.supervisor.isChecked(), doctor=self.doctor.isChecked(),
            recorder=self.recorder.isChecked(), reason_absent=self.reason.text(),
            representations=self.representations.text(), organisation=self.organisation.text(),
        )  # fmt: skip

    def fields(self, path: str) -> dict[str, QWidget]:
        return {
            f"{path}.agency": self.agency, f"{path}.name": self.name, f"{path}.rank": self.rank,
            f"{path}.attendance": self.answer, f"{path}.note": self.note, f"{path}.chair": self.chair,
            f"{path}.more": self.more, f"{path}.organisation": self.organisation,
            f"{path}.reason_absent": self.reason, f"{path}.representations": self.representations,
            f"{path}.supervisor": self.supervisor, f"{path}.doctor": self.doctor, f"{path}.recorder": self.recorder,
        }  # fmt: skip

    def set_known(self, known: Sequence[Known]) -> None:
        self._completer.set_known(known)

    def set_number(self, number: int) -> None:
        self._describe(number)

    def _describe(self, number: int) -> None:
        who = self.name.text().strip() or f"person {number}"
        self._number = number
        for field, words in (
            (self.name, "Name"), (self.rank, "Rank or designation"), (self.note, "Note"), (self.agency, "Agency"),
            (self.reason, "Why they could not come"), (self.representations, "What was put forward for them"),
            (self.organisation, "Organisation"), (self.chair, "Chair"), (self.supervisor, "Police supervisor"),
            (self.doctor, "Doctor"), (self.recorder, "Makes this record"),
        ):  # fmt: skip
            field.setAccessibleName(f"{words}, {who}")

    def _typed(self, *_: object) -> None:
        self._show_state()
        self.edited.emit()

    def _answered(self, _value: str) -> None:
        self._typed()

    def _take(self, known: Known) -> None:
        self.name.setText(known.name)
        if known.rank:
            show_line(self.rank, known.rank)
        if known.agency:
            self.agency.set_code(known.agency)
        if known.organisation and not self.organisation.text():
            show_line(self.organisation, known.organisation)
        if known.person:
            self._base = msgspec.structs.replace(self._base, person=known.person)
        self._typed()

    def _show_state(self) -> None:
        name = self.name.text().strip()
        lacks = bool(name) and not self.rank.text().strip()
        self.rank.setPlaceholderText("Rank or designation needed" if lacks else "Rank or designation")
        mark_missing(self.rank, lacks, f"Enter the rank or designation of {name}." if lacks else "")
        sorry = self.answer.value() == "apologies"
        resting = self.reason.text() or ("Why?" if sorry else self.organisation.text())
        if not resting and self.recorder.isChecked():
            resting = "Making this record"
        self.note.setPlaceholderText(resting)
        self.chair_chip.setVisible(self.chair.isChecked())
        self.note.setToolTip(self.note.text() or resting)
        for field in (self.name, self.rank):
            field.setToolTip(field.text())


class AttendanceSection(RowsSection):
    """Section 2."""

    key = "attendance"
    field = "attendance"
    first = "name"
    noun = "person"

    def __init__(self, *, today: Callable[[], date]) -> None:
        super().__init__(
            "2 Attendance",
            "Everyone needs an agency, and a rank or designation",
            "Add person",
            empty="Nobody is listed yet. Press Ctrl+N.",
            today=today,
        )
        self._chairs: list[tuple[str, int]] = []
        self.chair = StillCombo()
        self.chair.setAccessibleName("Who chaired?")
        self.chair.setMinimumHeight(Spacing.TARGET)
        self.chair.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.chair.activated.connect(self._choose_chair)
        self.insert_head_widget(self.chair)
        self.edited.connect(self._show_chairs)

    def make_row(self, value: Attendee) -> Row:
        row = AttendanceRow(value)
        row.chair.clicked.connect(lambda on, r=row: self._one_chair(r if on else None))
        return row

    def blank(self) -> Attendee:
        return Attendee()

    def load(self, record: StrategyMeeting, facts: Facts) -> None:
        self.show_values(record.attendance)
        self._show_chairs()

    def fields(self) -> dict[str, QWidget]:
        """What is missing about the attendance as a whole is most often its chair."""
        return {**super().fields(), "attendance": self.chair, "attendance.add": self.add_button}

    def apply(self, record: StrategyMeeting) -> StrategyMeeting:
        return msgspec.structs.replace(record, attendance=tuple(self.values()))

    def reveal(self, path: str) -> None:
        parts = path.split(".")
        hidden = ("chair", "organisation", "reason_absent", "representations", "supervisor", "doctor", "recorder")
        if len(parts) == 3 and parts[2] in hidden and parts[1].isdecimal() and int(parts[1]) < len(self.rows):
            row = self.rows[int(parts[1])]
            assert isinstance(row, AttendanceRow)
            row.open(True)

    def _one_chair(self, chosen: AttendanceRow | None) -> None:
        """A meeting has one chair."""
        for row in self.people():
            row.set_chair(row is chosen)
        self.edited.emit()

    def people(self) -> list[AttendanceRow]:
        """The rows."""
        return [row for row in self.rows if isinstance(row, AttendanceRow)]

    def _show_chairs(self) -> None:
        """Everybody who is named can be chosen as the chair."""
        names = [row.name.text().strip() for row in self.people()]
        items = [("Who chaired?", -1), *((name, place) for place, name in enumerate(names) if name)]
        chair = next((place for place, row in enumerate(self.people()) if row.chair.isChecked()), -1)
        if items != self._chairs:
            self._chairs = items
            self.chair.clear()
            for words, place in items:
                self.chair.addItem(words, place)
        self.chair.setCurrentIndex(max(0, self.chair.findData(chair)))

    def _choose_chair(self, index: int) -> None:
        place = self.chair.itemData(index)
        self._one_chair(self.people()[place] if place >= 0 else None)
