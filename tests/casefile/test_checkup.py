"""The daily check: what it finds, when it is due, how it is stopped, and what it tidies up."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from pclo_app.casefile import backups, checkup, integrity
from pclo_app.casefile.errors import CaseFileReadOnly
from pclo_app.journal.findings import Report
from pclo_app.vault.errors import CaseFileDamaged
from tests.casefile.conftest import PASSPHRASE, entry
from tests.casefile.laptop import Laptop

PAGE = 4096


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    """A case file with enough in it that every kind of page is there, locked."""
    laptop = Laptop(tmp_path / "case")
    with laptop.make() as cf:
        digest = cf.put_blob(b"a scanned letter")
        laptop.write(cf, 40, "words enough for several pages of each table and index, of rows and of their contents")
        cf.save(entry("with a letter", note="x" * 9000), case=laptop.case, attachments=[digest])
        cf.put_draft("quick-entry", b"y" * 9000)
    return laptop


def checked(laptop: Laptop) -> Report | None:
    """What the check says, or None where the file cannot even be opened."""
    try:
        with laptop.open() as cf:
            return checkup.run(cf)
    except CaseFileDamaged:
        return None


def test_a_whole_file_checks_out_and_the_outcome_is_remembered(laptop: Laptop) -> None:
    with laptop.open() as cf:
        assert checkup.due(cf) and checkup.last(cf) is None
        told: list[tuple[int, int]] = []
        report = checkup.run(cf, lambda done, total: told.append((done, total)))
        assert report.ok and report.checked["newest revisions"] == 42 and report.checked["index of words"] == 1
        assert told[0] == (0, 4) and told[-1] == (4, 4)
        assert not checkup.due(cf)
        laptop.clock.time += timedelta(days=1)
        assert checkup.due(cf)
    with laptop.open() as cf:
        last = checkup.last(cf)
        assert last is not None and last.ok and last.at == "2026-11-03"


def test_it_can_be_stopped_and_is_then_still_due(laptop: Laptop) -> None:
    class Stop(Exception):
        pass

    for after in (0, 1, 3):
        calls = 0

        def stop(done: int, total: int, after: int = after) -> None:
            nonlocal calls
            calls += 1
            if done >= after:
                raise Stop

        with laptop.open() as cf:
            with pytest.raises(Stop):
                checkup.run(cf, stop)
            assert checkup.due(cf) and checkup.run(cf).ok
            laptop.clock.time += timedelta(days=1)


def test_the_library_itself_is_stopped_in_the_middle(laptop: Laptop) -> None:
    from pclo_app.vault import database

    class Stop(Exception):
        pass

    def stop() -> None:
        raise Stop

    with laptop.open() as cf, pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_STEPS_BETWEEN_TICKS", 10)
        with pytest.raises(Stop):
            list(cf.vault.page_problems(stop))


def test_t20_one_byte_in_any_page_is_found(laptop: Laptop) -> None:
    whole = laptop.database.read_bytes()
    assert len(whole) > 30 * PAGE
    for number in range(len(whole) // PAGE):
        place = number * PAGE + 20 + (number * 997) % (PAGE - 40)
        laptop.database.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        report = checked(laptop)
        assert report is None or not report.ok, number
        if report is not None:
            assert all(problem.what and problem.safe and problem.do for problem in report.problems)
    laptop.database.write_bytes(whole[:-PAGE])
    report = checked(laptop)
    assert report is None or not report.ok
    laptop.database.write_bytes(whole + b"\0" * PAGE)
    report = checked(laptop)
    assert report is None or not report.ok
    laptop.database.write_bytes(whole)
    report = checked(laptop)
    assert report is not None and report.ok


def test_t20_one_byte_in_any_document_or_in_the_key_slots_is_found(laptop: Laptop) -> None:
    (document,) = (laptop.folder / "blobs").rglob("*.blob")
    for path in (document, laptop.folder / "keyslots.json"):
        whole = path.read_bytes()
        for place in {0, 5, len(whole) // 2, len(whole) - 1}:
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            with laptop.open() as cf:
                if path == document:
                    assert not integrity.verify(cf).ok, place
                else:
                    assert "key slots" in "".join(cf.vault.notices), place
            path.write_bytes(whole)


def test_what_the_newest_rows_say_is_checked_against_their_signatures(laptop: Laptop) -> None:
    """Somebody with the key changes the table itself, so that every page is in order."""
    for change in (
        "UPDATE rev SET sig = zeroblob(64) WHERE n = 30",
        "UPDATE payload SET body = CAST(replace(CAST(body AS TEXT), 'words', 'lies!') AS BLOB)",
        "DELETE FROM rev WHERE n = 30",
    ):
        start = laptop.database.read_bytes()
        with laptop.open() as cf:
            for trigger in ("rev_fixed", "rev_kept", "payload_fixed"):
                cf.db.execute(f"DROP TRIGGER {trigger}")
            cf.db.execute(change)
            report = checkup.run(cf)
            assert not report.ok, change
            assert "of this laptop" in report.problems[0].where
        laptop.database.write_bytes(start)


def test_an_index_of_words_that_is_broken_inside_is_found(laptop: Laptop) -> None:
    with laptop.open() as cf:
        cf.db.execute("DELETE FROM words_docsize WHERE id = (SELECT max(id) FROM words_docsize)")
        cf.db.execute("UPDATE words_data SET block = zeroblob(40) WHERE id = (SELECT max(id) FROM words_data)")
        report = checkup.run(cf)
        assert [problem.code for problem in report.problems] == ["words"]
        assert "Rebuild" in report.problems[0].do
        cf.rebuild()
        assert checkup.run(cf).ok


# documents that nothing refers to -----------------------------------------------------------------------------


def test_only_what_nothing_refers_to_for_a_month_is_swept_away(laptop: Laptop) -> None:
    with laptop.open() as cf:
        names = cf.vault.blobs.name_for
        in_draft, in_settings, in_outbox, orphan, young = (
            cf.put_blob(words) for words in (b"draft", b"settings", b"outbox", b"orphan", b"young")
        )
        cf.put_draft("meeting/1", f'{{"letter":"{in_draft}"}}'.encode())
        with cf.store.transaction():
            cf.store.set_meta("sync/pieces", f'{{"{"0" * 64}":{{"have":{{"1":"{in_settings}"}}}}}}')
            cf.db.execute("INSERT INTO outbox VALUES(?,x'',1,1,'','')", (f"up x document {in_outbox}.1",))
        (referred,) = {d for row in cf.store.rows(cf.vault.device, 1) for d in row.head.att}
        old = (cf.now() - checkup.GRACE - timedelta(days=40)).timestamp()
        half = cf.vault.blobs.path_of(names(bytes.fromhex(orphan))).with_name(".tmp-0123")
        half.write_bytes(b"half written")
        for digest in (in_draft, in_settings, in_outbox, orphan, referred):
            os.utime(cf.vault.blobs.path_of(names(bytes.fromhex(digest))), (old, old))
        assert checkup.sweep(cf) == [names(bytes.fromhex(orphan))]
        assert not half.exists() and not cf.has_blob(orphan)
        assert all(cf.has_blob(digest) for digest in (in_draft, in_settings, in_outbox, referred, young))
        assert checkup.sweep(cf) == []


def test_documents_that_only_the_quarantined_file_names_stay_for_a_month_after_restoring(laptop: Laptop) -> None:
    """They may be the only copy of what was never sent, and the office may send the rows that name them."""
    with laptop.open() as cf:
        backup = backups.run(cf)
        laptop.clock.time += timedelta(days=1)
        digest = cf.put_blob(b"a letter that was never sent")
        cf.save(entry("with a letter"), case=laptop.case, attachments=[digest])
        stored = laptop.clock.time.timestamp()
        os.utime(cf.vault.blobs.path_of(cf.vault.blobs.name_for(bytes.fromhex(digest))), (stored, stored))
    laptop.clock.time += timedelta(days=40)
    with backups.restore(
        backup.path, laptop.folder, PASSPHRASE, secrets=laptop.secrets, clock=laptop.clock
    ) as cf:  # fmt: skip
        assert checkup.run(cf).ok and cf.has_blob(digest)
        laptop.clock.time += timedelta(days=29)
        assert checkup.sweep(cf) == [] and cf.has_blob(digest)
        laptop.clock.time += timedelta(days=2)
        assert checkup.sweep(cf) and not cf.has_blob(digest)


def test_a_document_that_only_an_older_revision_names_stays(laptop: Laptop) -> None:
    with laptop.open() as cf:
        digest = cf.put_blob(b"a plan of the house")
        saved = cf.save(entry("with a plan"), case=laptop.case, attachments=[digest])
        cf.save(entry("without", change_reason="wrong plan"), case=laptop.case, id=saved.id)
        path = cf.vault.blobs.path_of(cf.vault.blobs.name_for(bytes.fromhex(digest)))
        os.utime(path, (1, 1))
        assert checkup.sweep(cf) == [] and cf.has_blob(digest)
        cf.rebuild()
        assert checkup.run(cf).ok and cf.has_blob(digest)


def test_damage_in_an_older_copy_is_checked_again_once_it_may_be_written(laptop: Laptop) -> None:
    with laptop.open() as cf:
        assert checkup.run(cf).ok
    old = laptop.copy()
    laptop.session(3)
    laptop.put_back(old)
    with laptop.open() as cf:
        cf.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        data = bytearray(laptop.database.read_bytes())
        data[-3000] ^= 1
        laptop.database.write_bytes(data)
        assert not checkup.run(cf).ok and cf.read_only is not None
        cf.accept_older_copy("A backup was put back by IT.")
        assert checkup.due(cf), "though the check of that day stands in it as a good one"


def _damaged(laptop: Laptop) -> None:
    """One byte of a page that nobody reads at unlocking."""
    data = bytearray(laptop.database.read_bytes())
    data[-3000] ^= 1
    laptop.database.write_bytes(data)


def test_the_first_write_waits_until_every_page_is_known_to_be_whole(laptop: Laptop) -> None:
    _damaged(laptop)
    with laptop.open() as cf:
        assert cf.read_only is None, "it was not seen at unlocking"
        checkup.before_writing(cf)
        before = cf.store.reach_of(cf.vault.device)
        with pytest.raises(CaseFileReadOnly, match="found damage"):
            cf.put_draft("other", b"words")
        with pytest.raises(CaseFileReadOnly, match="found damage"):
            cf.save(entry("no"), case=laptop.case)
        assert cf.store.reach_of(cf.vault.device) == before and cf.draft("other") is None


def test_a_whole_file_is_asked_once_and_then_written(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    pages = checkup._pages
    monkeypatch.setattr(checkup, "_pages", lambda *each: (asked.append(1), pages(*each))[1])
    with laptop.open() as cf:
        checkup.before_writing(cf)
        cf.put_draft("quick-entry", b"words")
        cf.save(entry("yes"), case=laptop.case)
        assert asked == [1] and checkup.due(cf), "and the whole check is still to come"
        checkup.before_writing(cf)
        assert checkup.run(cf).ok and asked == [1, 1], "the check itself answers it"
        cf.put_draft("quick-entry", b"more words")
        checkup.before_writing(cf)
        cf.put_draft("quick-entry", b"and more")
        assert asked == [1, 1], "checked today"


def test_nothing_more_is_written_into_a_file_in_which_damage_was_found(laptop: Laptop) -> None:
    with laptop.open() as cf:
        laptop.write(cf, 3)
        cf.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        data = bytearray(laptop.database.read_bytes())
        data[-3000] ^= 1
        laptop.database.write_bytes(data)
        assert not checkup.run(cf).ok
        assert cf.read_only is not None and cf.read_only.code == "damaged"
        with pytest.raises(CaseFileReadOnly, match="found damage"):
            cf.save(entry("no"), case=laptop.case)
        assert cf.vault.anchor.read() == cf.standing.pin and cf.standing.seq == 45
    assert laptop.database.read_bytes() == bytes(data)
    with laptop.open() as cf:  # and the next one who opens it is told soon
        assert checkup.due(cf)
