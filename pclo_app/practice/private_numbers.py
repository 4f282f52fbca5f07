"""Numbers that lead to somebody: references, telephones, registrations, postcodes, addresses, exhibits. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from ..records.event_date.wording import MONTHS

_STREETS = (
    "road|street|lane|avenue|close|drive|way|crescent|terrace|gardens?|grove|mews|square|place|walk|rise|hill|green"
    "|court|row|park|estate|house|lodge|rd|st|ave"
)
_UPPER = "[A-ZÀ-ÖØ-Þ]"
_PATTERNS: tuple[tuple[str, str, int], ...] = (
    ("[e-mail]", r"[^\s@<>,;:()]+@[^\s@<>,;:()]+\.[^\s@<>,;()]+", 0),
    ("[web address]", r"(?:https?://|www\.)\S+", re.IGNORECASE),
    ("[account]", r"(?<!\w)@\w[\w.]+", 0),
    ("[address]", r"\b\d+[a-z]?(?:\s*[-/]\s*\d+[a-z]?)?,?\s+"
                  rf"(?:[^\W\d][\w’'-]*\s+){{1,3}}?(?:{_STREETS})\b", re.IGNORECASE),
    ("[address]", r"\b(?:flat|apartment|apt|maisonette)\.?\s+(?:no\.?\s*)?(?:\d+\w?|[A-Z])\b", re.IGNORECASE),
    ("[address]", r"\b\d+[a-z]?,?\s+The\s+[A-Z][\w’'-]+", 0),
    ("[postcode]", r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE),
    ("[vehicle]", r"\b[A-Z]{2}\d{2}[\s-]?[A-Z]{3}\b", re.IGNORECASE),
    ("[vehicle]", r"\b[A-Z]{2}[\s-]\d{2}[\s-]?[A-Z]{3}\b", 0),
    ("[vehicle]", r"\b[A-Z]\d{1,3}\s?[A-Z]{3}\b", 0),
    ("[vehicle]", r"\b[A-Z]{3}\s?\d{1,3}[A-Z]\b", 0),
    ("[telephone]", r"(?<![\w/])(?:\+|00)\d{1,3}[\s-]?\(?\d{1,5}\)?(?:[\s-]?\d{2,6}){1,4}(?!\w)", 0),
    ("[telephone]", r"(?<![\w/])(?:\+\d{1,3}[\s-]?)?(?:\(0?\d{2,5}\)|0\d{2,5})[\s-]?\d{3,4}[\s-]?\d{2,6}(?!\w)", 0),
    ("[telephone]", r"(?<![\w/.])(?!\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b)0(?:[\s.-]?\d){9,10}(?!\d)", 0),
    ("[reference]", r"\b\d{3}[\s-]\d{3}[\s-]\d{4}\b", 0),
    ("[reference]", r"\b[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b", re.IGNORECASE),
    ("[account]", r"(?<=sort code )\d\d[\s-]?\d\d[\s-]?\d\d\b", re.IGNORECASE),
    ("[reference]", r"\b(?=[\w/.-]*\d)(?=[\w/.-]*[A-Za-z])[A-Za-z0-9]+(?:[/.-][A-Za-z0-9]+)+\b", 0),
    ("[reference]", r"\b(?=\w*\d\w*)(?=\w*[A-Za-z]\w*)(?:[A-Z]+\d\w*|\d+[A-Z]{2,}\w*|\d{3,}[A-Za-z]\w*)\b", 0),
    ("[reference]", r"\b\d{3,}(?:/\d+)+\b", 0),
    ("[reference]", r"\b\d{1,3}/\d{3,}\b", 0),
    ("[reference]", r"(?<![\d.,£])\b\d{5,}\b", 0),
    ("[reference]", r"\b(?:no|number|ref|reference|log|dar|collar|warrant|exhibit|badge|ext|extension|PC|DC|PS|DS"
                    r"|crime)\.?:?\s*(?:no\.?\s*)?\d{2,}(?:[\s-]\d{3,})*\b", re.IGNORECASE),
)  # fmt: skip
_COMPILED = tuple((label, re.compile(pattern, flags)) for label, pattern, flags in _PATTERNS)
_KEPT = re.compile(
    r"^(?:\d+x\d+x\d+|\d{1,2}[.:]\d{2}(?:am|pm)?|\d+(?:st|nd|rd|th|am|pm|cm|mm|kg|mg|ml|hrs?|s|m|g|h|x)"
    r"|[A-Za-z]+[.-]?(?:1|2)(?:nd|st)?|\d{1,2}-[a-z]+(?:-[a-z]+)*|[a-z]+(?:-[a-z]+)*-\d{1,2}|\d{1,2}[./-]\d{1,2}"
    r"[./-](?:\d\d){1,2}|s\.?\d{2}|[a-z]+-(?:19|20)\d\d)$",
    re.IGNORECASE,
)
"""Grades, times, ages ("7-year-old"), dates and amounts are words of the story."""
_STORY = re.compile(r"^\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?$|^\d{4}[-/]\d{2}(?:[-/]\d{2})?$")
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth", *(f"twenty[- ]{n}" for n in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh",
    "eighth", "ninth")), "thirtieth", "thirty[- ]first",
)  # fmt: skip
_BORN = re.compile(
    r"\b(?:born|dob|d\.o\.b\.?|date of birth|birth ?date)\b[:\s]*(?:on\s+)?"
    r"(\d{1,2}(?:st|nd|rd|th)?[\s./-]+(?:[A-Za-z]+|\d{1,2})[\s./-]+\d{2,4}|\d{4}-\d{2}-\d{2})",
    re.IGNORECASE,
)

Span = tuple[int, int, str]
WHOLE = frozenset({"[e-mail]", "[web address]", "[telephone]"})
"""What is found before the pieces of addresses and references are: a piece of it must not part it."""


def spans(text: str) -> Iterator[Span]:
    """Where a number stands that leads to somebody, with the word for what it is."""
    for found in _BORN.finditer(text):
        yield found.start(1), found.end(1), "[date of birth]"
    for label, pattern in _COMPILED:
        for found in pattern.finditer(text):
            words = found[0]
            if label == "[reference]" and (_KEPT.match(words) or _STORY.match(words)):
                continue
            yield found.start(), found.end(), label


def days(text: str, births: Iterable[date]) -> Iterator[Span]:
    """Where one of these days stands, in words or in figures."""
    for day in births:
        for found in _of_day(day).finditer(text):
            yield found.start(), found.end(), "[date of birth]"


def _of_day(day: date) -> re.Pattern[str]:
    year = rf"(?:{day.year}|['’]?{day.year % 100:02d})"
    name = MONTHS[day.month - 1]
    month = rf"(?:{name}|{name[:3]}\.?|{name[:4]}\.?)"
    number = rf"0?{day.day}(?:st|nd|rd|th)?"
    spelt = rf"(?:the\s+)?{_ORDINALS[day.day - 1]}(?:\s+of)?\s+{month}\b(?:,?\s+{day.year})?"
    party = (
        rf"(?:(?<=birthday )|(?<=birthday: )|(?<=birthday on )|(?<=birthday is )|(?<=born )|(?<=born on ))"
        rf"{number}(?:(?:\s+of)?[\s-]+{month}\b|[./]0?{day.month})"
    )
    no_year = rf"(?:{number}(?:\s+of)?\s+{month}\b|{month}\s+{number}\b)(?!,?\s+(?:\d{{4}}|['’]\d\d))"
    figures = rf"0?{day.day}\s?[./-]\s?0?{day.month}\s?[./-]\s?{year}"
    turned = rf"{day.year}[./-]0?{day.month}[./-]0?{day.day}"
    return re.compile(
        rf"(?<!\d)(?:{number}(?:\s+of)?[\s-]+{month},?[\s-]+{year}|{month}\s+{number},?\s+{year}|{figures}|{turned}"
        rf"|{day:%d%m%Y}|{day:%Y%m%d}|{spelt}|{party}|{no_year})(?!\d)",
        re.IGNORECASE,
    )


__all__ = ["WHOLE", "days", "spans"]
