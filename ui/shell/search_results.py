"""What a search has found, as rows: groups with their heads, what a row says, and where it opens. Pure."""

from __future__ import annotations

from pclo_app.casefile import search
from pclo_app.casefile.hits import Hit
from pclo_app.records.describe import KIND_NAMES
from ui.widgets.row_delegate import Cell

from .rows_table import Row
from .session import Place

HEAD = "head/"
"""What the key of a row over a group begins with; the name of the group follows."""
_MEETINGS = frozenset(
    {"strategy_meeting", "seal", "addendum", "paper_return", "conference", "conference_outcome"}
)  # fmt: skip
_OTHER = frozenset(
    {"case", "action", "check", "condition", "condition_check", "medical", "police_protection", "recorded_reason",
     "review"}
)  # fmt: skip
GROUPS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("entries", "Entries", frozenset({"chronology_entry"})),
    ("meetings", "Meetings", _MEETINGS),
    ("people", "People", frozenset({"person"})),
    ("documents", "Documents", frozenset({"attachment"})),
    ("other", "Other", _OTHER),
)
"""Every kind of casework stands in one of them."""
SECTION_OF = {
    "case": "",
    "chronology_entry": "chronology",
    "strategy_meeting": "meetings",
    "seal": "meetings",
    "addendum": "meetings",
    "paper_return": "meetings",
    "conference": "conferences",
    "conference_outcome": "conferences",
    "person": "people",
    "action": "actions",
    "condition": "actions",
    "condition_check": "actions",
    "check": "checks",
    "attachment": "checks",
    "medical": "medicals",
    "police_protection": "medicals",
    "recorded_reason": "chronology",
    "review": "reviews",
}
_MARKS = {
    "strategy_meeting": "seal",
    "seal": "seal",
    "addendum": "seal",
    "paper_return": "seal",
    "conference": "people",
    "conference_outcome": "people",
    "person": "people",
    "case": "folder",
    "action": "flag",
    "check": "check",
    "condition": "scales",
    "condition_check": "scales",
    "medical": "medical",
    "police_protection": "shield",
    "review": "review",
    "chronology_entry": "today",
}


def place_of(hit: Hit) -> Place:
    """Where a result opens."""
    record = "" if hit.kind in ("case", "recorded_reason") else hit.id
    return Place("case", case=hit.case, section=SECTION_OF.get(hit.kind, ""), record=record)


def marked(snippet: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A snippet's plain words and where its hits stand."""
    plain: list[str] = []
    hits: list[tuple[int, int]] = []
    start = length = 0
    for character in snippet.replace("\n", " "):
        if character == search.HIT_START:
            start = length
        elif character == search.HIT_END:
            hits.append((start, length - start))
        else:
            plain.append(character)
            length += 1
    return "".join(plain), tuple(hits)


def counted_on(count: int) -> str:
    """A number, or that nobody counted on."""
    return f"{count:,}" if count < search.COUNTED else f"{search.COUNTED:,}+"


def head_row(key: str, words: str, shown: int, count: int) -> Row:
    """The line over a group; a click shows the whole group."""
    said = f"{shown} of {counted_on(count)} shown" if shown < count else str(count)
    over = Cell(words, bold=True, small=True, band=True)
    right = Cell(said, grey=True, small=True, align_right=True, band=True)
    return Row(HEAD + key, (over, right), f"{words}, {said}")


def hit_row(key: str, hit: Hit, number: int = 0) -> Row:
    """A result; ``number`` is that of an entry in its chronology, where it is known."""
    text, hits = marked(hit.snippet or hit.title)
    kind = KIND_NAMES.get(hit.kind, hit.kind)
    which = f"entry {number}" if number else ""
    where = ", ".join(part for part in (hit.family.upper(), hit.reference, which, hit.when) if part)
    second = ". ".join(part for part in (where, hit.who) if part)
    mark = "" if hit.agency else _MARKS.get(hit.kind, "document")
    return Row(
        key,
        (Cell(text, second=second, hits=hits, agency=hit.agency, mark=mark), Cell(kind, grey=True, small=True)),
        f"{kind}, {second}: {marked(hit.title)[0]}",
    )
