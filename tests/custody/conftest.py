"""A case file with rows and an attachment, a key ring, a clock that the test turns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pclo_app.casefile.casefile import CaseFile
from pclo_app.vault.device_secret import MemoryDeviceSecrets
from tests.custody.custody_parts import Clock, new_case_file


@pytest.fixture
def secrets() -> MemoryDeviceSecrets:
    return MemoryDeviceSecrets()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cf(tmp_path: Path, secrets: MemoryDeviceSecrets, clock: Clock) -> Iterator[CaseFile]:
    """Open, protected by passphrase and key ring."""
    with new_case_file(tmp_path / "case", secrets, clock) as made:
        yield made
