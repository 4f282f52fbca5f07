"""A process of its own that opens a case file and looks at its documents, for `test_no_trace`."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from pclo_app.casefile import attachments
from pclo_app.casefile.casefile import CaseFile
from tests.ui.shell.conftest import PASSPHRASE
from ui.attachments.viewer import Viewer
from ui.shell.operations import Operations
from ui.shell.remembered import Memory
from ui.shell.session import Place, Session
from ui.shell.window import MainWindow
from ui.theme import Theme


def main(folder: Path) -> int:
    """See every document, page by page; print how many were seen."""
    application = QApplication([])
    Theme.light().apply(application)
    cf = CaseFile.open(folder, PASSPHRASE)
    case = cf.cases()[0].id
    ids = [document.id for document in attachments.listed(cf, case)]
    operations = Operations(cf)
    window = MainWindow(Memory(None))
    window.resize(1366, 768)
    window.show()
    session = Session(operations, cf.officer, clock=lambda: datetime.now(UTC), memory=Memory(None), parent=window)
    window.begin(session)

    def settle() -> None:
        until = time.monotonic() + 20
        quiet = 0
        while quiet < 8 and time.monotonic() < until:
            application.processEvents()
            time.sleep(0.02)
            quiet = quiet + 1 if operations.idle else 0

    seen = 0
    for id in ids:
        session.open(Place("case", case=case, section="checks", record=f"documents/view/{id}"))
        settle()
        viewer: Any = next(each for each in window.findChildren(Viewer) if each.isVisible() and each.id == id)
        stage = viewer.stage
        seen += stage.currentWidget() is not stage._nothing
        for _ in range(3):
            viewer.head.nearer.click()
            viewer.head.after.click()
            settle()
        window.grab()
        window.close_sheets()
        settle()
    print(f"seen {seen} of {len(ids)}")
    operations.close()
    window.hide()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
