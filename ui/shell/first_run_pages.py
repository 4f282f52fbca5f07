"""The questions of the set-up, one to a page. Each page says whether it is answered, and what is wrong if not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from pclo_app.vault import passphrase, places
from ui.theme import Spacing, mark
from ui.widgets.buttons import Button
from ui.widgets.error_box import Notice, Problem, ProblemSummary
from ui.widgets.error_line import ErrorLine
from ui.widgets.labels import field_label, label
from ui.widgets.panel import page_title
from ui.widgets.still import StillCombo

from .passphrase_field import PassphraseField

RANKS = (
    "PCLO (police staff, Band D)",
    "Police Constable",
    "Detective Constable",
    "Detective Sergeant",
    "Detective Inspector",
    "Detective Chief Inspector",
    "Researcher (police staff)",
)
SUPERVISES = "I supervise: I am a detective sergeant or above and review other people’s cases"
RANK_NEEDED = "Enter your rank or designation, for example “PCLO (police staff, Band D)”"


class Page(QWidget):
    """One question: title, hint, fields, and a summary of what is wrong."""

    def __init__(self, title: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)
        self.title = title
        self.column.addWidget(page_title(title))
        self.column.addWidget(label(hint, "secondary", wrap=True))
        self.summary = ProblemSummary(self)
        self.column.addWidget(self.summary)

    def problems(self) -> list[Problem]:
        """What stands in the way of going on; also shown beside the fields."""
        return []

    def first_field(self) -> QWidget | None:
        """Where typing begins."""
        return None


class Field(QWidget):
    """A labelled field with a hint over it and its error between the two, as on question pages."""

    def __init__(self, name: str, field: QWidget, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._hint = hint
        field.setMinimumHeight(Spacing.TARGET + 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(field_label(name, field, parent=self))
        if hint:
            column.addWidget(label(hint, "secondary", wrap=True, parent=self))
        self._error = ErrorLine(self)
        column.addWidget(self._error)
        column.addWidget(field)
        field.setAccessibleDescription(hint)

    def set_error(self, words: str) -> list[Problem]:
        """Show or take away the error; answers it for the summary."""
        self._error.set_words(words)
        mark(self.field, "error", "true" if words else None)
        self.field.setAccessibleDescription(f"Error: {words}" if words else self._hint)
        return [Problem(words, self.field.setFocus)] if words else []


class WherePage(Page):
    """1 Where the case file is kept."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(
            "Where is the case file kept?",
            "One folder on this laptop’s own disk. Everything in it is encrypted.",
            parent,
        )
        self.edit = QLineEdit(str(folder), self)
        self.edit.setCursorPosition(0)
        self.field = Field("Folder", self.edit, parent=self)
        self.column.addWidget(self.field)
        choose = Button("Choose another folder...", parent=self)
        choose.clicked.connect(self._choose)
        self.column.addWidget(choose, 0, Qt.AlignmentFlag.AlignLeft)
        self._cloud = Notice("", "warn", parent=self)
        self._cloud.hide()
        self.column.addWidget(self._cloud)
        self.edit.textChanged.connect(self._look)
        self._look()

    def folder(self) -> Path:
        """The folder as typed."""
        return Path(self.edit.text().strip()).expanduser()

    def problems(self) -> list[Problem]:
        words = ""
        if not self.edit.text().strip():
            words = "Enter the folder."
        elif not self.folder().is_absolute():
            words = "Enter the whole path of the folder."
        elif kind := places.network_kind(_nearest(self.folder())):
            words = f"This folder is on a network drive ({kind}). Choose a folder on this laptop’s own disk."
        elif self.folder().is_dir() and any(self.folder().iterdir()):
            words = "This folder holds other files. Choose an empty folder, or a new one."
        return self.field.set_error(words)

    def first_field(self) -> QWidget:
        return self.edit

    def _look(self) -> None:
        cloud = places.cloud_folder(self.folder()) if self.edit.text().strip() else ""
        if cloud:
            self._cloud.set(
                f"A program copies “{cloud}” to other computers. Choose a folder that stays on this laptop, "
                "unless your force says otherwise.",
                "warn",
                strong="This folder is copied to the cloud.",
            )
        self._cloud.setVisible(bool(cloud))

    def _choose(self) -> None:
        found = QFileDialog.getExistingDirectory(self, "Choose an empty folder", str(_nearest(self.folder())))
        if found:
            self.edit.setText(found)


class WhoPage(Page):
    """2 Who you are."""

    def __init__(self, answers: dict[str, str], parent: QWidget | None = None) -> None:
        super().__init__(
            "Who are you?",
            "Your rank or designation is printed on every record you make. Inspectors could not tell who had decided "
            "what when it was missing.",
            parent,
        )
        self.name = QLineEdit(answers.get("name", ""), self)
        self.rank = StillCombo(self)
        self.rank.setEditable(True)
        self.rank.addItems(RANKS)
        self.rank.setCurrentText(answers.get("rank", ""))
        line = self.rank.lineEdit()
        if line is not None:
            line.setAccessibleName("Rank or designation")
        self.team = QLineEdit(answers.get("team", ""), self)
        self.supervises = QCheckBox(SUPERVISES, self)
        self.supervises.setAccessibleName(SUPERVISES)
        self.supervises.setChecked(answers.get("role") == "DS")
        self._name_field = Field("Full name", self.name, parent=self)
        self._rank_field = Field("Rank or designation", self.rank, "Choose one, or type your own", parent=self)
        self._team_field = Field("Team", self.team, parent=self)
        for each in (self._name_field, self._rank_field, self._team_field):
            each.setMaximumWidth(380)
            self.column.addWidget(each)
        self.column.addWidget(self.supervises)

    def answers(self) -> dict[str, str]:
        """Name, rank, team and role."""
        return {
            "name": self.name.text().strip(),
            "rank": self.rank.currentText().strip(),
            "team": self.team.text().strip(),
            "role": "DS" if self.supervises.isChecked() else "PCLO",
        }

    def problems(self) -> list[Problem]:
        given = self.answers()
        return [
            *self._name_field.set_error("" if given["name"] else "Enter your full name"),
            *self._rank_field.set_error("" if given["rank"] else RANK_NEEDED),
            *self._team_field.set_error("" if given["team"] else "Enter the name of your team"),
        ]

    def first_field(self) -> QWidget:
        return self.name


