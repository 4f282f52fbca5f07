"""Every colour, size and agency mark of the application, in one table.

Nobody else writes a colour: widgets ask a `Palette` for a role ("danger", "ink2") and
the style sheet is generated from the same table. The light and dark values were measured
against every ground they can lie on; `tests/ui/widgets/test_tokens.py` measures them again.

An agency is always a colour *and* a shape *and* a code, so a grey print, a contrast theme
or a colour-blind reader loses nothing. The diamond belongs to key decisions alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from pclo_app.records.agencies import AGENCIES as NAMES
from pclo_app.records.agencies import SHORT_NAMES


class Agency(NamedTuple):
    """One agency as it is marked everywhere: three letters, its name, its shape."""

    code: str
    name: str
    short: str
    shape: str


_SHAPES = {
    "POL": "square",
    "CSC": "circle",
    "HEA": "triangle-up",
    "EDU": "pentagon",
    "PRB": "triangle-down",
    "HOU": "house",
    "LEG": "hexagon",
    "OTH": "cross",
}

AGENCIES: tuple[Agency, ...] = tuple(
    Agency(code, name, SHORT_NAMES[code], _SHAPES[code]) for code, name in NAMES.items()
)


def agency(code: str) -> Agency:
    """The agency with this code; an unknown code is shown as itself, with the 'other' shape."""
    for known in AGENCIES:
        if known.code == code:
            return known
    return Agency(code, code, code, "cross")


class Palette(NamedTuple):
    """The colours of one look, each named by its use."""

    name: str
    dark: bool
    contrast: bool
    window: str
    surface: str
    raised: str
    ink: str
    ink2: str
    primary: str
    primary_hover: str
    on_primary: str
    danger: str
    warn: str
    ok: str
    opinion: str
    control: str
    warn_graphic: str
    focus_edge: str
    focus_fill: str
    rail: str
    rail_text: str
    rail_selected: str
    rail_hover: str
    rail_mark: str
    on_rail_mark: str
    hatch: str
    danger_fill: str
    warn_fill: str
    ok_fill: str
    info_fill: str
    opinion_fill: str
    selected: str
    selected_idle: str
    hit: str
    on_hit: str
    line: str
    desk: str
    paper: str
    on_paper: str
    agencies: Mapping[str, str] = MappingProxyType({})

    def agency_colour(self, code: str) -> str:
        """The colour of an agency's mark, on any ground of this palette."""
        return self.agencies.get(code, self.ink)

    def colour(self, token: str) -> str:
        """A colour by its token name, for code that is handed the name as data."""
        if token not in _TOKENS:
            raise KeyError(token)
        value: str = getattr(self, token)
        return value


_TOKENS = frozenset(Palette._fields) - {"name", "dark", "contrast", "agencies"}


LIGHT = Palette(
    name="light",
    dark=False,
    contrast=False,
    window="#F1F2EF",
    surface="#FFFFFF",
    raised="#E5E8E3",
    ink="#15202B",
    ink2="#46525E",
    primary="#1B4B82",
    primary_hover="#163E6C",
    on_primary="#FFFFFF",
    danger="#A3201A",
    warn="#744600",
    ok="#1A5E36",
    opinion="#5B4291",
    control="#6F7973",
    warn_graphic="#A86200",
    focus_edge="#15202B",
    focus_fill="#FFF3B8",
    rail="#1D2A36",
    rail_text="#E9EEF3",
    rail_selected="#3A5671",
    rail_hover="#2A3B4B",
    rail_mark="#FFDD57",
    on_rail_mark="#15202B",
    hatch="#8A949C",
    danger_fill="#FBE4E2",
    warn_fill="#FFF0CC",
    ok_fill="#DDF0E3",
    info_fill="#DDE9F6",
    opinion_fill="#F0ECF8",
    selected="#D5E4F5",
    selected_idle="#E3E6E4",
    hit="#FFE27A",
    on_hit="#15202B",
    line="#C9CEC8",
    desk="#DADDD9",
    paper="#FFFFFF",
    on_paper="#15202B",
    agencies=MappingProxyType(
        {
            "POL": "#0958C1",
            "CSC": "#C04611",
            "HEA": "#015B40",
            "EDU": "#7D3B6B",
            "PRB": "#1788A3",
            "HOU": "#403901",
            "LEG": "#787A7B",
            "OTH": "#370C59",
        }
    ),
)

