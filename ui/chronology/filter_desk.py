"""Between the filter's panel and the case file: what there is to choose, and the filters with a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from pclo_app.casefile import saved_filters, search
from pclo_app.casefile.errors import FilterNameTaken
from pclo_app.casefile.saved_filters import SavedFilter
from ui.shell.session import Session

from . import narrowing
from .filter_bar import FilterBar
from .nothing_found import NothingFound


class FilterDesk(QObject):
    """One for each chronology."""

    def __init__(self, session: Session, case: str, bar: FilterBar, nothing: NothingFound, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._case, self._bar, self._nothing = session, case, bar, nothing
        saved = bar.panel.saved
        bar.panel_opened.connect(self._open)
        saved.applied.connect(self._apply)
        saved.save_wanted.connect(self._save)
        saved.rename_wanted.connect(lambda old, new: self._change(lambda cf: saved_filters.rename(cf, old, new)))
        saved.delete_wanted.connect(lambda name: self._change(lambda cf: saved_filters.drop(cf, name)))
        nothing.everywhere.connect(lambda: session.search(bar.filter().words))
        nothing.meant.connect(bar.find_edit.setText)

    def suggest(self) -> None:
        """Nothing is left: perhaps a word was spelt otherwise."""
        typed = self._bar.filter().words
        if not typed:
            return

        def came(better: str) -> None:
            if typed == self._bar.filter().words:
                self._nothing.suggest(better)

        self._session.operations.submit(lambda cf, _: search.did_you_mean(cf, typed), came, owner=self)

    def _open(self) -> None:
        def work(cf: Any, _: object) -> narrowing.Choices:
            return narrowing.choices(cf, self._case)

        self._session.operations.submit(work, self._bar.show_choices, self._session.show_error, owner=self)

    def _apply(self, saved: SavedFilter) -> None:
        self._bar.panel.close()
        self._bar.apply(saved.filter)
        self._session.say(f"Filter “{saved.name}”")

    def _save(self, name: str) -> None:
        chosen = self._bar.filter()
        if not chosen.narrows:
            self._bar.panel.saved.say("Nothing is chosen that could be saved.")
            return
        self._change(lambda cf: saved_filters.keep(cf, name, chosen))

    def _change(self, work: Callable[[Any], tuple[SavedFilter, ...]]) -> None:
        self._session.operations.submit(
            lambda cf, _: work(cf), self._bar.panel.saved.show_filters, self._refused, owner=self
        )

    def _refused(self, error: Exception) -> None:
        if isinstance(error, FilterNameTaken):
            self._bar.panel.saved.say(str(error))
        else:
            self._bar.panel.close()
            self._session.show_error(error)
