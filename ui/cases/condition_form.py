"""The forms over a condition, and over one check of it."""

from __future__ import annotations

from typing import Any, cast

import msgspec

from pclo_app.casefile.model import Item
from pclo_app.records.base import Missing, Named
from pclo_app.records.condition import KEPT_WORDS, Condition, ConditionCheck
from pclo_app.records.event_date import EventDate
from pclo_app.records.person import Person
from ui.shell.session import Session
from ui.widgets.error_box import Notice, Problem
from ui.widgets.name_rank import Person as Known

from .days_input import Days
from .inputs import Choice, Combo, Input, Line, Text, Ticks, When, Who
from .record_form import RecordForm

ATTACHED = (
    ("placement", "Placement"),
    ("return", "Return home"),
    ("bail", "Bail"),
    ("other", "Another decision"),
)
KEPT = tuple(KEPT_WORDS.items())
_CHECKERS = ("Social Worker", "Team Manager", "Health Visitor", "Police Constable", "Detective Constable")
_CONDITION = (
    "text", "attached_to", "attached_words", "children", "persons", "on_whom", "since", "until", "set_by",
    "from_record", "who_checks", "check_by", "ended_on", "ended_why",
)  # fmt: skip


class ConditionForm(RecordForm):
    """What must be done or must not happen, on whom, who checks it, and by when."""

    def __init__(
        self,
        session: Session,
        case: str,
        item: Item[Condition] | None,
        family: list[Item[Person]],
        people: list[Known],
        held: list[tuple[str, str]],
    ) -> None:
        """``held`` are the meetings and conferences of the case that may have set it: id and words."""
        children = [(each.id, each.record.name) for each in family if each.record.is_child]
        adults = [
            (each.id, each.record.name)
            for each in family
            if not each.record.is_child and not each.record.is_professional
        ]
        only = (children[0][0],) if len(children) == 1 else ()
        self._before = item.record if item is not None else Condition(text="", children=only)
        super().__init__(
            session,
            title="Condition" if item is not None else "New condition",
            draft=f"condition/{item.id if item is not None else 'new'}/{case}",
            case=case,
            id=item.id if item is not None else None,
            based_on=tuple(head.rev for head in item.heads) if item is not None else (),
            button="Save" if item is not None else "Add the condition",
        )
        self.add("text", Text("The condition", "In the words in which it was set", least=2))
        self.add("attached_to", Choice("Attached to", ATTACHED))
        self.add("attached_words", Line("Which one", "The placement, the address, or the date of the bail"))
        if children:
            self.add("children", Ticks("Children whom it protects", children))
        if adults:
            self.add("persons", Ticks("Who must keep it", adults))
        self.add("on_whom", Line("Others who must keep it" if adults else "Who must keep it"))
        self.add_row(
            ("since", When("Set on", session.today)),
            ("until", When("Holds until", session.today, day_only=True, due=True)),
        )
        self.add("set_by", Who("Who set it", people, agency=True))
        if self._before.from_record and self._before.from_record not in dict(held):
            held = [*held, (self._before.from_record, "A record that is not on this laptop")]
        if held:
            self.add("from_record", Combo("Set at", (("", "Not at one of these"), *held)))
        self.add("who_checks", Who("Who checks it", people, agency=True, ranks=_CHECKERS))
        self.add("check_by", Days("Check by", session.today, "Every day by which somebody looks"))
        if item is not None:
            self.heading("When it holds no more")
            self.add_row(
                ("ended_on", When("Ended on", session.today, day_only=True)),
                ("ended_why", Text("Why", least=1)),
                stretch=(1, 2),
            )
        self.ready({field: getattr(self._before, field) for field in _CONDITION})

    def record(self) -> Condition:
        given: dict[str, Any] = {key: value for key, value in self.values().items() if key in _CONDITION}
        for key in ("children", "persons"):
            if key in given:  # somebody who is no longer offered stays
                offered = cast(Ticks, self.input(key)).boxes
                others = [id for id in getattr(self._before, key) if id not in offered]
                given[key] = (*given[key], *others)
        given["since"] = _date(self.input("since"))
        for key in ("until", "ended_on"):
            if key in given:
                given[key] = cast(When, self.input(key)).day()
        for key in ("set_by", "who_checks"):
            given[key] = _named(self.input(key), getattr(self._before, key))
        given["check_by"] = cast(Days, self.input("check_by")).days()
        return msgspec.structs.replace(self._before, **given)

    def field_of(self, missing: Missing) -> str:
        return "on_whom" if missing.field == "persons" and "persons" not in self._inputs else super().field_of(missing)


