"""What stands in the fields of an entry while it is being written: text in, text out, and nothing guessed.

The quick-entry bar and the full form fill the same values; as a draft they are one JSON
text. `to_entry` makes the record; fields that no form shows are taken from ``base``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, Protocol, cast

import msgspec

from pclo_app.records.base import Named
from pclo_app.records.chronology import ChronologyEntry, Decision, Grading, Source
from pclo_app.records.event_date import EventDate

from . import decided

SYSTEMS = ("CRIS", "Merlin", "CAD", "PNC", "PND", "ViSOR", "Athena", "HOLMES", "Niche", "STORM", "RiO", "EMIS",
           "SystmOne", "Liquidlogic", "Mosaic")  # fmt: skip


class Values(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Every field as it stands, right or wrong."""

    when_words: str = ""
    when: EventDate | None = None
    """The date as read or chosen; None while it is in question."""
    ended_words: str = ""
    ended: EventDate | None = None
    as_written: str = ""
    known_words: str = ""
    known: EventDate | None = None
    """When the police came to know, as read or chosen."""
    type: str = ""
    agency: str = ""
    system: str = ""
    reference: str = ""
    document: str = ""
    page: str = ""
    told_name: str = ""
    told_rank: str = ""
    degree: str = ""
    persons: tuple[str, ...] = ()
    fact: str = ""
    child_seen: str = ""
    child_seen_by: str = ""
    child_seen_alone: str = ""
    child_words: str = ""
    action_taken: str = ""
    outcome: str = ""
    significance: str = ""
    significance_name: str = ""
    significance_rank: str = ""
    significance_on: str = ""
    decided: bool = False
    decision: str = ""
    why: str = ""
    options: str = ""
    information: str = ""
    by_name: str = ""
    by_rank: str = ""
    with_whom: str = ""
    at: str = ""
    at_read: EventDate | None = None
    """When it was decided, as read or chosen."""
    disclosure: str = ""
    disclosure_reason: str = ""
    scheme: str = ""
    grade_source: str = ""
    grade_information: str = ""
    grade_handling: str = ""
    condition_met: str = ""
    tags: str = ""
    attachments: tuple[str, ...] | None = None
    """Ids of documents; None where the form never showed any, so that the entry's own stay."""
    change_reason: str = ""
    # where the user was
    based_on: tuple[str, ...] = ()
    focus: str = ""
    caret: int = -1
    open: bool = False

    @property
    def source(self) -> str:
        """The source as one line."""
        return str(Source(system=self.system, reference=self.reference, document=self.document, page=self.page))

    @property
    def written(self) -> bool:
        """Whether there is anything to lose: more than what is kept from the entry before."""
        plain = msgspec.structs.asdict(self)
        kept = {*_KEPT, "focus", "caret", "open", "based_on", "significance_name", "significance_rank"}
        return any(value for name, value in plain.items() if name not in kept)

    @property
    def extras(self) -> list[str]:
        """What is filled in that the quick-entry bar does not show, in words."""
        found = [words for name, words in _EXTRA_WORDS.items() if getattr(self, name)]
        return found


def same_words(one: Values, other: Values) -> bool:
    """Whether two say the same, wherever the user was."""
    return all(
        getattr(one, name) == getattr(other, name)
        for name in Values.__struct_fields__
        if name not in ("focus", "caret", "open")
    )


_KEPT = ("agency", "system", "reference", "document", "page", "told_name", "told_rank")
_EXTRA_WORDS = {
    "ended_words": "end",
    "as_written": "date as written",
    "known_words": "known to police",
    "persons": "people",
    "child_seen": "child seen",
    "child_words": "child’s words",
    "action_taken": "action taken",
    "outcome": "outcome",
    "significance": "significance",
    "decided": "decision",
    "disclosure": "who may see it",
    "scheme": "grading",
    "tags": "tags",
    "attachments": "documents",
}


def for_next(values: Values) -> Values:
    """A fresh entry that keeps agency, source and person: the next line of the same document."""
    return Values(**{name: getattr(values, name) for name in _KEPT}, open=values.open)


