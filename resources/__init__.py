"""What the program ships beside its code: fonts, word list, rule tables, bank holidays, help.

Nothing here is code. Everything is found through the package, never through a path, so it
is found the same way in a source tree, an installed wheel and a frozen build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.abc import Traversable


def resource(*parts: str) -> Traversable:
    """A shipped file or folder, such as ``resource("practice", "clocks.json")``."""
    from importlib.resources import files  # takes a while, and the first window needs none of it

    return files(__name__).joinpath(*parts)
