"""The conditions of a case: on whom, who checks them by when, and whether they were kept."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut

from pclo_app.casefile import findings
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Item
from pclo_app.practice.conditions import Standing
from pclo_app.practice.phrases import counted, first_name, short_day
from pclo_app.records.agencies import SHORT_NAMES
from pclo_app.records.condition import KEPT_WORDS, Condition, ConditionCheck
from pclo_app.records.person import Person
from pclo_app.records.work import Action
from ui.shell.rows_table import Column, Row
from ui.shell.words import iso_short
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.row_delegate import Cell
from ui.widgets.segmented import Segmented

from .actions import ActionForm, known_people
from .condition_form import ConditionCheckForm, ConditionForm
from .list_section import ListSection
from .record_form import RecordForm

CHECK, ACTION = "check/", "action/"
"""In front of a condition's id: a form over a new check of it, or over an action that is set because of it."""
_LEFT_OUT_FIRST, _ROOM_FOR_ALL = (3, 5), 800
"""Columns that a window narrower than so many logical pixels leaves out: when it was checked, and by whom."""
_STATES = {"kept": "done", "not kept": "stop", "not known": "half"}
_TONES = {"not kept": "danger", "not known": "warn"}


@dataclass(frozen=True)
class Conditions:
    """What the section shows."""

    standings: list[Standing]
    conditions: dict[str, Item[Condition]]
    checks: dict[str, Item[ConditionCheck]]
    people: list[Item[Person]]
    held: list[tuple[str, str]]
    """The meetings and conferences that may have set one: id and words."""


