"""Reports: choose one, see it as it will be printed, print it or save it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import msgspec
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pclo_app.casefile import siblings
from pclo_app.casefile.model import Changed
from pclo_app.errors import KnownError
from pclo_app.practice.pseudonyms import AS_FOUND, Corrections, Ledger
from pclo_app.records import kinds
from pclo_app.reports import gather_timelines
from pclo_app.reports.catalogue import REPORTS
from pclo_app.reports.document import Document
from ui.meetings.code_check import open_check
from ui.shell.operations import Cancelled, Operation
from ui.shell.session import Place, Screen, Session
from ui.widgets.buttons import Button
from ui.widgets.labels import divider, ground, label
from ui.widgets.outline import Outline, Step

from . import subjects
from .choices import ReportChoices
from .controls import PrintControls
from .preview import Preview
from .subjects import CaseSubjects
from .wanted import Wanted
from .without_names import LOOK_FIRST, LookThrough

DRAFT = "reports/choices"
_NARROW = 900
_PAUSE = 250
_KEEP = 400
NAMELESS = "chronology-anonymised"
_NOT_ABOUT = kinds.NOT_CASEWORK | {"review"}
"""Kinds of record that no report prints."""


class ReportsPage(Screen):
    """List of reports, choices, preview."""

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, parent)
        self._cases: tuple[CaseSubjects, ...] = ()
        self._loaded = False
        self._rendering: Operation | None = None
        self._shown_want: Wanted | None = None
        self._stale = True
        self._corrections = AS_FOUND
        self._corrected_case = ""
        self._looking: LookThrough | None = None
        self._build()
        self._render_soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._render_soon.timeout.connect(self._render)
        self._keep_soon = QTimer(self, singleShot=True, interval=_KEEP)
        self._keep_soon.timeout.connect(self.save_draft)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        left = ground(QWidget(self), "surface")
        self._left = left
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = ground(QWidget(left), "raised")
        head_row = QHBoxLayout(head)
        head_row.setContentsMargins(10, 8, 10, 8)
        head_row.addWidget(label("Reports", "strong"))
        head_row.addStretch(1)
        self._reference = label("", "mono")
        head_row.addWidget(self._reference)
        column.addWidget(head)
        column.addWidget(divider())
        self.list = Outline([Step(r.name, r.title) for r in REPORTS.values()], name="Reports")
        self.list.chosen.connect(self._report_chosen)
        column.addWidget(self.list, 1)
        column.addWidget(divider())
        self.check_button = Button("Check a code", "seal", size="small", parent=left)
        self.check_button.setAccessibleDescription("Which sealed record a printed page claims to be")
        self.check_button.clicked.connect(lambda: open_check(self.session))
        foot = QHBoxLayout()
        foot.setContentsMargins(10, 8, 10, 8)
        foot.addWidget(self.check_button)
        foot.addStretch(1)
        column.addLayout(foot)
        row.addWidget(left)
        row.addWidget(self._middle())
        self.preview = Preview(self)
        self.preview.link.clicked.connect(self._open_case)
        row.addWidget(self.preview, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window, as at 200 per cent, the list gives way before the choices do."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        self._left.setFixedWidth(170 if narrow else 248)
        self._between.setFixedWidth(310 if narrow else 330)

    def _middle(self) -> QWidget:
        middle = ground(QWidget(self), "window")
        self._between = middle
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 10)
        column.setSpacing(6)
        inside = QWidget()
        inside_column = QVBoxLayout(inside)
        inside_column.setContentsMargins(16, 10, 16, 4)
        inside_column.setSpacing(6)
        self.choices = ReportChoices(inside)
        self.choices.changed.connect(self._changed)
        self.choices.case_changed.connect(self._case_chosen)
        self.choices.show_entries.connect(self._show_entries)
        self.choices.without_names.look_wanted.connect(self._look_through)
        inside_column.addWidget(self.choices)
        inside_column.addStretch(1)
        area = QScrollArea(middle)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.controls = PrintControls(self.session, self._wanted_now, inside, not_yet=self._not_yet)
        self.controls.changed.connect(self._changed)
        inside_column.addWidget(self.controls)
        area.setWidget(inside)
        column.addWidget(area, 1)
        return middle

    # Screen ---------------------------------------------------------------------------------------------------

    def title(self) -> str:
        case = self.choices.case()
        return case.reference if case is not None else ""

    def shown(self) -> None:
        self.controls.look_for_printers()
        self._load()

    def go(self, place: Place) -> None:
        super().go(place)
        if self._loaded:
            self._to_place(place)

    def refresh(self, changed: Changed) -> None:
        if self._loaded and changed.kinds - _NOT_ABOUT:
            self._load()

    def place(self) -> Place:
        case = self.choices.case()
        return Place("reports", case=case.id if case else "", section=self.list.current(), record=self._record())

    def panes(self) -> list[QWidget]:
        """For F6."""
        return [self.list, self.check_button, self.choices, self.controls, self.preview.view]

    def keys(self) -> list[tuple[str, str]]:
        return [
            ("Ctrl+P", "Print this report"),
            ("Ctrl+Shift+S", "Save it as a PDF"),
            ("Up, Down", "Another report, in the list"),
            ("Page Up, Page Down", "Turn the pages of the preview"),
        ]

    def save_draft(self) -> None:
        self._keep_soon.stop()
        if not self._loaded:
            return
        kept = self.choices.choices() | self.controls.choices() | {"report": self.list.current()}
        body = msgspec.json.encode(kept)
        self.session.operations.submit(lambda cf, _: cf.put_draft(DRAFT, body))

    # loading --------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        def work(cf: Any, _progress: object) -> tuple[tuple[CaseSubjects, ...], bytes | None]:
            return subjects.load(cf), cf.draft(DRAFT)

        self.session.operations.submit(work, self._have, owner=self)

    def _have(self, found: tuple[tuple[CaseSubjects, ...], bytes | None]) -> None:
        self._cases, body = found
        self.choices.set_cases(self._cases)
        if not self._loaded:
            self._loaded = True
            kept = _kept(body)
            if kept:
                self.list.set_current(kept.get("report", "chronology"))
                self.choices.set_choices(kept)
                self.controls.set_choices(kept)
            self._to_place(self._place)
        else:
            self._case_chosen()

    def _to_place(self, place: Place) -> None:
        if place.case:
            self.choices.set_case(place.case)
        if place.section in REPORTS:
            self.list.set_current(place.section)
        self._case_chosen()
        if place.record:
            self.choices.set_record(place.record)
            self._changed()

    # choosing -------------------------------------------------------------------------------------------------

    def _report_chosen(self, name: str) -> None:
        self.choices.set_report(REPORTS[name])
        self._ask_together()
        self._changed()

    def _case_chosen(self) -> None:
        case = self.choices.case()
        self._reference.setText(case.reference if case else "")
        steps = [Step(r.name, r.title, case.line(r) if case else "") for r in REPORTS.values()]
        self.list.set_steps(steps)
        self.controls.set_people(list(case.people) if case else [])
        self.choices.set_report(REPORTS[self.list.current() or "chronology"])
        self.session.retitle()
        if self._corrections != AS_FOUND and self._corrected_case != (case.id if case else ""):
            self._corrections = AS_FOUND  # they were about another case
        self._ask_together()
        self._changed()

    def _ask_together(self) -> None:
        """Which other cases may belong to this one's family."""
        case = self.choices.case()
        if case is None or not REPORTS[self.list.current() or "chronology"].several:
            return
        id = case.id
        self.session.operations.submit(
            lambda cf, _: siblings.proposals(cf, id),
            lambda found: self.choices.together.show_cases(id, found),
            owner=self,
        )

    # without names --------------------------------------------------------------------------------------------

    def _not_yet(self) -> str:
        """Why it may not leave yet."""
        if self.list.current() == NAMELESS and not self.choices.without_names.looked.isChecked():
            self.choices.without_names.looked.setFocus()
            return LOOK_FIRST
        return ""

    def _ask_ledger(self, want: Wanted) -> None:
        """What was replaced and removed, beside the preview that shows it."""

        def work(cf: Any, _progress: object) -> Ledger:
            return gather_timelines.without_names(cf, want.case, part=want.part, corrections=want.corrections).ledger

        self.session.operations.submit(work, partial(self._have_ledger, want), owner=self)

    def _have_ledger(self, want: Wanted, ledger: Ledger) -> None:
        if want.corrections != self._corrections or self.list.current() != NAMELESS:
            return
        self.choices.without_names.show_ledger(ledger)
        if self._looking is not None:
            self._looking.show_ledger(ledger)

    def _look_through(self) -> None:
        ledger = self.choices.without_names.ledger
        if ledger is None:
            return
        self._looking = LookThrough(ledger, self._corrections)
        self._looking.corrected.connect(self._corrected)
        sheet = self.session.show_sheet(self._looking, width=760, scrolls=False)
        if sheet is not None:
            self._looking.closed.connect(sheet.close_sheet)
            sheet.closed.connect(self._looked_through)
        else:
            self._looking.closed.connect(self._looking.close)

    def _looked_through(self) -> None:
        self._looking = None
        self.choices.without_names.looked.setFocus()

    def _corrected(self, corrections: Corrections) -> None:
        case = self.choices.case()
        self._corrections = corrections
        self._corrected_case = case.id if case else ""
        self._changed()

    def _record(self) -> str:
        return self.choices.record()

    def _wanted(self) -> Wanted | None:
        """What the choices ask for, whether or not it can be made."""
        case, name = self.choices.case(), self.list.current()
        if case is None or not name or not case.has(REPORTS[name]):
            return None
        return Wanted(
            name,
            case.id,
            self._record() if REPORTS[name].needs == "record" else "",
            part=self.choices.part(),
            recipient=self.controls.recipient(),
            why=self.controls.why.text().strip(),
            copies=self.controls.copy_count(),
            cases=(case.id, *self.choices.together.chosen()) if REPORTS[name].several else (),
            picture=self.choices.picture.isChecked() and REPORTS[name].picture,
            corrections=self._corrections if name == NAMELESS else AS_FOUND,
        )

    def _wanted_now(self) -> Wanted | None:
        want = self._wanted()
        return want if self.preview.view.page_count() or self._stale else None

    def _changed(self) -> None:
        self._stale = True
        self._render_soon.start()
        if self._loaded:
            self._keep_soon.start()

    # preview --------------------------------------------------------------------------------------------------

    def _render(self) -> None:
        want = self._wanted()
        case = self.choices.case()
        if want is None or case is None:
            words = "There is no case yet. Open Cases and make one." if case is None else ""
            sentence = ""
            if case is not None:
                sentence = f"This case has nothing for this report yet. {case.line(REPORTS[self.list.current()])}."
            self._shown_want, self._stale = None, False
            self.preview.show_nothing(words or sentence, "Open the case" if case else "Open Cases")
            return
        # the reason is not on the page, so a change of it needs no new pages
        plain = replace(want, why="")
        if self._rendering is not None:
            self._rendering.cancel()
        operation = self.session.operations.submit(
            lambda cf, progress: want.make(cf, progress=progress),
            lambda document: self._rendered(operation, plain, document),
            lambda error: self._not_rendered(operation, error),
            "Making the preview",
            owner=self,
        )
        self._rendering = operation
        if want.name == NAMELESS:
            self._ask_ledger(want)

    def _rendered(self, operation: Operation, want: Wanted, document: Document) -> None:
        if operation is not self._rendering:
            return
        same = self._shown_want is not None and _about(self._shown_want) == _about(want)
        self._rendering, self._shown_want, self._stale = None, want, False
        self.preview.show_document(document, keep_page=same)
        self.controls.set_file_name(document.file_name)

    def _not_rendered(self, operation: Operation, error: Exception) -> None:
        if operation is not self._rendering:
            return
        self._rendering, self._shown_want, self._stale = None, None, False
        if isinstance(error, Cancelled):
            self.preview.show_nothing(
                "The preview was stopped. It is made again when you change a choice.", "Open the case"
            )
        elif isinstance(error, KnownError):
            self.preview.show_nothing(error.part("what"), "Open the case", error.part("do"))
        else:
            self.preview.show_nothing("The preview could not be made.", "Open the case")
            self.session.show_error(error)

    def _open_case(self) -> None:
        case = self.choices.case()
        self.session.open(Place("case", case=case.id, section="chronology") if case else Place("cases"))

    def _show_entries(self) -> None:
        self._open_case()


def _about(want: Wanted) -> tuple[object, ...]:
    return want.name, want.case, want.record, want.part, want.cases, want.picture


def _kept(body: bytes | None) -> dict[str, str]:
    try:
        return msgspec.json.decode(body, type=dict[str, str]) if body else {}
    except msgspec.MsgspecError:
        return {}
