"""The program of the shell's tests, for the screens of a case."""

from tests.ui.shell.conftest import clock, life, theme  # noqa: F401
