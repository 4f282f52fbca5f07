"""One look of the application: palette, text size, density, fonts and cached icons.

The application object owns the theme in use, as it owns the palette and the font: `apply`
puts it there and `Theme.current()` reads it. Widgets that paint ask for it while painting
and widgets with icons ask again on a style change, so a new look needs no restart.
"""

from __future__ import annotations

import os
from typing import cast

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme import fonts, icons, marks
from ui.theme.stylesheet import stylesheet
from ui.theme.tokens import DARK, LIGHT, Palette, TypeScale, contrast_palette

STYLE, STYLE_VARIABLE = "fusion", "QT_STYLE_OVERRIDE"
"""Qt's own look that ours is laid over. Set in the environment before the application is made, it is there from the
start, which is quicker by a tenth than asking for it from Python."""

_PROPERTY = "pcloTheme"


class Theme:
    """A palette and a text size, ready to be applied and asked."""

    def __init__(self, palette: Palette, text_scale: float = 1.0, *, comfortable: bool = False) -> None:
        self.palette = palette
        self.text_scale = text_scale
        self.comfortable = comfortable
        self.scale = TypeScale().times(text_scale)
        self._icons: dict[tuple[str, str, int], QIcon] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._marks: tuple[bytes, bytes, bytes] | None = None

    @classmethod
    def light(cls, text_scale: float = 1.0, *, comfortable: bool = False) -> Theme:
        """Dark ink on white."""
        return cls(LIGHT, text_scale, comfortable=comfortable)

    @classmethod
    def dark(cls, text_scale: float = 1.0, *, comfortable: bool = False) -> Theme:
        """Light ink on near-black."""
        return cls(DARK, text_scale, comfortable=comfortable)

    @classmethod
    def contrast(cls, system: QPalette, text_scale: float = 1.0, *, comfortable: bool = False) -> Theme:
        """The system's own colours and nothing else."""
        window = system.color(QPalette.ColorRole.Window)
        made = contrast_palette(
            window.name(),
            system.color(QPalette.ColorRole.WindowText).name(),
            system.color(QPalette.ColorRole.Highlight).name(),
            system.color(QPalette.ColorRole.HighlightedText).name(),
            base=system.color(QPalette.ColorRole.Base).name(),
            dark=window.lightness() < 128,
        )
        return cls(made, text_scale, comfortable=comfortable)

    @staticmethod
    def current() -> Theme:
        """The theme the application is wearing; light if none was applied yet."""
        app = QCoreApplication.instance()
        found = app.property(_PROPERTY) if app is not None else None
        if isinstance(found, Theme):
            return found
        made = Theme.light()
        if app is not None:
            app.setProperty(_PROPERTY, made)
        return made

    def apply(self, app: QApplication) -> None:
        """Dress the application: fonts, Fusion, palette, style sheet."""
        fonts.load_fonts()
        app.setProperty(_PROPERTY, self)
        app.setFont(fonts.sans(self.scale.body))
        if os.environ.get(STYLE_VARIABLE) != STYLE:
            app.setStyle(STYLE)
        self._marks = marks.register(self.palette)
        kept = list(cast("list[object]", app.property(_PROPERTY + "Marks") or []))
        app.setProperty(_PROPERTY + "Marks", [*kept, self._marks])
        if not self.palette.contrast:
            app.setPalette(self.qpalette())
        app.setStyleSheet(stylesheet(self.palette, self.text_scale, comfortable=self.comfortable))

    def qpalette(self) -> QPalette:
        """The same colours for everything that Qt paints without a rule of ours."""
        p = self.palette
        made = QPalette()
        role = QPalette.ColorRole
        for which, value in (
            (role.Window, p.window),
            (role.WindowText, p.ink),
            (role.Base, p.surface),
            (role.AlternateBase, p.raised),
            (role.Text, p.ink),
            (role.PlaceholderText, p.ink2),
            (role.Button, p.surface),
            (role.ButtonText, p.ink),
            (role.BrightText, p.danger),
            (role.Highlight, p.primary),
            (role.HighlightedText, p.on_primary),
            (role.Link, p.primary),
            (role.LinkVisited, p.opinion),
            (role.ToolTipBase, p.surface),
            (role.ToolTipText, p.ink),
            (role.Mid, p.control),
            (role.Dark, p.control),
            (role.Light, p.surface),
        ):
            made.setColor(which, QColor(value))
        for which in (role.WindowText, role.Text, role.ButtonText):
            made.setColor(QPalette.ColorGroup.Disabled, which, QColor(p.ink2))
        return made

    def qcolor(self, token: str) -> QColor:
        """A colour by token name, for painting."""
        return QColor(self.palette.colour(token))

    def agency_qcolor(self, code: str) -> QColor:
        """An agency's colour, for painting."""
        return QColor(self.palette.agency_colour(code))

    def icon(self, name: str, token: str = "ink", size: int = 16) -> QIcon:
        """An icon in a token's colour, made once per theme."""
        key = (name, token, size)
        if key not in self._icons:
            self._icons[key] = icons.icon(name, self.palette.colour(token), size)
        return self._icons[key]

    def pixmap(self, name: str, token: str = "ink", size: int = 16, ratio: float = 1.0) -> QPixmap:
        """The same as a picture."""
        key = (name, token, size, ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = icons.pixmap(name, self.palette.colour(token), size, ratio)
        return self._pixmaps[key]

    def font(self, size: str = "body", weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """A font by its place on the type scale: title, section, reading, body, secondary."""
        return fonts.sans(getattr(self.scale, size), weight)

    def mono(self, size: str = "secondary") -> QFont:
        """The face for codes, by its place on the type scale."""
        return fonts.mono(getattr(self.scale, size))


def restyle(widget: QWidget) -> None:
    """Make Qt look at a widget's dynamic properties again, where it has looked at them already."""
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def mark(widget: QWidget, name: str, value: object) -> None:
    """Set a dynamic property and restyle, only if it changed."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        restyle(widget)
