"""How the application looks: tokens, fonts, icons, style sheet. One place for every colour."""

from ui.theme.theme import Theme, mark, restyle
from ui.theme.tokens import AGENCIES, DARK, LIGHT, Agency, Palette, Spacing, agency

__all__ = ["AGENCIES", "DARK", "LIGHT", "Agency", "Palette", "Spacing", "Theme", "agency", "mark", "restyle"]
