"""As in the program: what tests leave behind is collected on the Qt thread, never in a worker of theirs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from ui.shell.collecting import Collector


@pytest.fixture(scope="session")
def collector_of_all(qapp: QApplication) -> Collector:
    return Collector(qapp)


@pytest.fixture(autouse=True)
def collected_here(collector_of_all: Collector) -> Iterator[None]:
    """Where no event loop runs, between two tests at least."""
    yield
    collector_of_all.look()
