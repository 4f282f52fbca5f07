"""The application's own typefaces, read from the `resources` package.

IBM Plex is used on screen and on paper, so what is read in the window is what is printed.
Nothing is looked for on the network or elsewhere on the machine; where a file is missing
the system's own face stands in.
"""

from __future__ import annotations

from importlib import resources as package_files

from PySide6.QtGui import QFont, QFontDatabase

SANS = "IBM Plex Sans"
MONO = "IBM Plex Mono"
FALLBACK = ("Segoe UI", "Noto Sans")
MONO_FALLBACK = ("Consolas", "Noto Sans Mono", "monospace")


def load_fonts() -> tuple[str, ...]:
    """Load every bundled face once; the family names that are now available."""
    have = set(QFontDatabase.families())
    if SANS in have and MONO in have:
        return (SANS, MONO)
    families: list[str] = []
    try:
        folder = package_files.files("resources").joinpath("fonts")
        faces = sorted((f for f in folder.iterdir() if f.name.endswith(".ttf")), key=lambda f: f.name)
    except (ModuleNotFoundError, FileNotFoundError, NotADirectoryError):
        return ()
    for face in faces:
        number = QFontDatabase.addApplicationFontFromData(face.read_bytes())
        for family in QFontDatabase.applicationFontFamilies(number):
            if family not in families:
                families.append(family)
    return tuple(families)


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
