"""The section over a real case file, with operations on their own thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.case import Case
from pclo_app.records.chronology import ChronologyEntry, Source
from pclo_app.records.event_date import EventDate
from pclo_app.vault.keys import Cost
from ui.chronology.section import ChronologySection
from ui.shell.operations import Operations
from ui.shell.session import Place, Session
from ui.theme import Theme

PASSPHRASE = "sampler orchard viaduct mitten"
NOW = datetime(2026, 11, 18, 16, 31, 8, tzinfo=UTC)


def entry(fact: str, edtf: str = "2026-11-03", time: str = "", **more: object) -> ChronologyEntry:
    """An entry with all that must be there."""
    fields: dict[str, object] = {
        "agency": "POL",
        "source": Source(system="CRIS", reference="4419237/26"),
        "when": EventDate(edtf=edtf, time=time),
    }
    return ChronologyEntry(fact=fact, **(fields | more))  # type: ignore[arg-type]


class Desk:
    """A case file, its session, and the sections that a test opens."""

    def __init__(self, cf: CaseFile, qtbot: QtBot) -> None:
        self.cf = cf
        self.case = cf.save(Case(reference="KM-0417", family="ORRIN-VALE"), case="").id
        self.qtbot = qtbot
        self.operations: Operations | None = None
        self.errors: list[Exception] = []
        self._shown: list[QWidget] = []

    def save(self, *entries: ChronologyEntry) -> list[str]:
        """Entries written before the section opens."""
        return [saved.id for saved in self.cf.save_many((each, self.case) for each in entries)]

    def start(self) -> Session:
        """From here on the worker owns the case file."""
        if self.operations is None:
            self.operations = Operations(self.cf)
            self.operations.failed.connect(self.errors.append)
        session = Session(self.operations, self.cf.officer, clock=lambda: NOW)
        session.show_error = self.errors.append  # type: ignore[method-assign,assignment]
        return session

    def open(self, record: str = "") -> ChronologySection:
        """The section, shown and settled."""
        session = self.start()
        section = ChronologySection(session, Place("case", self.case, "chronology", record))
        session.changed.connect(section.refresh)
        session.setParent(section)
        self.qtbot.addWidget(section)
        self._shown.append(section)
        section.resize(1292, 610)
        section.show()
        section.activateWindow()
        self.qtbot.waitUntil(section.isActiveWindow)
        self.settle()
        return section

    def close(self, section: ChronologySection) -> None:
        """Away with it, as a lock does."""
        section.save_draft()
        self.settle()
        section.hide()
        section.close()

    def settle(self) -> None:
        """Until the worker rests and the timers of the screen have run."""
        operations = self.operations
        assert operations is not None
        for _ in range(2):
            self.qtbot.wait(60)
            self.qtbot.waitUntil(lambda: operations.idle, timeout=20_000)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def ask(self, work: Callable[[CaseFile], object]) -> object:
        """Something about the case file, from its own thread."""
        found: list[object] = []
        assert self.operations is not None
        self.operations.submit(lambda cf, _: work(cf), found.append)
        self.qtbot.waitUntil(lambda: bool(found))
        return found[0]

    def facts(self) -> list[str]:
        """What the case holds now, in order."""
        found = self.ask(lambda cf: [item.record.fact for item in cf.entries(self.case)])
        assert isinstance(found, list)
        return found


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Desk]:
    Theme.light().apply(qapp)
    cf = CaseFile.create(
        tmp_path / "officer", PASSPHRASE, name="Dawn Pettifer", rank="PCLO (Band D)", role="PCLO",
        team="Team North", secrets=None, cost=Cost(m=8 * 1024, t=1, p=1), clock=lambda: NOW,
    )  # fmt: skip
    made = Desk(cf, qtbot)
    yield made
    if made.operations is not None:
        made.operations.close()
    else:
        cf.close()
    assert made.errors == []
