"""The agencies, each with a code of three letters. The order is fixed: screens and prints follow it."""

from __future__ import annotations

AGENCIES: dict[str, str] = {
    "POL": "Police",
    "CSC": "Children’s social care",
    "HEA": "Health",
    "EDU": "Education, nurseries",
    "PRB": "Probation, youth justice",
    "HOU": "Housing",
    "LEG": "Courts, legal",
    "OTH": "Family, voluntary, other",
}

SHORT_NAMES: dict[str, str] = {
    "POL": "Police",
    "CSC": "Social care",
    "HEA": "Health",
    "EDU": "Education",
    "PRB": "Probation",
    "HOU": "Housing",
    "LEG": "Courts, legal",
    "OTH": "Family, other",
}