class ConditionsSection(ListSection):
    """Those that stand, not kept first; or all, each with every check made of it."""

    kinds = frozenset({"condition", "condition_check", "action", "person", "strategy_meeting", "conference"})
    name = "Conditions"
    new_words = "New condition"
    new_key = "Ctrl+Shift+N"
    check_key = "Ctrl+Shift+K"
    action_key = "Ctrl+Shift+A"
    empty = (
        "No conditions yet. Record what a placement, a return home or bail depends on, and who checks it: "
        "what is not checked in time is asked about."
    )
    two_lines = True
    columns = (
        Column("Condition"),
        Column("On whom", 24),
        Column("Check by", 25),
        Column("Checked on", 17),
        Column("Kept?", 17),
        Column("By whom", 24),
    )

    def build_bar(self) -> None:
        self.heading = label("Conditions", "section")
        self.bar.addWidget(self.heading)
        self.which = Segmented([("standing", "Standing"), ("all", "All checks")], "standing",
                               name="Which conditions")  # fmt: skip
        self.which.changed.connect(lambda _value: self.show_rows())
        self.bar.addWidget(self.which)
        self.check_button = Button("Record a check", "check", parent=self)
        self.check_button.setToolTip(self.check_key)
        self.check_button.clicked.connect(self.new_check)
        QShortcut(QKeySequence(self.check_key), self).activated.connect(self.new_check)
        self.action_button = Button("Set an action", "flag", parent=self)
        self.action_button.setToolTip(self.action_key)
        self.action_button.clicked.connect(self.new_action)
        QShortcut(QKeySequence(self.action_key), self).activated.connect(self.new_action)

    def query(self, cf: CaseFile, case: str) -> Conditions:
        meetings = [(item.id, f"{item.title}, {iso_short(item.record.date)}".rstrip(", "))
                    for kind in ("strategy_meeting", "conference") for item in cf.items(case, kind)]  # fmt: skip
        return Conditions(
            findings.conditions_of(cf, case),
            {item.id: item for item in cf.items(case, "condition")},
            {item.id: item for item in cf.items(case, "condition_check")},
            cf.people(case),
            meetings,
        )

    def rows_of(self, data: Conditions) -> list[Row]:
        if self.bar.indexOf(self.check_button) < 0:
            for button in (self.action_button, self.check_button):
                self.bar.insertWidget(self.bar.indexOf(self.new_button), button)
        standing = [each for each in data.standings if each.state != "over"]
        self.which.set_words("standing", f"Standing {len(standing)}")
        for button in (self.action_button, self.check_button):
            button.setVisible(bool(data.standings))
        self.nothing.set_sentence("Every condition has ended." if data.standings and not standing else self.empty)
        names = {item.id: item.record.name for item in data.people}
        everything = self.which.value() == "all"
        rows = []
        for each in data.standings if everything else standing:
            rows.append(self._row(each, data, names))
            if everything:
                rows += [self._check_row(id, check, data) for id, check in reversed(each.checks)]
        return rows

    def _row(self, each: Standing, data: Conditions, names: dict[str, str]) -> Row:
        condition, latest = each.condition, each.latest
        children = ", ".join(first_name(names.get(id, "")) for id in condition.children)
        whom = ", ".join([*(names.get(id, "") for id in condition.persons), condition.on_whom]).strip(", ")
        parts = dict.fromkeys((condition.attached, condition.attached_words))  # of "another decision" they are one
        about = _capital(", ".join(part for part in parts if part))
        due, second, state, tone = due_words(each)
        kept = KEPT_WORDS.get(latest.kept, "") if latest else "Not checked yet"
        followed = (latest.followed or "Nothing followed") if latest and latest.kept == "not kept" else ""
        if latest and latest.kept == "not kept" and each.followed and not latest.followed:
            followed = "An action was set"
        on = iso_short(latest.on[:10]) if latest else ""
        by = latest.by if latest else condition.who_checks
        said = f"Seen by {by}" if latest else f"To be checked by {by}"
        agency = SHORT_NAMES.get(by.agency, "")
        checked = counted(len(each.checks), "check", "checks") if each.checks else ""
        return Row(
            each.id,
            (
                Cell(condition.text, second=about, mark="not-equal" if data.conditions[each.id].in_conflict else ""),
                Cell(whom, second=f"Protects {children}" if children else ""),
                Cell(due, second=second, state=state, tone=tone),
                Cell(on or "Never", second=checked, grey=not on),
                Cell(kept, second=followed, state=_STATES.get(latest.kept, "empty") if latest else "empty",
                     tone=_TONES.get(latest.kept, "") if latest else ""),
                Cell(str(by), second=agency if latest else f"{agency}, to check it", agency=by.agency),
            ),
            _sentence(f"Condition on {about or 'a decision'}: {condition.text}", f"On {whom}", due, second,
                      f"Checked on {on}: {kept.lower()}" if on else kept, followed, said),
        )  # fmt: skip

    def _check_row(self, id: str, check: ConditionCheck, data: Conditions) -> Row:
        at = " ".join(part for part in (iso_short(check.on[:10]), check.on[11:16]) if part)
        kept = KEPT_WORDS[check.kept]
        return Row(
            id,
            (
                Cell(f"    {check.found}" if check.found else "    Check", grey=True,
                     mark="not-equal" if data.checks[id].in_conflict else ""),
                Cell(""),
                Cell(""),
                Cell(at),
                Cell(kept, second=check.followed, state=_STATES[check.kept], tone=_TONES.get(check.kept, "")),
                Cell(str(check.by), second=SHORT_NAMES.get(check.by.agency, ""), agency=check.by.agency),
            ),
            _sentence(f"Check of the condition above, {at}: {kept.lower()}", check.found, check.followed,
                      str(check.by)),
        )  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window what is kept goes before when and by whom, which the form says."""
        for column in _LEFT_OUT_FIRST:
            self.table.setColumnHidden(column, self.width() < _ROOM_FOR_ALL)
        super().resizeEvent(event)

    def reveal(self, id: str) -> bool:
        data: Conditions = self._data
        if id not in data.conditions and id not in data.checks:
            return False
        self.which.set_value("all")
        self.show_rows()
        return self.table.set_current(id)

    # forms ----------------------------------------------------------------------------------------------------

    def new_check(self) -> None:
        """A form over a new check of the condition of the row that is current."""
        self._about_current(CHECK)

    def new_action(self) -> None:
        """A form over an action that is set because of that condition."""
        self._about_current(ACTION)

    def _about_current(self, what: str) -> None:
        if self._data is None or not self._data.conditions:
            return
        current = self.table.current()
        if current in self._data.checks:
            current = self._data.checks[current].record.condition
        if not current:
            self.session.say("Choose a condition first")
            return
        self.open_form(f"{what}{current}")

    def make_form(self, id: str | None) -> RecordForm | None:
        data: Conditions | None = self._data
        if data is None:
            return None
        people = known_people(data.people)
        if id is None:
            return ConditionForm(self.session, self.case, None, data.people, people, data.held)
        if id in data.conditions:
            return ConditionForm(self.session, self.case, data.conditions[id], data.people, people, data.held)
        check = data.checks.get(id)
        wanted = check.record.condition if check else id.removeprefix(CHECK).removeprefix(ACTION)
        about = data.conditions.get(wanted)
        if about is None:
            self.session.say("The condition is not on this laptop")
            return None
        if id.startswith(ACTION):
            return ActionForm(self.session, self.case, None, people, self._because(about.id))
        return ConditionCheckForm(self.session, self.case, about, check, people)

    def _because(self, condition: str) -> Action:
        """An action that is set because of a condition, or of its latest check where that found it not kept."""
        each = next(standing for standing in self._data.standings if standing.id == condition)
        latest = each.latest
        if latest is None or latest.kept != "not kept":
            return Action(what="", why=f"Condition: {each.short}", from_record=condition)
        why = f"Condition not kept on {iso_short(latest.on[:10])}: {each.short}"
        return Action(what="", why=why, from_record=each.checks[-1][0])

    def keys(self) -> list[tuple[str, str]]:
        return [*super().keys(), (self.check_key, "Record a check of the condition"),
                (self.action_key, "Set an action because of the condition")]  # fmt: skip


def due_words(each: Standing) -> tuple[str, str, str, str]:
    """By when it is to be checked: words, second line, state and tone."""
    if not each.condition.stands:
        return f"Ended {iso_short(each.condition.ended_on)}", each.condition.ended_why, "not-needed", ""
    if each.state == "over":
        return f"Held until {iso_short(each.condition.until)}", "", "not-needed", ""
    day = each.next_day
    if day is None:
        return "No check ahead", "Nobody is to look again", "warning", "warn"
    left = (day - each.today).days
    more = len(each.open_days) - 1
    rest = f"and {counted(more, 'more day', 'more days')}" if more else ""
    if left < 0:
        return short_day(day), f"{counted(-left, 'day', 'days')} overdue {rest}".strip(), "stop", "danger"
    if left == 0:
        return f"{short_day(day)}, today", rest, "warning", "warn"
    return short_day(day), rest, "clock" if left <= 3 else "empty", ""


def _sentence(*parts: str) -> str:
    """The parts as sentences, for the screen reader."""
    return " ".join(part if part.endswith((".", "!", "?")) else f"{part}." for part in map(str.strip, parts) if part)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
