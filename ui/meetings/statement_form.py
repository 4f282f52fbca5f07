"""Two small sheets over a sealed record: a statement beside it, and the reason for a new version."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from pclo_app.casefile import after_sealing
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Saved
from pclo_app.errors import KnownError
from pclo_app.records.base import Named
from pclo_app.records.meeting import StrategyMeeting
from ui.shell.session import Session
from ui.theme import mark
from ui.widgets.buttons import Button
from ui.widgets.growing_text import GrowingText
from ui.widgets.labels import field_label, label
from ui.widgets.still import StillCombo

from .choices import subjects
from .facts import Facts
from .parts import labelled
from .people import PersonCell, known_people

_WHOLE = "The whole record"


class _Form(QWidget):
    """Title, fields, one error line, and the two buttons."""

    closed = Signal()
    saved = Signal(object)
    """The `Saved`."""

    def __init__(self, session: Session, title: str, words: str, button: str) -> None:
        super().__init__()
        self.session = session
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(18, 14, 18, 14)
        self.column.setSpacing(8)
        self.column.addWidget(label(title, "title"))
        self.column.addWidget(label(words, "secondary", wrap=True))
        self.error = label("", "danger", wrap=True)
        self.error.hide()
        self.save_button = Button(button, kind="primary")
        self.cancel_button = Button("Cancel")
        self.cancel_button.clicked.connect(self.closed)
        self.save_button.clicked.connect(self.save)

    def finish(self) -> None:
        """The buttons come last."""
        self.column.addWidget(self.error)
        row = QHBoxLayout()
        row.addWidget(self.save_button)
        row.addWidget(self.cancel_button)
        row.addStretch(1)
        self.column.addLayout(row)

    def save(self) -> None:
        """Do it."""
        raise NotImplementedError

    def say(self, words: str, field: QWidget | None = None) -> None:
        """What is wrong, in its place."""
        self.error.setText(words)
        self.error.setVisible(bool(words))
        if field is not None:
            mark(field, "error", "true" if words else None)
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def refused(self, error: Exception) -> None:
        """A condition of the case file, in its own words."""
        self.save_button.setEnabled(True)
        if isinstance(error, KnownError):
            self.say(f"{error.part('what')} {error.part('do')}")
        else:
            self.session.show_error(error)

    def done(self, saved: Saved) -> None:
        """It is written."""
        self.save_button.setEnabled(True)
        self.saved.emit(saved)
        self.closed.emit()


class _Draft(msgspec.Struct, frozen=True):
    about: str = ""
    words: str = ""
    name: str = ""
    rank: str = ""
    agency: str = ""


class StatementForm(_Form):
    """Whose statement, about what, and the words."""

    def __init__(self, session: Session, facts: Facts, record: StrategyMeeting) -> None:
        super().__init__(
            session,
            "Add a statement beside this record",
            "The sealed pages stay as they are. The statement is kept beside them and printed after them.",
            "Add the statement",
        )
        self._facts = facts
        self._key = f"statement/{facts.id}"
        self._kept = False
        self.about = StillCombo()
        self.about.addItems(subjects(record))
        self.about.setMinimumHeight(28)
        self.about.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.words = GrowingText(name="The statement", least=4, most=12)
        self.who = PersonCell("Whose statement is it?")
        self.who.set_known(known_people(facts.people, record.attendance))
        for field in (self.who.name_edit, self.who.rank_edit, self.who.agency_combo):
            mark(field, "bare", None)  # here it is a form, not a row
        self.column.addWidget(field_label("Whose statement is it?", self.who))
        self.column.addWidget(self.who)
        self.column.addWidget(labelled("What is it about?", self.about))
        self.column.addWidget(labelled("The statement, in their words", self.words))
        self.about.setAccessibleName("What is it about?")
        self.words.setAccessibleName("The statement")
        self.finish()
        self.setFocusProxy(self.who)
        session.operations.submit(lambda cf, _: cf.draft(self._key), self._restore, owner=self)

    def save_draft(self) -> None:
        """Half-written words are kept, encrypted."""
        if self._kept or not (self.words.text().strip() or self.who.value().name.strip()):
            return
        who, key = self.who.value(), self._key
        body = msgspec.json.encode(_Draft(self.about.currentText(), self.words.text(), who.name, who.rank, who.agency))
        self.session.operations.submit(lambda cf, _: cf.put_draft(key, body))

    def save(self) -> None:
        who, words = self.who.value(), self.words.text().strip()
        if not who.name.strip():
            self.say("Enter whose statement it is.", self.who.name_edit)
        elif not who.rank.strip():
            self.say(f"Enter the rank or designation of {who.name.strip()}.", self.who.rank_edit)
        elif not words:
            self.say("Enter what is to be added.", self.words)
        else:
            self.save_button.setEnabled(False)
            about = self.about.currentText() if self.about.currentIndex() else ""
            meeting, key = self._facts.id, self._key

            def work(cf: CaseFile, _progress: object) -> Saved:
                saved = after_sealing.add_statement(cf, meeting, words, who, about)
                cf.drop_draft(key)
                return saved

            self._kept = True
            self.session.operations.submit(work, self.done, self._not_saved, owner=self)

    def _not_saved(self, error: Exception) -> None:
        self._kept = False
        self.refused(error)

    def _restore(self, body: bytes | None) -> None:
        if not body or self.words.text() or self.who.value().name:
            return
        try:
            draft = msgspec.json.decode(body, type=_Draft)
        except msgspec.MsgspecError:
            return
        self.about.setCurrentText(draft.about)
        self.words.set_text(draft.words)
        self.who.load(Named(name=draft.name, rank=draft.rank, agency=draft.agency))


class NewVersionForm(_Form):
    """Why the sealed record is to be changed."""

    def __init__(self, session: Session, meeting: str) -> None:
        super().__init__(
            session,
            "Make a new version",
            "The sealed record and its signature stay for ever. The new version begins with its words, is marked "
            "“Changed after signing”, and takes its place only when the chair has answered it too.",
            "Begin the new version",
        )
        self._meeting = meeting
        self.why = GrowingText(name="Why is it changed?", least=2, most=6)
        self.column.addWidget(labelled("Why is it changed? It is printed in the new version.", self.why))
        self.why.setAccessibleName("Why is it changed?")
        self.finish()
        self.setFocusProxy(self.why)

    def save(self) -> None:
        why = self.why.text().strip()
        if not why:
            self.say("Say why the sealed record is to be changed.", self.why)
            return
        self.save_button.setEnabled(False)
        self.session.operations.submit(
            lambda cf, _: after_sealing.amend(cf, self._meeting, why), self.done, self.refused, owner=self
        )
