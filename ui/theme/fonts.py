"""The application's own typefaces, read from the `resources` package.

IBM Plex is used on screen and on paper, so what is read in the window is what is printed.
Nothing is looked for on the network or elsewhere on the machine; where a file is missing
the system's own face stands in.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QFontDatabase

import resources

SANS = "IBM Plex Sans"
MONO = "IBM Plex Mono"
_LOADED = "pcloFontsLoaded"
FALLBACK = ("Segoe UI", "Noto Sans")
MONO_FALLBACK = ("Consolas", "Noto Sans Mono", "monospace")


def load_fonts() -> None:
    """Load every bundled face, once for an application."""
    application = QCoreApplication.instance()
    if application is None or application.property(_LOADED):
        return
    application.setProperty(_LOADED, True)
    for folder in resources.__path__:
        for face in sorted(Path(folder, "fonts").glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(face))


def sans(points: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The face for everything."""
    font = QFont()
    font.setFamilies([SANS, *FALLBACK])
    font.setPointSizeF(points)
    font.setWeight(weight)
    return font


def mono(points: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The face for codes, case numbers and note times."""
    font = QFont()
    font.setFamilies([MONO, *MONO_FALLBACK])
    font.setPointSizeF(points)
    font.setWeight(weight)
    return font
