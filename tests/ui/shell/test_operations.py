"""The one worker: results on the Qt thread, errors, what changed, stopping, ends in good order."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QThread
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from pclo_app.casefile.casefile import CaseFile
from pclo_app.casefile.model import Changed
from pclo_app.records.case import Case
from pclo_app.vault.keys import FLOOR
from ui.shell.operations import Operations, Progress


@pytest.fixture
def operations(qtbot: QtBot, tmp_path: Path) -> Iterator[Operations]:
    cf = CaseFile.create(
        tmp_path / "cf", "sampler orchard viaduct mitten", name="Dawn Pettifer", rank="PCLO", role="PCLO",
        team="North", secrets=None, cost=FLOOR,
    )  # fmt: skip
    made = Operations(cf)
    yield made
    made.close()


def test_results_arrive_in_order_on_the_qt_thread(qtbot: QtBot, operations: Operations) -> None:
    seen: list[tuple[int, bool]] = []
    main = QThread.currentThread()
    workers: set[int] = set()

    def work(n: int, cf: CaseFile, progress: Progress) -> int:
        workers.add(threading.get_ident())
        return n

    for n in range(20):
        operations.submit(partial(work, n), lambda got: seen.append((got, QThread.currentThread() is main)))
    qtbot.waitUntil(lambda: len(seen) == 20)
    assert seen == [(n, True) for n in range(20)]
    assert len(workers) == 1
    assert threading.get_ident() not in workers
    assert operations.idle


def test_a_write_says_what_it_changed_before_its_result_arrives(qtbot: QtBot, operations: Operations) -> None:
    order: list[object] = []
    operations.changed.connect(order.append)
    operations.submit(
        lambda cf, _: cf.save(Case(reference="KM-1", family="Vale"), case=""), lambda saved: order.append(saved)
    )
    qtbot.waitUntil(lambda: len(order) == 2)
    assert isinstance(order[0], Changed)
    assert order[0].kinds == {"case"}


def test_reading_changes_nothing(qtbot: QtBot, operations: Operations) -> None:
    changes: list[object] = []
    done: list[object] = []
    operations.changed.connect(changes.append)
    operations.submit(lambda cf, _: cf.cases(), done.append)
    qtbot.waitUntil(lambda: done == [[]])
    assert changes == []


def test_an_error_goes_to_who_asked_or_to_everybody(qtbot: QtBot, operations: Operations) -> None:
    told: list[Exception] = []
    public: list[Exception] = []
    operations.failed.connect(public.append)

    def fail(cf: CaseFile, progress: Progress) -> None:
        raise ValueError

    operations.submit(fail, None, told.append)
    operations.submit(fail)
    qtbot.waitUntil(lambda: len(public) == 1)
    assert [type(error) for error in told] == [ValueError]
    assert operations.idle


@pytest.mark.parametrize("how", ["method", "lambda", "partial", "owner"])
def test_a_result_for_a_widget_that_is_gone_is_dropped(qtbot: QtBot, operations: Operations, how: str) -> None:
    gate = threading.Event()
    label = QLabel()
    after: list[int] = []

    def work(cf: CaseFile, progress: Progress) -> str:
        gate.wait(5)
        return "words"

    match how:
        case "method":
            operations.submit(work, label.setText)
        case "lambda":
            operations.submit(work, lambda words: label.setText(words))
        case "partial":
            operations.submit(work, partial(label.setText))
        case "owner":
            operations.submit(work, lambda words: after.append(1), owner=label)
    label.deleteLater()
    qtbot.waitUntil(lambda: not _valid(label))
    gate.set()
    done: list[int] = []
    operations.submit(lambda cf, _: 1, done.append)
    qtbot.waitUntil(lambda: done == [1])
    assert after == []


def test_long_work_tells_its_progress_and_can_be_stopped(qtbot: QtBot, operations: Operations) -> None:
    told: list[tuple[str, int, int]] = []
    ended: list[object] = []
    failed: list[Exception] = []
    operations.progressed.connect(lambda *what: told.append(what))
    operations.failed.connect(failed.append)
    gate = threading.Event()

    def work(cf: CaseFile, progress: Progress) -> str:
        progress(1, 10)
        gate.wait(5)
        progress(2, 10)
        return "to the end"

    running = operations.submit(work, ended.append, label="Counting")
    qtbot.waitUntil(lambda: told == [("Counting", 1, 10)])
    running.cancel()
    gate.set()
    qtbot.waitUntil(lambda: operations.idle)
    assert ended == []
    assert failed == []


def test_closing_finishes_what_is_queued_and_takes_no_more(qtbot: QtBot, operations: Operations) -> None:
    done: list[str] = []
    operations.submit(lambda cf, _: done.append("queued"))
    operations.begin_close(lambda cf: done.append("last"))
    operations.submit(lambda cf, _: done.append("too late"))
    qtbot.waitUntil(lambda: operations.closed)
    assert done == ["queued", "last"]


def _valid(thing: QObject) -> bool:
    import shiboken6

    return shiboken6.isValid(thing)


def test_what_a_result_was_for_is_let_go_of_on_the_qt_thread(qtbot: QtBot, operations: Operations) -> None:
    """A screen that nobody else holds goes with its last result: the worker must not be the last to hold it."""
    destroyed_in: list[int] = []

    class Page(QLabel):
        def show_result(self, result: object) -> None:
            pass

    def asked(fails: bool) -> None:
        page = Page()
        page.destroyed.connect(
            lambda *_: destroyed_in.append(threading.get_ident()), Qt.ConnectionType.DirectConnection
        )

        def work(cf: CaseFile, _progress: Progress, page: Page = page) -> None:
            if fails:
                raise OSError

        operations.submit(work, page.show_result, lambda _error, page=page: None)

    for fails in (False, True):
        asked(fails)
        qtbot.waitUntil(lambda: operations.idle)
        qtbot.wait(10)
        operations.submit(lambda cf, _: None)  # what came before is let go of now at the latest
        qtbot.waitUntil(lambda: operations.idle)
    assert destroyed_in == [threading.get_ident()] * 2
