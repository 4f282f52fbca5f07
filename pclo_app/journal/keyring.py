"""The signing keys of laptops, asked for once each."""

from __future__ import annotations

from collections.abc import Callable

from .errors import BadRevision
from .revision import device_id

Keys = Callable[[str], bytes | None]


class Keyring:
    """Keeps the keys asked for so far. A key given for a laptop to which it does not belong is refused."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._known: dict[str, bytes | None] = {}

    def of(self, device: str) -> bytes | None:
        """The key of a laptop, or None when it is not enrolled."""
        if device not in self._known:
            key = self._keys(device)
            if key is not None and device_id(key) != device:
                raise BadRevision(rule="device")
            self._known[device] = key
        return self._known[device]

    def learn(self, device: str) -> None:
        """Ask now, in the thread that may use the roster; a wrong key then counts as none."""
        try:
            self.of(device)
        except BadRevision:
            self._known[device] = None
