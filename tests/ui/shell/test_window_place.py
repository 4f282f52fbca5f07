"""A window comes back where it was, and never where nobody can reach it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect

from ui.shell.window_place import fitted

LAPTOP = QRect(0, 0, 1366, 728)
DESK = QRect(1366, 0, 2560, 1400)


def test_what_still_fits_is_left_as_it_is() -> None:
    kept = QRect(1500, 60, 1800, 1000)
    assert fitted(kept, [LAPTOP, DESK]) == kept


@pytest.mark.parametrize(
    "kept",
    [
        QRect(0, 32, 1366, 900),  # taller than the screen is now
        QRect(-200, -90, 1366, 698),  # its title bar above the edge
        QRect(1000, 500, 1366, 698),  # mostly beyond the corner
        QRect(683, 32, 4000, 4000),
    ],
)
def test_what_does_not_fit_any_more_is_wholly_on_the_screen(kept: QRect) -> None:
    found = fitted(kept, [LAPTOP])
    assert found is not None and LAPTOP.contains(found)
    assert found.top() >= 32, "the title bar is in reach"
    assert found.width() == min(kept.width(), LAPTOP.width())


def test_it_goes_to_the_screen_that_has_most_of_it() -> None:
    found = fitted(QRect(1300, 100, 1000, 600), [LAPTOP, DESK])
    assert found is not None and DESK.contains(found)


@pytest.mark.parametrize("screens", [[], [LAPTOP]])
def test_a_screen_that_is_gone_is_not_guessed(screens: list[QRect]) -> None:
    assert fitted(QRect(5000, 100, 900, 600), screens) is None
