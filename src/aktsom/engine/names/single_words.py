"""Read one word of a name: what it means in a body's name, and which parts it has in a person's."""

import re
from functools import lru_cache

from aktsom.engine.names.arabic import arabic_parts
from aktsom.engine.names.folding import fold_key
from aktsom.engine.names.korean import from_revised, split_korean
from aktsom.engine.names.palladius import from_palladius
from aktsom.engine.names.renderings import rendering_of
from aktsom.engine.names.tables import table
from aktsom.engine.names.transliteration import (
    CONSONANTAL,
    Script,
    from_scientific,
    hangul_syllables,
    script_of,
    syllables,
    to_latin,
)
from aktsom.engine.names.vocabulary import (
    Concept,
    Role,
    concepts_of,
    han_concepts,
    person_role,
    place_stem,
    split_han,
)
from aktsom.engine.names.words import Word

WORD = re.compile(r"[^\W_]+")
_GENITIVE, _LONG_GENITIVE = "ogo", 5
"""`ОКБ Сухого` is Sukhoy's."""
_SHORT_WORD, _TWO_AND_TWO = 4, 4
_SHORT_LETTERS = 5
_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxzcsryw])?"
    r"(?:iang|iong|uang|ian|iao|ing|ang|eng|ong|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|ve|a|e|i|o|u|v)"
)
_ORDINAL = re.compile(r"(\d{1,5})(?:st|nd|rd|th)")
_AND: tuple[Concept, ...] = ((Role.STOP, "the"),)


def _without_ordinal(latin: str) -> str:
    """`27th` is 27."""
    found = _ORDINAL.fullmatch(latin) if latin[0:1].isdigit() else None
    return found[1] if found else latin


@lru_cache(maxsize=131072)
def organisation_word(token: str) -> tuple[Word, ...]:
    """What a token of a body's name means; several words when it is a compound, none when nothing of it can be read."""
    script = script_of(token)
    if english := rendering_of(token):
        rendered = [word for each in WORD.findall(english) for word in organisation_word(each)]
        return tuple(word._replace(shown=token, script=script) for word in rendered)
    if script is Script.HAN:
        return tuple(word for piece in split_han(token) for word in _han_word(piece))
    if script is Script.HANGUL:
        return tuple(word for piece in split_korean(token) for word in _korean_word(*piece) if word.latin)
    latin = _without_ordinal(to_latin(token))
    if not latin:
        return ()
    latin = _as_listed(token, latin)
    concepts = _AND if latin == "i" and (script is Script.CYRILLIC or token.islower()) else concepts_of(latin)
    concepts = concepts or _of_scientific(token, latin, script)
    if not concepts and script is Script.CYRILLIC and (chinese := from_palladius(token)):
        latin, concepts = chinese, concepts_of(chinese)
    if concepts:
        return tuple(_concept_word(token, latin, role, concept, script) for role, concept in concepts)
    word = plain_word(token, latin, _role_by_form(latin), script)
    if word.role is Role.NAME and script is Script.LATIN and (korean := from_revised(latin)):
        return (word._replace(key=fold_key(korean)),)
    if latin.endswith(_GENITIVE) and "sk" not in latin and len(latin) > _LONG_GENITIVE and word.role is Role.NAME:
        return (word._replace(key=fold_key(latin.removesuffix(_GENITIVE) + "oy")),)
    return (word._replace(key=fold_key(place_stem(latin))),) if "sk" in latin and word.role is Role.NAME else (word,)


def _as_listed(token: str, latin: str) -> str:
    """Letters as lists write them: `CNIRTI` is TsNIRTI."""
    for written, listed in table("letters").items() if len(token) > _SHORT_LETTERS else ():
        if latin.startswith(written) and token[: len(written)].isupper():
            return listed + latin.removeprefix(written)
    return latin


def _of_scientific(token: str, latin: str, script: Script) -> tuple[Concept, ...] | None:
    written = from_scientific(token) if script is Script.LATIN and len(token) > _SHORT_WORD else ""
    return concepts_of(written) if written and written != latin else None


@lru_cache(maxsize=131072)
def person_word(token: str) -> tuple[Word, ...]:
    """The parts of a person's name that a token has."""
    script = script_of(token)
    if script is Script.HAN:
        surname, *given = syllables(token)
        return tuple(plain_word(p, p, Role.NAME, script) for p in (surname, "".join(given)) if p)
    if script is Script.HANGUL:
        return tuple(
            plain_word(c, p, Role.NAME, script) for c, p in zip(token, hangul_syllables(token), strict=True) if p
        )
    latin = to_latin(token.removeprefix("ال") if script is Script.ARABIC and len(token) > 4 else token)
    parts = arabic_parts(latin) if latin else ()
    return tuple(plain_word(token, part, person_role(part), script) for part in parts)


def _han_word(piece: str) -> tuple[Word, ...]:
    """What a piece of a Chinese name means; four characters that mean nothing known are two names of two."""
    latin = to_latin(piece)
    concepts = han_concepts(piece) or concepts_of(latin)
    if concepts:
        return tuple(_concept_word(piece, latin, role, concept, Script.HAN) for role, concept in concepts)
    if len(piece) != _TWO_AND_TWO:
        return (plain_word(piece, latin, Role.NAME, Script.HAN),)
    return tuple(plain_word(half, to_latin(half), Role.NAME, Script.HAN) for half in (piece[:2], piece[2:]))


def _korean_word(shown: str, latin: str, concepts: tuple[Concept, ...]) -> tuple[Word, ...]:
    if concepts:
        return tuple(_concept_word(shown, latin, role, concept, Script.HANGUL) for role, concept in concepts)
    return organisation_word(shown) if shown.isdigit() else (plain_word(shown, latin, Role.NAME, Script.HANGUL),)


def _concept_word(shown: str, latin: str, role: Role, concept: str, script: Script) -> Word:
    return Word(shown, latin, f"={role}:{concept}", role, script)


def plain_word(shown: str, latin: str, role: Role, script: Script) -> Word:
    """A word that is compared by how it is spelled."""
    if script in CONSONANTAL:
        return Word(shown, latin, "~" + fold_key(latin.replace("w", "u").replace("y", "i")), role, script)
    fits = role is Role.NAME and _fits_syllable(latin)
    return Word(shown, latin, fold_key(latin), role, script, is_syllable=fits)


def _fits_syllable(latin: str) -> bool:
    return len(latin) < 7 and bool(_SYLLABLE.fullmatch(latin))


def _role_by_form(latin: str) -> Role:
    if latin.isdigit():
        return Role.NUMBER
    return Role.INITIAL if len(latin) == 1 else Role.NAME


def join_syllables(words: list[Word]) -> list[Word]:
    """Chinese names are written as one word or as syllables: `Jiao Tong`, `Jiaotong`. One word is kept."""
    if len([word for word in words if word.is_syllable]) < 2:
        return words
    joined: list[Word] = []
    open_run = False
    for word in words:
        fits = word.is_syllable
        if fits and open_run:
            last = joined.pop()
            latin = last.latin + word.latin
            joined.append(_organisation_or_name(f"{last.shown} {word.shown}", latin, word.script))
        else:
            joined.append(word)
        open_run = fits
    return joined


def _organisation_or_name(shown: str, latin: str, script: Script) -> Word:
    concepts = concepts_of(latin)
    if concepts and len(concepts) == 1:
        return _concept_word(shown, latin, *concepts[0], script)
    return plain_word(shown, latin, Role.NAME, script)
