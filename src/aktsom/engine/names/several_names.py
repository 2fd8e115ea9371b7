"""Several names that a list gives in one: `… Ltd., a.k.a. …`, `(formerly …)`, a body within another, a word on successors."""

import re

_SUCCESSORS = re.compile(r"[;,]? and (?:any successors?|its sub-?units)\b.*$", re.IGNORECASE)
_ALSO = re.compile(
    r"(?<!\w)(?:f\.?k\.?a\b\.?|a\.?k\.?a\b\.?|(?:formerly|also|now)(?: known as|(?=\W{0,2} ))|and the following subsidiaries:?)"
    r"[:.,\s–-]*",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"\.? (?:Subordinate Institutions?(?: -|:)|Affiliated Entit(?:y|ies)(?: -|:)) |,? and subordinate entity ",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\s/\s|;\s*")
_FORM = r"(?:AO|JSC|OOO|LLC|OAO|OJSC|ZAO|PAO|PJSC|Joint Stock Company)"
_BEGINS, _NEXT_FORM = re.compile(rf"{_FORM}\s"), re.compile(rf",\s(?={_FORM}\s)")
"""Two names with a legal form each; behind an owner's name one stands for what it owns."""
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*(?:\([^()]*\)[^()\[\]]*)*)[)\]]")
_AROUND = " .,;:-–([{"
_SIGNS = ("known as", "formerly", "ordinate ", "liated ent", "successor", "sub-unit")
_LETTERS = re.compile(r"\b[af]\.?k\.?a\b", re.IGNORECASE)


def _says_another(plain: str) -> bool:
    known, formerly, ordinate, affiliated, successor, unit = _SIGNS
    early = known in plain or formerly in plain or ordinate in plain
    return early or affiliated in plain or successor in plain or unit in plain


def within(text: str) -> tuple[str, str]:
    """A body and the one within it: `… 13th Research Institute. Subordinate Institution - …`; nothing for other names."""
    plain = text.casefold()
    if "ordinate " not in plain and "liated ent" not in plain:
        return "", ""
    whole, _, part = _WITHIN.sub("|", text, count=1).partition("|")
    return (whole, part) if part else ("", "")


def names_in(text: str) -> tuple[str, ...]:
    """The names that stand in one; none when it is one name."""
    plain = text.casefold()
    beside = " / " in text or ";" in text or ("," in text and bool(_BEGINS.match(text) and _NEXT_FORM.search(text)))
    if not (beside or _says_another(plain) or ("k" in plain and _LETTERS.search(text))):
        return ()
    text = within(text)[1] or text
    alone = _SUCCESSORS.sub("", text)
    inner = [found[1] for found in _BRACKETS.finditer(alone) if _ALSO.match(found[1].strip())]
    for each in inner:
        alone = re.sub(rf"[(\[]{re.escape(each)}[)\]]", " ", alone)
    pieces = [piece for each in (alone, *inner) for piece in _ALSO.split(each)]
    for mark in (_BESIDE, _NEXT_FORM) if _BEGINS.match(text) else (_BESIDE,):
        pieces = [piece for each in pieces for piece in mark.split(each)]
    found = dict.fromkeys(" ".join(piece.split()).strip(_AROUND) for piece in pieces)
    return tuple(each for each in found if each)
