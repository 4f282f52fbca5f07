"""A small case file with real encryption at a cost that tests can pay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pclo_app.vault.device_secret import MemoryDeviceSecrets
from pclo_app.vault.vault import Vault, create
from tests.vault.vault_parts import CHEAP, NOW, WORDS


@pytest.fixture
def secrets() -> MemoryDeviceSecrets:
    return MemoryDeviceSecrets()


@pytest.fixture
def vault(tmp_path: Path, secrets: MemoryDeviceSecrets) -> Iterator[Vault]:
    """An open case file that needs passphrase and key ring."""
    with create(tmp_path / "case", WORDS, secrets=secrets, cost=CHEAP, now=NOW) as made:
        yield made


@pytest.fixture
def closed(vault: Vault) -> Path:
    """The folder of a case file that has been made and closed."""
    vault.close()
    return vault.folder
