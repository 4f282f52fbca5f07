"""Two cases of one family behind the real page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.base import Named
from pclo_app.records.case import Case
from pclo_app.records.chronology import ChronologyEntry, Source
from pclo_app.records.event_date import EventDate
from pclo_app.records.person import Person
from tests.ui.desk import Desk, settled
from tests.vault.vault_parts import CHEAP
from ui.integrated.page import IntegratedPage
from ui.shell.operations import Operations
from ui.shell.session import Place
from ui.theme import Theme

NOW = datetime(2026, 11, 18, 16, 31, tzinfo=UTC)
WORDS = "kettle lantern orchard pebble"


def _entry(day: str, agency: str, fact: str) -> ChronologyEntry:
    return ChronologyEntry(
        when=EventDate(day), agency=agency, source=Source(system="Case note", reference="14"), fact=fact,
        told_by=Named(name="Jonah Prideaux", rank="Social Worker", agency="CSC"),
    )  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    Theme.light().apply(qapp)
    cf = CaseFile.create(
        tmp_path / "vault", WORDS, name="Dawn Pettifer", rank="PCLO", role="PCLO", team="Team North", secrets=None,
        cost=CHEAP, clock=lambda: NOW,
    )  # fmt: skip
    operations = Operations(cf)
    yield Desk(operations, cf, lambda: NOW)
    operations.close()


@pytest.fixture
def family(desk: Desk, qtbot: QtBot) -> SimpleNamespace:
    """A brother's and a sister's cases, which tell of one arrest on two days, and a stranger's."""
    made = SimpleNamespace()

    def write(cf: CaseFile, _: object) -> None:
        made.one = cf.save(Case(reference="KM-0417", family="Orrin-Vale"), case="").id
        made.two = cf.save(Case(reference="KM-0502", family="ORRIN-VALE"), case="").id
        made.stranger = cf.save(Case(reference="KM-0389", family="Roy"), case="").id
        mother = Person(name="Kerry Orrin", roles=("parent",), born=EventDate("1996-06-30"))
        cf.save(mother, case=made.one)
        cf.save(mother, case=made.two)
        arrest = "Dale Pruett was arrested at the flat on suspicion of assault and taken to the police station"
        made.police = cf.save(_entry("2025-05-17", "POL", arrest + "."), case=made.one).id
        made.social = cf.save(_entry("2025-05-19", "CSC", arrest + " in the evening."), case=made.two).id
        cf.save(_entry("2025-08-02", "HEA", "Maisie was weighed at the clinic."), case=made.one)
        cf.save(_entry("2025-09-09", "EDU", "Theo began at his new school."), case=made.two)

    desk.operations.submit(write)
    settled(qtbot, desk)
    return made


@pytest.fixture
def page(desk: Desk, family: SimpleNamespace, qtbot: QtBot) -> Callable[[], IntegratedPage]:
    def make() -> IntegratedPage:
        made = IntegratedPage(desk, Place("integrated", case=family.one))
        desk.changed.connect(made.refresh)  # as the window does
        qtbot.addWidget(made)
        made.resize(1292, 640)
        made.show()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        settled(qtbot, desk)
        return made

    return make
