"""Erasing by law, and taking cases off the laptop: what would go is shown, and what has gone is gone."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from pclo_app.casefile import erasure, eviction
from pclo_app.casefile.casefile import CaseFile
from pclo_app.journal.receipt import Receipt, encode
from pclo_app.journal.revision import NO_RECEIPT
from ui.cases.history import HistorySection
from ui.shell.session import Place

from .conftest import Desk, focus


def test_only_a_sergeant_has_erase(desk: Desk) -> None:
    page: Any = desk.part("general").parent()
    settings: Any = desk.window._stack.front  # type: ignore[union-attr]
    assert "erase" not in settings.sections
    assert page is not None


def test_a_record_is_erased_with_ground_and_authority_and_its_history_says_so(sergeant: Desk) -> None:
    desk = sergeant
    person = desk.ask(lambda cf: cf.items(kind="person")[0].id)
    part = desk.part("erase")
    assert part.nothing.isVisible()
    part.make_plan()
    assert "Choose at least one record" in part.records.view.accessibleDescription()
    part.records.view.setFocus()
    desk.life.qtbot.keyClick(focus(), Qt.Key.Key_Space)
    assert part.records.chosen() == [person]
    part.plan_button.click()
    desk.life.settle(desk.program)
    assert part.going.isVisible()
    assert "Maisie Orrin-Vale" in part.going.table.rows()[0].sentence
    part.going.erase_button.click()
    sheet = desk.sheet()
    sheet.go()
    assert sheet.part.ground.accessibleDescription().startswith("Error: Enter the ground")
    sheet.part.ground.setCurrentText("Right to erasure, DPA 2018 section 47")
    sheet.part.authority.setText("DPO 2026/114, DCI Iris Ness")
    desk.confirm("this is not the passphrase")
    assert sheet.field.error().startswith("That passphrase is not right.")
    assert desk.ask(lambda cf: erasure.of_record(cf, person)) is None
    desk.life.clock.forward(minutes=5)
    desk.confirm()
    assert "Erased." in part.told.accessibleName()
    erased = desk.ask(lambda cf: erasure.of_record(cf, person))
    assert erased.ground.startswith("Right to erasure") and erased.by == "Farah Whitcombe, Detective Sergeant"
    assert "DPO 2026/114" in part.table.rows()[0].sentence

    case = desk.ask(lambda cf: cf.cases()[0].id)
    desk.window.open(Place("case", case=case, section="history"))
    desk.life.settle(desk.program)
    history = desk.window.findChild(HistorySection)
    assert history is not None
    rev = desk.ask(lambda cf: cf.db.execute("SELECT rev FROM rev WHERE record=?", (bytes.fromhex(person),)).fetchone())
    assert history.table.set_current(bytes(rev[0]).hex())
    desk.life.settle(desk.program)
    said = history._words.accessibleName()
    assert "Farah Whitcombe, Detective Sergeant" in said and "Right to erasure" in said
    assert "Maisie" not in said


def test_a_case_with_unsent_work_stays_and_says_why(desk: Desk) -> None:
    part = desk.part("evict")
    assert "not yet at the office" in part.table.rows()[0].sentence
    part.table.setFocus()
    desk.life.qtbot.keyClick(focus(), Qt.Key.Key_Return)
    assert desk.no_sheet(), "no sheet asks for a passphrase in vain"
    assert "KM-0417 stays on this laptop." in part.told.accessibleName()


def test_a_case_that_the_office_has_is_taken_off_and_asked_for_again(desk: Desk) -> None:
    def receipt(cf: CaseFile) -> None:
        """As if the office had given a receipt for everything: it covers this laptop's chain."""
        tip = cf.store.tip(cf.vault.device, cf.epoch)
        given = Receipt(
            office="f" * 32, n=1, prev=NO_RECEIPT, at="2026-11-18T08:40:00Z", missing=(), rejected=(),
            got={f"{cf.vault.device}.{cf.epoch}": (tip.seq - 1, tip.prev)},
        )  # fmt: skip
        with cf.store.transaction():
            row = (bytes.fromhex(given.office), given.n, encode(given), b"\0" * 64)
            cf.db.execute("INSERT INTO receipt(office, n, body, sig) VALUES(?,?,?,?)", row)

    desk.ask(receipt)
    part = desk.part("evict")
    assert "It may go." in part.table.rows()[0].sentence
    part.take_button.click()
    desk.confirm()
    assert "KM-0417 has left this laptop." in part.told.accessibleName()
    assert desk.ask(lambda cf: [each.reference for each in eviction.put_away(cf)]) == ["KM-0417"]
    assert desk.ask(lambda cf: cf.items(kind="person")) == [], "her words are not on this laptop"
    part.away.setFocus()
    part.fetch_button.click()
    desk.life.settle(desk.program)
    assert "is asked for" in part.told.accessibleName()
    assert desk.ask(lambda cf: eviction.put_away(cf)[0].asked)
