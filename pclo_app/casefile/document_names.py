"""Names of documents: what is kept of one, how it is shown, and under which it may leave.

A name comes from outside. It may hold a path, a device's name, an ending that does not fit,
or a right-to-left override that makes ``exe.pdf`` out of ``fdp.exe``.
"""

from __future__ import annotations

import re
import unicodedata

from ..records.text import hidden, made_visible
from .document_kinds import KINDS, TEXT, DocumentKind

NAMELESS = "document"
LONGEST = 160

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*]')
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_SHOWN_ENDINGS = frozenset(ending for kind in KINDS if kind.shape for ending in kind.endings)
_RUNS = frozenset(
    [
        ".exe",
        ".com",
        ".bat",
        ".cmd",
        ".ps1",
        ".psm1",
        ".vbs",
        ".vbe",
        ".js",
        ".jse",
        ".wsf",
        ".wsh",
        ".hta",
        ".htm",
        ".html",
        ".xhtml",
        ".mht",
        ".mhtml",
        ".svg",
        ".xml",
        ".xsl",
        ".lnk",
        ".url",
        ".scr",
        ".pif",
        ".msi",
        ".msp",
        ".cpl",
        ".jar",
        ".reg",
        ".dll",
        ".sys",
        ".inf",
        ".chm",
        ".scf",
        ".sh",
        ".desktop",
        ".app",
        ".dmg",
        ".iso",
        ".img",
        ".vhd",
        ".vhdx",
        ".py",
        ".pl",
        ".rb",
        ".apk",
        ".docm",
        ".xlsm",
        ".pptm",
        ".dotm",
        ".xll",
    ]
)
"""Endings that a double click runs, or opens with scripts."""


def kept(name: str) -> str:
    """The last part of a path, without control characters, in Unicode's composed form, not too long."""
    last = re.split(r"[/\\]", name)[-1]
    plain = unicodedata.normalize("NFC", _CONTROL.sub("", last)).strip()
    if len(plain) > LONGEST:
        tail = ending(plain)
        plain = plain[: LONGEST - len(tail)].rstrip() + tail
    return plain if plain.strip(". ") else NAMELESS


def shown(name: str) -> str:
    """The name with each invisible character written out."""
    return made_visible(kept(name))


def ending(name: str) -> str:
    """The last ending, in small letters: ``.pdf``; empty for none."""
    head, dot, tail = name.rpartition(".")
    return f".{tail.lower()}" if dot and head and re.fullmatch(r"\w{1,10}", tail) else ""


def misleads(name: str, kind: DocumentKind) -> bool:
    """Whether the name's ending promises something else than the bytes are."""
    given = ending(_seen_by_the_system(name))
    if given in kind.endings:
        return False
    if kind.shape in ("text", "table"):
        return given in _SHOWN_ENDINGS - {*TEXT.endings}
    return bool(kind.shape and given) or given in _SHOWN_ENDINGS


def for_export(name: str, kind: DocumentKind) -> str:
    """A name that every system takes for what the document is.

    The ending that fits the bytes is put behind one that does not; what would run on a
    double click gets ``.bin``, or ``.txt`` where it is text.
    """
    plain = _seen_by_the_system(name)
    plain = _NOT_IN_NAMES.sub("_", plain).strip(" ").rstrip(". ").lstrip(".")
    if not plain:
        plain = NAMELESS
    given = ending(plain)
    if kind.shape and given not in kind.endings:
        if kind.shape in ("text", "table") and given and given not in _RUNS and given not in _SHOWN_ENDINGS:
            tail = ""  # .eml, .json: text under its own name
        else:
            tail = kind.endings[0]
    elif not kind.shape and (given in _RUNS or given in _SHOWN_ENDINGS):
        tail = ".bin"
    else:
        tail = ""
    if _DEVICES.fullmatch(plain.partition(".")[0].strip()):
        plain = f"_{plain}"
    return plain + tail


def _seen_by_the_system(name: str) -> str:
    """The name without what cannot be seen: in the order in which a system reads it."""
    plain = kept(name)
    unseen = {place for place, _ in hidden(plain)}
    return "".join(character for place, character in enumerate(plain) if place not in unseen)
