"""A real case file on disk, cheap to open, with a clock that the test turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.case import Case
from pclo_app.records.chronology import ChronologyEntry, Source
from pclo_app.records.event_date import EventDate
from pclo_app.vault.keys import Cost

PASSPHRASE = "sampler orchard viaduct mitten"
OWNERS = {"PCLO": ("Dawn Pettifer", "PCLO (Band D)"), "DS": ("Farah Whitcombe", "Detective Sergeant")}
CHEAP = Cost(m=8 * 1024, t=1, p=1)


class TurnedClock:
    """A clock that moves a minute at each look, and on demand."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 3, 16, 31, tzinfo=timezone(timedelta(hours=0)))

    def __call__(self) -> datetime:
        self.time += timedelta(minutes=1)
        return self.time


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def make_casefile(tmp_path: Path, clock: TurnedClock) -> Iterator[Callable[..., CaseFile]]:
    opened: list[CaseFile] = []

    def make(name: str = "officer", role: str = "PCLO") -> CaseFile:
        owner, rank = OWNERS[role]
        cf = CaseFile.create(
            tmp_path / name, PASSPHRASE, name=owner, rank=rank, role=role, team="Team North",
            secrets=None, cost=CHEAP, clock=clock,
        )  # fmt: skip
        opened.append(cf)
        return cf

    yield make
    for cf in opened:
        cf.close()


@pytest.fixture
def cf(make_casefile: Callable[..., CaseFile]) -> CaseFile:
    return make_casefile()


@pytest.fixture
def case(cf: CaseFile) -> str:
    return cf.save(Case(reference="KM-0417", family="ORRIN-VALE"), case="").id


def entry(fact: str, edtf: str = "2026-11-03", time: str = "", **more: object) -> ChronologyEntry:
    """An entry with all that must be there."""
    fields: dict[str, object] = {
        "agency": "POL",
        "source": Source(system="CRIS", reference="4419237/26"),
        "when": EventDate(edtf=edtf, time=time),
    }
    return ChronologyEntry(fact=fact, **(fields | more))  # type: ignore[arg-type]
