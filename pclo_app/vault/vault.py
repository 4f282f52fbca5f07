"""The case file on disk as one thing: make it, open it, ask for its passphrase again.

This is the door that the rest of the program uses; the work is in the modules it names.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pclo_app.vault import keyslots, making, unlocking
from pclo_app.vault.device_secret import DeviceSecrets
from pclo_app.vault.keys import Cost
from pclo_app.vault.keyslots import SlotType
from pclo_app.vault.opened import Problem, Vault

__all__ = ["Cost", "Problem", "SlotType", "Vault", "confirm", "create", "is_case_file", "unlock"]


def create(
    folder: Path,
    passphrase: str,
    *,
    owner: None = None,
    secrets: DeviceSecrets | None,
    cost: Cost | None = None,
    now: datetime,
) -> Vault:
    """Make a new case file and open it; see `making.create`. The owner is recorded by the journal, not here."""
    del owner
    return making.create(folder, passphrase, secrets=secrets, cost=cost, now=now)


def unlock(
    folder: Path,
    passphrase: str,
    *,
    secrets: DeviceSecrets | None,
    now: datetime,
    read_only: bool = False,
    kit: str = "",
) -> Vault:
    """Open a case file; ``kit`` is the code of its emergency kit. See `unlocking.unlock`."""
    return unlocking.unlock(folder, passphrase, secrets=secrets, now=now, read_only=read_only, kit_code=kit)


def confirm(vault: Vault, passphrase: str, *, secrets: DeviceSecrets | None, now: datetime) -> None:
    """Check the passphrase of a case file that is open, before a critical action; see `unlocking.find`."""
    found = unlocking.find(vault.folder, passphrase, secrets, now, vault.kit_code)
    vault.require_its_keys(found.slots, found.contents)


def is_case_file(folder: Path) -> bool:
    """Whether a folder looks like a case file."""
    return keyslots.exists(Path(folder))
