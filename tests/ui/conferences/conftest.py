"""A case with a conference ahead, and the workspace of it on the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.base import Named
from pclo_app.records.conference import Conference
from pclo_app.records.person import Person
from pclo_app.records.work import Check
from tests.casefile.conftest import TurnedClock, case, cf, clock, entry, make_casefile
from tests.ui.desk import Desk, settled
from ui.conferences.workspace import ConferenceWorkspace
from ui.shell.operations import Operations
from ui.shell.session import Place, Screen
from ui.theme import Theme

__all__ = ["case", "cf", "clock", "make_casefile"]


@pytest.fixture
def conference(cf: CaseFile, case: str) -> str:
    child = cf.save(Person(name="Maisie Orrin-Vale", roles=("subject child",)), case=case).id
    cf.save(Person(name="Dale Pruett", roles=("partner",)), case=case)
    cf.save(entry("Bruising to the left ear.", edtf="2026-10-20", disclosure="A"), case=case)
    cf.save(entry("The neighbour heard shouting.", edtf="2026-10-25", disclosure="A"), case=case)
    made = cf.save(
        Conference(
            type="initial", date="2026-11-20", time="10:00", place="Civic Centre", children=(child,),
            chair=Named(name="Wendell Ashby-Roe", rank="Conference Chair", agency="CSC"),
        ),
        case=case,
    ).id  # fmt: skip
    for system in ("PNC", "CRIS", "PND"):
        by = Named(name="Dawn Pettifer", rank="PCLO (Band D)", agency="POL")
        done = Check(
            system=system, on_whom="Dale Pruett", result="no trace", at="2026-11-02T09:00", by=by, conference=made
        )
        cf.save(done, case=case)
    waiting = Check(
        system="ViSOR", on_whom="Dale Pruett", result="not done", not_done_reason="Not asked", conference=made
    )
    cf.save(waiting, case=case)
    return made


@pytest.fixture
def desk(cf: CaseFile, clock: TurnedClock, qapp: QApplication) -> Iterator[Desk]:
    Theme.light().apply(qapp)
    operations = Operations(cf)
    yield Desk(operations, cf, clock)
    operations.close()


Opened = Callable[[], ConferenceWorkspace]


@pytest.fixture
def opened(qtbot: QtBot, desk: Desk, case: str, conference: str) -> Opened:
    """Open the workspace; again for the same words after a lock."""
    kept: list[Screen] = []

    def make() -> ConferenceWorkspace:
        page = ConferenceWorkspace(desk, Place("case", case, "conferences", conference))
        kept.append(page)
        desk.changed.connect(page.refresh)
        qtbot.addWidget(page)
        page.resize(1292, 610)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        settled(qtbot, desk)
        return page

    return make
