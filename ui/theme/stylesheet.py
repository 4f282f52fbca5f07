"""The one style sheet, generated from the token table.

Widgets say what they *are* through dynamic properties and never how they look:

=============  ==================================================================
``role``       on labels: title, section, strong, small, secondary (small and grey), label, mono,
               code, danger, warn, ok, opinion, marking, link
``tone``       on labels: danger, warn; a colour without a size
``primary``    "true" on the one main button of a screen
``small``      "true" on a 24 px button in a row or a panel head
``large``      "true" on the chair's 40 px buttons
``quiet``      "true" on a button that looks like a link
``seg``        "first", "mid", "last" or "only" on the buttons of a segmented control
``chip``       "ok", "warn", "danger", "info", "plain" or "solid"
``panel``      "true" on a white card; ``panelhead`` "true" on its raised head
``ground``     "window", "surface", "raised", "rail", "desk" or a fill on any plain QWidget
``error``      "true" on a field whose words must change
``bare``       "true" on a field in a row of a table: no frame until it has the focus or the pointer
=============  ==================================================================

After changing one, call `ui.theme.restyle(widget)`: Qt does not look again by itself.

`geometry()` carries no colour at all and is what a Windows contrast theme gets; `colours()`
is laid over it otherwise. A border that grows by a pixel gives a pixel of padding back, so
text never jumps when the focus comes.
"""

from __future__ import annotations

from ui.theme.fonts import MONO, MONO_FALLBACK
from ui.theme.marks import folder_of
from ui.theme.tokens import Palette, TypeScale


def stylesheet(palette: Palette, factor: float = 1.0, *, comfortable: bool = False) -> str:
    """The whole sheet for one look, one text size and one density."""
    scale = TypeScale().times(factor)
    sheet = geometry(scale, comfortable=comfortable)
    if palette.contrast:
        return sheet + system_colours() + marks(palette)
    return sheet + colours(palette) + marks(palette)


