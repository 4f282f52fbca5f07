"""Records as bytes: one form, clean text, plain words for what is wrong."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pclo_app.errors import KnownError
from pclo_app.records import kinds
from pclo_app.records.chronology import ChronologyEntry, Source
from pclo_app.records.errors import ControlCharacter, NotARecord, UnknownKind
from pclo_app.records.event_date import EventDate
from pclo_app.records.text import clean


@given(st.text(max_size=60))
def test_text_is_stored_clean_or_not_at_all(fact: str) -> None:
    entry = ChronologyEntry(fact=fact, agency="POL", source=Source(system="CRIS"))
    try:
        wanted = clean(fact)
    except ControlCharacter:
        with pytest.raises(KnownError):
            kinds.tidy(entry)
        return
    tidied = kinds.tidy(entry)
    assert tidied.fact == wanted
    assert kinds.decode("chronology_entry", kinds.encode(tidied)) == tidied
    if fact != wanted:
        with pytest.raises(KnownError):
            kinds.encode(entry)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"fact":"a","fact":"b"}',
        b'{"agency":"POL","fact":"a"} ',
        b'{"fact":"a","agency":"POL"}',
        b'{"fact":"a","sequence":3.0}',
        b'{"fact":"a","sequence":"3"}',
        b'{"fact":"a","sequence":0}',
        b'\xef\xbb\xbf{"fact":"a"}',
        b'{"fact":"\\ud800"}',
        b'{"fact":"a\\u0000"}',
        b'{"fact":"a\\u0041"}',
        b'{"fact":"a","more":1}',
        b"[" * 100_000,
        b"",
        b"null",
    ],
)
def test_only_the_one_form_is_read(raw: bytes) -> None:
    with pytest.raises((NotARecord, ControlCharacter)):
        kinds.decode("chronology_entry", raw)


def test_every_kind_has_a_schema_a_title_and_a_wire_name() -> None:
    for name in kinds.KINDS:
        assert kinds.schema(name)["$ref"]
        assert kinds.kind_from_wire(kinds.wire_kind(name)) == name
    assert kinds.kind_from_wire("chronology_entry/2") is None
    with pytest.raises(UnknownKind):
        kinds.decode("horoscope", b"{}")


def test_what_is_wrong_is_named_by_field_and_never_by_value() -> None:
    with pytest.raises(NotARecord) as raised:
        kinds.from_file("chronology_entry", b'{"fact":"x","degree":"Canaryword"}')
    assert "degree" in raised.value.sentence and "Canaryword" not in raised.value.sentence


def test_a_file_may_be_written_in_any_order_and_spacing() -> None:
    text = '{ "source": {"system": "CAD"},\n "fact": "Zoe\u0308", "agency": "POL", "when": {"edtf": "2026-11"} }'
    entry = kinds.from_file("chronology_entry", text.encode())
    assert entry == ChronologyEntry(
        fact="Zoë", agency="POL", source=Source(system="CAD"), when=EventDate(edtf="2026-11")
    )
    with pytest.raises(NotARecord):
        kinds.from_file("chronology_entry", msgspec.json.encode({"fact": "x", "when": {"edtf": "2009-02-29"}}))
