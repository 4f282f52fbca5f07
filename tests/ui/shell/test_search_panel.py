"""Ctrl+K: groups with counts, marks, field words, what was meant, what was erased."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from pclo_app.casefile import erasure
from pclo_app.casefile.casefile import CaseFile
from pclo_app.records import kinds
from pclo_app.records.case import Case
from pclo_app.records.person import Person
from tests.casefile.conftest import CHEAP, PASSPHRASE, TurnedClock, entry
from tests.ui.desk import Desk, settled
from ui.shell.operations import Operations
from ui.shell.search_help import SearchHelp
from ui.shell.search_panel import TOGETHER, SearchPanel
from ui.shell.search_results import GROUPS, HEAD, SECTION_OF
from ui.theme import Theme
from ui.widgets.row_delegate import RowDelegate


@pytest.fixture
def panel(tmp_path: Path, qtbot: QtBot, theme: Theme) -> Iterator[SearchPanel]:
    cf = CaseFile.create(
        tmp_path / "ds", PASSPHRASE, name="Farah Whitcombe", rank="Detective Sergeant", role="DS", team="Team North",
        secrets=None, cost=CHEAP, clock=TurnedClock(),
    )  # fmt: skip
    case = cf.save(Case(reference="KM-0417", family="ORRIN-VALE"), case="").id
    other = cf.save(Case(reference="KM-0500", family="TEDDER"), case="").id
    for n in range(9):
        cf.save(entry(f"Bruise number {n} seen.", f"2026-11-{n + 1:02}"), case=case)
    cf.save(entry("Bruise on the left ear, tenancy ended.", "2026-10-01", agency="HEA"), case=other)
    cf.save(entry("Marmalade on the table.", "2026-10-02"), case=other)
    cf.save(Person(name="Bruise Willard"), case=other)
    operations = Operations(cf)
    desk = Desk(operations, cf, cf.now)
    shown = SearchPanel(desk, lock=lambda: None)
    qtbot.addWidget(shown)
    shown.resize(800, 460)
    shown.show()
    shown.edit.setFocus()
    yield shown
    operations.close()


def typed(qtbot: QtBot, panel: SearchPanel, words: str) -> list[str]:
    """The sentences of the list after typing."""
    panel.edit.clear()
    QTest.keyClicks(panel.edit, words)
    settled(qtbot, panel.session, wait=200)  # type: ignore[arg-type]
    settled(qtbot, panel.session)  # type: ignore[arg-type]
    return [row.sentence for row in panel.table.rows()]


def test_results_stand_in_groups_with_counts_and_the_hits_are_marked(panel: SearchPanel, qtbot: QtBot) -> None:
    said = typed(qtbot, panel, "brui")
    assert said[0] == f"Entries, {TOGETHER} of 10 shown" and said[TOGETHER + 1] == "People, 1"
    assert len(said) == TOGETHER + 3
    assert panel.groups.buttons()[0].text() == "Everything 11"
    cell = panel.table.rows()[1].cells[0]
    assert [cell.text[at : at + long] for at, long in cell.hits] == ["Brui"]
    assert cell.second.startswith("ORRIN-VALE, KM-0417") or cell.second.startswith("TEDDER, KM-0500")
    assert panel.table.current() == panel.table.rows()[1].key, "the heading is not a result"
    QTest.keyClick(panel.edit, Qt.Key.Key_Tab)
    assert len(panel.table.rows()) == 10
    QTest.keyClick(panel.edit, Qt.Key.Key_Backtab)
    for _ in range(TOGETHER):
        QTest.keyClick(panel.edit, Qt.Key.Key_Down)
    QTest.keyClick(panel.edit, Qt.Key.Key_Return)
    went = panel.session.went[-1]  # type: ignore[attr-defined]
    assert (went.section, went.page) == ("people", "case")


def test_every_kind_of_casework_stands_in_one_group_and_opens_somewhere() -> None:
    grouped = [kind for _, _, kinds_ in GROUPS for kind in kinds_]
    assert sorted(grouped) == sorted(kinds.KINDS.keys() - kinds.NOT_CASEWORK) == sorted(SECTION_OF)


def test_an_entry_is_told_with_its_number_and_who_told_it(panel: SearchPanel, qtbot: QtBot) -> None:
    typed(qtbot, panel, "tenancy")
    (row,) = (row for row in panel.table.rows() if not row.key.startswith(HEAD))
    assert row.cells[0].second == "TEDDER, KM-0500, entry 1, Thu 1 Oct 2026. CRIS 4419237/26"
    delegate = panel.table.itemDelegate()
    assert isinstance(delegate, RowDelegate) and delegate.keys_from is panel.edit


def test_field_words_narrow_and_what_is_not_understood_is_said(panel: SearchPanel, qtbot: QtBot) -> None:
    assert len(typed(qtbot, panel, "bruise agency:health")) == 2
    typed(qtbot, panel, "bruise agency:wizards")
    assert panel._foot.text() == "No agency is called “wizards”."
    assert panel.edit.hasFocus()


def test_what_was_meant_is_one_enter_away(panel: SearchPanel, qtbot: QtBot) -> None:
    assert typed(qtbot, panel, "tennancy") == ["Did you mean tenancy? Enter searches for it"]
    assert "Nothing found for “tennancy”" in panel._foot.text()
    QTest.keyClick(panel.edit, Qt.Key.Key_Return)
    settled(qtbot, panel.session, wait=200)  # type: ignore[arg-type]
    assert panel.edit.text() == "tenancy" and len(panel.table.rows()) == 2


def test_f1_says_what_can_be_typed(panel: SearchPanel, qtbot: QtBot) -> None:
    QTest.keyClick(panel.edit, Qt.Key.Key_F1)
    shown = panel.findChild(SearchHelp)
    assert shown is not None and shown.isVisible()
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible() and panel.edit.text() == ""


def test_what_was_erased_is_never_found_nor_suggested(panel: SearchPanel, qtbot: QtBot) -> None:
    assert len(typed(qtbot, panel, "marmalade")) == 2

    def erase(cf: CaseFile, _: object) -> None:
        (found,) = (item.id for case in cf.cases() for item in cf.entries(case.id) if "Marmalade" in item.record.fact)
        plan = erasure.plan(cf, records=[found])
        erasure.erase(cf, plan, ground="Court order", authority="Judge", passphrase=PASSPHRASE)

    panel.session.operations.submit(erase, lambda _none: None, panel.session.show_error, owner=panel)
    settled(qtbot, panel.session)  # type: ignore[arg-type]
    assert panel.session.errors == []  # type: ignore[attr-defined]
    assert typed(qtbot, panel, "marmalade") == []
    assert typed(qtbot, panel, "marmelade") == []
    assert typed(qtbot, panel, "table") == []
