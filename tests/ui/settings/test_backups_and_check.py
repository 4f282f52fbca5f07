"""Backups, and whether the case file is whole: by the buttons, with real files on the disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from pclo_app.casefile import backups
from pclo_app.casefile.casefile import CaseFile
from pclo_app.reports.document import page_texts
from tests.ui.shell.conftest import PASSPHRASE

from .conftest import Desk, focus


def test_a_backup_now_is_listed_and_another_on_a_disk_opens_by_itself(desk: Desk, tmp_path: Path) -> None:
    part = desk.part("backups")
    assert part.nothing.isVisible()
    part.now_button.setFocus()
    desk.life.qtbot.keyClick(focus(), Qt.Key.Key_Space)
    desk.life.settle(desk.program)
    assert part.told.accessibleName().startswith("Backed up.")
    assert len(part.table.rows()) == len(backups.listed(desk.life.folder)) == 1
    assert "08:40" in part.table.rows()[0].sentence
    out = tmp_path / "stick"
    part.back_up_to(out)
    desk.life.settle(desk.program)
    assert "The whole case file was copied." in part.told.accessibleName()
    with CaseFile.open(out, PASSPHRASE, secrets=desk.life.secrets, clock=desk.life.clock) as copy:
        assert copy.cases()[0].record.reference == "KM-0417"
    part.back_up_to(out)
    desk.life.settle(desk.program)
    assert "There is already a case file" in part.error.accessibleName(), "a folder in use is refused, with its reason"


def test_restore_closes_the_case_file_and_puts_the_chosen_backup_back(desk: Desk) -> None:
    life, part = desk.life, desk.part("backups")
    part.back_up()
    life.settle(desk.program)
    from pclo_app.records.case import Case

    desk.ask(lambda cf: cf.save(Case(reference="KM-0999", family="Later"), case=""))
    part.restore_button.click()
    sheet = desk.sheet()
    assert focus() is sheet.stay_button, "the keyboard is on what changes nothing"
    sheet.go_button.click()
    life.qtbot.waitUntil(lambda: bool(life.restarted), timeout=20_000)
    after = life.boot()
    after.start(life.folder)
    page: Any = after.window._page
    assert "Put a backup back" in page.accessibleName()
    assert len(page.table.rows()) == 1
    page.restore()
    assert page.field.error() == "Enter your passphrase."
    page.field.edit.setText("this is not the passphrase")
    page.restore()
    life.qtbot.waitUntil(lambda: not page._opening.running, timeout=20_000)
    assert page.field.error().startswith("That passphrase is not right.")
    page.field.edit.setText(PASSPHRASE)
    page.restore()
    life.qtbot.waitUntil(lambda: after.session is not None, timeout=30_000)
    life.settle(after)
    found: list[Any] = []
    after.session.operations.submit(lambda cf, _: found.append(([c.record.reference for c in cf.cases()], cf.epoch)))
    life.settle(after)
    assert found[0][0] == ["KM-0417"], "what came after the backup is not in it"
    assert found[0][1] > 1, "and a new chain has begun"
    assert after.window.standing.words().startswith("Something to know."), "what came of it is told"
    assert any((life.folder / "quarantine").iterdir()), "what was there is kept"


def test_the_check_says_that_it_is_whole_and_the_report_can_be_saved(desk: Desk, tmp_path: Path) -> None:
    part = desk.part("whole")
    assert part.newest.text() == "This is the newest copy that this laptop knows of."
    part.check_button.click()
    assert part.stop_button.isVisible() or part.result is not None
    desk.life.qtbot.waitUntil(lambda: part.result is not None, timeout=20_000)
    assert part.state.text().startswith("It is whole.")
    part.print_button.click()
    paper = desk.sheet().paper
    paper.save_to(tmp_path / "check.pdf")
    text = " ".join(page_texts((tmp_path / "check.pdf").read_bytes()))
    assert "It is whole" in text and "Dawn Pettifer" in text
    assert "Orrin" not in text and "Maisie" not in text, "no case text"


def test_the_check_can_be_stopped(desk: Desk) -> None:
    part = desk.part("whole")
    part.check()
    part.stop()
    desk.life.settle(desk.program)
    assert part.result is None
    assert "stopped before its end" in part.state.text()
    assert part.check_button.isVisible() and not part.stop_button.isVisible()


def test_what_does_not_check_out_is_listed_in_its_parts(desk: Desk, tmp_path: Path) -> None:
    def damage(cf: CaseFile) -> str:
        rows = cf.db.execute("SELECT rev, body FROM payload").fetchall()
        rev, body = rows[0]
        for (trigger,) in cf.db.execute("SELECT name FROM sqlite_schema WHERE type='trigger'").fetchall():
            if "payload" in trigger:
                cf.db.execute(f"DROP TRIGGER {trigger}")
        cf.db.execute("UPDATE payload SET body=? WHERE rev=?", (body.replace(b"a", b"e", 1), rev))
        return bytes(rev).hex()

    rev = desk.ask(damage)
    part = desk.part("whole")
    part.check()
    desk.life.qtbot.waitUntil(lambda: part.result is not None, timeout=20_000)
    assert part.state.text().startswith("1 thing does not check out.")
    problems = part.list.problems()
    assert [problem.rev for problem in problems] == [rev]
    said = part.list.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    for words in (problems[0].what, problems[0].safe, problems[0].do):
        assert words in said
    assert focus() is part.list, "the keyboard is on the first finding"
    part.show_paper()
    desk.sheet().paper.save_to(tmp_path / "check.pdf")
    assert rev in "".join(page_texts((tmp_path / "check.pdf").read_bytes())).replace("\n", "")


def test_the_index_is_rebuilt_when_a_finding_says_so(desk: Desk) -> None:
    def lose(cf: CaseFile) -> None:
        for (trigger,) in cf.db.execute("SELECT name FROM sqlite_schema WHERE type='trigger'").fetchall():
            if "head" in trigger:
                cf.db.execute(f"DROP TRIGGER {trigger}")
        record = cf.items(kind="person")[0].id
        cf.db.execute("DELETE FROM head WHERE record=?", (bytes.fromhex(record),))

    desk.ask(lose)
    part = desk.part("whole")
    part.check()
    desk.life.qtbot.waitUntil(lambda: part.result is not None, timeout=20_000)
    assert "Settings, Is it whole?, Rebuild" in part.list.problems()[0].do
    part.rebuild_button.click()
    desk.life.settle(desk.program)
    assert "The index is rebuilt." in part.told.accessibleName()
    before = part.result
    part.check()
    desk.life.qtbot.waitUntil(lambda: part.result is not before, timeout=20_000)
    assert part.state.text().startswith("It is whole.")
