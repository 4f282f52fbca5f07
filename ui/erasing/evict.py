"""Take cases off this laptop: what the office has, and nobody here needs, is not carried about.

What is not on a laptop cannot be stolen with it. Each case says what keeps it here; a case
that has gone can be asked for again.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QSizePolicy, QWidget

from pclo_app.casefile import eviction
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.eviction import Candidate, PutAway
from pclo_app.casefile.model import Changed
from pclo_app.errors import KnownError
from ui.keys.again import ask_again
from ui.settings.section import SettingsSection
from ui.shell.rows_table import Column, Row, RowsTable
from ui.shell.session import Place, Session
from ui.shell.words import counted, iso_short
from ui.widgets.buttons import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.panel import Panel
from ui.widgets.row_delegate import Cell

SENTENCE = (
    "A case that has not to be here need not be carried about. Its words and documents leave this laptop; the office "
    "keeps them, and sends them again when you ask. Who wrote what, and when, stays here, signed."
)


@dataclass(frozen=True)
class Here:
    """What is here, and what is at the office only."""

    candidates: list[Candidate]
    away: list[PutAway]


def here(cf: CaseFile) -> Here:
    """Read it."""
    return Here(eviction.candidates(cf), eviction.put_away(cf))


class EvictSection(SettingsSection):
    """Two tables: here, and at the office only."""

    def __init__(self, session: Session, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(session, place, "Take cases off this laptop", SENTENCE, parent)
        self.known: Here | None = None
        self._wanted = place.case
        self.take_button = Button("Take it off…", size="small")
        self.take_button.setAccessibleName("Take the chosen case off this laptop")
        self.take_button.clicked.connect(self.take_off)
        panel = Panel("On this laptop", buttons=(self.take_button,))
        columns = (Column("Case", 20), Column("What it holds", 15), Column("May it go?"))
        self.table = RowsTable(columns, name="Cases on this laptop", two_lines=True)
        self.table.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.table.opened.connect(lambda _key: self.take_off())
        panel.add(self.table)
        self.nothing = EmptyState("There is no case on this laptop.")
        panel.add(self.nothing)
        self.add_card(panel)
        self.fetch_button = Button("Ask for it again", size="small")
        self.fetch_button.setAccessibleName("Ask the office for the chosen case again")
        self.fetch_button.clicked.connect(self.fetch)
        self.away_panel = Panel("At the office only", buttons=(self.fetch_button,))
        columns = (Column("Case", 20), Column("Taken off", 15), Column("State"))
        self.away = RowsTable(columns, name="Cases at the office only")
        self.away.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.away_panel.add(self.away)
        self.add_card(self.away_panel)
        self.column.addStretch(1)

    def shown(self) -> None:
        self._load()

    def go(self, place: Place) -> None:
        super().go(place)
        self._wanted = place.case
        self._choose_wanted()

    def refresh(self, changed: Changed) -> None:
        self._load()

    def panes(self) -> list[QWidget]:
        """For F6."""
        return [self.table, self.away]

    def keys(self) -> list[tuple[str, str]]:
        return [("Enter", "Take the chosen case off this laptop")]

    def _load(self) -> None:
        self.session.operations.submit(lambda cf, _: here(cf), self._loaded, owner=self)

    def _loaded(self, found: Here) -> None:
        self.known = found
        self.table.set_rows([_row(each) for each in found.candidates])
        self.table.setVisible(bool(found.candidates))
        self.take_button.setVisible(bool(found.candidates))
        self.nothing.setVisible(not found.candidates)
        self.away.set_rows([_away_row(each) for each in found.away])
        self.away_panel.setVisible(bool(found.away))
        for table, most in ((self.table, 9), (self.away, 6)):
            rows = range(min(most, len(table.rows())))
            head = table.horizontalHeader().sizeHint().height()
            table.setFixedHeight(head + sum(table.rowHeight(n) for n in rows) + 4)
        self._choose_wanted()

    def _choose_wanted(self) -> None:
        if self._wanted and self.table.set_current(self._wanted):
            self._wanted = ""

    # what is done ---------------------------------------------------------------------------------------------

    def take_off(self) -> None:
        """The chosen case, if it may go; else why it may not."""
        key = self.table.current()
        found = next((each for each in (self.known.candidates if self.known else []) if each.case == key), None)
        if found is None:
            return
        self.error.clear()
        if not found.may_go:
            self.tell(f"{_sentence(found)} Return to the office first, or settle what is open.", "warn",
                      strong=f"{found.reference} stays on this laptop.")  # fmt: skip
            return
        documents = f" and {counted(found.documents, 'document')}" if found.documents else ""
        ask_again(
            self, self.session, title=f"Take {found.reference} off this laptop",
            words=f"{counted(found.revisions, 'revision')}{documents} leave this laptop. The office has a receipt for "
            "each of them. The case can be asked for again, and comes with a sync.",
            button="Take it off", work=lambda cf, _p, words, _v: eviction.evict(cf, found.case, words),
            done=lambda changed: self._taken(found, changed), label_words="Taking the case off",
        )  # fmt: skip

    def _taken(self, found: Candidate, _changed: Changed) -> None:
        self.tell("It is at the office only. Ask for it again below, when it is wanted.",
                  strong=f"{found.reference} has left this laptop.")  # fmt: skip
        self._load()

    def fetch(self) -> None:
        """Ask the office for the chosen case again."""
        case = self.away.current()
        if case:
            self.session.operations.submit(
                lambda cf, _: eviction.fetch(cf, case), self._asked, self._failed, owner=self
            )

    def _asked(self, asked: PutAway) -> None:
        self.tell("The next sync asks the office; the one after it brings the case.",
                  strong=f"{asked.reference} is asked for.")  # fmt: skip
        self._load()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self.error.show_error(error, take_focus=True)
        else:
            self.session.show_error(error)


def _sentence(found: Candidate) -> str:
    words = "; ".join(found.reasons)
    return f"{words[:1].upper()}{words[1:]}."


def _row(each: Candidate) -> Row:
    holds = counted(each.revisions, "revision")
    documents = counted(each.documents, "document") if each.documents else "no documents"
    may = (
        Cell("It may go", state="done") if each.may_go else Cell("It stays", second=_sentence(each), state="not-needed")
    )
    cells = (Cell(each.family.upper(), second=each.reference, bold=True), Cell(holds, second=documents), may)
    return Row(each.case, cells, f"{each.reference}, {each.family}. {holds}. "
               + ("It may go." if each.may_go else f"It stays: {_sentence(each)}"))  # fmt: skip


def _away_row(each: PutAway) -> Row:
    state = f"Asked for on {iso_short(each.asked)}" if each.asked else "At the office"
    when = iso_short(each.at)
    cells = (Cell(each.reference, bold=True), Cell(when), Cell(state, state="clock" if each.asked else "empty"))
    return Row(each.case, cells, f"{each.reference}. Taken off {when}. {state}.")