class PassphrasePage(Page):
    """3 Passphrase, twice."""

    def __init__(self, suggest: Callable[[], str] = passphrase.suggest, parent: QWidget | None = None) -> None:
        super().__init__(
            "Choose a passphrase",
            "You type it each time you open the case file. At least 14 characters; several words are easier to "
            "remember and harder to guess than one word with signs in it. Nobody can find it out for you.",
            parent,
        )
        self._suggest = suggest
        self.first = PassphraseField("Passphrase", parent=self)
        self.second = PassphraseField("The same passphrase again", with_show=False, parent=self)
        self._strength = label("", "secondary", parent=self)
        self._strength.setAccessibleName("Strength")
        for each in (self.first, self.second):
            each.setMaximumWidth(460)
        self.column.addWidget(self.first)
        self.column.addWidget(self._strength)
        self.column.addWidget(self.second)
        offer = QHBoxLayout()
        offer.setSpacing(8)
        self._offered = label("", "mono", parent=self)
        self._offered.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.offer_button = Button("Offer me four words", parent=self)
        self.offer_button.clicked.connect(self._offer)
        self.use_button = Button("Use these words", parent=self)
        self.use_button.clicked.connect(self._use)
        self.use_button.hide()
        offer.addWidget(self.offer_button)
        offer.addWidget(self._offered)
        offer.addWidget(self.use_button)
        offer.addStretch(1)
        self.column.addLayout(offer)
        # Judging a passphrase takes some milliseconds; a pause in typing is time enough.
        self._judge = QTimer(self, singleShot=True, interval=150)
        self._judge.timeout.connect(self.judge)
        self.first.edit.textEdited.connect(self._judge.start)

    def text(self) -> str:
        """The passphrase."""
        return self.first.text()

    def judge(self) -> None:
        """Say how strong it is, in words."""
        typed = self.first.text()
        verdict = passphrase.strength(typed) if typed else None
        self._strength.setText(verdict.words if verdict else "")
        self.first.edit.setAccessibleDescription(verdict.words if verdict else "")
        mark(self._strength, "role", "ok" if verdict and verdict.enough else "warn")

    def problems(self) -> list[Problem]:
        found: list[Problem] = []
        verdict = passphrase.strength(self.first.text()) if self.first.text() else None
        words = "Enter a passphrase"
        if verdict is not None:
            words = "" if verdict.enough else f"{verdict.words}. Make it longer, or take four words"
        self.first.set_error(words)
        if words:
            found.append(Problem(words, self.first.setFocus))
        again = "" if words or self.second.text() == self.first.text() else "The two passphrases are not the same"
        self.second.set_error(again)
        if again:
            found.append(Problem(again, self.second.setFocus))
        return found

    def first_field(self) -> QWidget:
        return self.first

    def forget(self) -> None:
        """Empty both fields."""
        self.first.forget()
        self.second.forget()
        self._offered.setText("")
        self.use_button.hide()
        self.judge()

    def _offer(self) -> None:
        words = self._suggest()
        self._offered.setText(words)
        self.offer_button.set_words("Offer me four others")
        self.use_button.setAccessibleDescription(words)
        self.use_button.show()

    def _use(self) -> None:
        """Into the first field, in clear, so that it can be learned; the second is typed by hand."""
        self.first.edit.setText(self._offered.text())
        self.first.show_words(True)
        self.judge()
        self.second.setFocus()


class ProtectionPage(Page):
    """4 What protects the case file."""

    WITH_RING = (
        "To open the case file, two things come together: your passphrase, and a secret that this laptop keeps in "
        "its key ring for you. Somebody who copies the folder has neither. If this laptop is set up anew, or your "
        "account on it is lost, the key ring’s half is lost too: the emergency kit of the next step stands in for it. "
        "Nothing stands in for your passphrase but recovery by your office, the step after that."
    )
    ALONE = (
        "This laptop has no key ring that the program can use. The case file is protected by your passphrase alone: "
        "anybody who copies the folder can try passphrases on it for as long as they like. Use the four words "
        "offered by the program, or a passphrase as good, and use it nowhere else. Nothing stands in for it but "
        "recovery by your office, the step after next."
    )

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("What protects it", "Read this once, so that you know what a thief would need.", parent)
        self._notice = Notice("Looking for this laptop’s key ring...", "info", parent=self)
        self.column.addWidget(self._notice)
        self.summary_words = label("", wrap=True, parent=self)
        self.column.addWidget(self.summary_words)

    def set_key_ring(self, found: bool) -> None:
        """Say which of the two it is."""
        if found:
            self._notice.set(self.WITH_RING, "ok", strong="Your passphrase and this laptop’s key ring.")
        else:
            self._notice.set(self.ALONE, "warn", strong="Your passphrase alone.")

    def words(self) -> str:
        """What it says."""
        return self._notice.accessibleName()


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    for each in (folder, *folder.parents):
        if each.is_dir():
            return each
    return Path.home()
