"""Timing two pieces of work in turn, so that a slow moment of the machine falls on both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    work: str
    ours: float
    floor: float
    goal: str
    met: bool
    note: str = ""
    unit: str = ""
    """Of ``ours`` and ``floor``; without one they are seconds."""

    @property
    def ratio(self) -> float:
        """Ours over the floor."""
        return self.ours / self.floor if self.floor else float("inf")


def timed(work: Callable[[], object]) -> float:
    """Seconds for one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_turn(ours: Callable[[], object], floor: Callable[[], object], runs: int = 5) -> tuple[float, float]:
    """The median seconds of each, run turn about."""
    pairs = [(timed(ours), timed(floor)) for _ in range(runs)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def shown(rows: list[Row]) -> str:
    """The table as text."""
    heads = ("work", "ours", "floor", "ratio", "goal", "")
    lines = [heads]
    for row in rows:
        lines.append(
            (row.work, _said(row.ours, row.unit), _said(row.floor, row.unit), f"{row.ratio:.2f}x", row.goal,
             "met" if row.met else "NOT MET")
        )  # fmt: skip
    widths = [max(len(line[i]) for line in lines) for i in range(len(heads))]
    text = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    notes = [f"  {row.work}: {row.note}" for row in rows if row.note]
    return "\n".join(text + notes)


def _said(value: float, unit: str) -> str:
    return f"{value:.0f} {unit}" if unit else _seconds(value)


def _seconds(value: float) -> str:
    return f"{value * 1000:.2f} ms" if value < 1 else f"{value:.2f} s"
