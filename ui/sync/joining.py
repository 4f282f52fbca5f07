"""Joining a team: what an officer does in three steps, and what a sergeant does at the other end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from pclo_app.casefile.model import Changed
from pclo_app.errors import KnownError
from pclo_app.sync import enrolment
from ui.commands.files import write_whole
from ui.keys.again import ask_again
from ui.shell.session import Session

from . import files
from .words_sheet import EightWords, WordsSheet

REQUESTS = "Enrolment requests (*.json);;All files (*)"
WELCOMES = "Welcome files (*.pclo);;All files (*)"


class Joining(QObject):
    """The acts, with the sheets and files that they need. Each tells in words what came of it."""

    done = Signal(str)
    """The roster, or this laptop's place in it, may have changed."""
    failed = Signal(object)

    def __init__(self, session: Session, page: QWidget) -> None:
        super().__init__(page)
        self._session = session
        self._page = page
        self._sheet: Any = None

    # the officer ----------------------------------------------------------------------------------------------

    def ask_where_to_save_request(self) -> None:
        """Step 1: which file."""
        name = f"request {self._session.officer.name}.json"
        files.choose(self._page, "Save the request file", self.save_request, save_as=name, filter=REQUESTS)

    def save_request(self, path: Path) -> None:
        """Write this laptop's request. It holds no case words and no secrets."""

        def work(cf: Any, _progress: object) -> None:
            write_whole(path, enrolment.request(cf))

        self._submit(work, lambda _none: f"The request is in {path.name}. Take it to your detective sergeant.")

    def ask_for_welcome(self) -> None:
        """Step 3: which file."""
        files.choose(self._page, "Choose the welcome file", self.welcome_chosen, filter=WELCOMES)

    def welcome_chosen(self, path: Path) -> None:
        """Then the sergeant's eight words."""
        self._ask_words(
            "Join the team",
            f"The file {path.name} says that it comes from your sergeant. Have the eight words of that laptop "
            "read out to you, in person, from its own screen. If they do not match, the file was swapped on its way.",
            "The sergeant’s eight words",
            "Join the team",
            lambda words: self.accept(path, words),
        )

    def accept(self, path: Path, words: str) -> None:
        """Join."""
        self._submit(
            lambda cf, _: enrolment.accept(cf, files.read(path), words),
            lambda roster: f"This laptop is in the team {roster.team_name}.",
        )

    # the sergeant ---------------------------------------------------------------------------------------------

    def make_roster(self) -> None:
        """Found the team."""
        self._submit(
            lambda cf, _: enrolment.create(cf),
            lambda roster: f"The team {roster.team_name} is founded, with this laptop in it.",
        )

    def ask_for_request(self) -> None:
        """Enrolling: which request."""
        files.choose(self._page, "Choose the request file", self.request_chosen, filter=REQUESTS)

    def request_chosen(self, path: Path) -> None:
        """Whose it is, and the eight words."""
        try:
            asked = enrolment.read_request(files.read(path))
        except KnownError as fault:
            self.failed.emit(fault)
            return

        def work(cf: Any, _progress: object, passphrase: str, words: str) -> str:
            cf.confirm(passphrase)  # whoever finds this laptop open must not let another one into the team
            enrolment.check_words(asked, words)
            return words

        ask_again(
            self._page, self._session, title="Enrol a laptop",
            words=f"This request says that it is from {asked.name}, {asked.rank}. Have the eight words read out to "
            "you, in person, from the screen of that laptop. Only these words prove whose request it is.",
            button="Enrol this laptop…", part=EightWords("The eight words on that laptop’s screen"), work=work,
            done=lambda words: self._ask_where_to_save_welcome(path, asked.name, words), width=620,
        )  # fmt: skip

    def _ask_where_to_save_welcome(self, path: Path, name: str, words: str) -> None:
        files.choose(
            self._page, "Save the welcome file", lambda out: self.enrol(path, words, out),
            save_as=f"welcome {name}.pclo", filter=WELCOMES,
        )  # fmt: skip

    def enrol(self, path: Path, words: str, out: Path) -> None:
        """Take the laptop into the roster and write its welcome."""

        def work(cf: Any, _progress: object) -> Any:
            welcome = enrolment.enrol(cf, files.read(path), words)
            write_whole(out, welcome.file)
            return welcome

        def told(welcome: Any) -> str:
            member = welcome.roster.member(welcome.device.person)
            who = f"{member.name}, {member.rank}," if member else "The laptop"
            return f"{who} is in the team. Hand over {out.name}, and read out your own eight words."

        self._submit(work, told)

    # parts ----------------------------------------------------------------------------------------------------

    def _ask_words(self, title: str, words: str, field: str, button: str, go: Callable[[str], object]) -> None:
        sheet = WordsSheet(title, words, field, button, go, self._close_sheet)
        self._content = sheet
        self._sheet = self._session.show_sheet(sheet, width=620)

    def _close_sheet(self) -> None:
        if self._sheet is not None:
            self._sheet.close_sheet()
            self._sheet = None

    def _submit(self, work: Callable[[Any, Any], Any], told: Callable[[Any], str]) -> None:
        def done(result: Any) -> None:
            self._close_sheet()
            self._session.changed.emit(Changed(kinds=frozenset({"roster"})))
            self.done.emit(told(result))

        def failed(error: Exception) -> None:
            if isinstance(error, KnownError) and self._sheet is not None:
                self._content.failed(error)
            else:
                self.failed.emit(error)

        self._session.operations.submit(work, done, failed, "Joining the team", owner=self)
