"""What the chronology's screen shows, for paper: its view, its filter in words, its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pclo_app.casefile import chronology
from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import ChronologyFilter, Gap
from pclo_app.practice.phrases import listed
from pclo_app.reports import gather
from pclo_app.reports.as_shown import NAME, Line, Shown, render
from pclo_app.reports.chronology import Progress, silent
from pclo_app.reports.chronology_cells import conflicts_of
from pclo_app.reports.document import Document
from pclo_app.reports.gather_timelines import picture
from ui.chronology import layout, narrowing, queries
from ui.chronology.words import Row, age_line, interval

_TOGGLES = {"decisions": "key decisions", "conflicts": "entries whose sources disagree", "changed": "changed entries"}
AROUND_GAPS = "gaps, and the entries before and after each"


__all__ = ["AROUND_GAPS", "NAME", "Look", "document", "gathered", "narrowed"]


@dataclass(frozen=True)
class Look:
    """How the screen looks."""

    view: str = "both"
    """table, both or timeline."""
    filter: ChronologyFilter = ChronologyFilter()
    gaps_only: bool = False
    columns: tuple[str, ...] = ()
    """Headings of the columns that are shown, from the left."""


def document(
    cf: CaseFile, case: str, look: Look, *, recipient: str = "", copy: tuple[int, int] = (1, 1),
    progress: Progress = silent,
) -> Document:  # fmt: skip
    """The screen as a document."""
    shown = gathered(cf, case, look)
    return render(shown, gather.imprint(cf, shown.case, recipient, copy), progress=progress)


def gathered(cf: CaseFile, case: str, look: Look) -> Shown:
    """What is on the screen, read from the case file."""
    overview = queries.overview(cf, case)
    wanted = ChronologyFilter() if look.gaps_only else look.filter
    rows = chronology.every(cf, case, wanted)
    children = [(each.called, each.born) for each in overview.people if each.child]
    lines: list[Line | Gap] = []
    numbers = chronology.numbers(cf, case)
    against = conflicts_of(rows)
    before: Row | None = None
    for row in _in_order(rows, overview.gaps, look):
        if isinstance(row, Gap):
            lines.append(row)
            continue
        ages = (age_line(called, born, row.entry.when) for called, born in children)
        since = interval(before.entry.when, row.entry.when, before.number) if before else ""
        others = sorted({numbers[other] for other, _ in against.get(row.id, ()) if other in numbers})
        lines.append(Line(row, ", ".join(age for age in ages if age), since, tuple(others)))
        before = row
    now = cf.now()
    timeline = look.view != "table"
    marks = (rows if not wanted.narrows else chronology.every(cf, case)) if timeline else []
    return Shown(
        case=cf.item(case).record,
        narrowed=narrowed(look, {person.id: person.name for person in overview.people}),
        entries=overview.totals.entries,
        lines=tuple(lines),
        as_at=now,
        columns=look.columns,
        two_lines=look.view == "table",
        table=look.view != "timeline",
        picture=picture(marks, overview.gaps, now.date()) if timeline else None,
    )


def _in_order(rows: Sequence[Row], gaps: tuple[Gap, ...], look: Look) -> list[Row | Gap]:
    """Entries and gaps as the table has them: gaps stand only between entries that are next to each other."""
    if look.gaps_only:
        plan = layout.around_gaps(len(rows), gaps)
    else:
        plan = layout.whole(len(rows), () if look.filter.narrows else gaps)
    return [rows[slot] if slot >= 0 else gaps[-slot - 1] for slot in plan.slots]


def narrowed(look: Look, people: dict[str, str]) -> str:
    """What the filter leaves, in words: ``key decisions; Police or Health; with “ear”``. Empty where it leaves all."""
    if look.gaps_only:
        return AROUND_GAPS
    filter = look.filter
    found = [words for name, words in _TOGGLES.items() if getattr(filter, name)]
    for facet in narrowing.SETS:
        chosen = sorted(narrowing.value_words(facet, value, people) for value in getattr(filter, facet))
        if chosen:
            found.append(listed(chosen, "or"))
    plain = narrowing.with_(filter, **dict.fromkeys(narrowing.SETS, frozenset()))
    found += [part.words for part in narrowing.parts(plain, people)]
    if filter.words:
        found.append(f"found by “{filter.words}”")
    return "; ".join(found)
