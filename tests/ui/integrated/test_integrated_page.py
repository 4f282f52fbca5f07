from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pclo_app.casefile import audit
from pclo_app.casefile.audit import AuditFilter
from pclo_app.reports.document import Document
from tests.ui.desk import Desk, nameless, settled
from ui.integrated.page import IntegratedPage
from ui.reports.print_sheet import PrintSheet
from ui.shell.session import Place

Page = Callable[[], IntegratedPage]


def ask(desk: Desk, qtbot: QtBot, question: Callable[[Any], Any]) -> Any:
    found: list[Any] = []
    desk.operations.submit(lambda cf, _: found.append(question(cf)))
    settled(qtbot, desk)
    return found[0]


def tick(page: IntegratedPage, desk: Desk, qtbot: QtBot, case: str) -> None:
    """By the keyboard: the box gets the focus and Space ticks it."""
    box = page.cases.boxes[case]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    settled(qtbot, desk)


def test_cases_of_the_same_family_are_proposed_first_with_the_reason(page: Page, family: SimpleNamespace) -> None:
    made = page()
    assert list(made.cases.boxes) == [family.one, family.two, family.stranger]
    name = made.cases.boxes[family.two].accessibleName()
    assert "The same family name and Kerry Orrin in both" in name
    assert made.cases.chosen() == [family.one]


def test_two_cases_stand_in_one_order_with_case_and_agency(
    page: Page, desk: Desk, family: SimpleNamespace, qtbot: QtBot
) -> None:
    made = page()
    tick(made, desk, qtbot, family.two)
    sentences = [row.sentence for row in made.table.rows()]
    assert len(sentences) == 4
    assert [("KM-0417" in s, "KM-0502" in s) for s in sentences] == [
        (True, False), (False, True), (True, False), (False, True)
    ]  # fmt: skip
    assert "Police: Case note 14" in sentences[0]
    assert "Social care: Case note 14" in sentences[1]
    assert made.count.text() == "4 entries of 2 cases"
    assert made.title() == "KM-0417 and KM-0502"


def test_showing_another_case_is_written_to_the_access_log(
    page: Page, desk: Desk, family: SimpleNamespace, qtbot: QtBot
) -> None:
    made = page()
    lines = AuditFilter(case=family.two)
    before = ask(desk, qtbot, lambda cf: audit.count(cf, lines))
    tick(made, desk, qtbot, family.two)
    assert ask(desk, qtbot, lambda cf: audit.count(cf, lines)) == before + 1


@pytest.mark.parametrize(
    ("key", "kind", "sides"),
    [
        (Qt.Key.Key_1, "duplicate of", 2),
        (Qt.Key.Key_2, "conflicts with", 2),
        (Qt.Key.Key_3, "different from", 2),
        (Qt.Key.Key_4, "follows", 1),
    ],
)
def test_a_pair_is_answered_by_keys_alone_and_both_lines_are_kept(
    page: Page, desk: Desk, family: SimpleNamespace, qtbot: QtBot, key: Qt.Key, kind: str, sides: int
) -> None:
    made = page()
    tick(made, desk, qtbot, family.two)
    assert "1 pair" in made.pairs_panel.head.text()
    assert "2 days apart" in made.pairs_panel.list.rows()[0].sentence
    assert made.pairs_panel.view.one.fact.text() != made.pairs_panel.view.other.fact.text()
    before = ask(desk, qtbot, lambda cf: [cf.item(id).record.fact for id in (family.police, family.social)])
    made.pairs_panel.list.setFocus()
    QTest.keyClick(made.pairs_panel.list, key)
    assert made.pairs_panel.view.words.hasFocus()
    QTest.keyClicks(made.pairs_panel.view.words, "Looked at both")
    QTest.keyClick(made.pairs_panel.view.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, desk)
    one, other = ask(desk, qtbot, lambda cf: [cf.item(id) for id in (family.police, family.social)])
    links = [(link.kind, link.words) for item in (one, other) for link in item.record.links]
    assert links == [(kind, "Looked at both")] * sides
    assert [one.record.fact, other.record.fact] == before
    assert one.revisions + other.revisions == 2 + sides
    if kind == "follows":
        assert not one.record.links, "the second follows the first, so the second carries the link"
    qtbot.waitUntil(lambda: "Answered" in made.pairs_panel.view._why.text())
    assert QApplication.focusWidget() is made.pairs_panel.list
    assert desk.said[-1].endswith("Both lines are kept")


def test_an_answer_without_a_kind_or_a_reason_asks_for_it(
    page: Page, desk: Desk, family: SimpleNamespace, qtbot: QtBot
) -> None:
    made = page()
    tick(made, desk, qtbot, family.two)
    QTest.mouseClick(made.pairs_panel.view.save, Qt.MouseButton.LeftButton)
    assert "Choose what they are" in made.pairs_panel.view._missing.text()
    made.pairs_panel.view.choose(1)
    made.pairs_panel.view.words.set_text(" ")
    QTest.mouseClick(made.pairs_panel.view.save, Qt.MouseButton.LeftButton)
    assert "Enter why" in made.pairs_panel.view._missing.text()
    assert ask(desk, qtbot, lambda cf: cf.item(family.police).revisions) == 1


def test_enter_opens_a_line_in_its_own_case(page: Page, desk: Desk, family: SimpleNamespace, qtbot: QtBot) -> None:
    made = page()
    tick(made, desk, qtbot, family.two)
    made.table.setFocus()
    made.table.set_current(made.table.rows()[1].key)
    QTest.keyClick(made.table, Qt.Key.Key_Return)
    assert desk.went[-1] == Place("case", case=family.two, section="chronology", record=family.social)


def test_it_prints_what_is_chosen(page: Page, desk: Desk, family: SimpleNamespace, qtbot: QtBot) -> None:
    made = page()
    tick(made, desk, qtbot, family.two)
    shown: list[PrintSheet] = []
    desk.show_sheet = lambda content, **_: shown.append(content)  # type: ignore[method-assign,assignment]
    made.table.setFocus()
    QTest.keyClick(made.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, desk)
    (sheet,) = shown
    qtbot.addWidget(sheet)
    sheet.controls.reader.set_person("Imelda Crosbie", "Team Manager")
    again = sheet._wanted()
    assert again is not None and again.recipient == "Imelda Crosbie, Team Manager"
    copies: list[Document] = []
    desk.operations.submit(lambda cf, _: copies.append(again.make(cf)))
    settled(qtbot, desk)
    text = " ".join(copies[0].text().split())
    assert "Copy 1 of 1, for Imelda Crosbie, Team Manager." in text
    assert "Integrated chronology" in text
    assert "KM-0417 and KM-0502" in text


def test_nothing_chosen_says_so_and_everything_has_a_name(
    page: Page, desk: Desk, family: SimpleNamespace, qtbot: QtBot
) -> None:
    made = page()
    assert nameless(made) == []
    tick(made, desk, qtbot, family.one)
    assert made.nothing.isVisible()
    tick(made, desk, qtbot, family.two)
    assert made.title() == "KM-0502"
