"""Imports PySide6 without the hook that it puts into every later import.

The hook serves PySide6's `from __feature__ import ...`, which this program does not use. To
find out whether a module might, it reads the module's source, whole, and keeps it in memory:
a tenth of the time from the start to the first window. To be imported before anything else
imports PySide6.
"""

from __future__ import annotations

import builtins

_plain = builtins.__import__

import PySide6.QtCore  # noqa: E402, F401

builtins.__import__ = _plain