_IN_THE_FORM = {"source": "document", "name": "told_name", "rank": "told_rank"}
"""Fields of the bar that the form calls otherwise."""


def in_the_form(values: Values) -> Values:
    """The bar's values with the cursor where the form has that field."""
    return msgspec.structs.replace(values, focus=_IN_THE_FORM.get(values.focus, values.focus))


def in_the_bar(values: Values) -> Values:
    """The form's values with the cursor where the bar has that field."""
    names = {form: bar for bar, form in _IN_THE_FORM.items()}
    return msgspec.structs.replace(values, focus=names.get(values.focus, values.focus))


def read_source(words: str) -> Source:
    """A source typed in one line. A known system in front, and the reference up to the comma, get their own
    fields; joined again they are the words that were typed."""
    plain = " ".join(words.split())
    for system in SYSTEMS:
        head, space, rest = plain.partition(" ")
        if head == system and space and rest:
            reference, comma, document = rest.partition(", ")
            read = Source(system=system, reference=reference, document=document if comma else "")
            if str(read) == plain:
                return read
    return Source(document=plain)


def encode(values: Values) -> bytes:
    """The values as a draft."""
    return msgspec.json.encode(values)


def decode(body: bytes | None) -> Values | None:
    """The values in a draft; None where there is none, or it is of another version."""
    if not body:
        return None
    try:
        return msgspec.json.decode(body, type=Values)
    except msgspec.MsgspecError:
        return None


def of_entry(entry: ChronologyEntry, based_on: tuple[str, ...] = ()) -> Values:
    """The fields of an entry that is there already."""
    form = entry.when.form
    start, end = entry.when, None
    if form.precision == "range" and form.start and form.end:
        start, end = EventDate(form.start.edtf), EventDate(form.end.edtf)
    source, decision, grading = entry.source, entry.decision, entry.grading
    told, opinion = entry.told_by or Named(), entry.significance_by or Named()
    by = decision.by if decision else Named()
    at = decided.read(decision.at) if decision else None
    return Values(
        when_words=start.in_words() if start.known else "?", when=EventDate(start.edtf, start.time),
        ended_words=end.in_words() if end else "", ended=end, as_written=entry.when.as_given,
        known_words=entry.known_to_police.in_words() if entry.known_to_police.known else "",
        known=entry.known_to_police if entry.known_to_police.known else None,
        type=entry.type, agency=entry.agency, system=source.system, reference=source.reference,
        document=source.document, page=source.page, told_name=told.name, told_rank=told.rank, degree=entry.degree,
        persons=entry.persons, fact=entry.fact, child_seen=entry.child_seen, child_seen_by=entry.child_seen_by,
        child_seen_alone=entry.child_seen_alone, child_words=entry.child_words, action_taken=entry.action_taken,
        outcome=entry.outcome, significance=entry.significance, significance_name=opinion.name,
        significance_rank=opinion.rank, significance_on=entry.significance_on, decided=decision is not None,
        decision=decision.decision if decision else "", why=decision.why if decision else "",
        options=decision.options if decision else "", information=decision.information if decision else "",
        by_name=by.name, by_rank=by.rank, with_whom=decision.with_whom if decision else "",
        at=(at.in_words() if at.known else at.as_given) if at else "", at_read=at, disclosure=entry.disclosure,
        disclosure_reason=entry.disclosure_reason, scheme=grading.scheme if grading else "",
        grade_source=grading.source if grading else "", grade_information=grading.information if grading else "",
        grade_handling=grading.handling if grading else "", condition_met=grading.condition_met if grading else "",
        tags=", ".join(entry.tags), attachments=entry.attachments, based_on=based_on,
    )  # fmt: skip


