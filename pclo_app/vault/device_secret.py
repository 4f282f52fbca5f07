"""The half of the key that this laptop keeps, in the key ring of the operating system.

The key ring is used through its own class, never through the `keyring` package's way of
choosing one: that obeys environment variables and a configuration file, so a planted module
could be given the secret. A key ring that is missing, locked, empty or silent is a normal
outcome, and each says so in words.
"""

from __future__ import annotations

import secrets
import sys
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from pclo_app.vault.errors import DeviceSecretMissing

SECRET_BYTES = 32
PATIENCE = 10.0  # seconds; a locked key ring may be asking a question behind another window
HURRY = 2.0  # seconds, for the marker, which can be written the next time

_USER = "pclo"
_T = TypeVar("_T")


class DeviceSecrets(Protocol):
    """A place that keeps small secrets under a name, for this user on this laptop."""

    def get(self, name: str) -> bytes | None:
        """The secret, or None when there is none. Raises DeviceSecretMissing when one cannot look."""

    def put(self, name: str, value: bytes) -> None:
        """Keep the secret, and be sure that it is kept. Raises DeviceSecretMissing otherwise."""

    def delete(self, name: str) -> None:
        """Forget the secret; no error if there is none."""


def device_secret_name(vault_id: str) -> str:
    return f"pclo-vault-{vault_id}"


def pin_name(vault_id: str) -> str:
    return f"pclo-vault-{vault_id}-pin"


def new_device_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


class MemoryDeviceSecrets:
    """Keeps secrets while the program runs; for tests and for a practice case file."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def get(self, name: str) -> bytes | None:
        return self._kept.get(name)

    def put(self, name: str, value: bytes) -> None:
        self._kept[name] = bytes(value)

    def delete(self, name: str) -> None:
        self._kept.pop(name, None)


class KeyringDeviceSecrets:
    """Secrets in one given key ring back end, called off the caller's thread and with a limit of time."""

    def __init__(self, backend: Any, patience: float = PATIENCE) -> None:
        self._backend = backend
        self._patience = patience

    def hurried(self) -> KeyringDeviceSecrets:
        """The same, for what may fail: locking must not wait for a key ring that does not answer."""
        return KeyringDeviceSecrets(self._backend, min(self._patience, HURRY))

    def get(self, name: str) -> bytes | None:
        text = self._ask(lambda: self._backend.get_password(name, _USER))
        if text is None:
            return None
        try:
            return b64decode(str(text), validate=True)
        except ValueError:
            raise DeviceSecretMissing(why="What the key ring keeps for it is damaged.") from None

    def put(self, name: str, value: bytes) -> None:
        text = b64encode(value).decode()
        self._ask(lambda: self._backend.set_password(name, _USER, text))
        if self.get(name) != value:
            raise DeviceSecretMissing(why="The key ring did not keep what it was given.")

    def delete(self, name: str) -> None:
        from keyring.errors import PasswordDeleteError

        def forget() -> None:
            try:
                self._backend.delete_password(name, _USER)
            except PasswordDeleteError:
                return

        self._ask(forget)

    def _ask(self, question: Callable[[], _T]) -> _T:
        from keyring.errors import KeyringLocked

        try:
            return _within(question, self._patience)
        except DeviceSecretMissing:
            raise
        except KeyringLocked:
            raise DeviceSecretMissing(why="The key ring is locked.") from None
        except Exception as problem:  # back ends raise what they like: D-Bus, Windows and their own kinds
            kind = type(problem).__name__
            raise DeviceSecretMissing(why=f"The key ring of this laptop cannot be used ({kind}).") from None


def system_device_secrets() -> DeviceSecrets | None:
    """The key ring of this laptop, or None when it has none."""
    try:
        backend = _within(_system_backend, PATIENCE)
    except Exception:  # no D-Bus, no service, no library: all mean that there is no key ring
        return None
    return None if backend is None else KeyringDeviceSecrets(backend)


def _system_backend() -> Any:
    if sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring

        windows = WinVaultKeyring()
        windows.priority  # noqa: B018  (raises when the Credential Manager cannot be reached)
        windows.persist = "local machine"  # the default would let the secret roam with the profile
        return windows
    if sys.platform == "darwin":
        return None
    from keyring.backends.SecretService import Keyring

    Keyring.priority  # noqa: B018  (raises when no Secret Service runs or can be started)
    backend: Any = Keyring
    return backend()


def _within(question: Callable[[], _T], seconds: float) -> _T:
    """Run something that may never come back, and give up on it after a while."""
    answers: list[_T] = []
    problems: list[BaseException] = []

    def work() -> None:
        try:
            answers.append(question())
        except BaseException as problem:  # handed to the waiting thread below
            problems.append(problem)

    thread = threading.Thread(target=work, name="key ring", daemon=True)
    thread.start()
    thread.join(seconds)
    if problems:
        raise problems[0]
    if not answers:
        raise DeviceSecretMissing(why=f"The key ring did not answer within {seconds:.0f} seconds; it may be locked.")
    return answers[0]
