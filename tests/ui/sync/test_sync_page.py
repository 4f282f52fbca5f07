"""From being in no team to a receipt for everything, on two real case files and a real folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.keys.again import AskAgain
from ui.sync import files
from ui.sync.page import SyncPage

from .conftest import PASSPHRASE

Laptop = Callable[[str], SyncPage]


def settle(qtbot: QtBot, *pages: SyncPage) -> None:
    qtbot.wait(30)
    qtbot.waitUntil(lambda: all(page.session.operations.idle for page in pages), timeout=30_000)
    qtbot.wait(30)
    qtbot.waitUntil(lambda: all(page.session.operations.idle for page in pages), timeout=30_000)


def enrolled(laptop: Laptop, qtbot: QtBot, folder: Path) -> tuple[SyncPage, SyncPage]:
    officer, sergeant = laptop("PCLO"), laptop("DS")
    sergeant.join.buttons[0].click()
    settle(qtbot, sergeant)
    officer.joining.save_request(folder / "request.json")
    settle(qtbot, officer)
    sergeant.joining.enrol(folder / "request.json", officer.join.fingerprint.words.text(), folder / "welcome.pclo")
    settle(qtbot, sergeant)
    officer.joining.accept(folder / "welcome.pclo", sergeant.team.fingerprint.words.text())
    settle(qtbot, officer)
    return officer, sergeant


def sync(page: SyncPage, qtbot: QtBot, drop: Path) -> None:
    page.set_drop(str(drop))
    settle(qtbot, page)
    page.go_button.click()
    settle(qtbot, page)


def test_a_laptop_in_no_team_says_what_to_do(laptop: Laptop, qtbot: QtBot) -> None:
    page = laptop("PCLO")
    assert page.join.isVisible() and not page.body.isVisible() and not page.go_button.isVisible()
    assert len(page.join.fingerprint.words.text().split()) == 8
    assert [button.accessibleName() for button in page.join.buttons] == [
        "Save the request file…",
        "Accept the welcome file…",
    ]


def test_joining_sending_and_the_receipt(laptop: Laptop, qtbot: QtBot, tmp_path: Path) -> None:
    officer, sergeant = enrolled(laptop, qtbot, tmp_path)
    assert officer.body.isVisible() and "Team North" in officer.sub.text()
    assert officer.here.table.rows(), "the case is on this laptop only"
    drop = tmp_path / "drop"
    drop.mkdir()
    sync(officer, qtbot, drop)
    assert officer.error.isHidden()
    assert "sent in" in officer.result.words()[0]
    assert officer.tiles.way.words.text() != "0 changes"
    sync(sergeant, qtbot, drop)
    assert "received in" in sergeant.result.words()[1]
    sync(officer, qtbot, drop)
    assert officer.result.words()[-1] == "The office has a receipt for everything on this laptop"
    assert not officer.here.table.rows()


def test_the_wrong_words_join_nothing(laptop: Laptop, qtbot: QtBot, tmp_path: Path) -> None:
    officer, sergeant = laptop("PCLO"), laptop("DS")
    sergeant.joining.make_roster()
    settle(qtbot, sergeant)
    officer.joining.save_request(tmp_path / "request.json")
    settle(qtbot, officer)
    wrong = "one two three four five six seven eight"
    sergeant.joining.enrol(tmp_path / "request.json", wrong, tmp_path / "welcome.pclo")
    settle(qtbot, sergeant)
    assert sergeant.error.code == "sync.fingerprint-differs" and sergeant.error.isVisible()
    assert not (tmp_path / "welcome.pclo").exists()


def test_a_laptop_is_enrolled_with_the_sergeants_passphrase(
    laptop: Laptop, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever finds the sergeant's laptop open cannot let another one into the team."""
    officer, sergeant = laptop("PCLO"), laptop("DS")
    sergeant.joining.make_roster()
    officer.joining.save_request(tmp_path / "request.json")
    settle(qtbot, officer, sergeant)
    out = tmp_path / "welcome.pclo"
    monkeypatch.setattr(files, "choose", lambda _page, _title, take, **_: take(out))
    sheets: list[AskAgain] = []
    monkeypatch.setattr(sergeant.session, "show_sheet", lambda content, **_: sheets.append(content))
    sergeant.joining.request_chosen(tmp_path / "request.json")
    (sheet,) = sheets
    qtbot.addWidget(sheet)
    own = officer.join.fingerprint.words.text()
    for words, passphrase, told in (
        ("seven words only are not enough here", PASSPHRASE, "all eight words"),
        (own, "", "Enter your passphrase"),
        (own, "not the passphrase", "not right"),
        ("one two three four five six seven eight", PASSPHRASE, "words"),
    ):
        sheet.part.edit.setText(words)
        sheet.field.edit.setText(passphrase)
        sheet.go()
        settle(qtbot, sergeant)
        said = sheet.part.edit.accessibleDescription() + sheet.field.error()
        assert told in said and not out.exists(), said
    sheet.part.edit.setText(own)
    sheet.field.edit.setText(PASSPHRASE)
    sheet.go()
    settle(qtbot, sergeant)
    assert out.exists()
    officer.joining.accept(out, sergeant.team.fingerprint.words.text())
    settle(qtbot, officer)
    assert officer.body.isVisible()


def test_a_folder_that_went_away(laptop: Laptop, qtbot: QtBot, tmp_path: Path) -> None:
    officer, _ = enrolled(laptop, qtbot, tmp_path)
    sync(officer, qtbot, tmp_path / "not there" / "drop")
    assert officer.error.code == "sync.no-such-drop"
    assert officer.go_button.isVisible() and not officer.stop_button.isVisible()
