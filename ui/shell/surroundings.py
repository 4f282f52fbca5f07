"""What the program reaches outside with, handed in so that a test can live through the whole of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from .restart import start_again

if TYPE_CHECKING:
    from pclo_app.vault.device_secret import DeviceSecrets
    from pclo_app.vault.keys import Cost


def _no_key_ring() -> DeviceSecrets | None:
    return None


def _local_now() -> datetime:
    return datetime.now().astimezone()


@dataclass(frozen=True)
class Surroundings:
    """Key ring, clock, new process, leaving."""

    key_ring: Callable[[], DeviceSecrets | None] = _no_key_ring
    clock: Callable[[], datetime] = _local_now
    restart: Callable[[Path], None] = start_again
    leave: Callable[[bool], None] = lambda orderly: None
    """End the process; False: at once, whatever is still running."""
    cost: Cost | None = None
    practice: Callable[[], tuple[Path, str]] | None = None
    """Builds the practice case where it is not built yet; answers its folder and passphrase."""
