"""Dressing the application as the settings say: light, dark, as the system has it, or its contrast theme."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from ui.theme import Theme

from .remembered import Remembered


def wants_contrast() -> bool:
    """Whether the system asks for high contrast; older Qt does not say."""
    hints = QGuiApplication.styleHints()
    accessibility = getattr(hints, "accessibility", None)
    preference = getattr(accessibility() if accessibility else None, "contrastPreference", None)
    return bool(preference and preference() == getattr(Qt.ContrastPreference, "HighContrast", None))


def theme_of(settings: Remembered) -> Theme:
    """The theme that the settings and the system ask for."""
    factor = settings.text / 100
    if wants_contrast():
        return Theme.contrast(QGuiApplication.palette(), factor, comfortable=settings.comfortable)
    dark = settings.look == "dark"
    if settings.look == "system":
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    make = Theme.dark if dark else Theme.light
    return make(factor, comfortable=settings.comfortable)


def dress(application: QApplication, settings: Remembered) -> Theme:
    """Put the theme on, live."""
    theme = theme_of(settings)
    theme.apply(application)
    return theme
