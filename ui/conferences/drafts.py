"""Half-written words of a conference as bytes, and an outcome that is not yet whole. No Qt."""

from __future__ import annotations

from typing import Any

import msgspec

from pclo_app.records.base import Named, rank_missing
from pclo_app.records.conference import Conference, ConferenceOutcome, Dissent
from pclo_app.records.errors import IncompleteRecord


class OutcomeWords(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome as it stands in the form: how the police took part may still be open."""

    attended: str = ""
    attended_by: Named = Named()
    not_attended_why: str = ""
    quorate: str = ""
    decision: str = ""
    category: str = ""
    plan_start: str = ""
    police_view_given: str = ""
    dissent: tuple[Dissent, ...] = ()
    core_group: str = ""
    review: str = ""
    told_investigating_officer: str = ""

    @classmethod
    def of(cls, record: ConferenceOutcome | None) -> OutcomeWords:
        """What a recorded outcome says."""
        if record is None:
            return cls()
        return cls(**{name: getattr(record, name) for name in cls.__struct_fields__})

    def record(self, conference: str, *, held_on: str = "", reason: str = "") -> ConferenceOutcome:
        """The outcome as a record, of a conference held on that ISO date.

        Raises IncompleteRecord for the first thing that is missing.
        """
        if self.attended not in ("in person", "report only", "neither"):
            raise IncompleteRecord(field="attended", why="Choose how the police took part.")
        for place, each in enumerate(self.dissent):
            if not each.who.name.strip():
                raise IncompleteRecord(field=f"dissent.{place}.who", why="Enter who disagreed.")
            if not each.who.rank.strip():
                why = rank_missing("who", each.who)[0].words
                raise IncompleteRecord(field=f"dissent.{place}.who", why=why)
            if not each.on_what.strip():
                raise IncompleteRecord(field=f"dissent.{place}.on_what", why="Enter what the disagreement was about.")
        in_person = self.attended == "in person"
        values: dict[str, Any] = {name: getattr(self, name) for name in self.__struct_fields__}
        values["attended_by"] = self.attended_by if in_person else Named()
        values["not_attended_why"] = "" if in_person else self.not_attended_why
        made = ConferenceOutcome(conference=conference, held_on=held_on, change_reason=reason, **values)
        for field, why in made.missing():
            raise IncompleteRecord(field=field, why=why)
        return made


class WorkDraft(msgspec.Struct, frozen=True, kw_only=True):
    """The workspace as it stood: words, dates that were not yet read, the open forms and the step."""

    record: Conference
    heads: tuple[str, ...] = ()
    """The revisions that the words were based on."""
    step: str = "prepare"
    check: dict[str, str] = {}
    outcome: OutcomeWords | None = None
    unread: dict[str, str] = {}
    """Words in date fields of the outcome that were no date yet."""


def encode(draft: WorkDraft) -> bytes:
    """The draft as bytes."""
    return msgspec.json.encode(draft)


def decode(body: bytes | None) -> WorkDraft | None:
    """The draft in such bytes; None where there is none, or it is of another version."""
    if not body:
        return None
    try:
        return msgspec.json.decode(body, type=WorkDraft)
    except msgspec.MsgspecError:
        return None