def geometry(scale: TypeScale, *, comfortable: bool = False) -> str:
    """Sizes, paddings, weights. No colour: borders are named by style only where Qt needs one."""
    v = 6 if comfortable else 4
    mono = ", ".join(f'"{name}"' for name in (MONO, *MONO_FALLBACK))
    return f"""
QMenu, QToolTip, QMessageBox {{ font-size: {scale.body}pt; }}
QToolTip {{ padding: 4px 6px; }}
QLabel[role="title"] {{ font-size: {scale.title}pt; font-weight: 600; }}
QLabel[role="section"] {{ font-size: {scale.section}pt; font-weight: 600; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[role="reading"] {{ font-size: {scale.reading}pt; }}
QLabel[role="secondary"], QLabel[role="small"] {{ font-size: {scale.secondary}pt; }}
QLabel[role="label"] {{ font-size: {scale.secondary}pt; font-weight: 600; }}
QLabel[role="mono"] {{ font-family: {mono}; font-size: {scale.secondary}pt; }}
QLineEdit[role="mono"], QPlainTextEdit[role="mono"] {{ font-family: {mono}; }}
QLabel[role="code"] {{ font-family: {mono}; font-size: {scale.title * 1.5:g}pt; font-weight: 500; }}
QLabel[role="danger"], QLabel[role="warn"], QLabel[role="ok"], QLabel[role="opinion"]
    {{ font-size: {scale.secondary}pt; font-weight: 600; }}
QLabel[role="marking"] {{ font-size: {scale.secondary}pt; font-weight: 700; letter-spacing: 1px; }}
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QAbstractSpinBox
    {{ border: 1px solid; border-radius: 4px; padding: {v}px 8px; }}
QPlainTextEdit, QTextEdit {{ padding: {v - 1}px 5px; }}
QComboBox {{ padding: {v}px 4px {v}px 8px; }}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus {{ border: 2px solid; padding: {v - 1}px 7px; }}
QComboBox:focus {{ padding: {v - 1}px 3px {v - 1}px 7px; }}
QPlainTextEdit:focus, QTextEdit:focus {{ border: 2px solid; padding: {v - 2}px 4px; }}
QLineEdit[error="true"], QComboBox[error="true"] {{ border: 2px solid; padding: {v - 1}px 7px; }}
QPlainTextEdit[error="true"] {{ border: 2px solid; padding: {v - 2}px 4px; }}
QAbstractSpinBox {{ padding: {v}px 22px {v}px 4px; }}
QAbstractSpinBox:focus {{ padding: {v - 1}px 21px {v - 1}px 3px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: 0; width: 20px; background: transparent; }}
QComboBox::drop-down {{ border: 0; width: 24px; }}
QComboBox QAbstractItemView {{ border: 1px solid; padding: 2px; }}
QComboBox QAbstractItemView::item {{ min-height: 24px; padding: 0 6px; }}
QPushButton {{ border: 1px solid; border-radius: 4px; padding: {v}px 12px; font-weight: 500; }}
QPushButton:focus {{ border: 2px solid; padding: {v - 1}px 11px; }}
QPushButton[primary="true"] {{ font-weight: 600; }}
QPushButton[small="true"] {{ padding: {v - 2}px 8px; }}
QPushButton[small="true"]:focus {{ padding: {v - 3}px 7px; }}
QPushButton[large="true"] {{ padding: 9px 18px; font-size: {scale.reading}pt; }}
QPushButton[large="true"]:focus {{ padding: 8px 17px; }}
QPushButton[quiet="true"] {{ border: 1px solid transparent; padding: {v - 2}px 3px; text-decoration: underline;
    font-weight: 400; text-align: left; }}
QPushButton[quiet="true"]:focus {{ border: 2px solid; padding: {v - 3}px 2px; }}
QPushButton[seg] {{ border-radius: 0; border-right-width: 0; padding: {v - 1}px 10px; }}
QPushButton[seg]:focus {{ border-width: 1px; border-right-width: 0; padding: {v - 1}px 10px; }}
QPushButton[seg="first"] {{ border-top-left-radius: 4px; border-bottom-left-radius: 4px; }}
QPushButton[seg="last"], QPushButton[seg="last"]:focus {{ border-right-width: 1px; border-top-right-radius: 4px;
    border-bottom-right-radius: 4px; }}
QPushButton[seg="only"], QPushButton[seg="only"]:focus {{ border-right-width: 1px; border-radius: 4px; }}
QPushButton[seg]:checked {{ font-weight: 600; }}
QPushButton[seg][small="true"], QPushButton[seg][small="true"]:focus {{ padding: {v - 3}px 8px;
    font-size: {scale.secondary}pt; }}
QLabel[chip] {{ border: 1px solid; border-radius: 3px; padding: 0 5px; font-size: {scale.secondary}pt;
    font-weight: 600; }}
QCheckBox, QRadioButton {{ spacing: 8px; padding: 2px; border: 2px solid transparent; border-radius: 4px; }}
QCheckBox::indicator, QRadioButton::indicator, QListView::indicator {{ width: 15px; height: 15px; }}
QGroupBox {{ border: 0; margin-top: 18px; font-weight: 600; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 0; }}
*[panel="true"] {{ border: 1px solid; border-radius: 4px; }}
*[panelhead="true"] {{ border: 0; border-bottom: 1px solid; border-top-left-radius: 3px;
    border-top-right-radius: 3px; }}
QScrollArea, QAbstractScrollArea[flat="true"] {{ border: 0; }}
QTableView, QListView, QTreeView {{ border: 0; }}
QTableView {{ gridline-color: transparent; }}
QHeaderView::section {{ border: 0; border-bottom: 1px solid; padding: 4px 8px; font-size: {scale.secondary}pt;
    font-weight: 600; }}
QTabBar::tab {{ border: 0; border-top: 3px solid transparent; padding: 6px 11px; font-weight: 500; }}
QTabBar::tab:selected {{ font-weight: 600; }}
QTabWidget::pane {{ border: 0; }}
QSplitter::handle {{ width: 4px; height: 4px; }}
QProgressBar {{ border: 1px solid; border-radius: 3px; text-align: center; min-height: 10px; }}
QMenu::item {{ padding: 5px 24px 5px 12px; }}
QFrame[divider="true"] {{ border: 0; max-height: 1px; min-height: 1px; }}
QFrame[divider="strong"] {{ border: 0; max-height: 2px; min-height: 2px; }}
"""


