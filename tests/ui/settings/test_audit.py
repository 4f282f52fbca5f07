"""The audit log on the screen: what is in it, narrowing it, any length, its chain, and taking it out on purpose."""

from __future__ import annotations

import csv
import io
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from pclo_app.casefile import audit
from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.audit import Disclose
from pclo_app.records.person import Person
from ui.audit.model import KEPT_PAGES, PAGE

from .conftest import Desk


def _sentences(part: Any) -> list[str]:
    model = part.model
    return [model.index(n, 0).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(model.rowCount())]


def _reload(desk: Desk, part: Any) -> None:
    part._load()
    desk.life.settle(desk.program)


def test_reading_the_log_is_itself_a_line_of_it(desk: Desk) -> None:
    part = desk.part("audit")
    _reload(desk, part)
    said = _sentences(part)
    assert "Access log read" in said[0] and "Dawn Pettifer, PCLO (police staff, Band D)" in said[0]
    desk.part("general")
    desk.part("audit")
    _reload(desk, part)
    assert sum("Access log read" in each for each in _sentences(part)) == 1, "once in a session"
    assert any("KM-0417" in each and "This laptop" in each for each in said)


def test_the_filters_narrow_and_show_everything_again(desk: Desk) -> None:
    part = desk.part("audit")
    all_lines = part.model.rowCount()
    part.filters.words_edit.setText("person")
    part.filters._look()
    desk.life.settle(desk.program)
    assert 0 < part.model.rowCount() < all_lines
    assert all("Person" in each for each in _sentences(part))
    part.filters.words_edit.setText("no such words")
    part.filters._look()
    desk.life.settle(desk.program)
    assert part.nothing.isVisible() and not part.table.isVisible()
    part.nothing.buttons[0].click()
    desk.life.settle(desk.program)
    assert part.table.isVisible() and part.model.rowCount() >= all_lines
    part.filters.since.setText("19/11/2026")
    part.filters._look()
    desk.life.settle(desk.program)
    assert part.model.rowCount() == 0
    part.filters.since.setText("31 foo")
    part.filters._look()
    assert part.filters.since.accessibleDescription().startswith("Error: Enter a day")


def test_the_chain_is_checked_and_counted(desk: Desk) -> None:
    part = desk.part("audit")
    desk.life.qtbot.waitUntil(lambda: "checks out" in part.chain.text(), timeout=20_000)
    lines = desk.ask(lambda cf: audit.count(cf))
    assert part.chain.text() == f"The chain checks out: {lines} lines."


def test_it_is_read_only_and_the_export_is_disclosed(desk: Desk, tmp_path: Path) -> None:
    part = desk.part("audit")
    assert part.table.editTriggers() == part.table.EditTrigger.NoEditTriggers
    out = tmp_path / "log.csv"
    part.export_to(out)
    desk.life.settle(desk.program)
    rows = list(csv.DictReader(io.StringIO(out.read_bytes().decode("utf-8-sig"))))
    assert {row["Case"] for row in rows} >= {"KM-0417"}
    disclosed = desk.ask(lambda cf: [item.record for item in cf.items(kind="disclose")])
    assert isinstance(disclosed[0], Disclose) and disclosed[0].act == "exported" and disclosed[0].what == "Audit log"


def test_a_log_of_any_length_is_read_where_somebody_looks(desk: Desk) -> None:
    def fill(cf: CaseFile) -> int:
        case = cf.cases()[0].id
        cf.save_many([(Person(name=f"Person {n}", roles=("sibling",)), case) for n in range(1500)])
        return audit.count(cf)

    lines = desk.ask(fill)
    part = desk.part("audit")
    _reload(desk, part)
    assert part.model.rowCount() == lines + 1
    started = time.monotonic()
    for row in range(0, lines, PAGE):
        part.table.scrollTo(part.model.index(row, 0))
        desk.life.qtbot.waitUntil(lambda row=row: part.model.line_at(row) is not None, timeout=10_000)
    assert part.model.pages_held <= KEPT_PAGES
    assert part.model.line_at(0) is None, "what went by long ago is let go of"
    assert time.monotonic() - started < 10


def test_a_case_shows_its_own_lines_and_why_it_was_opened(desk: Desk) -> None:
    from ui.cases.window import CasePage
    from ui.shell.session import Place

    case = desk.ask(lambda cf: cf.cases()[0].id)
    desk.window.open(Place("case", case=case))
    desk.life.settle(desk.program)
    page: Any = desk.window._stack.front  # type: ignore[union-attr]
    assert isinstance(page, CasePage)
    desk.window.open(Place("cases"))
    desk.window.open(Place("case", case=case))
    desk.life.settle(desk.program)
    consults = lambda: desk.ask(lambda cf: [i.record.purpose for i in cf.items(case, "consult")])  # noqa: E731
    assert consults() == ["casework"], "once in a session, however often it is opened"
    page = desk.window._stack.front  # type: ignore[union-attr]
    purpose = page.purpose
    assert purpose.currentText() == "For casework"
    purpose.setCurrentIndex(purpose.findData("disclosure"))
    purpose.activated.emit(purpose.currentIndex())
    assert consults() == ["casework", "disclosure"]
    page.header.settings_wanted.emit("audit")
    desk.life.settle(desk.program)
    here = desk.window.navigation.here
    assert here is not None and here.section == "audit"
    section: Any = desk.window._stack.front.front  # type: ignore[union-attr]
    assert "of case KM-0417" in section.count.text()
    assert all("KM-0417" in each for each in _sentences(section))
