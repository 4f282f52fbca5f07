"""A real case file with a family and its professionals, and a session over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.case import Case
from pclo_app.records.event_date import EventDate
from pclo_app.records.person import Person
from pclo_app.vault.keys import Cost
from tests.ui.meetings.meeting_parts import PASSPHRASE, PIN, Clock, Shell, SmallReports, fill
from ui.meetings.chair import ChairScreen
from ui.meetings.editor import MeetingEditor
from ui.meetings.facts import NEW
from ui.shell.operations import Operations
from ui.shell.session import Place, Session
from ui.theme import Theme


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light look, on."""
    made = Theme.light()
    made.apply(qapp)
    return made


@pytest.fixture
def clock() -> Clock:
    """The clock of the case file and of the screens."""
    return Clock()


@pytest.fixture
def cf(tmp_path: Path, clock: Clock) -> Iterator[CaseFile]:
    """An officer's open case file, cheap to make."""
    made = CaseFile.create(
        tmp_path / "vault", PASSPHRASE, name="Dawn Pettifer", rank="PCLO (police staff, Band D)", role="PCLO",
        team="Team North", secrets=None, cost=Cost(m=8 * 1024, t=1, p=1), clock=clock,
    )  # fmt: skip
    yield made
    made.close()


@pytest.fixture
def case(cf: CaseFile) -> str:
    """The Orrin-Vale case with two children and seven professionals."""
    made = cf.save(Case(reference="KM-0417", family="ORRIN-VALE"), case="").id
    children = (("Maisie Orrin-Vale", "2022-02-14"), ("Theo Orrin-Vale", "2023-09-02"))
    for name, born in children:
        cf.save(Person(name=name, born=EventDate(born), roles=("subject child",)), case=made)
    for name, rank, agency, organisation in (
        ("Farah Whitcombe", "Detective Sergeant", "POL", ""),
        ("Owen Tranter", "Detective Constable", "POL", ""),
        ("Imelda Crosbie", "Team Manager", "CSC", "Kingsmere social care"),
        ("Jonah Prideaux", "Social Worker", "CSC", ""),
        ("Beatrix Nwosu-Lane", "Health Visitor", "HEA", ""),
        ("Dr Anil Marchetti", "Consultant Community Paediatrician", "HEA", ""),
        ("Gillian Peake", "Nursery Manager", "EDU", "Pennyfield Nursery"),
    ):
        cf.save(
            Person(name=name, rank=rank, agency=agency, organisation=organisation, roles=("professional",)), case=made
        )
    return made


@pytest.fixture
def shell() -> Shell:
    """What the screens asked of the main window."""
    return Shell()


@pytest.fixture
def session(qtbot: QtBot, theme: Theme, cf: CaseFile, clock: Clock, shell: Shell) -> Iterator[Session]:
    """An unlocked session."""
    operations = Operations(cf)
    operations.failed.connect(shell.errors.append)
    made = Session(operations, cf.officer, clock=clock)
    made.attach(shell)
    yield made
    operations.close()


Settle = Callable[[], None]


@pytest.fixture
def settle(qtbot: QtBot, session: Session) -> Settle:
    """Wait until the worker rests and everything is delivered."""

    def wait() -> None:
        for _ in range(3):
            QApplication.processEvents()
            qtbot.waitUntil(lambda: session.operations.idle, timeout=10_000)

    return wait


Open = Callable[..., MeetingEditor]


@pytest.fixture
def open_record(qtbot: QtBot, session: Session, case: str, settle: Settle) -> Open:
    """Open a record in an active window."""
    kept: list[MeetingEditor] = []

    def make(record: str = NEW, **options: Any) -> MeetingEditor:
        editor = MeetingEditor(
            session, Place("case", case, "meetings", record), reports=options.get("reports") or SmallReports()
        )
        qtbot.addWidget(editor)
        kept.append(editor)
        editor.resize(1292, 672)
        editor.show()
        editor.activateWindow()
        qtbot.waitUntil(editor.isActiveWindow)
        settle()
        return editor

    return make


@pytest.fixture
def at_chair(open_record: Open, shell: Shell, settle: Settle, qtbot: QtBot) -> Callable[..., tuple[Any, ChairScreen]]:
    """A complete record in the hands of its chair."""

    def hand_over(editor: MeetingEditor | None = None) -> tuple[MeetingEditor, ChairScreen]:
        made = editor or open_record()
        if editor is None:
            fill(made)
        made.ask_the_chair()
        settle()
        assert made.pages.currentWidget() is made.sheet
        made.sheet.idcheck.buttons()[0].click()
        made.sheet.pin.setText(PIN)
        made.sheet.turn_button.click()
        settle()
        screen = shell.owner
        assert isinstance(screen, ChairScreen)
        qtbot.waitUntil(screen.isActiveWindow)
        return made, screen

    return hand_over
