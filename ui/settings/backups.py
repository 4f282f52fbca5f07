"""Backups: what is there, one now, one on another disk, putting one back; and what the last check-up found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pclo_app.casefile import backups, checkup
from pclo_app.casefile.backup_files import Backup
from pclo_app.casefile.casefile import CaseFile
from pclo_app.errors import KnownError
from ui.shell.mending import backup_words, size_words
from ui.shell.operations import Cancelled
from ui.shell.rows_table import Column, Row, RowsTable
from ui.shell.session import Place, Session
from ui.shell.words import counted, iso_short
from ui.sync import files
from ui.widgets.buttons import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import StateLabel, label
from ui.widgets.panel import Panel
from ui.widgets.row_delegate import Cell

from .section import SettingsSection

SENTENCE = (
    "A backup is made each day you open the case file, under the same keys: five days and four weeks are kept. It "
    "guards against a damaged file and against mistakes. It does not guard against the loss of the laptop: only the "
    "office does, or a backup on another disk."
)
_MAKING = "Making a backup"
_COPYING = "Copying the case file"


@dataclass(frozen=True)
class Kept:
    """What there is."""

    backups: tuple[Backup, ...]
    generation: int
    last_check: str
    problems: int


def kept(cf: CaseFile) -> Kept:
    """Read it."""
    last = checkup.last(cf)
    return Kept(
        tuple(backups.listed(cf.vault.folder)),
        cf.vault.generation,
        last.at if last is not None else "",
        last.problems if last is not None else 0,
    )


class BackupsSection(SettingsSection):
    """The list, and what can be done."""

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, "Backups", SENTENCE, parent)
        self.now_button = Button("Back up now", "save", kind="primary")
        self.now_button.clicked.connect(self.back_up)
        self.folder_button = Button("Back up to another disk…")
        self.folder_button.clicked.connect(self.ask_folder)
        self.restore_button = Button("Restore…")
        self.restore_button.clicked.connect(self.restore)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for button in (self.now_button, self.folder_button, self.restore_button):
            line.addWidget(button)
        line.addStretch(1)
        self.add_card(row)
        self.panel = Panel("On this laptop")
        columns = (Column("Backup of"), Column("Size", 16))
        self.table = RowsTable(columns, name="Backups, newest first", two_lines=True)
        self.table.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.panel.add(self.table)
        self.nothing = EmptyState("There is no backup yet.")
        self.panel.add(self.nothing)
        self.add_card(self.panel)
        card = Panel("Last check-up", padded=True)
        self.check = StateLabel("info", "")
        card.add(self.check)
        words = "Each day, and after the program was cut off: every page of the file, its index, the newest changes."
        card.add(label(words, "secondary", wrap=True))
        self.add_card(card)
        self.column.addStretch(1)

    def shown(self) -> None:
        self._load()

    def panes(self) -> list[QWidget]:
        """For F6."""
        return [self.now_button, self.table]

    def _load(self) -> None:
        self.session.operations.submit(lambda cf, _: kept(cf), self._loaded, owner=self)

    def _loaded(self, found: Kept) -> None:
        zone = self.session.clock().tzinfo
        rows = []
        for each in found.backups:
            when, size = backup_words(each.at, zone), size_words(each.size)
            old = each.generation != found.generation
            checked = "Opened and checked when it was made"
            more = f"{checked}; under the keys of before" if old else checked
            cells = (Cell(when, second=more), Cell(size))
            rows.append(Row(str(each.path), cells, f"Backup of {when}, {size}. {checked}."))
        self.table.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + sum(self.table.rowHeight(n) for n in range(len(rows))) + 4)
        self.panel.set_hint(counted(len(rows), "backup") if rows else "")
        if not found.last_check:
            self.check.set("empty", "It has not been checked yet.")
        elif found.problems:
            words = f"{iso_short(found.last_check)}: {counted(found.problems, 'problem')}. See “Is it whole?”."
            self.check.set("stop", words)
        else:
            self.check.set("done", f"{iso_short(found.last_check)}: nothing was found.")

    # what is done ---------------------------------------------------------------------------------------------

    def back_up(self) -> None:
        """One now, beside the others."""
        self.error.clear()
        self.session.operations.submit(
            lambda cf, progress: backups.run(cf, progress), self._made, self._failed, _MAKING, owner=self
        )

    def _made(self, made: Backup) -> None:
        when = backup_words(made.at, self.session.clock().tzinfo)
        self.tell(f"{when}, {size_words(made.size)}. It was opened and checked.", strong="Backed up.")
        self._load()

    def ask_folder(self) -> None:
        """A whole copy on another disk."""
        files.choose(self, "Choose an empty folder on another disk", self.back_up_to, folder=True)

    def back_up_to(self, folder: Path) -> None:
        """Copy the whole case file there."""
        self.error.clear()

        def copied(path: Path) -> None:
            self.tell(f"{path}. It opens with the same passphrase; away from this laptop, with the emergency kit too.",
                      strong="The whole case file was copied.")  # fmt: skip

        self.session.operations.submit(lambda cf, _: _copy(cf, folder), copied, self._failed, _COPYING, owner=self)

    def restore(self) -> None:
        """Putting a backup back happens while the case file is closed."""
        content = RestoreSheet()
        sheet = self.session.show_sheet(content, width=560)
        content.go_button.clicked.connect(lambda: self.session.start_again("restore"))
        if sheet is not None:
            content.stay_button.clicked.connect(sheet.close_sheet)

    def _failed(self, error: Exception) -> None:
        self.told.hide()
        if isinstance(error, Cancelled):
            self.tell("No backup was made.", "info", strong="Stopped.")
        elif isinstance(error, KnownError):
            self.error.show_error(error, take_focus=True)
        else:
            self.session.show_error(error)


class RestoreSheet(QWidget):
    """What putting a backup back means."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label("Put a backup back", "section", parent=self))
        self.setAccessibleName("Put a backup back")
        words = (
            "The case file is closed first, with everything you have typed kept. Then you choose the backup and type "
            "your passphrase.",
            "What was written after the backup is not in it. It is taken again from the office, where the office has "
            "it. What is here now is kept aside, not deleted.",
        )
        for each in words:
            column.addWidget(label(each, wrap=True, parent=self))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        self.stay_button = Button("Cancel", parent=self)
        self.go_button = Button("Close it, and choose a backup", kind="primary", parent=self)
        row.addWidget(self.stay_button)
        row.addWidget(self.go_button)
        column.addLayout(row)
        self.setFocusProxy(self.stay_button)


def _copy(cf: CaseFile, folder: Path) -> Path:
    return cf.vault.backup(folder)
