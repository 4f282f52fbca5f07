"""Every widget in every look, as pictures: ``python -m ui.widgets.gallery OUT_DIR``.

For a person to look at after a change. It needs no case file and writes only the pictures.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QTableView,
)

from ui.theme import Theme
from ui.widgets.gallery_sheets import SHEETS, scribble
from ui.widgets.signature_pad import SignaturePad


def render(app: QApplication, theme: Theme, name: str, folder: Path) -> list[Path]:
    """All sheets in one look."""
    if theme.palette.contrast:
        app.setPalette(contrast_example())
    theme.apply(app)
    made: list[Path] = []
    for sheet, build, (wide, high) in SHEETS:
        widget = build()
        widget.resize(wide, high)
        widget.show()
        app.processEvents()
        for view in widget.findChildren(QTableView):
            if view.property("wants_focus"):
                view.setFocus()
        pad = widget.findChild(SignaturePad, "pad")
        if pad is not None:
            scribble(pad)
        app.processEvents()
        target = folder / f"{sheet}-{name}.png"
        widget.grab().save(str(target))
        made.append(target)
        widget.close()
        widget.deleteLater()
        app.processEvents()
    return made


def contrast_example() -> QPalette:
    """Something like the black contrast theme of Windows."""
    made = QPalette(QColor("#000000"), QColor("#000000"))
    role = QPalette.ColorRole
    for which in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText, role.BrightText):
        made.setColor(which, QColor("#FFFFFF"))
    made.setColor(role.Base, QColor("#000000"))
    made.setColor(role.Highlight, QColor("#1AEBFF"))
    made.setColor(role.HighlightedText, QColor("#000000"))
    made.setColor(role.Link, QColor("#FFFF00"))
    return made


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: python -m ui.widgets.gallery OUT_DIR")
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([])
    for name, theme in (
        ("light", Theme.light()),
        ("dark", Theme.dark()),
        ("large", Theme.light(1.5)),
        ("contrast", Theme.contrast(contrast_example())),
    ):
        for path in render(app, theme, name, folder):
            print(path.name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
