"""What a report is about and who may read it: case, record, part."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QVBoxLayout, QWidget

from pclo_app.reports.catalogue import Report
from ui.widgets.buttons import Button
from ui.widgets.error_box import Notice
from ui.widgets.labels import field_label, label
from ui.widgets.still import StillCombo

from .subjects import CaseSubjects, Subject
from .together import Together
from .without_names import WithoutNames

READERS = (
    ("parents", "A", "Parents or carers (Part A only)"),
    ("professionals", "A", "Professionals (Part A)"),
    ("restricted", "B", "Professionals who may see Part B"),
    ("police", "", "Police only (Part A and Part B)"),
)
"""Key, part of the report, words."""

ABOUT = {
    "person": "Which child",
    "strategy meeting": "Which meeting",
    "sealed meeting and child": "Which child, of which meeting",
    "conference": "Which conference",
}


class ReportChoices(QWidget):
    """The upper half of the choices."""

    changed = Signal()
    case_changed = Signal()
    show_entries = Signal()
    """Somebody wants to see the entries that are in no part."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cases: tuple[CaseSubjects, ...] = ()
        self._subjects: tuple[Subject, ...] = ()
        self._report: Report | None = None
        self._liked: dict[str, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._title = label("", "section", wrap=True, parent=self)
        column.addWidget(self._title)
        self.case_combo = StillCombo(self)
        self.case_combo.activated.connect(lambda _n: self.case_changed.emit())
        column.addWidget(field_label("Case", self.case_combo, parent=self))
        column.addWidget(self.case_combo)
        self.record_combo = StillCombo(self)
        self.record_combo.activated.connect(self._record_chosen)
        self._record_label = field_label("Which record", self.record_combo, parent=self)
        column.addWidget(self._record_label)
        column.addWidget(self.record_combo)
        self._readers_label = label("Who will read it", "label", parent=self)
        column.addWidget(self._readers_label)
        self.readers = QButtonGroup(self)
        for key, _, words in READERS:
            button = QRadioButton(words, self)
            button.setObjectName(key)
            button.setAccessibleName(f"Who will read it: {words}")
            self.readers.addButton(button)
            column.addWidget(button)
        self.readers.buttons()[-1].setChecked(True)
        self.readers.buttonClicked.connect(lambda _b: self._reader_chosen())
        self.picture = QCheckBox("Timeline as a picture in front", self)
        self.picture.setAccessibleName("Timeline as a picture in front")
        self.picture.clicked.connect(lambda _on: self.changed.emit())
        column.addWidget(self.picture)
        self.together = Together(self)
        self.together.changed.connect(self.changed)
        column.addWidget(self.together)
        self.without_names = WithoutNames(self)
        column.addWidget(self.without_names)
        self.notice = Notice("", parent=self)
        self.link = Button("Show the chronology", kind="quiet", size="small", parent=self)
        self.link.clicked.connect(self.show_entries)
        self.notice.column.addWidget(self.link)
        self.notice.hide()
        column.addWidget(self.notice)

    # what is chosen -------------------------------------------------------------------------------------------

    def case(self) -> CaseSubjects | None:
        """The case."""
        n = self.case_combo.currentIndex()
        return self._cases[n] if 0 <= n < len(self._cases) else None

    def record(self) -> str:
        """The record, where the report needs one."""
        n = self.record_combo.currentIndex()
        return self._subjects[n].id if 0 <= n < len(self._subjects) else ""

    def reader(self) -> str:
        """The key of who will read it."""
        button = self.readers.checkedButton()
        return button.objectName() if button is not None else "police"

    def part(self) -> str:
        """The part that this reader gets; nothing where the report has none."""
        if self._report is None or self._report.parts == ("",):
            return ""
        return next(part for key, part, _ in READERS if key == self.reader())

    def choices(self) -> dict[str, str]:
        """Everything here, for a draft."""
        case = self.case()
        return {
            "case": case.id if case else "",
            "record": self.record(),
            "reader": self.reader(),
            "picture": "yes" if self.picture.isChecked() else "",
            "together": " ".join(self.together.chosen()),
        }

    # showing --------------------------------------------------------------------------------------------------

    def set_cases(self, cases: Sequence[CaseSubjects]) -> None:
        """The cases to choose from; the one chosen stays so."""
        before = self.case()
        self._cases = tuple(cases)
        self.case_combo.clear()
        self.case_combo.addItems([case.reference for case in self._cases])
        if before is not None:
            self.set_case(before.id)

    def set_case(self, id: str) -> None:
        """Choose a case by its id or reference, without telling anybody."""
        for n, case in enumerate(self._cases):
            if id in (case.id, case.reference):
                self.case_combo.setCurrentIndex(n)

    def set_record(self, id: str) -> None:
        """Choose the record."""
        for n, subject in enumerate(self._subjects):
            if subject.id == id:
                self.record_combo.setCurrentIndex(n)
                self._record_chosen(n)

    def set_choices(self, kept: dict[str, str]) -> None:
        """What a draft kept."""
        self.set_case(kept.get("case", ""))
        for button in self.readers.buttons():
            button.setChecked(button.objectName() == kept.get("reader", "police"))
        self._liked["record"] = kept.get("record", "")
        self.picture.setChecked(kept.get("picture") == "yes")
        self.together.set_chosen(kept.get("together", "").split())

    def set_report(self, report: Report) -> None:
        """Show what this report needs, and no more."""
        liked = {self.record(), self._liked.get(report.name, ""), self._liked.pop("record", "")}
        self._report = report
        self._title.setText(report.title)
        case = self.case()
        self._subjects = case.of.get(report.name, ()) if case else ()
        self.record_combo.clear()
        self.record_combo.addItems([subject.words for subject in self._subjects])
        for n, subject in enumerate(self._subjects):
            if subject.id in liked:
                self.record_combo.setCurrentIndex(n)
        about = report.needs == "record"
        words = ABOUT.get(report.kind, "Which record")
        self._record_label.setText(words)
        self.record_combo.setAccessibleName(words)
        for widget in (self._record_label, self.record_combo):
            widget.setVisible(about and bool(self._subjects))
        parts = report.parts != ("",)
        for each in (self._readers_label, *self.readers.buttons()):
            each.setVisible(parts)
        self.picture.setVisible(report.picture)
        self.together.setVisible(report.several)
        self.without_names.setVisible(report.name == "chronology-anonymised")
        self._show_notice()

    def _record_chosen(self, n: int) -> None:
        if self._report is not None and 0 <= n < len(self._subjects):
            self._liked[self._report.name] = self._subjects[n].id
        self._show_notice()
        self.changed.emit()

    def _reader_chosen(self) -> None:
        self._show_notice()
        self.changed.emit()

    def _show_notice(self) -> None:
        """What has to be known before it is printed."""
        case, report = self.case(), self._report
        self.notice.hide()
        if case is None or report is None:
            return
        if report.parts != ("",) and case.undecided:
            one = case.undecided == 1
            strong = f"{case.undecided} {'entry has' if one else 'entries have'} no A or B."
            them = ("it is", "it is") if one else ("they are", "they are")
            if self.part():
                words = f"For this reader {them[0]} left out until somebody decides."
            else:
                words = f"This copy is for police only, so {them[1]} printed and marked “not decided”."
            self.notice.set(words, "warn", strong=strong)
            self.link.show()
            self.notice.show()
        elif report.name == "strategy-record-child" and case.has(report):
            words = "What nobody marked as being about one child is printed whole. Read the preview before it leaves."
            self.notice.set(words, "warn", strong="It may name another child.")
            self.link.hide()
            self.notice.show()
        elif report.name == "strategy-record":
            n = self.record_combo.currentIndex()
            if 0 <= n < len(self._subjects) and not self._subjects[n].sealed:
                self.notice.set("Every page says so.", "warn", strong="This record is a draft, not signed.")
                self.link.hide()
                self.notice.show()
