"""What our drafts say of themselves above their title, and papers without it: it is no part of what is agreed."""

from collections.abc import Iterable
from dataclasses import replace

from aktsom.engine.papers.types import Paper

NOTES = {
    "en": {
        "draft": "Draft. Every number and name in it is to be looked at before it is sent.",
        "assumed": "What is marked in yellow is only what is usual: nobody chose it.",
        "assumed_beside": "Numbers and places that are marked in yellow are only what is usual: nobody chose them.",
        "register": "The law or the place for disputes is marked where the register says another one.",
        "parties": "Words that speak of two parties are marked, for there are more.",
    },
    "nb": {
        "draft": "Utkast. Hvert tall og navn i det skal ses på før det sendes.",
        "assumed": "Det som er merket med gult, er bare det vanlige: ingen har valgt det.",
        "assumed_beside": "Tall og steder som er merket med gult, er bare det vanlige: ingen har valgt dem.",
        "register": "Lovvalget eller stedet for tvister er merket der registeret sier noe annet.",
        "parties": "Ord som gjelder to parter, er merket, for det er flere.",
    },
}
"""Sentences of drafts, older ones included: one that is changed here stays known by its old words as well."""


def without_notes(paper: Paper) -> Paper:
    """The paper without the passages that hold nothing but our own notes, word for word."""
    return replace(paper, passages=tuple(each for each in paper.passages if not _is_note(each.text)))


def _is_note(text: str) -> bool:
    said = " ".join(text.split())
    return any(said.startswith(each["draft"]) and not _left(said, each.values()) for each in NOTES.values())


def _left(said: str, notes: Iterable[str]) -> str:
    for each in notes:
        said = said.replace(each, "", 1)
    return said.strip()
