"""How much is left in the battery: a laptop must not go out while the chair is reading.

Asked of the operating system itself: no extra package, no network. Where nothing can be
told, nothing is said.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

LOW = 10
"""Percent, under which the officer is warned before the laptop is handed over."""
_SUPPLIES = Path("/sys/class/power_supply")


@dataclass(frozen=True)
class Battery:
    """What is left."""

    percent: int
    plugged_in: bool

    @property
    def is_low(self) -> bool:
        """Whether the officer is to be warned."""
        return self.percent < LOW and not self.plugged_in


def battery(supplies: Path = _SUPPLIES) -> Battery | None:
    """The battery of this laptop; None where there is none or it does not tell. ``supplies`` as in /sys on Linux."""
    if sys.platform == "win32":
        return _of_windows()
    return _of_linux(supplies)


def _of_linux(supplies: Path) -> Battery | None:
    """All batteries together, as some laptops have two."""
    charges: list[int] = []
    plugged_in = False
    try:
        folders = sorted(supplies.iterdir())
    except OSError:
        return None
    for folder in folders:
        kind = _word(folder / "type")
        if kind == "Mains":
            plugged_in |= _word(folder / "online") == "1"
        elif kind == "Battery" and _word(folder / "scope") != "Device":  # that of a mouse or a pen
            plugged_in |= _word(folder / "status") in ("Charging", "Full")
            charge = _word(folder / "capacity")
            if charge.isdecimal():
                charges.append(min(100, int(charge)))
    return Battery(sum(charges) // len(charges), plugged_in) if charges else None


def _word(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def _of_windows() -> Battery | None:
    import ctypes

    class Status(ctypes.Structure):
        """SYSTEM_POWER_STATUS."""

        _fields_ = (
            ("ac_line", ctypes.c_ubyte), ("flag", ctypes.c_ubyte), ("percent", ctypes.c_ubyte),
            ("system", ctypes.c_ubyte), ("left", ctypes.c_ulong), ("full", ctypes.c_ulong),
        )  # fmt: skip

    status = Status()
    if not ctypes.windll.kernel32.GetSystemPowerStatus(ctypes.byref(status)):  # type: ignore[attr-defined,unused-ignore]
        return None
    no_battery, unknown = 128, 255
    if status.flag & no_battery or status.percent == unknown:
        return None
    return Battery(min(100, status.percent), status.ac_line == 1)
