"""Heads of pages and cards: one line while there is room; in a narrow window nothing of them is cut off."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QTableWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.buttons import Button
from ui.widgets.head_layout import Head
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.statusbar import StatusBar


class Page(QWidget):
    """Back, words that give way, three buttons; a body under it."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        holder = Head(self)
        row = holder.row
        row.setContentsMargins(4, 3, 2, 1)
        self.back = Button("Back")
        self.words = label("What this page is about, in a sentence of some length")
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.words.setMinimumWidth(60)
        self.buttons = [Button(words) for words in ("Check a code", "Print the draft", "Sign")]
        row.add_words(self.words)
        for button in self.buttons:
            row.add_at_end(button)
        row.add(self.back)
        column.addWidget(holder)
        column.addWidget(label("body"), 1)
        self.holder = holder


def _shown(qtbot: QtBot, head: QWidget, width: int) -> None:
    head.resize(width, 300)
    head.show()
    qtbot.waitExposed(head)
    head.layout().activate()


def _whole(parts: list[QWidget]) -> bool:
    """Whether each has the size it wants and lies within its parent, and none on another."""
    within = all(p.parentWidget().rect().contains(p.geometry()) and p.width() >= p.sizeHint().width() for p in parts)
    apart = not any(a.geometry().intersects(b.geometry()) for a in parts for b in parts if a is not b)
    return within and apart


def test_with_room_it_is_one_line_and_the_words_take_what_is_left(qtbot: QtBot) -> None:
    head = Page()
    qtbot.addWidget(head)
    _shown(qtbot, head, 900)
    assert _whole([head.back, *head.buttons])
    assert len({part.geometry().center().y() for part in (head.back, *head.buttons)}) == 1
    assert head.buttons[-1].geometry().right() == 900 - 2 - 1, "the end of the line"
    assert head.words.x() == 4 and head.words.width() > 60


def test_without_room_the_main_button_stays_and_the_others_go_below_it(qtbot: QtBot) -> None:
    head = Page()
    qtbot.addWidget(head)
    _shown(qtbot, head, 300)
    check, draft, sign = head.buttons
    assert _whole([head.back, *head.buttons])
    assert sign.y() < draft.y() == check.y() and sign.geometry().right() == 300 - 2 - 1
    assert head.holder.height() == head.holder.row.heightForWidth(300) > head.back.height() * 2


def test_what_stands_around_a_head_is_not_measured_by_its_width(qtbot: QtBot) -> None:
    """Else a table under it could not be lower than it would like to be."""
    panel = Panel("Checks", "", (Button("Add check"),))
    qtbot.addWidget(panel)
    panel.add(QTableWidget(3, 2), 1)
    assert not panel.hasHeightForWidth()
    _shown(qtbot, panel, 400)
    panel.resize(400, 150)
    assert panel.height() == 150


def test_even_one_button_to_a_line_is_whole(qtbot: QtBot) -> None:
    head = Page()
    qtbot.addWidget(head)
    _shown(qtbot, head, head.minimumSizeHint().width())
    assert _whole([head.back, *head.buttons])


def test_what_is_hidden_takes_no_room_and_what_is_put_before_stands_before(qtbot: QtBot) -> None:
    panel = Panel("People", "Who is who", (last := Button("Add"),))
    qtbot.addWidget(panel)
    panel.add_head_widget(first := Button("Find"), before=last)
    panel.add_head_widget(gone := Button("Never seen"))
    gone.hide()
    _shown(qtbot, panel, 500)
    assert first.geometry().right() < last.x() and last.geometry().right() == panel.head.width() - 10 - 1


def test_the_status_line_of_a_narrow_window_keeps_to_its_three_facts(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.resize(600, 24)
    bar.show()
    bar.set_compact(True)
    bar.set_changes(3)
    assert not bar._laptop_icon.isVisible() and not bar._laptop.isVisible()
    bar.set_compact(False)
    assert bar._laptop_icon.isVisible() and bar._laptop.isVisible()
