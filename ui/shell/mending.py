"""A case file that does not check out, or a backup to be put back on purpose: what was found, and what can be done.

Nothing is deleted here: damaged files are moved into the folder's quarantine, and what a
backup does not hold can be fetched again from the office.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pclo_app.errors import KnownError
from pclo_app.vault.errors import CaseFileDamaged, DeviceSecretMissing, KitMistyped, TryLater, WrongPassphrase
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.error_box import ErrorBox, Notice
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import field_label, label
from ui.widgets.row_delegate import Cell

from .dark_page import DarkPage
from .opening import Opening
from .passphrase_field import CodeField, PassphraseField
from .rows_table import Column, Row, RowsTable
from .words import day_short

if TYPE_CHECKING:
    from pclo_app.casefile.backup_files import Backup
    from pclo_app.casefile.casefile import CaseFile

    Read = Callable[[str, str], CaseFile]
    Restore = Callable[[Backup, str, str], CaseFile]

QUARANTINE = (
    "The files that are here now are kept: they are moved into “quarantine” in the case file’s folder, so that they "
    "can be examined. What was written after the backup is taken again from the office, where the office has it."
)
NEW_SERIES = (
    "The case file then begins a new series of changes and says so in its history. Nobody can mistake it for one that "
    "was never interrupted."
)
NO_BACKUP = (
    "There is no backup of this case file on this laptop. Tell your supervisor: what has reached the office can be "
    "sent to a new case file."
)


class MendingPage(DarkPage):
    """Backups to choose from, and reading where that is possible."""

    opened = Signal(object)
    """The `CaseFile`, open."""
    back = Signal()

    def __init__(
        self, title: str, sentence: str, *, icon: str, token: str, error: KnownError | None = None, tried: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(title, sentence, icon=icon, token=token, letters=100, parent=parent)
        self._backups: dict[str, Backup] = {}
        self._read: Read | None = None
        self._restore: Restore | None = None
        self._opening = Opening(self)
        self._opening.opened.connect(self._opened)
        self._opening.failed.connect(self._failed)
        card = self.card
        self._can_read = error is not None and isinstance(error, CaseFileDamaged)
        if error is not None:
            self.column.addWidget(Notice(error.part("safe"), "danger", strong=error.part("what"), parent=card))
        columns = (Column("Backup of", 26), Column("Size", 12), Column("Generation", 0))
        self.table = RowsTable(columns, name="Backups, newest first")
        self._table_label = field_label("Backups on this laptop, newest first", self.table, parent=card)
        self.column.addWidget(self._table_label)
        self.column.addWidget(self.table)
        self.nothing = EmptyState(NO_BACKUP, parent=card)
        self.nothing.hide()
        self.column.addWidget(self.nothing)
        self._what = label(f"{QUARANTINE} {NEW_SERIES}", "secondary", wrap=True, parent=card)
        self.column.addWidget(self._what)
        self.field = PassphraseField("Your passphrase", parent=card)
        self.field.edit.setText(tried)
        self.field.edit.returnPressed.connect(self.restore)
        self.column.addWidget(self.field)
        self.kit = CodeField("Code of the emergency kit", parent=card)
        self.kit.hide()
        self.column.addWidget(self.kit)
        self.problem = ErrorBox(card, closable=False)
        self.column.addWidget(self.problem)
        self.column.addWidget(self.state)
        holder = QWidget(card)
        row = FlowLayout(holder, spacing=8)
        self.restore_button = Button("Restore this backup", kind="primary", parent=holder)
        self.restore_button.clicked.connect(self.restore)
        self.read_button = Button("Open it for reading", parent=holder)
        self.read_button.clicked.connect(self.read)
        self.read_button.setVisible(self._can_read)
        self.back_button = Button("Back", "back", parent=holder)
        self.back_button.clicked.connect(self._back)
        for each in (self.restore_button, self.read_button, self.back_button):
            row.addWidget(each)
        self.column.addWidget(holder)
        self.setFocusProxy(self.table)

    @classmethod
    def damaged(cls, error: KnownError, tried: str) -> MendingPage:
        """For a case file that did not check out when it was opened."""
        return cls(
            "This case file does not check out", "It was not opened, and nothing was changed.",
            icon="stop", token="danger", error=error, tried=tried,
        )  # fmt: skip

    @classmethod
    def on_purpose(cls) -> MendingPage:
        """For somebody who wants a backup back."""
        return cls("Put a backup back", "The case file is encrypted and closed.", icon="undo", token="ink")

    def begin(self, backups: Sequence[Backup], read: Read, restore: Restore, zone: tzinfo | None = None) -> None:
        """What there is, and what the buttons do; both run on a thread of their own. ``zone`` is the laptop's."""
        self._read, self._restore = read, restore
        self._backups = {str(each.path): each for each in backups}
        self.table.set_rows([_row(key, each, zone) for key, each in self._backups.items()])
        head = self.table.horizontalHeader().sizeHint().height()
        rows = range(min(6, len(self._backups)))
        self.table.setFixedHeight(head + sum(self.table.rowHeight(n) for n in rows) + 4)
        there = bool(self._backups)
        for widget in (self.table, self._table_label, self._what, self.restore_button):
            widget.setVisible(there)
        self.nothing.setVisible(not there)
        self.field.setVisible(there or self._can_read)
        if not there:
            self.setFocusProxy(self.field if self._can_read else self.back_button)

    def read(self) -> None:
        """Open what is there, without writing."""
        read = self._read
        if read is not None and self._ready():
            words, kit = self._typed()
            self._start("Opening it for reading.", lambda: read(words, kit))

    def restore(self) -> None:
        """Put the chosen backup back."""
        restore, backup = self._restore, self._backups.get(self.table.current())
        if restore is None or backup is None or not self._ready():
            return
        words, kit = self._typed()
        self._start("Restoring. The backup is opened and checked before it takes its place.",
                    lambda: restore(backup, words, kit))  # fmt: skip

    def _typed(self) -> tuple[str, str]:
        """The passphrase, and the kit's code where it is asked for."""
        return self.field.text(), "" if self.kit.isHidden() else self.kit.text().strip()

    def _ready(self) -> bool:
        if self._opening.running:
            return False
        self.problem.clear()
        missing = "" if self.field.text() else "Enter your passphrase."
        self.field.set_error(missing)
        if missing:
            self.field.setFocus()
            announce(self, missing)
        return not missing

    def _start(self, words: str, work: Callable[[], CaseFile]) -> None:
        self.say(words)
        self.restore_button.setEnabled(False)
        self._opening.start(work)

    def _opened(self, case_file: CaseFile) -> None:
        self.field.forget()
        self.kit.forget()
        self.say("")
        self.opened.emit(case_file)

    def _failed(self, error: Exception) -> None:
        self.say("")
        self.restore_button.setEnabled(True)
        if isinstance(error, KitMistyped):
            self.kit.set_error(f"{error.part('what')} {error.part('do')}")
            self.kit.setFocus()
        elif isinstance(error, WrongPassphrase | TryLater):
            self.field.set_error(f"{error.part('what')} {error.part('do')}")
            self.field.setFocus()
            announce(self, self.field.error())
        elif isinstance(error, KnownError):
            self.problem.show_error(error)
            if isinstance(error, DeviceSecretMissing) and error.kit_exists:
                self.kit.show()
                self.kit.setFocus()
        else:
            from .errors import parts

            self.problem.show_parts(*parts(error))

    def _back(self) -> None:
        if not self._opening.running:
            self.field.forget()
            self.kit.forget()
            self.back.emit()


def _row(key: str, each: Backup, zone: tzinfo | None) -> Row:
    when = backup_words(each.at, zone)
    size = size_words(each.size)
    cells = (Cell(when), Cell(size), Cell(f"Keys of generation {each.generation}", grey=True))
    return Row(key, cells, f"Backup of {when}, {size}.")


def backup_words(at: datetime, zone: tzinfo | None) -> str:
    """``Wed 18 Nov 2026, 08:43``, on the laptop's clock."""
    local = at.astimezone(zone)
    return f"{day_short(local.date())}, {local:%H:%M}"


def size_words(size: int) -> str:
    """``820 KB``, ``12.4 MB``."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000)):,} KB"
    return f"{size / 1_000_000:,.1f} MB"
