"""The one-text sheet whose words are kept as a draft until what they are the reason for is recorded."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from ui.widgets.keep_timer import KeepTimer
from ui.widgets.reason_dialog import ReasonDialog

from .session import Session


class KeptReason(ReasonDialog):
    """``key`` says which act on which record is asked about. Esc keeps the words; `forget` drops them."""

    def __init__(self, session: Session, key: str, title: str, **more: Any) -> None:
        super().__init__(title, **more)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._key = _key(key)
        self._first = self.edit.text()
        self._timer = KeepTimer(self.save_draft, self)
        self.edit.edited.connect(lambda _: self._timer.edited())
        self.finished.connect(lambda _: self.save_draft())
        draft = self._key
        session.operations.submit(lambda cf, _: cf.draft(draft), self._found, owner=self)

    def _found(self, kept: bytes | None) -> None:
        if kept is not None and self.edit.text() == self._first:
            self.edit.set_text(kept.decode("utf-8"))

    def save_draft(self) -> None:
        """What is half written, now: before a lock, and when the sheet goes."""
        self._timer.stop()
        words, key = self.edit.text(), self._key
        if words.strip() and words != self._first:
            self._session.operations.submit(lambda cf, _: cf.put_draft(key, words.encode("utf-8")))


def forget(session: Session, key: str) -> None:
    """The reason is recorded."""
    session.operations.submit(lambda cf, _: cf.drop_draft(_key(key)))


def _key(key: str) -> str:
    return f"reason/{key}"
