"""What is to be done, by whom and by when; and what became of it."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import msgspec

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Item
from pclo_app.records.agencies import SHORT_NAMES
from pclo_app.records.person import Person
from pclo_app.records.work import Action
from ui.shell.rows_table import Column, Row
from ui.shell.session import Session
from ui.shell.words import iso_short
from ui.widgets.labels import label
from ui.widgets.name_rank import Person as Known
from ui.widgets.row_delegate import Cell
from ui.widgets.segmented import Segmented

from .inputs import Choice, Text, When, Who
from .list_section import ListSection
from .record_form import RecordForm

OUTCOMES = (
    ("achieved", "Achieved"),
    ("partly", "Partly"),
    ("not achieved", "Not achieved"),
    ("overtaken", "Overtaken by events"),
)
OUTCOME_WORDS = dict(OUTCOMES)
_OUTCOME_STATES = {"achieved": "done", "partly": "half", "not achieved": "stop", "overtaken": "not-needed"}


def known_people(people: list[Item[Person]]) -> list[Known]:
    """The professionals of a case, to be completed with rank and agency."""
    return [
        Known(item.record.name, item.record.rank, item.record.agency, item.id)
        for item in people
        if item.record.is_professional
    ]


class ActionForm(RecordForm):
    """An action, and its outcome once there is one."""

    def __init__(
        self,
        session: Session,
        case: str,
        item: Item[Action] | None,
        people: list[Known],
        start: Action | None = None,
    ) -> None:
        """``start`` is what a new action begins with: why it is set, and because of which record."""
        self._before = item.record if item is not None else start or Action(what="")
        because = f"/{self._before.from_record}" if item is None and self._before.from_record else ""
        super().__init__(
            session,
            title="Action" if item is not None else "New action",
            draft=f"action/{item.id if item is not None else 'new'}/{case}{because}",
            case=case,
            id=item.id if item is not None else None,
            based_on=tuple(head.rev for head in item.heads) if item is not None else (),
            button="Save" if item is not None else "Add the action",
        )
        self.add("what", Text("What is to be done", least=2))
        self.add("why", Text("Why", least=1))
        self.add("who", Who("Who", people, agency=True))
        self.add(
            "by",
            When(
                "By when",
                session.today,
                "If it depends on something, give the date you will check.",
                day_only=True,
                due=True,
            ),
        )
        if item is not None:
            self.heading("Outcome")
            self.add("outcome", Choice("What became of it", OUTCOMES, clearable=True))
            self._evidence = self.add_row(
                ("evidence", Text("How that is known", least=2)),
                ("done_on", When("Done on", session.today, day_only=True)),
                stretch=(2, 1),
            )
        self.ready({field: getattr(self._before, field) for field in _FIELDS})

    def arrange(self) -> None:
        if self.id is not None:
            self._evidence.setVisible(bool(self.input("outcome").value()))

    def record(self) -> Action:
        given: dict[str, Any] = self.values()
        who = cast(Who, self.input("who")).named()
        before = self._before.who
        same = (before.name, before.rank, before.agency) == (who.name, who.rank, who.agency)
        changes: dict[str, Any] = {
            "what": given["what"],
            "why": given["why"],
            "who": before if same else who,
            "by": cast(When, self.input("by")).day(),
        }
        if self.id is not None:
            outcome = given["outcome"]
            changes |= {
                "outcome": outcome,
                "evidence": given["evidence"] if outcome else "",
                "done_on": cast(When, self.input("done_on")).day() if outcome else "",
            }
        return msgspec.structs.replace(self._before, **changes)


_FIELDS = ("what", "why", "who", "by", "outcome", "evidence", "done_on")


class ActionsSection(ListSection):
    """Open actions, the overdue first."""

    kinds = frozenset({"action", "person", "strategy_meeting", "seal"})
    name = "Actions"
    new_words = "New action"
    empty = "No actions yet. Actions of a sealed meeting record appear here by themselves."
    two_lines = True
    columns = (
        Column("What, and why"),
        Column("Who", 32),
        Column("By when", 24),
        Column("Outcome", 24),
    )

    def build_bar(self) -> None:
        self.heading = label("Actions", "section")
        self.bar.addWidget(self.heading)
        self.which = Segmented([("open", "Open"), ("all", "All")], "open", name="Which actions")
        self.which.changed.connect(lambda _value: self.show_rows())
        self.bar.addWidget(self.which)

    def query(self, cf: CaseFile, case: str) -> tuple[list[Item[Action]], list[Known]]:
        actions = sorted(cf.items(case, "action"), key=lambda item: (item.record.by or "9999", item.id))
        return actions, known_people(cf.people(case))

    def rows_of(self, data: tuple[list[Item[Action]], list[Known]]) -> list[Row]:
        actions = data[0]
        still = [item for item in actions if item.record.is_open]
        self.which.set_words("open", f"Open {len(still)}")
        self.which.set_words("all", f"All {len(actions)}")
        if actions and not still:
            self.nothing.set_sentence("Every action has an outcome.")
        else:
            self.nothing.set_sentence(self.empty)
        return [self._row(item) for item in (actions if self.which.value() == "all" else still)]

    def reveal(self, id: str) -> bool:
        if all(item.id != id for item in self._data[0]):
            return False
        self.which.set_value("all")
        self.show_rows()
        return self.table.set_current(id)

    def _row(self, item: Item[Action]) -> Row:
        action = item.record
        due, state, tone = due_words(action, self.session.today())
        who, agency = str(action.who), SHORT_NAMES.get(action.who.agency, "")
        outcome = OUTCOME_WORDS.get(action.outcome, "Not recorded")
        done = iso_short(action.done_on) if action.done_on else action.evidence.partition("\n")[0]
        return Row(
            item.id,
            (
                Cell(action.what, second=action.why, mark="not-equal" if item.in_conflict else ""),
                Cell(who or "Nobody named", second=agency, agency=action.who.agency, tone="" if who else "danger"),
                Cell(due, state=state, tone=tone),
                Cell(outcome, second=done, state=_OUTCOME_STATES.get(action.outcome, "empty")),
            ),
            f"{action.what}. {who or 'Nobody named'}. {due}. Outcome: {outcome.lower()}.",
        )

    def make_form(self, id: str | None) -> RecordForm | None:
        if self._data is None:
            return None
        found = next((item for item in self._data[0] if item.id == id), None)
        if id is not None and found is None:
            return None
        return ActionForm(self.session, self.case, found, self._data[1])


def due_words(action: Action, today: date) -> tuple[str, str, str]:
    """When an action is due, in words, with the state and the tone that say how near that is."""
    if not action.by:
        return "No date", "warning" if action.is_open else "", "warn" if action.is_open else ""
    words = iso_short(action.by)
    if not action.is_open:
        return words, "", ""
    try:
        left = (date.fromisoformat(action.by) - today).days
    except ValueError:
        return words, "", ""
    if left < 0:
        late = "1 day" if left == -1 else f"{-left} days"
        return f"{words}, {late} overdue", "stop", "danger"
    if left == 0:
        return f"{words}, today", "warning", "warn"
    return words, "clock" if left <= 3 else "empty", ""
