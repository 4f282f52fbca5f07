"""Two laptops: an officer's and a sergeant's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.case import Case
from pclo_app.vault.keys import Cost
from ui.shell.operations import Operations
from ui.shell.session import Place, Session
from ui.sync.page import SyncPage
from ui.theme import Theme

NOW = datetime(2026, 11, 18, 16, 31, tzinfo=UTC)

PASSPHRASE = "sampler orchard viaduct mitten"

Laptop = Callable[[str], SyncPage]


@pytest.fixture
def laptop(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Laptop]:
    """The Sync page of a new laptop of this role."""
    Theme.light().apply(qapp)
    opened: list[Operations] = []

    def make(role: str) -> SyncPage:
        name, rank = ("Farah Whitcombe", "Detective Sergeant") if role == "DS" else ("Dawn Pettifer", "PCLO (Band D)")
        cf = CaseFile.create(
            tmp_path / role, PASSPHRASE, name=name, rank=rank, role=role, team="Team North",
            secrets=None, cost=Cost(8192, 1, 1), clock=lambda: NOW,
        )  # fmt: skip
        if role == "PCLO":
            cf.save(Case(reference="KM-0417", family="ORRIN-VALE"), case="")
        operations = Operations(cf)
        opened.append(operations)
        page = SyncPage(Session(operations, cf.officer, clock=lambda: NOW), Place("sync"))
        page.session.setParent(page)
        operations.changed.connect(page.refresh)
        qtbot.addWidget(page)
        page.resize(1292, 640)
        page.show()
        page.shown()
        qtbot.waitUntil(lambda: operations.idle and page._view is not None)
        return page

    yield make
    for operations in opened:
        operations.close()
