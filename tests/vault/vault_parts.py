"""What the tests of the vault share: cheap cost, good words, a fixed moment."""

from __future__ import annotations

from datetime import UTC, datetime

from pclo_app.vault.keys import Cost

CHEAP = Cost(m=8 * 1024, t=1, p=1)
WORDS = "plunder zestfully immobile oyster"
NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