class ConditionCheckForm(RecordForm):
    """That somebody looked: when, who, whether it was kept, and what followed."""

    def __init__(
        self,
        session: Session,
        case: str,
        condition: Item[Condition],
        item: Item[ConditionCheck] | None,
        people: list[Known],
    ) -> None:
        about = condition.record
        self._before = (
            item.record
            if item is not None
            else ConditionCheck(
                condition=condition.id,
                text=about.text,
                persons=tuple(dict.fromkeys((*about.children, *about.persons))),
            )
        )
        super().__init__(
            session,
            title="Check of a condition" if item is not None else "New check of a condition",
            draft=f"condition_check/{item.id if item is not None else f'new/{condition.id}'}/{case}",
            case=case,
            id=item.id if item is not None else None,
            based_on=tuple(head.rev for head in item.heads) if item is not None else (),
            button="Save" if item is not None else "Add the check",
        )
        self.column.addWidget(Notice(self._before.text, "info", strong="The condition:"))
        self.add("on", When("When somebody looked", session.today, with_time=True))
        self.add("kept", Choice("Was it kept?", KEPT))
        self.add("found", Text("What was found", "Or why it is not known", least=2))
        self._followed = self.add(
            "followed",
            Text("What was done about it", "Who was told and when, what was decided. It may be added later", least=1),
        )
        checks = about.who_checks
        usual = [Known(checks.name, checks.rank, checks.agency)] if checks.name else []
        named = {each.name for each in people}
        self.add(
            "by",
            Who("Who looked", [*(each for each in usual if each.name not in named), *people], agency=True,
                ranks=_CHECKERS),
        )  # fmt: skip
        if item is not None:
            self.add(
                "withdrawn",
                Ticks(
                    "Entered by mistake?", (("yes", "Withdraw this check. It stays in the history, struck through"),)
                ),
            )
        self.ready(
            {field: getattr(self._before, field) for field in ("kept", "found", "followed", "by")}
            | {"on": _moment(self._before.on), "withdrawn": ["yes"] if self._before.withdrawn else []}
        )

    def arrange(self) -> None:
        row = self._followed.parentWidget()
        shown = self.input("kept").value() == "not kept"
        self._followed.setVisible(shown)
        if row is not None:
            row.setVisible(shown)

    def record(self) -> ConditionCheck:
        given = self.values()
        when = cast(When, self.input("on")).event_date()
        kept = given["kept"]
        return msgspec.structs.replace(
            self._before,
            on=(f"{when.edtf}T{when.time}" if when.time else when.edtf) if when.exact else "",
            kept=kept,
            found=given["found"],
            followed=given["followed"] if kept == "not kept" else "",
            by=_named(self.input("by"), self._before.by),
            withdrawn=bool(given.get("withdrawn")),
        )

    def _problems(self) -> list[Problem]:
        found = super()._problems()
        made = cast(When, self.input("on"))
        when = made.event_date()
        words = ""
        if made.field.words().strip() and when.known and not when.exact:
            words = "Enter the day on which somebody looked, for example 5/11 14:30."
        elif when.exact and when.edtf > self.session.today().isoformat():
            words = "This day has not come yet. A check is recorded when it has been made."
        if words:
            made.set_error(words)
            found = [each for each in found if each.words != "Enter the day on which it was checked."]
            found.insert(0, Problem(words, made.take_focus))
        return found


def _date(made: Input) -> EventDate:
    return cast(When, made).event_date()


def _named(made: Input, before: Named) -> Named:
    """Who is named; the same person keeps the record they are tied to."""
    who = cast(Who, made).named()
    same = (who.name, who.rank, who.agency) == (before.name, before.rank, before.agency)
    return before if same else who


def _moment(at: str) -> EventDate:
    return EventDate(edtf=at[:10], time=at[11:16]) if at else EventDate()
