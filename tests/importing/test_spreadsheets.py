"""300 spreadsheets, each with its own layout: no row is lost, none is doubled, every one is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pclo_app.casefile.casefile import CaseFile
from pclo_app.importing import Plan, plan_csv, plan_table, read_book, table_of
from pclo_app.importing.accepting import accept
from pclo_app.records.case import Case
from pclo_app.records.chronology import ChronologyEntry
from tests.importing.spreadsheets import AGENCIES, FORMATS, STYLES, Sheet, make
from tests.vault.vault_parts import CHEAP

TODAY = date(2026, 11, 22)
COUNT = 300
CODES = dict(AGENCIES)


def faults(sheet: Sheet, plan: Plan) -> list[str]:
    """Everything in which a plan differs from what the file was made with."""
    found = []
    good = {row.row: row for row in plan.rows}
    bad = {each.row: each for each in plan.rejected}
    numbers = Counter([row.row for row in plan.rows] + list(plan.rejected_rows))
    found += [f"row {number} is there {times} times" for number, times in numbers.items() if times > 1]
    found += [f"row {number} is no row" for number in numbers.keys() - {told.number for told in sheet.rows}]
    for told in sheet.rows:
        row, fault = good.get(told.number), bad.get(told.number)
        if row is None and fault is None:
            found.append(f"row {told.number} is lost")
        elif told.reject:
            fields = {each.field for each in plan.rejected if each.row == told.number}
            if told.reject not in fields or not all(each.reason for each in plan.rejected):
                found.append(f"row {told.number} is not rejected for {told.reject}, but for {sorted(fields)}")
        elif row is None:
            found.append(f"row {told.number} is rejected: {fault.field if fault else ''} {fault.code if fault else ''}")
        else:
            found += [f"row {told.number}: {words}" for words in _differences(told, row.entry)]
    return found


def _differences(told: object, entry: ChronologyEntry) -> Iterator[str]:
    seen = {
        "fact": entry.fact,
        "agency": entry.agency_as_given,
        "edtf": entry.when.edtf,
        "time": entry.when.time,
        "told_by": entry.told_by.name if entry.told_by else "",
        "note": entry.note,
        "as_given": entry.when.as_given,
    }
    for name, value in seen.items():
        if value != getattr(told, name):
            yield f"{name} is {value!r}, not {getattr(told, name)!r}"
    if entry.agency != CODES[entry.agency_as_given]:
        yield "agency"


@pytest.fixture(scope="module")
def sheets() -> list[Sheet]:
    return [make(seed) for seed in range(COUNT)]


def test_three_hundred_spreadsheets_lose_and_double_nothing(sheets: list[Sheet], tmp_path: Path) -> None:
    now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    cf = CaseFile.create(
        tmp_path / "officer", "sampler orchard viaduct mitten", name="Dawn Pettifer", rank="PCLO", role="PCLO",
        team="North", secrets=None, cost=CHEAP, clock=lambda: now,
    )  # fmt: skip
    told = Counter[str]()
    with cf:
        for sheet in sheets:
            plan = plan_csv(sheet.data, sheet.name, sheet.mapping, TODAY)
            assert faults(sheet, plan) == [], (sheet.name, sheet.style)
            case = cf.save(Case(reference=sheet.name, family="X"), case="").id
            result = accept(cf, case, plan, good_rows_only=True)
            wanted = [each.fact for each in sheet.rows if not each.reject]
            assert result.imported == len(wanted)
            assert Counter(item.record.fact for item in cf.entries(case)) == Counter(wanted)
            again = accept(cf, case, plan, good_rows_only=True)
            assert (again.imported, again.amended, again.unchanged) == (0, 0, len(wanted))
            told[sheet.kind] += len(wanted)
            told[sheet.style] += len(wanted)
            told["rejected"] += len(plan.rejected_rows)
    assert all(told[name] > 30 for name in (*FORMATS, *STYLES, "rejected")), told


def test_the_oracle_sees_a_row_lost_doubled_or_changed(sheets: list[Sheet]) -> None:
    for sheet in sheets[:20]:
        table = table_of(read_book(sheet.data, sheet.name))
        whole = table.rows
        lost = plan_table(table._replace(rows=whole[:-1]), sheet.mapping, TODAY)
        assert any("lost" in words for words in faults(sheet, lost))
        good = {told.number for told in sheet.rows if not told.reject}
        doubled = next(row for row in whole if row.number in good)
        twice = plan_table(table._replace(rows=(*whole, doubled)), sheet.mapping, TODAY)
        assert f"row {doubled.number} is there 2 times" in faults(sheet, twice)
        moved = plan_table(
            table._replace(rows=tuple(row._replace(number=row.number + 1) for row in whole)), sheet.mapping, TODAY
        )
        assert faults(sheet, moved)
