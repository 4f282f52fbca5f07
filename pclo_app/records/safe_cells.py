"""Cells that a spreadsheet would run as formulas, made harmless and back."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]")


def protected(cell: str) -> str:
    """The cell with an apostrophe before it if it begins like a formula (or like a protected one)."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unprotected(cell: str) -> str:
    """The cell as it was before `protected`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
