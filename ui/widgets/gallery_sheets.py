"""The sheets of the gallery: every widget, in a state that shows what it can be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QAbstractTableModel, QBuffer, QIODevice, QMarginsF, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QFont, QPageSize, QPainter, QPdfWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from pclo_app.records.event_date.typed import Reading, parse
from ui.theme import AGENCIES, mark
from ui.theme.icons import NAMES
from ui.widgets.agency import AgencyCombo, AgencyMark
from ui.widgets.buttons import Button, IconButton
from ui.widgets.chip import KINDS, Chip
from ui.widgets.date_field import DateField
from ui.widgets.empty_state import EmptyState
from ui.widgets.error_box import ErrorBox, Notice, Problem, ProblemSummary
from ui.widgets.findings_panel import RECORD_WHY, Card, FindingsPanel
from ui.widgets.flow import FlowLayout
from ui.widgets.growing_text import GrowingText
from ui.widgets.labels import IconLabel, StateLabel, divider, field_label, label
from ui.widgets.name_rank import NameRank, Person
from ui.widgets.outline import Outline, Step
from ui.widgets.page_boxes import PageBoxes
from ui.widgets.panel import Panel, page_title, section_heading
from ui.widgets.pdf_view import PdfView
from ui.widgets.rail import Rail
from ui.widgets.reason_dialog import ReasonDialog
from ui.widgets.row_delegate import CELL_ROLE, Cell, dress_table
from ui.widgets.segmented import Segmented
from ui.widgets.signature_pad import SignaturePad
from ui.widgets.statusbar import StatusBar
from ui.widgets.still import StillCombo

TODAY = date(2026, 11, 18)


def read(words: str) -> Reading:
    """The date reader, on the day of the pictures."""
    return parse(words, today=TODAY)


def column(*parts: QWidget, margins: int = 14, spacing: int = 10) -> QWidget:
    """Widgets one under the other."""
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(margins, margins, margins, margins)
    layout.setSpacing(spacing)
    for part in parts:
        layout.addWidget(part)
    layout.addStretch(1)
    return made


def row(*parts: QWidget) -> QWidget:
    """Widgets side by side."""
    made = QWidget()
    layout = QHBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(10)
    for part in parts:
        layout.addWidget(part)
    layout.addStretch(1)
    return made


def words_and_buttons() -> QWidget:
    marks = [AgencyMark(a.code) for a in AGENCIES]
    hollow = [AgencyMark(a.code, hollow=True, named=True) for a in AGENCIES]
    icons = QWidget()
    flow = FlowLayout(icons, spacing=10)
    for name in NAMES:
        flow.addWidget(row(IconLabel(name, size=20), label(name, "secondary")))
    return column(
        page_title("Wednesday 18 November 2026"),
        section_heading("Strategy meeting record", "ORRIN-VALE: Maisie and Theo"),
        label("Body words in ten points, as in fields and tables."),
        label("What happened", "label"),
        label("KM-0417", "mono"),
        row(*(Chip(f"{k} chip", k) for k in KINDS), Chip("Section 47: working day 12 of 15", "warn", "clock")),
        row(Chip("Risk: High (DS endorsed 6 Nov)", "danger", "flag"), Chip("B", "solid", "lock-small")),
        row(
            Button("Save and next", kind="primary", key="Ctrl+Return"),
            Button("New case", "plus"),
            Button("Add check", "plus", size="small"),
            Button("All 14 people", kind="quiet"),
            IconButton("close", "Clear"),
        ),
        row(Button("Sign and seal", kind="primary", size="large"), Button("Print 2 copies", "printer", size="large")),
        row(
            Segmented(("Table", "Both", "Timeline"), "Both", name="View"),
            Segmented(("Decided", "Not applicable", "Deferred"), name="Police protection", small=True),
        ),
        row(*marks),
        row(*hollow),
        row(StateLabel("done", "4 of 4"), StateLabel("half", "4 of 6"), StateLabel("stop", "1 day overdue")),
        row(
            StateLabel("warning", "5 things to do"),
            StateLabel("empty", "Not asked"),
            StateLabel("clock", "3 days left"),
        ),
        divider(),
        icons,
    )


def fields() -> QWidget:
    dates = [DateField(read, hint="Also works: Nov 2026   c 12/1/25   3/11-5/11   ?") for _ in range(4)]
    for field, words in zip(dates, ("", "18/11/2026 1105", "29/2/25", "5/11/26"), strict=True):
        field.set_words(words)
    dates[2].check()
    dates[2].finished.emit()
    people = NameRank([Person("Gillian Peake", "Nursery Manager")], name_label="Who told us")
    people.set_person("Carl Osei-Munt", "")
    people.check()
    wrong = GrowingText("Too short", name="Decision")
    wrong.set_error("Say why, and on what information.")
    ticked, plain = QCheckBox("The whole record was read out to me"), QCheckBox("I chaired this meeting")
    ticked.setChecked(True)
    chosen, other = QRadioButton("Police only (Part A and Part B)"), QRadioButton("Professionals (Part A)")
    chosen.setChecked(True)
    combo = StillCombo()
    combo.addItems(["OFFICIAL-SENSITIVE", "OFFICIAL"])
    combo.setAccessibleName("Marking")
    source = QLineEdit("Telephone call, 11:05")
    bad = QLineEdit("29/2/25")
    bad.setAccessibleName("A field with an error")
    mark(bad, "error", "true")
    text = GrowingText(
        "DC Tranter and Jonah Prideaux visited. Dale Pruett left at 16:20 with his clothes and gave his keys to "
        "Kerry Orrin. She signed an agreement that he will not live at or visit the flat. Both children were seen.",
        name="What happened",
    )
    return column(
        *dates,
        people,
        field_label("Source and reference", source),
        source,
        bad,
        field_label("What happened (fact only)", text),
        text,
        wrong,
        GrowingText(name="Why", placeholder="Needed when decided", least=2),
        row(AgencyCombo("EDU"), AgencyCombo("HEA", short=True), AgencyCombo(), combo),
        row(ticked, plain),
        row(chosen, other),
    )


def findings() -> QWidget:
    panel = FindingsPanel()
    panel.set_cards(
        (
            Card(
                "doctor",
                "warn",
                "No doctor present",
                "A medical was held on 3 November and Dr Marchetti sent apologies. When a medical is needed or has "
                "taken place, a senior doctor must be involved (local procedure 4.3, Working Together).",
                ("Add a doctor", RECORD_WHY),
            ),
            Card(
                "five", "danger", "5 headings not answered", "Police protection, legal advice.", ("Go to first (F7)",)
            ),
            Card("school", "warn", "Theo’s school was not invited", "Theo is 9.", (RECORD_WHY,)),
            Card("limit", "info", "An action is due after the conference limit", "Action 2.", ("Go to",)),
            Card("midwife", "warn", "No midwife", "", (RECORD_WHY,), reason="Nobody in the household is pregnant."),
            Card("sc", "met", "Social care, police and health are present"),
            Card("ds", "met", "A police supervisor is present (DS)"),
        )
    )
    panel.cards()[2].open_reason()
    panel.setFixedWidth(300)
    outline = Outline(
        (
            Step("1", "1 Meeting", "Joint, section 47", "done"),
            Step("2", "2 Attendance", "9 people, 1 to finish", "stop"),
            Step("3", "3 Information", "4 agencies", "done"),
            Step("4", "4 Decisions", "9 of 14 answered", "half"),
            Step("5", "5 Actions", "4, 1 has no date", "half"),
            Step("6", "6 Check and sign", "3 to answer", "empty"),
        )
    )
    outline.set_current("4")
    outline.setFixedWidth(186)
    rail = Rail()
    rail.set_current("cases")
    rail.set_count("sync", 7)
    made = QWidget()
    layout = QHBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    centre = Panel("2 Attendance", "Everyone needs an agency", (Button("Add person (Ctrl+N)", "plus", size="small"),))
    centre.add(EmptyState("No meetings yet. Start a meeting record.", ("Start a meeting record now (F8)", "New case")))
    for part in (rail, outline, column(centre), panel):
        layout.addWidget(part)
    return made


def errors() -> QWidget:
    box = ErrorBox()
    box.show_parts(
        "The disk is full.", "What you typed is held in memory.", "Free some space, then press Ctrl+S.", "store.full"
    )
    summary = ProblemSummary()
    summary.show_problems(
        (
            Problem("Enter the rank or designation of Carl Osei-Munt.", lambda: None),
            Problem("Give a date. If it depends on something, give the date you will check.", lambda: None),
        )
    )
    status = StatusBar()
    status.set_saved("Draft kept 16:31:08")
    status.set_changes(7)
    status.set_network(False)
    status.set_lock("Locks after 10 min idle")
    status.set_who("Dawn Pettifer", "PCLO (police staff, Band D)")
    failed = StatusBar()
    failed.set_not_saved("Not saved. The disk is full. Free some space, then press Ctrl+S")
    failed.set_who("Dawn Pettifer", "PCLO")
    strong = "3 entries have no A or B."
    notice = Notice(
        "This copy is for police only, so they are printed and marked “not decided”.", "warn", strong=strong
    )
    return column(box, summary, notice, Notice("They are due Wed 18 Nov.", "info"), status, failed)


class _Rows(QAbstractTableModel):
    HEADS = ("No.", "Date", "Time", "Agency", "Source", "What happened", "A/B")
    DATA = (
        (
            "44",
            "Wed 23 Sep 2026",
            "",
            "EDU",
            "School attendance letter",
            "",
            "Theo: attendance 68% for the half term",
            "A",
        ),
        ("", "", "", "", "", "gap", "38 days with no entry from any agency, 23 September to 31 October", ""),
        (
            "45",
            "Sat 31 Oct 2026",
            "about",
            "POL",
            "CRIS 4419237/26, DAR 6",
            "not-equal",
            "Pruett says Maisie fell",
            "A",
        ),
        ("48", "Mon 2 Nov 2026", "11:40", "POL", "CRIS 4419237/26, DAR 2", "decision", "Strategy discussion", "A"),
        ("49", "Tue 3 Nov 2026", "11:20", "HEA", "Medical report, Dr Marchetti", "", "Bruising to both sides of", "A"),
        (
            "50",
            "Tue 3 Nov 2026",
            "16:00",
            "POL",
            "CRIS 4419237/26, DAR 9",
            "decision",
            "Police protection considered",
            "B",
        ),
        ("51", "Wed 4 Nov 2026", "18:30", "POL", "CAD 7712/04NOV26", "changed", "Neighbour reports Pruett’s van", "B"),
    )

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # type: ignore[override]  # noqa: B008
        return len(self.DATA)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # type: ignore[override]  # noqa: B008
        return len(self.HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.HEADS[section]
        return None

    def data(self, index: QModelIndex, role: int = 0) -> object:  # type: ignore[override]
        number, day, time, code, source, kind, words, ab = self.DATA[index.row()]
        if role != CELL_ROLE:
            return None
        if kind == "gap":
            return Cell(gap=True, text=words, link="Record why")
        marked = kind if kind in ("decision", "not-equal") else ""
        return (
            Cell(text=number, grey=True),
            Cell(text=day),
            Cell(text=time, bold=time == "about"),
            Cell(text=code, agency=code, hollow=time == "about"),
            Cell(text=source, small=True),
            Cell(
                text=words,
                mark=marked,
                mark_space=True,
                bold=kind == "decision",
                chip="Changed" if kind == "changed" else "",
                hits=((0, 6),) if number == "45" else (),
            ),
            Cell(text="" if ab == "B" else ab, grey=True, chip="B" if ab == "B" else "", chip_kind="solid"),
        )[index.column()]


def table() -> QWidget:
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    for focused in (False, True):
        view = QTableView()
        view.setModel(_Rows(view))
        dress_table(view, name="Chronology")
        for n, wide in enumerate((44, 122, 56, 74, 190, 380)):
            view.setColumnWidth(n, wide)
        view.setSpan(1, 0, 1, 7)
        view.selectRow(5)
        view.setProperty("wants_focus", focused)
        layout.addWidget(view)
    return made


def signature() -> QWidget:
    pad = SignaturePad()
    pad.setObjectName("pad")
    view = PdfView()
    view.load(sample_pdf())
    view.setMinimumHeight(420)
    boxes = PageBoxes()
    view.seen_changed.connect(lambda seen: boxes.set_seen(seen, view.page_count()))
    boxes.set_seen(view.seen(), view.page_count())
    dialog = ReasonDialog("Why is it withdrawn?", words="Entry 46 stays in History, struck.")
    dialog.setWindowFlags(Qt.WindowType.Widget)
    return column(pad, row(boxes), view, dialog)


def sample_pdf(pages: int = 4) -> bytes:
    """A small document, made in memory."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(20, 20, 20, 20))
    writer.setResolution(96)
    painter = QPainter(writer)
    painter.setFont(QFont("IBM Plex Sans", 12))
    for n in range(pages):
        if n:
            writer.newPage()
        painter.drawText(20, 40, f"Strategy meeting record, page {n + 1} of {pages}")
        painter.drawText(20, 900, "The last line of the page")
    painter.end()
    return bytes(buffer.data().data())


def scribble(pad: SignaturePad) -> None:
    """Draw something like a signature with the mouse."""
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(70, 90))
    points = (
        (80, 60),
        (95, 35),
        (100, 70),
        (108, 95),
        (120, 60),
        (135, 90),
        (150, 60),
        (170, 95),
        (190, 40),
        (185, 90),
    )
    for x, y in points:
        QTest.mouseMove(pad, QPointF(x, y).toPoint())
        QTest.qWait(2)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(230, 80))


SHEETS: tuple[tuple[str, Callable[[], QWidget], tuple[int, int]], ...] = (
    ("words", words_and_buttons, (940, 780)),
    ("fields", fields, (700, 900)),
    ("findings", findings, (1000, 760)),
    ("errors", errors, (1000, 520)),
    ("table", table, (1000, 480)),
    ("signature", signature, (700, 960)),
)
