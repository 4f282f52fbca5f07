"""The square that a telephone or scanner reads, drawn as rectangles."""

from __future__ import annotations

from functools import lru_cache

from .sheet import Fill, Sheet


@lru_cache(maxsize=4)
def _rows(text: str, error: str) -> tuple[bytes, ...]:
    """The modules, row by row. Worked out once for all pages of a copy; the text is a digest and no name."""
    import segno

    return tuple(bytes(row) for row in segno.make(text, error=error, boost_error=False, micro=False).matrix)


def draw_qr(sheet: Sheet, text: str, x: float, top: float, side: float, error: str = "q") -> None:
    """A QR code without its quiet margin, its upper left corner at ``x``, ``top``.

    ``error`` is how much of it may be lost: ``q`` a quarter; ``m`` a seventh, in fewer and larger modules.
    """
    rows = _rows(text, error)
    module = side / len(rows)
    for number, row in enumerate(rows):
        y = top - (number + 1) * module
        start = None
        for place, dark in enumerate((*row, 0)):
            if dark and start is None:
                start = place
            elif not dark and start is not None:
                # A little higher than a module, so that no hairline shows between rows.
                sheet.fills.append(Fill(x + start * module, y - 0.02, (place - start) * module, module + 0.04, 0.0))
                start = None
