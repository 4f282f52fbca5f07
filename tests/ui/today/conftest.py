"""The program of the shell's tests, for the page of today."""

from tests.ui.shell.conftest import clock, life, theme  # noqa: F401
