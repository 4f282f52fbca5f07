"""The square that a telephone or scanner reads, drawn as rectangles."""

from __future__ import annotations

from .sheet import Fill, Sheet


def draw_qr(sheet: Sheet, text: str, x: float, top: float, side: float, error: str = "q") -> None:
    """A QR code without its quiet margin, its upper left corner at ``x``, ``top``.

    ``error`` is how much of it may be lost: ``q`` a quarter; ``m`` a seventh, in fewer and larger modules.
    """
    import segno

    rows = [bytes(row) for row in segno.make(text, error=error, boost_error=False, micro=False).matrix]
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
