"""Words that name nobody and no place: ordinary English, and the words of this work. Pure.

The list of English words (SCOWL) says of each whether it is a name as well ("Dale", "Rose").
Such a word counts as ordinary only where it is written small.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_FUNCTION = """a about after again all also although always an and another any are as at be because been before being
both but by can could did do does during each either every few first for from further had half has have he her here hers
him his home how however i if in into is it its just last later left less like many may me men more most much must
my near need neither never next nine no nobody none nor not note nothing now of off on once one only or other our out
over own part second see seen set several she should since so some soon still such ten than that the their them then
there these they this those three through to today together told too two under until up upon us very was we well were
what when where which while who whom whose why will with within without would yes yet you your didn doesn don couldn
wouldn shouldn hasn haven isn aren wasn weren won can’t"""
_WORK = """police constable sergeant inspector superintendent detective commissioner officer staff band pclo cait
cid mps dc ds di dci pc ps pcso tdc dsu det supt insp sgt temp acting chief trainee mash lado iro
social worker senior practitioner team manager service head deputy assistant director consultant registrar designated
named lead doctor nurse midwife visitor paediatrician psychiatrist psychologist therapist health visiting gp general
practitioner teacher tutor governor pastoral safeguarding child children childs childrens family families mother
father mum dad mummy daddy parent parents brother sister baby grandmother grandfather aunt uncle nan nana grandma
grandad stepfather stepmother partner boyfriend girlfriend neighbour friend carer carers foster childminder
cris merlin cad pnc pnd niche athena holmes dar dars compact iis crimint viscaf nspcc nhs camhs cafcass ofsted hmic
hmicfrs csci cqc csc edu hea pol prb hou leg oth cps yot mappa marac lscb ssp a&e ae icpc rcpc cpc cin cp cpp icc
section act part strategy meeting meetings conference initial review core group plan enquiry enquiries assessment
referral protection order emergency interim care supervision legal planning court crown magistrates county high
january february march april june july august september october november december monday tuesday wednesday thursday
friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun
christmas easter new year bank holiday english british uk england wales scotland ireland britain police’s
achieving best evidence abe vri dna cctv ct mri sids suv fii dv dash rasso voice words risk high medium low
standard source withheld intelligence conflict duplicate medical hospital discharge context
data defect gps tv id ni nhs ok re ref pm am dob anonymous attendance gap mondays tuesdays wednesdays thursdays fridays
saturdays sundays case cases welfare inspectorate antenatal postnatal dfe short long van car"""
_PLACES = """school primary secondary infant infants junior nursery academy college university hospital infirmary
surgery practice clinic centre center house court lodge hall hostel refuge park road street lane avenue close drive way
crescent terrace gardens grove mews square place row walk rise hill green estate tower towers flats church chapel
mosque temple synagogue station council borough county city town village district ward trust playgroup preschool
library hotel club homes constabulary cottage cottages farm barn villa villas mansions apartments wharf quay parade
bungalow pub inn arms cafe gym pharmacy"""

PLACES = frozenset(_PLACES.split())
"""Words that stand behind the name of a place: “Thornbank Primary”."""
WORK = frozenset(_WORK.casefold().split()) | PLACES
FUNCTION = frozenset(_FUNCTION.split())

_TITLES = """mr mrs ms miss mx dr prof professor sir lady rev revd fr pc wpc dc wdc ds wds di dci dsu dcs ps pcso tdc
sgt insp supt constable sergeant inspector superintendent nurse sister master"""
TITLES = frozenset(_TITLES.split())
"""What stands before a name: the capitalised word behind it names somebody, whatever it may be."""


_CIVIL = """mr mrs ms miss mx dr prof professor sir lady rev revd fr master"""
CIVIL = frozenset(_CIVIL.split())
"""Titles behind which no word is a word of this work."""
_RELATIVES = """uncle aunt aunty auntie nan nanny nana gran granny grandma grandmother grandad granddad grandpa
grandfather cousin brother sister partner boyfriend girlfriend husband wife neighbour friend stepfather stepmother
called named"""
RELATIVES = frozenset(_RELATIVES.split())
"""Words behind which a capitalised one is a name more often than anything else."""
_NAMES_TOO = """will may april june jan august art mark"""
NAMES_TOO = frozenset(_NAMES_TOO.split())
"""Words of every day that people are called by."""


@lru_cache(maxsize=1)
def _english() -> tuple[frozenset[str], frozenset[str]]:
    """English words: those that are no names, and those that are names as well."""
    from resources import resource

    lines = resource("words", "british_words.txt").read_text(encoding="utf-8").split()
    return frozenset(w for w in lines if w.islower()), frozenset(w.casefold() for w in lines if not w.islower())


def is_plain(word: str) -> bool:
    """Whether a word may stand with a capital: it is nobody's name, as far as can be known."""
    small = word.casefold()
    return small in FUNCTION or small in WORK or small in TITLES or small in _english()[0]


def is_english(word: str) -> bool:
    """Whether a word written small is ordinary English."""
    small = word.casefold()
    return is_plain(small) or small in _english()[1]


_PECULIAR = ("łŁøØđĐðÐħıßæÆœŒþÞ’‘\u02bc\u2010\u2011–", "llooddddhisaaoott'''---")
_FOLDED = dict(zip(*_PECULIAR, strict=True))
"""Letters that have no accent to take off, and the forms of apostrophe and hyphen."""


def folded(text: str) -> str:
    """The text without accents and capitals, letter for letter, so that places in it stay what they are."""
    return "".join(_FOLDED.get(c) or _base(c) for c in text)


@lru_cache(maxsize=4096)
def _base(character: str) -> str:
    bare = unicodedata.normalize("NFKD", character)[:1].casefold()
    return bare if len(bare) == 1 else character
