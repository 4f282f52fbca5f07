"""The lock files: names, versions and hashes, and nothing about any machine or registry."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ROOT / "installer" / "locks"
PACKAGE = re.compile(r"([a-z0-9][a-z0-9.-]*)==(\S+)( ; .+?)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def locked(name: str) -> dict[str, str]:
    lines = (LOCKS / name).read_text(encoding="utf-8").splitlines()
    return {found[1]: found[2] for line in lines if (found := PACKAGE.fullmatch(line))}


def asked_for(requirements: list[str]) -> set[str]:
    names = (re.match(r"[A-Za-z0-9._-]+", line) for line in requirements)
    return {re.sub(r"[-_.]+", "-", name[0]).lower() for name in names if name}


@pytest.fixture(scope="module")
def project() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["build.txt", "runtime.txt", "dev.txt"])
def test_every_line_is_a_package_or_a_hash(name: str) -> None:
    for line in (LOCKS / name).read_text(encoding="utf-8").splitlines():
        assert PACKAGE.fullmatch(line) or HASH.fullmatch(line), line


def test_every_dependency_is_locked(project: dict) -> None:
    assert asked_for(project["project"]["dependencies"]) <= set(locked("runtime.txt"))
    assert asked_for(project["project"]["optional-dependencies"]["dev"]) <= set(locked("dev.txt"))
    assert asked_for(project["build-system"]["requires"]) == set(locked("build.txt"))


def test_the_tests_run_on_what_officers_run_on() -> None:
    runtime = locked("runtime.txt")
    assert runtime.items() <= locked("dev.txt").items()


def test_every_dependency_has_its_reason(project: dict) -> None:
    note = (ROOT / "docs" / "decisions" / "0001-dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([A-Za-z0-9._-]+) \|", note, re.MULTILINE)
    assert asked_for(rows) - {"package"} == asked_for(project["project"]["dependencies"])