def event_date(values: Values) -> EventDate:
    """When it was: the date as read, its end, and the words as written."""
    when, ended = values.when or EventDate(), values.ended or EventDate()
    written = values.as_written.strip() or when.as_given
    if not (ended.known and when.known):
        return EventDate(when.edtf, when.time, written)
    if not written and (when.time or ended.time or ended.as_given):  # a stretch of days has no place for a time
        written = f"{values.when_words.strip()} to {values.ended_words.strip()}"
    return EventDate(f"{when.edtf}/{ended.edtf}", as_given=written)


def to_entry(
    values: Values, *, today: date, base: ChronologyEntry | None = None, people: Sequence[Somebody] = ()
) -> ChronologyEntry:
    """The record. ``base`` is the entry being changed: links, note and origin stay.

    Who is named by name and rank as one of ``people`` is that person, with agency and record.
    """
    old = base or ChronologyEntry(fact="")
    fields: dict[str, Any] = {
        "when": event_date(values),
        "known_to_police": values.known or EventDate(),
        "type": values.type.strip(),
        "agency": values.agency,
        "source": Source(
            system=values.system.strip(),
            reference=values.reference.strip(),
            document=values.document.strip(),
            page=values.page.strip(),
        ),
        "told_by": _named(values.told_name, values.told_rank, old.told_by, people),
        "degree": values.degree,
        "persons": values.persons,
        "fact": values.fact.strip(),
        "child_seen": values.child_seen.strip(),
        "child_seen_by": values.child_seen_by.strip(),
        "child_seen_alone": values.child_seen_alone,
        "child_words": values.child_words.strip(),
        "action_taken": values.action_taken.strip(),
        "outcome": values.outcome.strip(),
        "significance": values.significance.strip(),
        "decision": _decision(values, old.decision, people),
        "disclosure": values.disclosure,
        "disclosure_reason": _restricted(values, old),
        "grading": _grading(values),
        "tags": tuple(tag.strip() for tag in values.tags.split(",") if tag.strip()),
        "attachments": old.attachments if values.attachments is None else values.attachments,
        "change_reason": values.change_reason.strip(),
    }
    opinion = bool(fields["significance"])
    fields["significance_by"] = (
        _named(values.significance_name, values.significance_rank, old.significance_by, people) if opinion else None
    )
    same = opinion and fields["significance"] == old.significance
    fields["significance_on"] = (old.significance_on if same else today.isoformat()) if opinion else ""
    return msgspec.structs.replace(old, **fields)


class Somebody(Protocol):
    """A person of the case who can be named."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def rank(self) -> str: ...

    @property
    def agency(self) -> str: ...


def _named(name: str, rank: str, before: Named | None, people: Sequence[Somebody]) -> Named | None:
    """The person of the two fields; the same person keeps agency and record."""
    name, rank = name.strip(), rank.strip()
    if not name and not rank:
        return None
    if before is not None and before.name == name:
        return msgspec.structs.replace(before, rank=rank)
    known = [each for each in people if (each.name, each.rank) == (name, rank)]
    if len(known) == 1:
        return Named(name=name, rank=rank, agency=known[0].agency, person=known[0].id)
    return Named(name=name, rank=rank)


def _restricted(values: Values, old: ChronologyEntry) -> str:
    """Why it is restricted; what is made shareable here is so no longer."""
    freed = values.disclosure == "A" and old.disclosure != "A"
    return "" if freed else values.disclosure_reason.strip()


def _decision(values: Values, before: Decision | None, people: Sequence[Somebody]) -> Decision | None:
    if not values.decided:
        return None
    return Decision(
        decision=values.decision.strip(),
        why=values.why.strip(),
        options=values.options.strip(),
        information=values.information.strip(),
        by=_named(values.by_name, values.by_rank, before.by if before else None, people) or Named(),
        with_whom=values.with_whom.strip(),
        at=decided.stored(values.at_read) or values.at.strip(),
    )


def _grading(values: Values) -> Grading | None:
    if not values.scheme:
        return None
    return Grading(
        scheme=cast(Literal["3x5x2", "5x5x5"], values.scheme),
        source=values.grade_source.strip(),
        information=values.grade_information.strip(),
        handling=values.grade_handling.strip(),
        condition_met=values.condition_met.strip(),
    )