def system_colours() -> str:
    """For contrast themes: only references to the system's own colours, and a 3 px focus in its highlight."""
    kinds = ("QLineEdit", "QPlainTextEdit", "QComboBox", "QPushButton", "QSpinBox")
    focus = ", ".join(f'{kind}:focus, {kind}[error="true"]:focus' for kind in kinds)
    return f"""
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {{ color: palette(text); background: palette(base);
    border-color: palette(text); placeholder-text-color: palette(text); }}
QPushButton {{ color: palette(button-text); background: palette(button); border-color: palette(button-text); }}
QPushButton[primary="true"] {{ border-width: 2px; }}
QPushButton[seg]:checked {{ color: palette(highlighted-text); background: palette(highlight); }}
QPushButton[quiet="true"] {{ color: palette(link); background: transparent; border-color: transparent; }}
QLineEdit[error="true"], QPlainTextEdit[error="true"], QComboBox[error="true"]
    {{ border: 3px double palette(text); }}
{focus} {{ border: 3px solid palette(highlight); }}
QCheckBox:focus, QRadioButton:focus {{ border-color: palette(highlight); }}
QLabel[chip], *[panel="true"], *[panelhead="true"], QHeaderView::section, QProgressBar
    {{ border-color: palette(window-text); }}
QFrame[divider] {{ background: palette(window-text); }}
QTabBar::tab {{ border: 1px solid palette(window-text); }}
QTabBar::tab:selected {{ color: palette(highlighted-text); background: palette(highlight); }}
QTabBar::tab:selected:focus {{ border: 3px solid palette(highlighted-text); }}
"""


