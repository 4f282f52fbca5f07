from __future__ import annotations

from collections.abc import Callable

import pytest

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import ChronologyFilter, Gap
from pclo_app.reports.as_shown import WIDTHS, Shown
from ui.chronology.model import HEADINGS
from ui.reports.as_shown import AROUND_GAPS, Look, gathered, narrowed

Ask = Callable[[Callable[[CaseFile], object]], object]
PEOPLE = {"a" * 32: "Maisie"}


@pytest.mark.parametrize(
    ("look", "words"),
    [
        (Look(), ""),
        (Look(filter=ChronologyFilter(decisions=True)), "key decisions"),
        (
            Look(filter=ChronologyFilter(agencies=frozenset({"POL", "HEA"}), words="left ear", changed=True)),
            "changed entries; Health or Police; found by “left ear”",
        ),
        (
            Look(filter=ChronologyFilter(persons=frozenset(PEOPLE), disclosure="B", from_date="2026-11-05")),
            "Maisie; B, restricted; From Thu 5 Nov 2026",
        ),
        (Look(gaps_only=True), AROUND_GAPS),
    ],
)
def test_the_filter_in_words(look: Look, words: str) -> None:
    assert narrowed(look, PEOPLE) == words


def test_every_column_of_the_screen_has_a_place_on_paper() -> None:
    assert tuple(WIDTHS) == HEADINGS


def test_the_rows_are_those_of_the_screen(ask: Ask) -> None:
    def shown(look: Look) -> Shown:
        found = ask(lambda cf: gathered(cf, cf.case_by_reference("KM-0417").id, look))
        assert isinstance(found, Shown)
        return found

    whole = shown(Look())
    gaps = [line for line in whole.lines if isinstance(line, Gap)]
    assert whole.shown == whole.entries > 50 and len(gaps) == 3 and whole.picture is not None
    around = shown(Look(gaps_only=True, view="table"))
    assert [isinstance(line, Gap) for line in around.lines] == [False, True, False] * 3
    assert around.picture is None
    some = shown(Look(filter=ChronologyFilter(decisions=True)))
    assert 0 < some.shown < some.entries and not any(isinstance(line, Gap) for line in some.lines)
    assert some.picture is not None and len(some.picture.events) > some.shown
    assert not shown(Look(view="timeline")).table
    everything = ChronologyFilter(words="zzzzz")
    assert shown(Look(filter=everything)).shown == 0
