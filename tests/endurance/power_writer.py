"""The run whose power is cut: everything that writes, each step told once it is safe."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pclo_app.casefile import backups, custody, meetings
from pclo_app.casefile.casefile import CaseFile
from tests.endurance.kills import INK, WORDS, entry, meeting

OTHER = "plunder zestfully immobile oyster"


def keys(folder: Path) -> None:
    """A backup, another passphrase, a kit, another key for everything: the steps that move whole files."""
    with CaseFile.open(folder, WORDS) as cf:
        cf.save(entry("before"), case=cf.cases()[0].id, attachments=(cf.put_blob(b"a letter" * 900),))
        backups.run(cf)
        tell("backup")
        custody.change_passphrase(cf, WORDS, OTHER)
        tell("changed")
        custody.make_kit(cf, OTHER, "safe")
        tell("kit")
        custody.rotate(cf, OTHER)
        tell("rotated")
    with CaseFile.open(folder, OTHER) as cf:
        cf.save(entry("afterwards"), case=cf.cases()[0].id)
        tell("afterwards")


def main(folder: Path, synchronous: str, rounds: int) -> None:
    """Write for so many rounds; the file is closed and opened again half way."""
    for half in range(2):
        with CaseFile.open(folder, WORDS) as cf:
            cf.db.execute(f"PRAGMA synchronous={synchronous}")
            case = cf.cases()[0].id
            for number in range(half * rounds, (half + 1) * rounds):
                tell(cf.save(entry(f"event {number}"), case=case).rev)
                cf.put_draft("entry/next", f"half a sentence {number}".encode())
                tell("draft", str(number))
                one = cf.save(entry(f"entry {number}"), case=case, drop="entry/next")
                tell(one.rev)
                tell(cf.save(entry(f"entry {number}", "more is known"), case=case, id=one.id).rev)
                tell(*(saved.rev for saved in cf.save_many((entry(f"import {number} {n}"), case) for n in range(9))))
                seal(cf, case, number)


def seal(cf: CaseFile, case: str, number: int) -> None:
    id = cf.save(meeting(f"SM-{number}"), case=case).id
    shown = meetings.present(cf, id, b"%PDF " + os.urandom(6000), 1)
    answer = meetings.Answer(outcome="signed", name="I Crosbie", desig="Manager", agency="K", ink=INK, seen=(1,))
    tell(meetings.seal(cf, shown, answer, text="the record", template="meeting/1").seal.rev)


def tell(*words: str) -> None:
    os.write(1, (" ".join(words) + "\n").encode())


if __name__ == "__main__":
    if sys.argv[2] == "keys":
        keys(Path(sys.argv[1]))
    else:
        main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