DARK = Palette(
    name="dark",
    dark=True,
    contrast=False,
    window="#151A1F",
    surface="#1D242B",
    raised="#27313A",
    ink="#E8EDF2",
    ink2="#B3BEC9",
    primary="#8FBBF0",
    primary_hover="#A9CBF4",
    on_primary="#0E1B2A",
    danger="#FFA59E",
    warn="#FFCF7A",
    ok="#8FDBA9",
    opinion="#C7B2F5",
    control="#8C9AA7",
    warn_graphic="#F0B03F",
    focus_edge="#FFDD57",
    focus_fill="#3D3510",
    rail="#0E1317",
    rail_text="#DDE4EA",
    rail_selected="#26425F",
    rail_hover="#1A232B",
    rail_mark="#FFDD57",
    on_rail_mark="#15202B",
    hatch="#6C7985",
    danger_fill="#47201E",
    warn_fill="#40300F",
    ok_fill="#16381F",
    info_fill="#1C344F",
    opinion_fill="#2B2540",
    selected="#26425F",
    selected_idle="#2C353D",
    hit="#FFE27A",
    on_hit="#15202B",
    line="#3E4A55",
    desk="#0E1317",
    paper="#FFFFFF",
    on_paper="#15202B",
    agencies=MappingProxyType(
        {
            "POL": "#92AAFE",
            "CSC": "#F3743D",
            "HEA": "#00BE80",
            "EDU": "#F89CB8",
            "PRB": "#8CE1FC",
            "HOU": "#FBE194",
            "LEG": "#E6E9EB",
            "OTH": "#B88CBC",
        }
    ),
)


def contrast_palette(
    window: str, text: str, highlight: str, on_highlight: str, *, base: str = "", dark: bool = False
) -> Palette:
    """A palette made only of the system's own colours, for Windows contrast themes.

    Fills become the window colour, every mark becomes the text colour: in a contrast theme
    shape, code and words carry what colour carries elsewhere.
    """
    ground = base or window
    return Palette(
        name="contrast",
        dark=dark,
        contrast=True,
        window=window,
        surface=ground,
        raised=window,
        ink=text,
        ink2=text,
        primary=text,
        primary_hover=text,
        on_primary=ground,
        danger=text,
        warn=text,
        ok=text,
        opinion=text,
        control=text,
        warn_graphic=text,
        focus_edge=highlight,
        focus_fill=ground,
        rail=window,
        rail_text=text,
        rail_selected=window,
        rail_hover=window,
        rail_mark=highlight,
        on_rail_mark=on_highlight,
        hatch=text,
        danger_fill=ground,
        warn_fill=ground,
        ok_fill=ground,
        info_fill=ground,
        opinion_fill=ground,
        selected=ground,
        selected_idle=ground,
        hit=highlight,
        on_hit=on_highlight,
        line=text,
        desk=window,
        paper="#FFFFFF",
        on_paper="#000000",
        agencies=MappingProxyType({a.code: text for a in AGENCIES}),
    )


class TypeScale(NamedTuple):
    """Point sizes. Points, so that the system's text size works; the factor is ours, from Settings."""

    title: float = 15.0
    section: float = 12.0
    reading: float = 11.25
    body: float = 10.0
    secondary: float = 9.0

    def times(self, factor: float) -> TypeScale:
        """The same scale, larger or smaller; the factor is kept between 90 and 200 per cent."""
        k = min(2.0, max(0.9, factor))
        return TypeScale(*(round(size * k, 2) for size in self))


class Spacing:
    """The 4 px grid. Heights are never written here: they come from font metrics."""

    XS = 4
    S = 8
    M = 12
    L = 16
    RADIUS = 4
    TARGET = 24
    """The smallest thing that can be pressed (WCAG 2.2, 2.5.8)."""
    CHAIR_TARGET = 40
    """The same on the chair's own screen."""
    RAIL = 74
    RAIL_NARROW = 44


def luminance(colour: str) -> float:
    """WCAG relative luminance of '#RRGGBB'."""
    value = colour.lstrip("#")

    def part(pair: str) -> float:
        c = int(pair, 16) / 255
        return c / 12.92 if c <= 0.04045 else float(((c + 0.055) / 1.055) ** 2.4)

    r, g, b = (part(value[i : i + 2]) for i in (0, 2, 4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two colours, 1 to 21."""
    a, b = sorted((luminance(one), luminance(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)
