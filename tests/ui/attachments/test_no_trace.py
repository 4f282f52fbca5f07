"""While a document is seen, nothing of it is written anywhere but, encrypted, in the vault."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pclo_app.casefile import attachments
from pclo_app.casefile.casefile import CaseFile
from pclo_app.records.case import Case
from pclo_app.vault.keys import Cost
from tests.casefile.document_samples import CANARY, fax, pdf, picture
from tests.ui.shell.conftest import PASSPHRASE

CALLS = "open,openat,creat,rename,renameat,renameat2,link,linkat"
ROOT = Path(__file__).parents[3]
WRITES = re.compile(r'(?:openat|open|creat)\((?:AT_FDCWD(?:<[^>]*>)?, )?"([^"]+)", [^)]*O_(?:WRONLY|RDWR|CREAT)')
MOVES = re.compile(r'(?:rename\w*|link\w*|symlink\w*)\(.*"([^"]+)"[^"]*\) = 0')


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    with CaseFile.create(
        folder, PASSPHRASE, name="Dawn Pettifer", rank="PCLO", role="PCLO", team="North", secrets=None,
        cost=Cost(m=8192, t=1, p=1),
    ) as cf:  # fmt: skip
        case = cf.save(Case(reference="KM-1", family="A"), case="").id
        for name, data in (
            ("letter.pdf", pdf(pages=3)), ("arm.png", picture("PNG", (800, 600))), ("fax.tif", fax()),
            ("note.txt", f"{CANARY} said so\n".encode() * 20), ("rows.csv", f"A,B\n{CANARY},1\n{CANARY},2\n".encode()),
        ):  # fmt: skip
            attachments.attach(cf, case, name, data)
    return folder


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace to see what is opened for writing")
def test_nothing_of_a_document_touches_the_disk(vault: Path, tmp_path: Path) -> None:
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    home.mkdir(), temporary.mkdir()
    trace = tmp_path / "trace"
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(temporary), "TEMP": str(temporary),
        "XDG_RUNTIME_DIR": str(home), "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    command = ["strace", "-f", "-qq", "-s", "400", "-e", f"trace={CALLS}", "-o", str(trace)]
    command += [sys.executable, "-m", "tests.ui.attachments.seeing", str(vault)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    if "ptrace" in done.stderr:
        pytest.skip("strace may not look on here")
    assert done.returncode == 0, done.stderr[-2000:]
    assert "seen 5 of 5" in done.stdout
    said = trace.read_text(errors="replace")
    written = {match for pattern in (WRITES, MOVES) for match in pattern.findall(said)}
    assert any(path.startswith(str(vault)) for path in written)  # it does see what is written
    elsewhere = {path for path in written if not path.startswith((str(vault), "/dev/", "/proc/"))}
    assert not {path for path in elsewhere if not path.startswith((str(home), str(temporary)))}, elsewhere
    for folder in (home, temporary, vault):
        for path in folder.rglob("*"):
            assert CANARY not in path.name
            if path.is_file():
                data = path.read_bytes()
                assert CANARY.encode() not in data and CANARY.encode("utf-16-le") not in data and data[:5] != b"%PDF-"
