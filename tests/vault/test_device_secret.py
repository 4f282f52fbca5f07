"""The key ring: its refusals played by a stand-in, and the real GNOME key ring on a bus of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from keyring.errors import InitError, KeyringLocked, PasswordDeleteError

from pclo_app.vault import errors
from pclo_app.vault.device_secret import KeyringDeviceSecrets, MemoryDeviceSecrets, system_device_secrets
from pclo_app.vault.vault import create
from tests.vault.vault_parts import CHEAP, NOW, WORDS

ROOT = Path(__file__).resolve().parents[2]


class Ring:
    """A key ring back end that behaves, or misbehaves as told."""

    def __init__(self, trouble: Exception | None = None, *, forgets: bool = False, sleeps: float = 0) -> None:
        self._kept: dict[str, str] = {}
        self._trouble, self._forgets, self._sleeps = trouble, forgets, sleeps

    def _act(self) -> None:
        time.sleep(self._sleeps)
        if self._trouble:
            raise self._trouble

    def get_password(self, service: str, user: str) -> str | None:
        self._act()
        return self._kept.get(service)

    def set_password(self, service: str, user: str, password: str) -> None:
        self._act()
        if not self._forgets:
            self._kept[service] = password

    def delete_password(self, service: str, user: str) -> None:
        self._act()
        if self._kept.pop(service, None) is None:
            raise PasswordDeleteError("none")


def test_there_and_back() -> None:
    ring = KeyringDeviceSecrets(Ring())
    assert ring.get("a") is None
    ring.put("a", b"\0\1\2")
    assert ring.get("a") == b"\0\1\2"
    ring.delete("a")
    ring.delete("a")
    assert ring.get("a") is None


@pytest.mark.parametrize(
    ("ring", "words"),
    [
        (Ring(KeyringLocked("no")), "locked"),
        (Ring(InitError("no")), "cannot be used"),
        (Ring(RuntimeError("secret text")), "cannot be used"),
        (Ring(forgets=True), "did not keep"),
        (Ring(sleeps=5), "did not answer"),
    ],
)
def test_troubles_are_conditions(ring: Ring, words: str, tmp_path: Path) -> None:
    secrets = KeyringDeviceSecrets(ring, patience=0.2)
    with pytest.raises(errors.DeviceSecretMissing, match=words) as caught:
        create(tmp_path / "c", WORDS, secrets=secrets, cost=CHEAP, now=NOW)
    assert "secret text" not in caught.value.sentence
    assert not (tmp_path / "c" / "keyslots.json").exists()


def test_damaged_entry() -> None:
    ring = Ring()
    ring.set_password("a", "pclo", "not base64!")
    with pytest.raises(errors.DeviceSecretMissing, match="damaged"):
        KeyringDeviceSecrets(ring).get("a")


def test_memory() -> None:
    ring = MemoryDeviceSecrets()
    ring.put("a", b"x")
    ring.delete("a")
    ring.delete("a")
    assert ring.get("a") is None


def test_no_key_ring_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    if sys.platform != "win32":
        assert system_device_secrets() is None


def missing_for_gnome() -> str:
    needed = {"dbus-run-session": "dbus", "gnome-keyring-daemon": "gnome-keyring"}
    return ", ".join(package for program, package in needed.items() if shutil.which(program) is None)


def on_private_bus(tmp_path: Path, script: str, *, unlocked: bool = True, **more: str) -> str:
    """Run a script where a fresh GNOME key ring answers on a bus of its own."""
    if missing_for_gnome():
        pytest.skip(f"the real key ring needs the packages: {missing_for_gnome()}")
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "XDG_DATA_HOME": str(home / "share"), **more}
    environment |= {"XDG_RUNTIME_DIR": str(home), "XDG_CONFIG_HOME": str(home / "config"), "PYTHONPATH": str(ROOT)}
    home.chmod(0o700)
    start = "printf 'ring password' | gnome-keyring-daemon --unlock --components=secrets" if unlocked else "true"
    program = f'{start} >/dev/null 2>&1; exec "$0" -c "$1" "$2"'
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", program, sys.executable, textwrap.dedent(script), str(tmp_path)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_real_key_ring(tmp_path: Path) -> None:
    """Make, unlock, pin and forget with GNOME's key ring; the secret is not in the folder."""
    answer = on_private_bus(
        tmp_path,
        """
        import sys
        from datetime import UTC, datetime
        from pathlib import Path
        from pclo_app.vault import errors
        from pclo_app.vault.device_secret import device_secret_name, system_device_secrets
        from pclo_app.vault.keys import Cost
        from pclo_app.vault.pins import Pin
        from pclo_app.vault.vault import create, unlock
        now, words = datetime(2026, 11, 22, tzinfo=UTC), "plunder zestfully immobile oyster"
        folder = Path(sys.argv[1]) / "case"
        secrets = system_device_secrets()
        assert type(secrets).__name__ == "KeyringDeviceSecrets", secrets
        vault = create(folder, words, secrets=secrets, cost=Cost(8192, 1, 1), now=now)
        assert vault.protection == "pass+device"
        vault.anchor.write(Pin(epoch=1, seq=3, head="ab" * 32, gen=1))
        vault.close()
        with unlock(folder, words, secrets=system_device_secrets(), now=now) as vault:
            assert vault.anchor.read().seq == 3
        name = device_secret_name(vault.vault_id)
        assert len(secrets.get(name)) == 32
        secrets.delete(name)
        secrets.delete(name)
        try:
            unlock(folder, words, secrets=secrets, now=now)
        except errors.DeviceSecretMissing as problem:
            print(problem.code)
        """,
    )
    assert answer == "vault.device-secret-missing"


def test_t16_planted_back_end_is_ignored(tmp_path: Path) -> None:
    """Neither the environment nor keyringrc.cfg can put another module between us and the key ring."""
    planted = tmp_path / "planted"
    planted.mkdir()
    (planted / "thief.py").write_text(
        "import pathlib\n"
        f"pathlib.Path({str(tmp_path / 'stolen')!r}).write_text('ran')\n"
        "from keyring.backend import KeyringBackend\n"
        "class Keyring(KeyringBackend):\n"
        "    priority = 99\n"
        "    def get_password(self, s, u): return None\n"
        "    def set_password(self, s, u, p): pass\n"
    )
    for config in (tmp_path / "home/config/python_keyring", tmp_path / "home/share/python_keyring"):
        config.mkdir(parents=True)
        (config / "keyringrc.cfg").write_text(f"[backend]\ndefault-keyring=thief.Keyring\nkeyring-path={planted}\n")
    answer = on_private_bus(
        tmp_path,
        """
        import sys
        from pclo_app.vault.device_secret import system_device_secrets
        secrets = system_device_secrets()
        secrets.put("pclo-vault-test", b"x" * 32)
        assert secrets.get("pclo-vault-test") == b"x" * 32
        print(type(secrets._backend).__module__, "thief" in sys.modules)
        """,
        PYTHON_KEYRING_BACKEND="thief.Keyring",
    )
    assert answer == "keyring.backends.SecretService False"
    assert not (tmp_path / "stolen").exists()
