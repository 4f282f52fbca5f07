"""What can be done with the rows that are chosen in the table: by right click, by the menu key, or Shift+F10."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu

from pclo_app.casefile.casefile import CaseFile
from pclo_app.practice.phrases import counted, numbered
from ui.shell.kept_reason import KeptReason

from . import several
from .acts import Acts
from .beside import Beside
from .parts import ChronologyParts
from .several import Chosen
from .words import Row

_ANSWERS = {"A": "A, shareable", "B": "B, restricted"}
_NUMBERS = 12


class ChosenMenu(QObject):
    """Between the table and the acts."""

    def __init__(self, parts: ChronologyParts, acts: Acts, beside: Beside) -> None:
        super().__init__(parts)
        self._parts = parts
        self._acts = acts
        self._beside = beside
        parts.table.menu_wanted.connect(self.show)

    def show(self, at: QPoint) -> None:
        """Over the rows; once, where two ways of asking come together."""
        if QApplication.activePopupWidget() is not None:
            return
        menu = QMenu(self._parts.table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill(menu)
        menu.popup(at)

    def fill(self, menu: QMenu) -> None:
        """The lines of the menu, for what is chosen now."""
        parts = self._parts
        places = parts.table.chosen_places()
        if places:
            one = len(places) == 1
            of = "" if one else f" of {len(places)} entries"
            menu.addAction("Copy as a table (Ctrl+C)", partial(self._beside.copy, places))
            menu.addSeparator()
            for answer, words in _ANSWERS.items():
                menu.addAction(f"Who may see it: {words}…" if one else f"A/B{of}: {words}…", partial(self._ask, answer))
            menu.addAction("Add a tag…" if one else f"Add a tag to {len(places)} entries…", self._ask_tag)
            if len(places) == 2:
                menu.addAction("Link the two…", self._link)
            menu.addSeparator()
        parts.table.columns.fill(menu.addMenu("Columns"))

    # A/B ------------------------------------------------------------------------------------------------------

    def _ask(self, answer: str) -> None:
        self._look(partial(self._ask_disclosure, answer))

    def _ask_disclosure(self, answer: str, chosen: Chosen) -> None:
        barred = chosen.barred() if answer == "A" else ()
        rows = tuple(row for row in chosen.without(answer) if row not in barred)
        left = _left_out(chosen)
        if same := len(chosen.own) - len(chosen.without(answer)):
            left.append(f"{same} marked {answer} already")
        if barred:
            left.append(f"{len(barred)} kept back by the handling of the intelligence")
        if not rows:
            self._parts.session.say(f"Nothing to change: {'; '.join(left) or 'no entry is chosen'}")
            return
        one = len(rows) == 1
        why = {"A": ("Why may it be shared?", "Why may they be shared?"),
               "B": ("Why is it restricted?", "Why are they restricted?")}[answer][not one]  # fmt: skip
        self._reason(
            answer,
            why,
            f"{_numbers(rows)} {'gets' if one else 'get'} {_ANSWERS[answer]}, for one reason." + _left_words(left),
            lambda reason: self._acts.run(
                lambda cf, _: several.disclose(cf, self._parts.case, rows, answer, reason),
                f"{counted(len(rows), 'entry', 'entries')} marked {answer}",
                self._key(answer),
            ),
        )

    # tags -----------------------------------------------------------------------------------------------------

    def _ask_tag(self) -> None:
        self._look(self._ask_words)

    def _ask_words(self, chosen: Chosen) -> None:
        rows, left = chosen.own, _left_out(chosen)
        if not rows:
            self._parts.session.say(f"Nothing to change: {'; '.join(left) or 'no entry is chosen'}")
            return

        def add(words: str) -> None:
            plain = " ".join(words.split())
            self._acts.run(
                lambda cf, _: several.tag(cf, self._parts.case, rows, plain),
                f"Tag added to {counted(len(rows), 'entry', 'entries')}",
                self._key("tag"),
            )

        self._reason(
            "tag",
            "Which tag?",
            f"{_numbers(rows)} {'gets' if len(rows) == 1 else 'get'} it. Filters and search find it by its words."
            + _left_words(left),
            add,
            field="Tag",
            button="Add the tag",
            needed="Enter the tag.",
        )

    # links ----------------------------------------------------------------------------------------------------

    def _link(self) -> None:
        def two(chosen: Chosen) -> None:
            if len(chosen.own) == 2:
                self._beside.link_two(chosen.own[0].id, chosen.own[1].id)
            else:
                self._parts.session.say(f"Only entries can be linked here: {'; '.join(_left_out(chosen))}")

        self._look(two)

    # inside ---------------------------------------------------------------------------------------------------

    def _look(self, then: Callable[[Chosen], None]) -> None:
        parts = self._parts
        case, filter, places = parts.case, parts.model.filter, parts.table.chosen_places()

        def work(cf: CaseFile, _: object) -> Chosen:
            return several.chosen(cf, case, filter, places)

        parts.session.operations.submit(work, then, parts.session.show_error, owner=self)

    def _reason(self, act: str, title: str, words: str, then: Callable[[str], None], **more: Any) -> None:
        asked = KeptReason(self._parts.session, self._key(act), title, words=words, parent=self._parts, **more)
        asked.accepted.connect(lambda: then(asked.text()))
        asked.open()

    def _key(self, act: str) -> str:
        return f"several/{act}/{self._parts.case}"


def _left_out(chosen: Chosen) -> list[str]:
    found = []
    if chosen.others:
        found.append(counted(chosen.others, "line of another record", "lines of other records"))
    if chosen.unsettled:
        found.append(f"{chosen.unsettled} with two versions to be settled")
    if chosen.beyond:
        found.append(f"{chosen.beyond:,} beyond the first {several.MOST:,}")
    return found


def _left_words(left: list[str]) -> str:
    return f" Left as they are: {'; '.join(left)}." if left else ""


def _numbers(rows: tuple[Row, ...]) -> str:
    """“Entries 4, 5 and 9”, or how many they are."""
    return f"{len(rows)} entries" if len(rows) > _NUMBERS else numbered([row.number for row in rows])
