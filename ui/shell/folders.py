"""Where the program keeps its own things on this laptop. Nothing in them is secret."""

from __future__ import annotations

from pathlib import Path

NAME = "PCLO Case File"


def settings_file() -> Path:
    """What the program remembers between runs: window, look, lock time, where the case file is."""
    import platformdirs

    return Path(platformdirs.user_config_dir(NAME, appauthor=False)) / "state.json"


def crash_folder() -> Path:
    """Where accounts of the program's own faults are kept."""
    import platformdirs

    return Path(platformdirs.user_data_dir(NAME, appauthor=False)) / "faults"


def usual_case_file() -> Path:
    """The folder proposed for a new case file: on this laptop's own disk, not in a folder that a cloud copies."""
    import platformdirs

    return Path(platformdirs.user_data_dir(NAME, appauthor=False)) / "case file"


def practice_folder() -> Path:
    """Where the practice case files (fictional) are made."""
    import platformdirs

    return Path(platformdirs.user_data_dir(NAME, appauthor=False)) / "practice"
