"""The fields that a column can fill, and the headings by which people call them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

SEARCHED = 30
"""How many rows from the top are searched for the headings, under titles and remarks."""
_LIKE_ENOUGH = 0.86
_HOLDS_THE_WORDS = 0.8


class Field(NamedTuple):
    """A field that a column can fill, and the headings that are taken for it."""

    name: str
    words: str
    """What the screen calls it."""
    headings: tuple[str, ...] = ()
    required: bool = False


FIELDS: tuple[Field, ...] = (
    Field("date", "Date", ("when", "event date", "date of event", "date of incident", "incident date",
                           "date of contact", "date and time", "date time", "event date and time"), required=True),
    Field("date_as_written", "Date as written", ("date as given",)),
    Field("precision", "How exact the date is", ("date precision",)),
    Field("time", "Time", ("time of event", "event time", "time of incident", "start time")),
    Field("sequence", "Order within a day"),
    Field("known_to_police", "Known to police on", ("known to police on", "date known to police")),
    Field("known_to_police_as_written", "Known to police, as written"),
    Field("event", "What happened", ("fact", "facts", "what happened", "event details", "description", "details",
                                     "significant event", "event description", "description of event",
                                     "details of event", "incident", "incident details", "nature of event",
                                     "summary", "summary of event"), required=True),
    Field("source_agency", "Agency", ("agency", "organisation", "agency source", "service", "agency name",
                                      "reporting agency", "source agency"), required=True),
    Field("agency_code", "Agency code"),
    Field("source_system", "Source: system", ("system",)),
    Field("source_ref", "Source: reference", ("source reference", "reference", "ref", "source", "source of information",
                                              "reference number", "ref no", "reference no", "log number",
                                              "crime reference", "sources")),
    Field("source_document", "Source: document", ("document", "document name", "record")),
    Field("source_page", "Source: page", ("page", "page number", "page no")),
    Field("told_by", "Who told us", ("told by name", "informant", "who told us", "reported by", "professional",
                                     "name of professional", "practitioner", "worker")),
    Field("told_by_rank", "Their rank or designation", ("told by designation", "rank or designation", "rank",
                                                        "designation", "job title", "position", "role")),
    Field("told_by_agency", "Their agency"),
    Field("degree", "First or second hand", ("first hand", "hand", "first or second hand")),
    Field("persons", "Persons", ("people", "person", "persons involved", "people involved", "who was involved")),
    Field("type", "Type of event", ("event type", "type of event", "category", "event category", "contact type")),
    Field("child_seen", "Child seen", ("was the child seen", "child seen yes no")),
    Field("child_seen_by", "Child seen by"),
    Field("child_seen_alone", "Child seen alone", ("seen alone",)),
    Field("child_words", "Child’s words", ("childs words", "voice of the child", "childs voice", "child voice")),
    Field("action_taken", "Action taken", ("action", "response", "actions", "actions taken", "agency response",
                                           "police response", "response action")),
    Field("outcome", "Outcome", ("result", "outcomes", "outcome of action")),
    Field("significance", "Significance", ("analysis", "impact", "impact on child", "relevance",
                                           "significance analysis", "professional analysis", "professional judgement")),
    Field("significance_by", "Whose opinion", ("opinion of", "whose opinion", "analysis by")),
    Field("significance_by_rank", "Their rank or designation (opinion)"),
    Field("significance_by_agency", "Their agency (opinion)"),
    Field("significance_on", "Opinion given on"),
    Field("decision", "Decision", ("key decision", "decision made", "decisions")),
    Field("decision_why", "Why it was decided", ("reason for decision", "rationale", "decision rationale",
                                                 "reason", "reasons")),
    Field("decision_options", "Options considered", ("options considered", "options")),
    Field("decision_information", "On what information"),
    Field("decision_by", "Who decided", ("decided by", "decision maker")),
    Field("decision_by_rank", "Their rank or designation (decision)"),
    Field("decision_by_agency", "Their agency (decision)"),
    Field("decision_with", "Decided with"),
    Field("decision_at", "Decided at"),
    Field("disclosure", "A or B", ("a b", "shareable or restricted")),
    Field("disclosure_reason", "Why A or B"),
    Field("grading_scheme", "Grading scheme"),
    Field("grading_source", "Grade: source"),
    Field("grading_information", "Grade: information"),
    Field("grading_handling", "Grade: handling"),
    Field("grading_condition", "Grade: condition met"),
    Field("tags", "Tags", ("tag", "keywords")),
    Field("note", "Note", ("notes", "remark", "remarks", "comment", "comments", "further information")),
)  # fmt: skip
NAMES = tuple(field.name for field in FIELDS)
BY_NAME = {field.name: field for field in FIELDS}


class Guess(NamedTuple):
    """What a column is proposed for."""

    field: str
    how: str
    """``same`` or ``usual``: the heading is one of ours; ``like``: it resembles one, and is shown as a proposal."""


@lru_cache(maxsize=4096)
def plain(heading: str) -> str:
    """Lower case without punctuation, so that "Source_Ref." is "source ref"."""
    words = re.sub(r"['\u2019]", "", heading.casefold())
    return " ".join(re.sub(r"[^\w]+|_", " ", words).split())


_KNOWN = {plain(name): field.name for field in FIELDS for name in (*field.headings, field.name)}


def recognised(cells: Iterable[str]) -> int:
    """How many fields a row names: what tells a row of headings from a title."""
    return len({_KNOWN[plain(cell)] for cell in cells if len(cell) < 60 and plain(cell) in _KNOWN})


def propose(header: Sequence[str]) -> list[Guess | None]:
    """A proposal for each column: known headings first, then those that resemble one. No field twice."""
    found: list[Guess | None] = [None] * len(header)
    taken: set[str] = set()
    headings = [plain(cell) for cell in header]
    for how, known in (("same", {plain(name): name for name in NAMES}), ("usual", _KNOWN)):
        for place, heading in enumerate(headings):
            field = known.get(heading)
            if found[place] is None and field and field not in taken:
                found[place] = Guess(field, how)
                taken.add(field)
    resembling = sorted(
        (-score, place, field)
        for place, heading in enumerate(headings)
        if found[place] is None and heading
        for field, score in _resembled(heading).items()
        if field not in taken
    )
    for _, place, field in resembling:
        if found[place] is None and field not in taken:
            found[place] = Guess(field, "like")
            taken.add(field)
    return found


@lru_cache(maxsize=1024)
def _resembled(heading: str) -> dict[str, float]:
    """The fields that a heading resembles, by its letters or because it holds the words of a known heading."""
    scores: dict[str, float] = {}
    words = f" {heading} "
    matcher = SequenceMatcher(None, "", heading)
    for known, name in _KNOWN.items():
        matcher.set_seq1(known)
        score = matcher.ratio() if matcher.real_quick_ratio() >= _LIKE_ENOUGH <= matcher.quick_ratio() else 0.0
        score = score if score >= _LIKE_ENOUGH else 0.0
        if len(known) > 3 and f" {known} " in words:
            score = max(score, _HOLDS_THE_WORDS + len(known) / 200)
        if score >= _HOLDS_THE_WORDS:
            scores[name] = max(score, scores.get(name, 0.0))
    return scores
