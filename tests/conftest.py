"""What every test gets: Qt without a display, and a home of its own.

Nothing a test does may reach the real profile: settings, keyring, vaults and crash files
all land in a temporary folder that goes when the test passes.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# Timing is the bench's business; a busy machine must not make a property test fail.
settings.register_profile("pclo", deadline=None, print_blob=True)
settings.load_profile("pclo")

HOMES = {
    "HOME": "",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
    "XDG_RUNTIME_DIR": "run",
    "USERPROFILE": "",
    "APPDATA": "roaming",
    "LOCALAPPDATA": "local",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--onscreen", action="store_true", help="show the windows that the tests open")


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--onscreen"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder for this test alone, and no session bus (so no real keyring)."""
    home = tmp_path_factory.mktemp("home")
    for name, part in HOMES.items():
        folder = home / part
        folder.mkdir(mode=0o700, exist_ok=True)
        monkeypatch.setenv(name, str(folder))
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    return home
