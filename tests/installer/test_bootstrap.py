"""The set-up: nothing to do when the stamp fits, from nothing after a run that was broken off."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from types import ModuleType

import pytest

INSTALLER = Path(__file__).resolve().parents[2] / "installer"


@pytest.fixture
def done() -> list[str]:
    """What set-up did, in order."""
    return []


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: list[str]) -> ModuleType:
    """The set-up of a small made-up project, with its three slow steps only written down."""
    monkeypatch.syspath_prepend(str(INSTALLER))
    module = importlib.import_module("bootstrap")
    venv, locks = tmp_path / ".venv", tmp_path / "installer" / "locks"
    locks.mkdir(parents=True)
    (locks / "runtime.txt").write_text("a==1\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    for name, value in {"ROOT": tmp_path, "VENV": venv, "LOCKS": locks, "STAMP": venv / "pclo-setup.json"}.items():
        monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(module, "VENV_PYTHON", venv / "python")

    def make_venv() -> None:
        done.append("venv")
        venv.mkdir(exist_ok=True)
        (venv / "python").write_text("")

    monkeypatch.setattr(module, "make_venv", make_venv)
    monkeypatch.setattr(module, "install_packages", lambda level: done.append(f"packages {level}"))
    monkeypatch.setattr(module, "install_project", lambda: done.append("project"))
    monkeypatch.setattr(module.system_packages, "missing", lambda for_tests: [])
    return module


def test_a_second_run_does_nothing(bootstrap: ModuleType, done: list[str]) -> None:
    assert bootstrap.main([]) == 0
    assert done == ["venv", "packages run", "project"]
    done.clear()
    assert bootstrap.main([]) == 0
    assert done == []


def test_the_tests_packages_are_added_and_stay(bootstrap: ModuleType, done: list[str]) -> None:
    bootstrap.main([])
    done.clear()
    bootstrap.main(["--for-tests"])
    bootstrap.main([])
    assert done == ["packages tests"]


def test_newer_locks_install_the_difference(bootstrap: ModuleType, done: list[str]) -> None:
    bootstrap.main(["--for-tests"])
    done.clear()
    (bootstrap.LOCKS / "runtime.txt").write_text("a==2\n")
    bootstrap.main([])
    assert done == ["packages tests"]


def test_a_run_broken_off_is_made_again(
    bootstrap: ModuleType, done: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken_off(level: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "install_packages", broken_off)
        assert bootstrap.main([]) == 130
    assert "the next run" in capsys.readouterr().err
    assert not bootstrap.STAMP.exists()
    done.clear()
    assert bootstrap.main([]) == 0
    assert done == ["venv", "packages run", "project"]


def test_an_environment_that_was_moved_is_made_again(bootstrap: ModuleType, done: list[str]) -> None:
    bootstrap.main([])
    stamp = json.loads(bootstrap.STAMP.read_text())
    bootstrap.STAMP.write_text(json.dumps({**stamp, "place": "elsewhere"}))
    done.clear()
    bootstrap.main([])
    assert done == ["venv", "packages run", "project"]


def test_what_may_not_be_installed_is_said(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap.system_packages, "missing", lambda for_tests: ["libxcb-cursor0"])
    monkeypatch.setattr(bootstrap.system_packages, "_rights", lambda: None)
    monkeypatch.setattr(bootstrap.system_packages.shutil, "which", lambda name, path=None: name)
    assert bootstrap.main([]) == 0
    assert "needs root: libxcb-cursor0" in capsys.readouterr().out
    assert json.loads(bootstrap.STAMP.read_text())["system"] == ""
