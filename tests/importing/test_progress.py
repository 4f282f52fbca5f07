"""Reading and planning say how far they are, and can be stopped at any step."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from pclo_app.importing import Mapping, plan_table, read_book, table_of

TODAY = date(2026, 11, 22)
ROWS = 2500


class Stop(Exception):
    pass


def stop(done: int, total: int) -> None:
    assert 0 <= done <= total
    if done:
        raise Stop


def csv_file() -> bytes:
    return ("date,event,source_agency\n" + "".join(f"2026-03-01,event {n},GP\n" for n in range(ROWS))).encode()


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["date", "event", "source_agency"])
    for n in range(ROWS):
        book.active.append(["2026-03-01", f"event {n}", "GP"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("data", "name"), [(csv_file(), "a.csv"), (workbook(), "a.xlsx")])
def test_reading_tells_and_can_be_stopped(data: bytes, name: str) -> None:
    told: list[tuple[int, int]] = []
    book = read_book(data, name, progress=lambda done, total: told.append((done, total)))
    assert len(book.grids[0].rows) == ROWS + 1
    assert told and [done for done, _ in told] == sorted(done for done, _ in told)
    with pytest.raises(Stop):
        read_book(data, name, progress=stop)


def test_planning_tells_and_can_be_stopped() -> None:
    table = table_of(read_book(csv_file(), "a.csv"))
    told: list[tuple[int, int]] = []
    plan_table(table, Mapping(), TODAY, progress=lambda done, total: told.append((done, total)))
    assert len(told) >= 5 and {total for _, total in told} == {ROWS}
    with pytest.raises(Stop):
        plan_table(table, Mapping(), TODAY, progress=stop)
