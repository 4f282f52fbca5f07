"""What a screen leaves behind is destroyed on the Qt thread, however much the worker allocates."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.shell.collecting import Collector


class Left(QWidget):
    """A widget in a cycle of references, as a lambda makes one, that nobody holds any more."""

    def __init__(self, destroyed_in: list[int]) -> None:
        super().__init__()
        self.me = self
        self.destroyed.connect(
            lambda *_: destroyed_in.append(threading.get_ident()), Qt.ConnectionType.DirectConnection
        )


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[Collector]:
    was = gc.isenabled()
    gc.collect()
    gc.enable()
    holder = QObject()
    yield Collector(holder)
    if not was:
        gc.disable()
    else:
        gc.enable()


def _allocate() -> None:
    """As a long import does: cycles enough for Python to collect several times, of every generation."""
    for _ in range(100_000):
        cycle: list[object] = []
        cycle.append(cycle)


def test_widgets_left_behind_are_destroyed_here_and_nowhere_else(collector: Collector) -> None:
    destroyed_in: list[int] = []
    Left(destroyed_in)
    worker = threading.Thread(target=_allocate)
    worker.start()
    worker.join(20)
    assert not worker.is_alive() and destroyed_in == [], "the worker has left it alone"
    for _ in range(400):
        _some()
        collector.look()
    assert destroyed_in == [threading.get_ident()]


def _some() -> None:
    """A few objects more than the youngest generation holds."""
    kept: list[object] = [[] for _ in range(gc.get_threshold()[0] + 50)]
    kept.clear()


def test_it_looks_by_itself(collector: Collector, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    collected: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda generation=2: collected.append(generation) or 0)
    kept = [[] for _ in range(5_000)]
    collector._timer.setInterval(1)
    qtbot.waitUntil(lambda: bool(collected))
    assert collected[0] == 0 and kept


def test_all_objects_are_looked_through_only_when_there_are_many_more(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda generation=2: collected.append(generation) or 0)
    monkeypatch.setattr(gc, "get_count", lambda: (701, 11, 11))
    collector.look()
    collector.look()
    collector._old //= 2
    collector.look()
    assert collected == [2, 1, 2]
