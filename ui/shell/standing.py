"""What the bar on top of the window says of this copy of the case file, and what can be done about it there.

A copy older than its marker is read and not written until a person says what happened; one
that the emergency kit opened can be given a slot for this laptop again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from ui.keys.again import ask_again
from ui.keys.line_part import LinePart

from .reading_only import ReadingOnly
from .session import Place
from .standing_bar import Choice

if TYPE_CHECKING:
    from pclo_app.casefile.casefile import CaseFile
    from pclo_app.casefile.standing import ReadOnly

    from .window import MainWindow

ON_PURPOSE = "Restored from a backup on purpose…"
RECOVERED = "Recovered or restored on purpose…"
BACKUPS = "Show the backups"
LEAVE_IT = "Leave it read-only"
SAY_SO = (
    "Tell your supervisor. If {happened}, say so here: this laptop then goes on in a new series "
    "of changes, and the office can send back what it has received."
)
ON_THE_SCREEN = "What stands on the screen and was not saved is not in it: copy it elsewhere before you lock."
LAPTOP_SLOT = "Let this laptop open it again…"
NEEDS_NOTE = "Say in a sentence what happened, for example “Laptop set up anew by IT, backup of 14 November put back”."
_DAMAGED = "damaged"
_ACCEPTABLE = frozenset({"rolled back", "rewritten", "marker not ours"})


@dataclass(frozen=True)
class Facts:
    """What is known when the case file has been opened."""

    why: ReadOnly | None
    by_kit: bool
    notices: tuple[str, ...] = ()
    """What the opening has to tell, as that a backup was put back."""


def facts_of(cf: CaseFile) -> Facts:
    """Read them."""
    by_kit = cf.read_only is None and cf.vault.protection.value == "kit+pass"
    return Facts(cf.read_only, by_kit, tuple(cf.vault.notices))


class NotePart(LinePart):
    """One sentence about what happened."""

    def wrong(self, typed: str) -> str:
        return "" if typed else NEEDS_NOTE


class StandingDesk(QObject):
    """Belongs to one open case file."""

    def __init__(self, window: MainWindow, facts: Facts) -> None:
        super().__init__(window)
        self._window = window
        self._facts = facts
        self._guard = ReadingOnly(self)
        self._guard.prevented.connect(self._tell)

    def begin(self) -> None:
        """Show what there is to say."""
        session = self._window.session
        assert session is not None
        session.why_read_only = self._facts.why
        self._guard.set_on(self._facts.why is not None)
        bar = self._window.standing
        why = self._facts.why
        if why is not None:
            acceptable = why.code in _ACCEPTABLE
            choices: list[Choice] = [(_on_purpose(why), self.accept), (LEAVE_IT, self.leave_it)] if acceptable else []
            if why.code == _DAMAGED:
                choices = [(BACKUPS, lambda: self._window.open(Place("settings", section="backups")))]
            bar.show_words("Open for reading only.", f"{why.why} {_say_so(why) if acceptable else why.do}", choices)
            self._window.saved("Open for reading only")
        elif self._facts.notices:
            bar.show_words("Something to know.", " ".join(self._facts.notices), [("I have read it", self._read)],
                           kind="info")  # fmt: skip
        elif self._facts.by_kit:
            bar.show_words(
                "Opened with the emergency kit.",
                "This laptop’s key ring has no secret for this case file. Give it one, so that the kit can go back "
                "into its envelope.",
                [(LAPTOP_SLOT, self.add_laptop), ("Not now", bar.hide)],
                kind="info",
            )

    def change(self, why: ReadOnly | None) -> None:
        """It was found, with screens open, that nothing may be written; or it may be again."""
        if why is not None and self._facts.why is None:
            why = replace(why, do=f"{why.do} {ON_THE_SCREEN}")
        self._facts = replace(self._facts, why=why)
        self._window.standing.hide()
        self.begin()

    def end(self) -> None:
        """The case file is about to close."""
        self._guard.set_on(False)

    def _read(self) -> None:
        """The notices were read; what else there is to say comes up."""
        self._facts = replace(self._facts, notices=())
        self._window.standing.hide()
        self.begin()

    def leave_it(self) -> None:
        """One quiet line is left."""
        why = self._facts.why
        if why is not None:
            self._window.standing.show_words("Open for reading only.", "", [(_on_purpose(why), self.accept)])

    def accept(self) -> None:
        """A person says what happened: a new series begins, and it can be written again."""
        session = self._window.session
        assert session is not None and self._facts.why is not None
        part = NotePart("What happened")

        def work(cf: CaseFile, _progress: object, passphrase: str, note: str) -> Any:
            cf.confirm(passphrase)
            cf.accept_older_copy(note)
            return cf.read_only

        ask_again(
            self._window, session, title="Go on with this copy",
            words=f"{self._facts.why.why}\n"
            "Only do this when you know why: you put a backup back, your IT support did, or the office has "
            "recovered it. A new series of changes begins, and your sentence stands at its start, for your "
            "supervisor and every court to read. What is missing from this copy can be sent again by the "
            "office, where it has it.",
            button="Begin a new series", part=part, work=work, done=self._accepted,
        )  # fmt: skip

    def _accepted(self, why: ReadOnly | None) -> None:
        self._facts = replace(self._facts, why=why)
        self._window.standing.hide()
        self.begin()
        session = self._window.session
        if session is not None:
            from pclo_app.casefile.model import Changed

            self._window.saved("Open")
            session.say("A new series has begun. You can write again")
            session.changed.emit(Changed())

    def add_laptop(self) -> None:
        """A slot for this laptop, beside the kit."""
        session = self._window.session
        assert session is not None

        def work(cf: CaseFile, _progress: object, passphrase: str, _value: None) -> None:
            from pclo_app.casefile import custody

            custody.add_laptop_slot(cf, passphrase)

        ask_again(
            self._window, session, title="Let this laptop open it again",
            words="A new secret is put into this laptop’s key ring. From then on your passphrase opens the case file "
            "here, as it did before. The emergency kit stays good: put it back into its envelope.",
            button="Add this laptop", work=work, done=self._added,
        )  # fmt: skip

    def _added(self, _none: None) -> None:
        self._facts = replace(self._facts, by_kit=False)
        self._window.standing.hide()
        session = self._window.session
        if session is not None:
            session.say("This laptop opens it again with your passphrase")

    def _tell(self) -> None:
        why = self._facts.why
        if why is not None:
            self._window.status.say(f"Not typed: open for reading only. {why.why}")


def _recovery_too(why: ReadOnly) -> bool:
    """A recovery by the office that was interrupted leaves the marker of the keys before it."""
    return why.code == "marker not ours"


def _on_purpose(why: ReadOnly) -> str:
    return RECOVERED if _recovery_too(why) else ON_PURPOSE


def _say_so(why: ReadOnly) -> str:
    recovered = "it was recovered, or " if _recovery_too(why) else ""
    return SAY_SO.format(happened=f"{recovered}a backup was put back on purpose")
