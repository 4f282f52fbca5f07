"""Killed at any step, a sync goes on from there and ends in the same place."""

from __future__ import annotations

from pathlib import Path

import pytest

from pclo_app.casefile import integrity, meetings
from pclo_app.records.meeting import Attendee, StrategyMeeting
from pclo_app.records.seal import Ink
from pclo_app.sync.drop import FolderDrop, Lying, Place
from pclo_app.sync.exchange import sync
from tests.sync.conftest import Team


class Killed(BaseException):
    """The power went."""


class Counter:
    """Lets so many steps pass, then kills."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def step(self) -> None:
        if self.left == 0:
            raise Killed
        self.left -= 1


class FailingDrop(FolderDrop):
    """A drop at which the program is killed before or after each thing it does."""

    def __init__(self, root: Path, counter: Counter) -> None:
        super().__init__(root)
        self._counter = counter

    def lying(self, way: str, laptop: str | None = None) -> list[Lying]:
        self._counter.step()
        return super().lying(way, laptop)

    def read(self, lying: Lying) -> bytes:
        self._counter.step()
        return super().read(lying)

    def publish(self, place: Place, name: str, data: bytes) -> None:
        self._counter.step()
        super().publish(place, name, data)
        self._counter.step()


def _prepare(team: Team) -> None:
    team.write("First")
    chair = Attendee(name="Imelda Crosbie", rank="Team Manager", agency="CSC", chair=True, attendance="present")
    id = team.officer.save(StrategyMeeting(number="SM-2", date="2026-11-05", attendance=(chair,)), case=team.case).id
    ink = Ink(dev="mouse", unit="0.01mm", strokes=(((1, 2, 3, None), (4, 5, 6, None)),))
    answer = meetings.Answer(outcome="signed", name="I Crosbie", desig="TM", agency="CSC", ink=ink, seen=(1,))
    meetings.seal(team.officer, meetings.present(team.officer, id, b"%PDF", 1), answer, text="", template="m/1")


@pytest.mark.parametrize("steps", range(30))
def test_killed_at_the_drop(team: Team, steps: int) -> None:
    _prepare(team)
    killed = 0
    for cf in (team.officer, team.sergeant, team.officer):
        try:
            sync(cf, FailingDrop(team.drop.root, Counter(steps)))
        except Killed:
            killed += 1
    _ends_well(team)
    assert killed or steps > 4


@pytest.mark.parametrize("kind", ["commit", "begin"])
@pytest.mark.parametrize("steps", range(0, 60, 2))
def test_killed_between_transactions(team: Team, monkeypatch: pytest.MonkeyPatch, steps: int, kind: str) -> None:
    """Each transaction is one step: the kill comes before it begins, or right after it is committed."""
    from contextlib import contextmanager

    from pclo_app.casefile.store import JournalStore

    _prepare(team)
    plain = JournalStore.transaction
    for cf in (team.officer, team.sergeant, team.officer):
        counter = Counter(steps)

        @contextmanager
        def failing(self, counter=counter):  # type: ignore[no-untyped-def]
            nested = self._db.in_transaction
            if not nested and kind == "begin":
                counter.step()
            with plain(self):
                yield
            if not nested and kind == "commit":
                counter.step()

        monkeypatch.setattr(JournalStore, "transaction", failing)
        try:
            sync(cf, team.drop)
        except Killed:
            pass
        finally:
            monkeypatch.setattr(JournalStore, "transaction", plain)
    _ends_well(team)


def _ends_well(team: Team) -> None:
    team.there(), team.office(), team.there()
    report = team.office()
    assert report.refused == [] and report.alarms == []
    assert team.officer.unsent() == 0 and team.officer.store.outgoing() == []
    for cf in (team.officer, team.sergeant):
        assert integrity.verify(cf).ok and cf.store.forks() == []
    ours, theirs = ({row.revision.id for row in cf.store.since(0, -1)} for cf in (team.officer, team.sergeant))
    assert ours == theirs
    assert team.sergeant.vault.blobs.names() and len(meetings.seals(team.sergeant)) == 1
    before = sorted(team.drop.root.rglob("*.pclo"))
    team.there(), team.office()
    assert sorted(team.drop.root.rglob("*.pclo")) == before


def test_stopped_by_the_person(team: Team) -> None:
    _prepare(team)

    def stop(done: int, total: int) -> None:
        assert 0 <= done <= total
        raise KeyboardInterrupt

    for cf in (team.officer, team.sergeant):
        with pytest.raises(KeyboardInterrupt):
            sync(cf, team.drop, progress=stop)
    _ends_well(team)
