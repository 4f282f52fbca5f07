"""SECURITY.md T16 for Windows: the secret stays on this machine and does not roam with the profile.

Elsewhere the Credential Manager is played by three functions, so that keyring's own back end runs.
"""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest
from keyring.backends import Windows

from pclo_app.vault import device_secret
from pclo_app.vault.device_secret import KeyringDeviceSecrets

NAME = "pclo-vault-test-t16"


class CredentialManager:
    """The part of win32cred that the back end calls."""

    CRED_TYPE_GENERIC = 1
    CRED_PERSIST_SESSION, CRED_PERSIST_LOCAL_MACHINE, CRED_PERSIST_ENTERPRISE = 1, 2, 3

    def __init__(self) -> None:
        self.written: dict[str, dict[str, Any]] = {}

    def CredWrite(self, credential: dict[str, Any], flags: int) -> None:
        blob = credential["CredentialBlob"].encode("utf-16-le")
        self.written[credential["TargetName"]] = {**credential, "CredentialBlob": blob}

    def CredRead(self, *, Type: int, TargetName: str) -> dict[str, Any]:
        if TargetName not in self.written:
            raise NoCredential(1168, "CredRead", "Element not found.")
        return self.written[TargetName]


class NoCredential(Exception):
    @property
    def winerror(self) -> int:
        return int(self.args[0])

    @property
    def funcname(self) -> str:
        return str(self.args[1])


@pytest.mark.skipif(sys.platform == "win32", reason="the test after this one asks the real one")
def test_t16_persists_on_this_machine_only(monkeypatch: pytest.MonkeyPatch) -> None:
    manager = CredentialManager()
    monkeypatch.setattr(Windows, "missing_deps", False)
    monkeypatch.setattr(Windows, "win32cred", manager, raising=False)
    monkeypatch.setattr(Windows, "pywintypes", SimpleNamespace(error=NoCredential), raising=False)
    monkeypatch.setattr(device_secret.sys, "platform", "win32")
    assert Windows.WinVaultKeyring().persist == manager.CRED_PERSIST_ENTERPRISE, "what it would be without us"
    ring = device_secret.system_device_secrets()
    assert isinstance(ring, KeyringDeviceSecrets)
    assert ring._backend.persist == manager.CRED_PERSIST_LOCAL_MACHINE
    assert ring.get(NAME) is None
    ring.put(NAME, b"x" * 32)
    assert ring.get(NAME) == b"x" * 32
    assert [each["Persist"] for each in manager.written.values()] == [manager.CRED_PERSIST_LOCAL_MACHINE]


@pytest.mark.skipif(sys.platform != "win32", reason="the Credential Manager is Windows'")
def test_t16_real_credential_manager() -> None:
    ring = device_secret.system_device_secrets()
    assert isinstance(ring, KeyringDeviceSecrets)
    try:
        ring.put(NAME, b"x" * 32)
        found = Windows.win32cred.CredRead(Type=Windows.win32cred.CRED_TYPE_GENERIC, TargetName=NAME)
        assert found["Persist"] == Windows.win32cred.CRED_PERSIST_LOCAL_MACHINE
    finally:
        ring.delete(NAME)
