"""The form of police protection: considered and used or not, by whom with rank, reviewed, and how it ended."""

from __future__ import annotations

from typing import Any, cast

import msgspec

from pclo_app.casefile.model import Item
from pclo_app.records.base import Missing, Named
from pclo_app.records.event_date import EventDate
from pclo_app.records.safeguarding import PoliceProtection, ProtectionReview
from ui.shell.session import Session
from ui.widgets.name_rank import Person as Known

from .form_parts import OFFICERS, named_in, show_when
from .inputs import Choice, Input, Line, Text, Ticks, When, Who
from .record_form import RecordForm

ANSWERS = (("used", "Used"), ("considered and not used", "Considered and not used"))
DESIGNATED = ("Police Inspector", "Detective Inspector")


class ProtectionForm(RecordForm):
    """That police protection was considered: used or not, by whom with rank, and how it ended."""

    def __init__(
        self,
        session: Session,
        case: str,
        item: Item[PoliceProtection] | None,
        children: list[tuple[str, str]],
        people: list[Known],
    ) -> None:
        self._before = item.record if item is not None else PoliceProtection()
        super().__init__(
            session,
            title="Police protection" if item is not None else "New record of police protection",
            draft=f"police_protection/{item.id if item is not None else 'new'}/{case}",
            case=case,
            id=item.id if item is not None else None,
            based_on=tuple(head.rev for head in item.heads) if item is not None else (),
            button="Save" if item is not None else "Add the record",
        )
        if children:
            self.add("children", Ticks("Children", children))
        self.add("answer", Choice("Police protection was", ANSWERS))
        self.add("why", Text("Why", least=2))
        self._considered = self.add("considered_at", When("Considered at", session.today, with_time=True))
        self._taken = self.add(
            "taken_at", When("Taken into protection at", session.today, "The 72 hours run from here.", with_time=True)
        )
        self.add("by", Who("Who decided", people, agency=False, ranks=OFFICERS))
        self._used = [
            self.add("place", Line("Taken to")),
            self.add("designated_officer", Who("Designated officer", people, ranks=DESIGNATED)),
            self.add("social_care_told_at", When("Social care told at", session.today, with_time=True)),
            self.add("social_care_told", Who("Who was told", people, agency=True)),
        ]
        self._review = self._review_fields() if item is not None else []
        self._end = [
            self.add("ended_at", When("Ended at", session.today, with_time=True)),
            self.add("ended_how", Text("How it ended", "Where the child went, and into whose care", least=1)),
        ]
        values = {field: getattr(self._before, field) for field in _PROTECTION}
        self.ready(values | {key: _moment(values[key]) for key in _MOMENTS})

    def _review_fields(self) -> list[Any]:
        heading = self.heading(f"Reviews by the designated officer: {len(self._before.reviews) or 'none yet'}")
        return [
            heading,
            self.add("review_at", When("Another review, at", self.session.today, with_time=True)),
            self.add("review_by", Who("Reviewed by", ranks=DESIGNATED)),
            self.add("review_words", Text("What was found", least=1)),
        ]

    def arrange(self) -> None:
        used = self.input("answer").value() == "used"
        show_when(not used, self._considered)
        show_when(used, self._taken, *self._used, *self._review, *self._end)

    def record(self) -> PoliceProtection:
        given: dict[str, Any] = {key: value for key, value in self.values().items() if key in _PROTECTION}
        given["children"] = tuple(given.get("children", ()))
        for key in _MOMENTS:
            given[key] = _typed(self.input(key))
        for key in ("by", "designated_officer", "social_care_told"):
            given[key] = named_in(self.input(key), getattr(self._before, key))
        if given["by"].name and not given["by"].agency:
            given["by"] = msgspec.structs.replace(given["by"], agency="POL")
        reviews = self._before.reviews
        if self._review and (at := _typed(self.input("review_at"))):
            who, words = named_in(self.input("review_by"), Named()), self.input("review_words").value()
            reviews = (*reviews, ProtectionReview(at=at, by=who, words=words))
        return msgspec.structs.replace(self._before, **given, reviews=reviews)

    def field_of(self, missing: Missing) -> str:
        return "answer" if missing.field == "children" and "children" not in self._inputs else super().field_of(missing)

    def _problems(self) -> list[Any]:
        found = super()._problems()
        from ui.widgets.error_box import Problem

        for key in _MOMENTS:
            made = cast(When, self.input(key))
            if made.isVisibleTo(self) and made.day() and not made.event_date().time:
                words = "Enter the time of day too, for example 5/11 14:30."
                made.set_error(words)
                found.append(Problem(words, made.take_focus))
        if self._review and _typed(self.input("review_at")):
            who = self.input("review_by")
            if not who.value()["name"]:
                words = "Enter who reviewed it."
                who.set_error(words)
                found.append(Problem(words, who.take_focus))
        return found


_MOMENTS = ("considered_at", "taken_at", "social_care_told_at", "ended_at")
_PROTECTION = (
    "children", "answer", "why", "considered_at", "taken_at", "by", "place", "designated_officer",
    "social_care_told_at", "social_care_told", "ended_at", "ended_how",
)  # fmt: skip


def _typed(made: Input) -> str:
    """Local date and time of a field, YYYY-MM-DDTHH:MM; "" where it is not exact."""
    when = cast(When, made).event_date()
    if not when.exact:
        return ""
    return f"{when.edtf}T{when.time}" if when.time else when.edtf


def _moment(at: str) -> EventDate:
    """A record's date and time for its field."""
    return EventDate(edtf=at[:10], time=at[11:16]) if at else EventDate()
