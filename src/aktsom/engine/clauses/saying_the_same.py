"""When other words say the same: small words, words that stand for others, forms of one word, and words of one meaning."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain

from aktsom.engine.clauses.marks import as_number
from aktsom.engine.clauses.sentences import PUNCTUATION, Word, stem, word_set

_SMALL = {
    "en": word_set(
        "the a an of to in on at by for from with within under upon into onto as and or that this these those such its "
        "their his her our be is are was were been being has have had there here also then thus so moreover furthermore "
        "therefore accordingly hereby herein hereof hereto hereunder therein thereof thereto thereunder respectively duly "
        "accordance according regarding concerning relating related between among through via during per whereas hereafter"
    ),
    "nb": word_set(
        "og eller i på av for til som er den det de en et ei å om ved med hos fra mot mellom under gjennom innen innenfor at "
        "dette denne disse slik slike sin sitt sine deres dens dets vår vårt våre være blir bli ble blitt var har hatt ha da "
        "der her så også dessuten derfor samt herved herunder heretter angående vedrørende henholdsvis per pr jf dermed"
    ),
}
"""They bind words together and promise nothing by themselves."""
_STANDING_FOR_OTHERS = {
    "en": word_set(
        "it they them he she him who whom which what whatever whoever whichever do does did doing done same"
    ),
    "nb": word_set("dem han hun hvem hva hvilken hvilket hvilke gjør gjøre gjøres gjort samme"),
}
_JOINING = {"en": ("and", "or"), "nb": ("og", "eller")}
_OF_ONE_MEANING = {
    "en": (
        "after following",
        "agreement contract",
        "amend amendment modify modification alter alteration change",
        "annex appendix attachment",
        "authorise authorisation",
        "bear carry",
        "become became",
        "begin beginning began begun start commence commencement",
        "bring brought",
        "centre center",
        "choose chose chosen",
        "clause section article paragraph",
        "collaboration collaborate collaborative cooperation cooperate co-operation co-operate",
        "disagreement dispute",
        "employee staff personnel",
        "end ending finish",
        "entire whole",
        "favour favor",
        "find found",
        "fulfil fulfill",
        "give given gave provide supply furnish",
        "help assist assistance aid",
        "hold held",
        "inform notify tell told",
        "jointly together",
        "keep kept retain",
        "know known knew",
        "labour labor",
        "leave left",
        "licence license",
        "make made",
        "month monthly",
        "pay paid payment",
        "programme program",
        "publish publication publishing",
        "purchase buy bought",
        "receive obtain get",
        "say said",
        "send sent transmit",
        "settle settlement solve solution resolve resolution",
        "show shown showed demonstrate",
        "sign signature",
        "take taken took",
        "talks negotiation discussion",
        "undertake undertaken undertook",
        "use utilise utilisation usage",
        "work activity",
        "write written writing wrote",
        "year yearly annual annually",
    ),
    "nb": (
        "ansatt ansatte personell medarbeider medarbeidere",
        "avtale kontrakt",
        "bære bærer dekke dekker",
        "begynne begynner starte starter start",
        "bistå bistår hjelpe hjelper",
        "bruke bruker bruk brukes benytte benytter benyttes anvende anvender anvendes",
        "eie eier eies eide",
        "endre endrer endres endring endringer",
        "gi gir gis gitt yte yter ytes",
        "hele hel helt",
        "kjøpe kjøper kjøp anskaffe anskaffer anskaffelse",
        "løse løses løser løsning avgjøre avgjøres",
        "motta mottar mottas mottatt få får fått",
        "måned måneden måneder månedlig",
        "publisere publiseres publisering offentliggjøre offentliggjøres offentliggjøring",
        "sammen felles",
        "samtaler forhandlinger drøftinger",
        "sende sender sendes sendt oversende oversendes",
        "skrive skriftlig",
        "tvist tvister uenighet uenigheter",
        "underrette underretter underrettes orientere orienterer informere informerer informeres varsle varsler varsles",
        "vedlegg bilag",
        "år året årlig",
    ),
}


def other_words(
    before: Sequence[Word], after: Sequence[Word], language: str, told: frozenset[str]
) -> tuple[list[str], list[str]]:
    """The words that went and those that came; none when the rest says the same. Those `told` otherwise do not count.

    A word counts unless it is small, or the other text has a form of it or a word of one meaning instead. Where words only
    come or only go, they may say what words had stood for, or the other way around ("whatever they do", "their common work").
    Where "and" goes and "or" comes, or the other way around, that counts.
    """
    old, new = (_weighty(words, language, told) for words in (before, after))
    gone, come = _without(old, new, _numbers(after)), _without(new, old, _numbers(before))
    more = _more(_STANDING_FOR_OTHERS[language], before, after)
    if not (gone and come) and len(gone) <= max(0, more) and len(come) <= max(0, -more):
        gone, come = [], []
    fewer, further = _joined_otherwise(before, after, language)
    return [*gone, *fewer], [*come, *further]


def _joined_otherwise(before: Sequence[Word], after: Sequence[Word], language: str) -> tuple[list[str], list[str]]:
    """ "And" that went where "or" came, or the other way around."""
    together, either = _JOINING[language]
    more = {word: _more([word], before, after) for word in (together, either)}
    if more[together] * more[either] >= 0:
        return [], []
    return ([together], [either]) if more[together] < 0 else ([either], [together])


def _weighty(words: Sequence[Word], language: str, told: frozenset[str]) -> list[tuple[str, str]]:
    """The words that may promise something, each with what it shares with others that say the same."""
    left_out = PUNCTUATION | told | _SMALL[language] | _STANDING_FOR_OTHERS[language]
    return [
        (_meaning(word.text, language), word.text)
        for word in words
        if word.text not in left_out and not word.text[0].isdigit() and not _counts_an_item(word.text)
    ]


def _without(words: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]], numbers: frozenset[int]) -> list[str]:
    left = Counter(meaning for meaning, _text in others)
    gone = []
    for meaning, text in words:
        if left[meaning]:
            left[meaning] -= 1
        elif as_number(text) not in numbers:
            gone.append(text)
    return gone


def _numbers(words: Sequence[Word]) -> frozenset[int]:
    """The numbers in a text, in digits or in letters: "sixty (60)"."""
    return frozenset(number for word in words if (number := as_number(word.text)) is not None)


def _more(counted: Collection[str], before: Sequence[Word], after: Sequence[Word]) -> int:
    """How many more of some words the later text has."""
    had, has = (sum(word.text in counted for word in words) for words in (before, after))
    return has - had


def _counts_an_item(text: str) -> bool:
    """The letter or the Roman number of an item in a list: "(b)", "(iv)"."""
    return len(text) == 1 or (len(text) <= 4 and set(text) <= set("ivx"))


def _meaning(text: str, language: str) -> str:
    table = _meanings(language)
    form = stem(text.removesuffix("'s"), language).replace("iz", "is")
    return table.get(text) or table.get(form) or form


@cache
def _meanings(language: str) -> Mapping[str, str]:
    """Words and their stems with the first word of their row."""
    return dict(chain.from_iterable(_forms(row.split(), language) for row in _OF_ONE_MEANING[language]))


def _forms(row: Sequence[str], language: str) -> Iterator[tuple[str, str]]:
    for word in row:
        yield from ((word, row[0]), (stem(word, language).replace("iz", "is"), row[0]))
