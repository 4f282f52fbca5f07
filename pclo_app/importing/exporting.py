"""Rows out of the case, in the same columns in which rows come in.

A cell that begins like a formula gets an apostrophe before it: a spreadsheet would run
it otherwise, and the words of a statement come from people who may wish harm. Reading
takes the apostrophe off again, so that a file that went out and comes back changes nothing.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ..records.agencies import AGENCIES
from ..records.base import Named
from ..records.chronology import ChronologyEntry
from ..records.marks import marks_in
from ..records.safe_cells import protected, unprotected
from .agencies import AgencyRules, shipped_rules
from .headings import NAMES
from .planning import Plan, Rejected
from .reading import Table

COLUMNS = NAMES
_ALWAYS = frozenset({"date", "precision", "event", "source_agency", "source_ref", "note"})


def to_csv(rows: Iterable[Sequence[str]]) -> str:
    """CSV text (RFC 4180, lines ended by CR LF) in which no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([protected(cell) for cell in row])
    return out.getvalue()


def csv_rows(entries: Iterable[ChronologyEntry], people: Mapping[str, str] | None = None) -> list[tuple[str, ...]]:
    """The heading row and one row for each entry, for `to_csv`. Columns nobody uses are left out.

    ``people`` are the names of the case's persons by their ids. Brought into another case,
    the rows give the same entries; only what refers to other records (links, attachments)
    stays behind.
    """
    listed = list(entries)
    rules = shipped_rules()
    codes: dict[str, str] = {}
    filled = [_cells(entry, people or {}, rules, codes) for entry in listed]
    _order(listed, filled)
    used_systems = any(row["source_system"] != row["source_agency"] for row in filled)
    used = [
        name
        for name in COLUMNS
        if name in _ALWAYS or (used_systems if name == "source_system" else any(row[name] for row in filled))
    ]
    return [tuple(used), *(tuple(row[name] for name in used) for row in filled)]


def rejects_csv(table: Table, plan: Plan, rejected: Iterable[Rejected] | None = None) -> str:
    """The rows that were not brought in, as they stood, each with its number and the reasons."""
    reasons: dict[int, list[str]] = {}
    for each in plan.rejected if rejected is None else rejected:
        reasons.setdefault(each.row, []).append(f"{each.field}: {each.reason}")
    for number in plan.left_out:
        reasons.setdefault(number, []).append("Left out by choice.")
    heading = (*table.header.cells, "row", "why not brought in")
    width = len(table.header.cells)
    rows = [
        (*map(unprotected, row.cells), *[""] * (width - len(row.cells)), str(row.number), " ".join(reasons[row.number]))
        for row in table.rows
        if row.number in reasons
    ]
    return to_csv([heading, *rows])


def _order(entries: list[ChronologyEntry], filled: list[dict[str, str]]) -> None:
    """The order within a day goes out where the order of the rows would not give it back."""
    moments = Counter(entry.when.sort_key for entry in entries)
    places: Counter[tuple[int, str, str]] = Counter()
    given = []
    for entry in entries:
        moment = entry.when.sort_key
        places[moment] += 1
        given.append(places[moment] if entry.when.known and moments[moment] > 1 else 0)
    if any(entry.sequence != place for entry, place in zip(entries, given, strict=True)):
        for entry, row in zip(entries, filled, strict=True):
            row["sequence"] = str(entry.sequence)


def _cells(
    entry: ChronologyEntry, people: Mapping[str, str], rules: AgencyRules, codes: dict[str, str]
) -> dict[str, str]:
    when, source, known = entry.when, entry.source, entry.known_to_police
    agency = entry.agency_as_given or entry.agency
    decision, grading = entry.decision, entry.grading
    return {
        "date": when.edtf,
        "date_as_written": when.as_given,
        "precision": when.precision if when.edtf else "",
        "time": when.time,
        "sequence": "",
        "known_to_police": f"{known.edtf} {known.time}".strip(),
        "known_to_police_as_written": known.as_given,
        "event": entry.fact,
        "source_agency": agency,
        "agency_code": "" if _placed(entry, rules, codes) else entry.agency,
        "source_system": source.system,
        "source_ref": source.reference,
        "source_document": source.document,
        "source_page": source.page,
        **_named("told_by", entry.told_by),
        "degree": entry.degree,
        "persons": "; ".join(people[id] for id in entry.persons if id in people),
        "type": entry.type,
        "child_seen": entry.child_seen,
        "child_seen_by": entry.child_seen_by,
        "child_seen_alone": entry.child_seen_alone,
        "child_words": entry.child_words,
        "action_taken": entry.action_taken,
        "outcome": entry.outcome,
        "significance": entry.significance,
        **_named("significance_by", entry.significance_by),
        "significance_on": entry.significance_on,
        "decision": decision.decision if decision else "",
        "decision_why": decision.why if decision else "",
        "decision_options": decision.options if decision else "",
        "decision_information": decision.information if decision else "",
        **_named("decision_by", decision.by if decision else None),
        "decision_with": decision.with_whom if decision else "",
        "decision_at": decision.at if decision else "",
        "disclosure": entry.disclosure,
        "disclosure_reason": entry.disclosure_reason,
        "grading_scheme": grading.scheme if grading else "",
        "grading_source": grading.source if grading else "",
        "grading_information": grading.information if grading else "",
        "grading_handling": grading.handling if grading else "",
        "grading_condition": grading.condition_met if grading else "",
        "tags": "" if entry.tags == marks_in(entry.note) else "; ".join(entry.tags),
        "note": entry.note,
    }


def _placed(entry: ChronologyEntry, rules: AgencyRules, codes: dict[str, str]) -> bool:
    """Whether reading the agency's name gives the code that the entry has."""
    name = entry.agency_as_given
    if not name:
        return True
    if name not in codes:
        codes[name] = rules.place(name)
    return name not in AGENCIES and codes[name] == entry.agency


def _named(field: str, who: Named | None) -> dict[str, str]:
    return {
        field: who.name if who else "",
        f"{field}_rank": who.rank if who else "",
        f"{field}_agency": who.agency if who else "",
    }
