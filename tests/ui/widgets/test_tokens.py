"""The measured promise of the colour table: text 4.5 to 1, graphics 3 to 1, on every ground."""

from __future__ import annotations

from itertools import product

import pytest

from pclo_app.records.agencies import AGENCIES as NAMES
from ui.theme import icons
from ui.theme.marks import pack, pictures
from ui.theme.stylesheet import geometry, stylesheet
from ui.theme.tokens import AGENCIES, DARK, LIGHT, Palette, TypeScale, contrast, contrast_palette

LOOKS = (LIGHT, DARK)
GROUNDS = ("window", "surface", "raised", "selected", "selected_idle")
TEXT = ("ink", "ink2", "primary", "danger", "warn", "ok", "opinion")


def each(*parts: tuple[str, ...]) -> list[object]:
    return [pytest.param(p, *t, id="-".join((p.name, *t))) for p in LOOKS for t in product(*parts)]


@pytest.mark.parametrize(("look", "text", "ground"), each(TEXT, GROUNDS))
def test_text_can_be_read_on_every_ground(look: Palette, text: str, ground: str) -> None:
    assert contrast(look.colour(text), look.colour(ground)) >= 4.5


@pytest.mark.parametrize(
    ("look", "text", "fill"),
    each(("ink",), ("danger_fill", "warn_fill", "ok_fill", "info_fill", "opinion_fill", "focus_fill"))
    + [
        pytest.param(p, *t, id="-".join((p.name, *t)))
        for p in LOOKS
        for t in (
            ("danger", "danger_fill"),
            ("warn", "warn_fill"),
            ("ok", "ok_fill"),
            ("primary", "info_fill"),
            ("opinion", "opinion_fill"),
            ("ink2", "focus_fill"),
            ("on_primary", "primary"),
            ("on_primary", "primary_hover"),
            ("rail_text", "rail"),
            ("rail_text", "rail_selected"),
            ("rail_text", "rail_hover"),
            ("on_rail_mark", "rail_mark"),
            ("on_hit", "hit"),
            ("on_paper", "paper"),
        )
    ],
)
def test_text_can_be_read_on_its_fill(look: Palette, text: str, fill: str) -> None:
    assert contrast(look.colour(text), look.colour(fill)) >= 4.5


@pytest.mark.parametrize(("look", "line", "ground"), each(("control", "warn_graphic", "focus_edge"), GROUNDS))
def test_edges_and_icons_can_be_seen(look: Palette, line: str, ground: str) -> None:
    assert contrast(look.colour(line), look.colour(ground)) >= 3


@pytest.mark.parametrize(("look", "ground"), each(GROUNDS))
def test_agency_marks_can_be_seen_on_every_ground(look: Palette, ground: str) -> None:
    for agency in AGENCIES:
        assert contrast(look.agency_colour(agency.code), look.colour(ground)) >= 3, agency.code


def test_every_agency_has_its_own_shape_and_none_is_the_diamond() -> None:
    shapes = [a.shape for a in AGENCIES]
    assert len(set(shapes)) == len(shapes)
    assert "diamond" not in shapes
    assert [a.code for a in AGENCIES] == list(NAMES)
    for look in LOOKS:
        assert set(look.agencies) == set(NAMES)


def test_a_contrast_theme_gets_no_colour_of_ours() -> None:
    system = contrast_palette("#000000", "#ffffff", "#1aebff", "#000000", dark=True)
    sheet = stylesheet(system)
    ours = {v.lower() for look in LOOKS for v in look if isinstance(v, str) and v.startswith("#")}
    ours -= {"#ffffff"}
    assert not [c for c in ours if c in sheet.lower()]


def test_geometry_names_no_colour() -> None:
    assert "#" not in geometry(TypeScale())


def test_text_size_is_kept_within_bounds() -> None:
    assert TypeScale().times(9).body == 20
    assert TypeScale().times(0.1).body == 9
    assert "15.0pt" in geometry(TypeScale().times(1.5))


def test_an_unknown_token_is_an_error() -> None:
    with pytest.raises(KeyError):
        LIGHT.colour("pink")


def test_pictures_are_packed_as_a_tree_of_one_folder() -> None:
    tree, names, data = pack("marks", pictures(LIGHT))
    assert len(tree) == 14 * (2 + len(pictures(LIGHT)))
    assert "tick.svg".encode("utf-16-be") in names
    assert b"<svg" in data


def test_icons_take_the_colour_they_are_given() -> None:
    for name in icons.NAMES:
        drawn = icons.svg(name, "#123456")
        assert b"@" not in drawn
        assert b"#123456" in drawn
