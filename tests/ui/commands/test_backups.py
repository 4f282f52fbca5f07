"""pclo vault check, backup, backups, restore, accept-older: with honest exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.case import Case
from pclo_app.vault import device_secret
from pclo_app.vault.device_secret import MemoryDeviceSecrets
from tests.casefile.conftest import CHEAP, PASSPHRASE, entry
from ui import cli


class Laptop:
    """The command, run on one case file with one key ring."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.secrets = MemoryDeviceSecrets()
        self.words = folder.with_name("passphrase.txt")
        self.words.write_text(PASSPHRASE + "\n")
        self._capsys = capsys
        self.out = self.err = ""
        with CaseFile.create(
            folder, PASSPHRASE, name="Dawn Pettifer", rank="PCLO", role="PCLO", team="Team North",
            secrets=self.secrets, cost=CHEAP,
        ) as cf:  # fmt: skip
            self.case = cf.save(Case(reference="KM-0417", family="ORRIN-VALE"), case="").id

    def write(self, fact: str = "words") -> None:
        with CaseFile.open(self.folder, PASSPHRASE, secrets=self.secrets) as cf:
            cf.save(entry(fact), case=self.case)

    def __call__(self, *given: object) -> int:
        code = cli.main([*map(str, given), "--passphrase-file", str(self.words)])
        self.out, self.err = self._capsys.readouterr()
        return code

    def json(self, *given: object) -> Any:
        assert self(*given, "--json") == 0, self.err
        return json.loads(self.out)


@pytest.fixture
def laptop(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Laptop:
    laptop = Laptop(tmp_path / "case", capsys)
    monkeypatch.setattr(device_secret, "system_device_secrets", lambda: laptop.secrets)
    return laptop


def test_from_backup_to_damage_to_restored(laptop: Laptop) -> None:
    assert laptop("vault", "backups", laptop.folder) == 0 and "no automatic backup yet" in laptop.out
    (made,) = laptop.json("vault", "backups", laptop.folder, "--now")
    assert made["generation"] == 1 and made["bytes"] > 10_000 and Path(made["path"]).is_file()
    laptop.write()
    assert laptop("vault", "check", laptop.folder) == 0
    database = laptop.folder / "case.g1.db"
    data = bytearray(database.read_bytes())
    data[-3000] ^= 1
    database.write_bytes(data)
    assert laptop("vault", "check", laptop.folder) == 3
    told = laptop.json("vault", "restore", made["path"], laptop.folder, "--note", "disk changed")
    assert (told["epoch"], told["last_row"], told["marked_row"]) == (2, 1, 2) and told["missing_documents"] == []
    assert Path(told["quarantine"], "report.txt").is_file()
    assert laptop("vault", "check", laptop.folder) == 0 and "2 revisions in 2 chains" in laptop.out
    assert laptop("vault", "restore", laptop.folder / "keyslots.json", laptop.folder) == 2
    assert "no backup of a case file" in laptop.err


def test_a_copy_goes_into_a_new_folder(laptop: Laptop, tmp_path: Path) -> None:
    assert laptop("vault", "backup", laptop.folder, tmp_path / "stick") == 0
    assert laptop("vault", "restore", tmp_path / "stick", tmp_path / "new") == 0
    assert "A new series of revisions has begun" in laptop.out
    assert laptop("vault", "check", tmp_path / "new") == 0


def test_an_older_copy_is_told_refused_and_accepted(laptop: Laptop, tmp_path: Path) -> None:
    shutil.copytree(laptop.folder, tmp_path / "old")
    laptop.write()
    shutil.rmtree(laptop.folder)
    shutil.copytree(tmp_path / "old", laptop.folder)
    assert laptop("case", "list", laptop.folder) == 0
    assert "KM-0417" in laptop.out and "Open for reading only. It is older than this laptop remembers" in laptop.err
    assert laptop("rebuild", laptop.folder) == 3 and "open for reading only" in laptop.err
    assert laptop("vault", "backups", laptop.folder, "--now") == 3
    # It can still be checked, copied and printed; what is printed cannot be logged, and that is said.
    assert laptop("vault", "check", laptop.folder) == 0
    assert laptop("vault", "backup", laptop.folder, tmp_path / "stick") == 0
    out = tmp_path / "out.pdf"
    assert laptop("report", laptop.folder, "chronology", "--case", "KM-0417", "-o", out) == 0, laptop.err
    assert out.read_bytes().startswith(b"%PDF")
    with pytest.raises(SystemExit):
        laptop("vault", "accept-older", laptop.folder)  # a reason has to be given
    assert laptop("vault", "accept-older", laptop.folder, "--note", "Set up again from an image of Friday") == 0
    assert "new series of revisions (number 2)" in laptop.out
    assert laptop("rebuild", laptop.folder) == 0 and laptop.err == ""
    assert laptop("vault", "accept-older", laptop.folder, "--note", "again") == 2
    assert "Nothing says that this is an older copy" in laptop.err
