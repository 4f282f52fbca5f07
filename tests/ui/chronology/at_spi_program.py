"""A chronology in a window of its own, for a screen reader in another process. Run by `test_assistive`.

Arguments: a new folder. It says "ready" once the screen is there, and when its input is
closed the entries of the case as JSON.
"""

from __future__ import annotations

import json
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.case import Case
from pclo_app.records.safeguarding import PoliceProtection
from pclo_app.vault.keys import Cost
from tests.ui.chronology.conftest import PASSPHRASE, entry
from ui.chronology.section import ChronologySection
from ui.shell.operations import Operations
from ui.shell.session import Place, Session
from ui.theme import Theme


def main(folder: Path) -> None:
    app = QApplication(["pclo-at-spi"])
    app.setApplicationName("pclo-at-spi")
    Theme.light().apply(app)
    now = datetime(2026, 11, 18, 16, 31, 8, tzinfo=UTC)
    cf = CaseFile.create(
        folder, PASSPHRASE, name="Dawn Pettifer", rank="PCLO (Band D)", role="PCLO", team="Team North", secrets=None,
        cost=Cost(m=8 * 1024, t=1, p=1), clock=lambda: now,
    )  # fmt: skip
    case = cf.save(Case(reference="KM-0417", family="ORRIN-VALE"), case="").id
    cf.save(entry("Bruise behind the ear.", "2026-11-03", time="11:20"), case=case)
    protection = PoliceProtection(
        children=("c",), answer="considered and not used", why="He left", considered_at="2026-11-03T16:00",
        by=entry("x").told_by or _sergeant(),
    )  # fmt: skip
    cf.save(protection, case=case)
    operations = Operations(cf)
    session = Session(operations, cf.officer, clock=lambda: now)
    section = ChronologySection(session, Place("case", case, "chronology"))
    session.changed.connect(section.refresh)
    section.setWindowTitle("KM-0417")
    section.resize(1292, 610)
    section.show()
    section.activateWindow()

    def ready() -> None:
        if section.model.rowCount() and operations.idle:
            print("ready", flush=True)
        else:
            QTimer.singleShot(50, ready)

    def ended() -> None:
        sys.stdin.read()
        QTimer.singleShot(0, app, app.quit)

    QTimer.singleShot(0, ready)
    threading.Thread(target=ended, daemon=True).start()
    app.exec()
    found: list[list[str]] = []
    operations.submit(lambda cf, _: [[e.record.fact, e.record.agency] for e in cf.entries(case)], found.extend)
    while not found:
        app.processEvents()
    operations.close()
    print(json.dumps(found), flush=True)


def _sergeant() -> object:
    from pclo_app.records.base import Named

    return Named(name="Farah Whitcombe", rank="Detective Sergeant", agency="POL")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