def colours(p: Palette) -> str:
    """Every colour rule."""
    chips = "\n".join(
        f'QLabel[chip="{kind}"] {{ color: {ink}; background: {fill}; border-color: {edge}; }}'
        for kind, ink, fill, edge in (
            ("plain", p.ink, p.surface, p.control),
            ("ok", p.ok, p.ok_fill, p.ok),
            ("warn", p.warn, p.warn_fill, p.warn_graphic),
            ("danger", p.danger, p.danger_fill, p.danger),
            ("info", p.primary, p.info_fill, p.primary),
            ("solid", p.surface, p.ink, p.ink),
        )
    )
    grounds = "\n".join(
        f'*[ground="{name}"] {{ background: {value}; }}'
        for name, value in (
            ("window", p.window),
            ("surface", p.surface),
            ("raised", p.raised),
            ("rail", p.rail),
            ("desk", p.desk),
            ("selected", p.selected),
            ("danger", p.danger_fill),
            ("warn", p.warn_fill),
            ("ok", p.ok_fill),
            ("info", p.info_fill),
            ("opinion", p.opinion_fill),
        )
    )
    inks = "\n".join(
        f'QLabel[role="{role}"] {{ color: {value}; }}'
        for role, value in (
            ("secondary", p.ink2),
            ("danger", p.danger),
            ("warn", p.warn),
            ("ok", p.ok),
            ("opinion", p.opinion),
            ("link", p.primary),
            ("onrail", p.rail_text),
        )
    )
    return f"""
QWidget {{ color: {p.ink}; selection-background-color: {p.primary}; selection-color: {p.on_primary}; }}
QMainWindow, QDialog, QMessageBox {{ background: {p.window}; }}
QToolTip {{ color: {p.ink}; background: {p.surface}; border: 1px solid {p.control}; }}
{inks}
QLabel[tone="danger"] {{ color: {p.danger}; }}
QLabel[tone="warn"] {{ color: {p.warn}; }}
{chips}
{grounds}
*[ground="rail"] QLabel {{ color: {p.rail_text}; }}
*[panel="true"] {{ background: {p.surface}; border-color: {p.line}; }}
*[panelhead="true"] {{ background: {p.raised}; border-bottom-color: {p.line}; }}
QFrame[divider="true"] {{ background: {p.line}; }}
QFrame[divider="strong"] {{ background: {p.ink}; }}
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {{ color: {p.ink}; background: {p.surface};
    border-color: {p.control}; placeholder-text-color: {p.ink2}; }}
QLineEdit:read-only {{ background: {p.raised}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus
    {{ background: {p.focus_fill}; border-color: {p.focus_edge}; }}
QLineEdit[bare="true"]:!focus:!hover, QPlainTextEdit[bare="true"]:!focus:!hover, QComboBox[bare="true"]:!focus:!hover
    {{ background: transparent; border-color: transparent; }}
QLineEdit[error="true"], QPlainTextEdit[error="true"], QComboBox[error="true"] {{ border-color: {p.danger}; }}
QComboBox QAbstractItemView {{ color: {p.ink}; background: {p.surface}; border-color: {p.control};
    selection-background-color: {p.selected}; selection-color: {p.ink}; outline: 0; }}
QPushButton {{ color: {p.ink}; background: {p.surface}; border-color: {p.control}; }}
QPushButton:hover {{ background: {p.raised}; }}
QPushButton:pressed {{ background: {p.selected}; }}
QPushButton:disabled {{ color: {p.ink2}; background: {p.window}; border-color: {p.line}; }}
QPushButton[primary="true"] {{ color: {p.on_primary}; background: {p.primary}; border-color: {p.primary}; }}
QPushButton[primary="true"]:hover {{ background: {p.primary_hover}; border-color: {p.primary_hover}; }}
QPushButton:focus, QPushButton[primary="true"]:focus {{ color: {p.ink}; background: {p.focus_fill};
    border-color: {p.focus_edge}; }}
QPushButton[quiet="true"] {{ color: {p.primary}; background: transparent; border-color: transparent; }}
QPushButton[quiet="true"]:hover {{ background: {p.raised}; }}
QPushButton[quiet="true"]:focus {{ color: {p.ink}; background: {p.focus_fill}; border-color: {p.focus_edge}; }}
QPushButton[seg]:focus {{ border-color: {p.control}; }}
QPushButton[seg]:checked, QPushButton[seg]:checked:focus {{ color: {p.on_primary}; background: {p.primary};
    border-color: {p.primary}; }}
QCheckBox:focus, QRadioButton:focus {{ background: {p.focus_fill}; border-color: {p.focus_edge}; }}
QScrollArea {{ background: transparent; }}
QTableView, QListView, QTreeView {{ background: {p.surface}; color: {p.ink}; outline: 0;
    selection-background-color: {p.selected}; selection-color: {p.ink}; }}
QHeaderView {{ background: {p.raised}; }}
QHeaderView::section {{ color: {p.ink}; background: {p.raised}; border-bottom-color: {p.control}; }}
QTableCornerButton::section {{ background: {p.raised}; border: 0; }}
QTabBar {{ background: {p.raised}; }}
QTabBar::tab {{ color: {p.ink}; background: {p.raised}; }}
QTabBar::tab:hover {{ background: {p.window}; }}
QTabBar::tab:selected {{ background: {p.surface}; border-top-color: {p.primary}; }}
QTabBar::tab:selected:focus {{ background: {p.focus_fill}; border: 2px solid {p.focus_edge}; }}
QSplitter::handle {{ background: {p.window}; }}
QSplitter::handle:hover {{ background: {p.primary}; }}
QProgressBar {{ color: {p.ink}; background: {p.surface}; border-color: {p.control}; }}
QProgressBar::chunk {{ background: {p.primary}; }}
QMenu {{ color: {p.ink}; background: {p.surface}; border: 1px solid {p.control}; }}
QMenu::item:selected {{ background: {p.selected}; color: {p.ink}; }}
QMenu::item:disabled {{ color: {p.ink2}; }}
QMenu::separator {{ height: 1px; background: {p.line}; margin: 3px 8px; }}
QScrollBar:vertical {{ background: {p.raised}; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: {p.raised}; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {p.control}; border: 2px solid {p.raised}; border-radius: 4px; min-height: 24px;
    min-width: 24px; }}
QScrollBar::handle:hover {{ background: {p.ink2}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def marks(p: Palette) -> str:
    """The rules that need a picture: ticks, radio dots, chevrons."""
    at = f":/{folder_of(p)}"
    dot = (
        f"qradialgradient(cx:0.5, cy:0.5, radius:0.5, fx:0.5, fy:0.5, stop:0 {p.primary}, stop:0.52 {p.primary}, "
        f"stop:0.58 {p.surface}, stop:1 {p.surface})"
    )
    return f"""
QComboBox::down-arrow {{ image: url({at}/down.svg); width: 14px; height: 14px; }}
QAbstractSpinBox::up-arrow {{ image: url({at}/up.svg); width: 10px; height: 10px; }}
QAbstractSpinBox::down-arrow {{ image: url({at}/down.svg); width: 10px; height: 10px; }}
QHeaderView::down-arrow {{ image: url({at}/down.svg); width: 12px; height: 12px; }}
QHeaderView::up-arrow {{ image: url({at}/up.svg); width: 12px; height: 12px; }}
QCheckBox::indicator, QGroupBox::indicator, QListView::indicator {{ border: 1px solid {p.control}; border-radius: 3px;
    background: {p.surface}; }}
QCheckBox::indicator:checked, QListView::indicator:checked {{ background: {p.primary}; border-color: {p.primary};
    image: url({at}/tick.svg); }}
QRadioButton::indicator {{ border: 1px solid {p.control}; border-radius: 8px; background: {p.surface}; }}
QRadioButton::indicator:checked {{ border-color: {p.primary}; background: {dot}; }}
"""
