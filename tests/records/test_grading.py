"""What the grade of intelligence allows."""

from __future__ import annotations

import pytest

from pclo_app.records.chronology import ChronologyEntry, Grading, Source
from pclo_app.records.grading import HANDLING, SCHEMES, barred


def entry(handling: str, *, scheme: str = "3x5x2", met: str = "", disclosure: str = "A") -> ChronologyEntry:
    grading = Grading(scheme=scheme, source="1", information="A", handling=handling, condition_met=met)  # type: ignore[arg-type]
    return ChronologyEntry(
        fact="Seen at the flat.",
        agency="POL",
        source=Source(system="INI", reference="4"),
        disclosure=disclosure,  # type: ignore[arg-type]
        grading=grading,
    )


@pytest.mark.parametrize(
    ("scheme", "code", "kept_back"),
    [
        (scheme, code, code in {"3x5x2": "C", "5x5x5": "45"}[scheme])
        for scheme in SCHEMES
        for code in SCHEMES[scheme][HANDLING]
    ],
)
def test_each_handling_code_of_both_schemes(scheme: str, code: str, kept_back: bool) -> None:
    assert barred(scheme, code, "") is kept_back
    assert not barred(scheme, code, "The originator agreed on 3 November.")
    assert entry(code, scheme=scheme).may_be_shared is not kept_back


def test_an_unmet_condition_keeps_an_entry_out_of_part_a_and_says_so() -> None:
    (lacks,) = entry("C").missing()
    assert lacks.field == "disclosure"
    assert "3x5x2 “C” (permitted with conditions)" in lacks.words
    assert "Part B" in lacks.words


@pytest.mark.parametrize("fine", [entry("C", met="Told to the chair alone."), entry("C", disclosure="B"), entry("P")])
def test_the_other_ways_are_open(fine: ChronologyEntry) -> None:
    assert fine.missing() == []


def test_what_nobody_has_decided_is_not_shared() -> None:
    assert not entry("P", disclosure="").may_be_shared
    assert not entry("P", disclosure="B").may_be_shared
