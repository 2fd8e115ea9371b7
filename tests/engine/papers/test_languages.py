"""Text in another language is neither read nor concluded from; what is ours, or only names and lists, always is."""

from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.agreements.corpus import Half, agreements
from benchmarks.agreements.lined import lined
from benchmarks.agreements.tune_lines import as_paper

from aktsom.content import clause_library
from aktsom.engine.clauses.checking import check
from aktsom.engine.clauses.remarks import remarks_on
from aktsom.engine.clauses.types import Standing
from aktsom.engine.papers.languages import foreign, languages_noticed
from aktsom.engine.papers.reading import read_here
from aktsom.engine.papers.types import Noticed, Paper, PaperKind, Passage
from aktsom.engine.wording import worded
from tests.engine.papers.making import docx, paragraph

FOREIGN = {
    "French": (
        "Chaque partie s'engage à garder confidentielles les informations reçues de l'autre partie pendant cinq ans.",
        "Les résultats peuvent être publiés par chaque partie dans un délai de soixante jours après la fin des travaux.",
        "La présente convention est conclue pour une durée de trois ans et peut être dénoncée avec un préavis de six mois.",
    ),
    "Spanish": (
        "Cada una de las partes se compromete a mantener la confidencialidad de la información recibida de la otra parte.",
        "Los resultados podrán publicarse por cada una de las partes en un plazo de sesenta días desde su comunicación.",
        "El presente convenio tendrá una duración de tres años y podrá ser denunciado con un preaviso de seis meses.",
    ),
    "German": (
        "Jede Partei verpflichtet sich, die von der anderen Partei erhaltenen Informationen vertraulich zu behandeln.",
        "Die Ergebnisse dürfen von jeder Partei innerhalb von sechzig Tagen nach Abschluss der Arbeiten veröffentlicht werden.",
        "Dieser Vertrag wird für die Dauer von drei Jahren geschlossen und kann mit einer Frist von sechs Monaten gekündigt "
        "werden, sofern keine der Parteien etwas anderes schriftlich mitgeteilt hat.",
    ),
    "Dutch": (
        "Elk van de partijen verbindt zich ertoe de van de andere partij ontvangen informatie vertrouwelijk te behandelen.",
        "De resultaten mogen door elke partij binnen zestig dagen na afloop van het onderzoek worden gepubliceerd.",
        "Deze overeenkomst wordt aangegaan voor drie jaar en kan met een termijn van zes maanden worden opgezegd.",
    ),
    "Finnish": (
        "Kumpikin osapuoli sitoutuu pitämään toiselta osapuolelta saamansa tiedot luottamuksellisina viiden vuoden ajan.",
        "Osapuolet voivat julkaista hankkeen tulokset kuudenkymmenen päivän kuluessa tutkimuksen päättymisestä.",
        "Tämä sopimus tehdään kolmeksi vuodeksi ja se voidaan irtisanoa kuuden kuukauden irtisanomisajalla.",
    ),
    "Chinese": (
        "各方应对从另一方获得的所有信息予以保密，未经另一方事先书面同意，不得向任何第三方披露。",
        "研究成果的发表须经双方同意，任何一方均可在六十日内提出异议。",
        "本协议有效期为三年，任何一方可提前六个月书面通知另一方终止本协议。",
    ),
    "Russian": (
        "Каждая из сторон обязуется сохранять конфиденциальность информации, полученной от другой стороны.",
        "Результаты могут быть опубликованы каждой из сторон в течение шестидесяти дней после завершения работ.",
        "Настоящий договор заключается сроком на три года и может быть расторгнут с уведомлением за шесть месяцев.",
    ),
    "Arabic": (
        "يتعهد كل طرف بالحفاظ على سرية المعلومات التي يتلقاها من الطرف الآخر لمدة خمس سنوات.",
        "يجوز لكل طرف نشر النتائج في غضون ستين يوما من انتهاء العمل بعد إخطار الطرف الآخر كتابيا.",
        "مدة هذه الاتفاقية ثلاث سنوات ويجوز إنهاؤها بإشعار كتابي قبل ستة أشهر من تاريخ الإنهاء.",
    ),
}
ENGLISH = (
    "Each Party may publish the results. The other may ask for a delay of at most sixty (60) days.",
    "Each Party keeps confidential what it receives from the other for five years after the end of this Agreement.",
    "This Agreement runs for three years. Either Party may terminate it with six months' notice.",
)
NEAR = {
    "Nynorsk": "Kvar part skal halde opplysningar frå den andre parten hemmelege, og ingen kan publisere før 60 dagar.",
    "Danish": "Hver part forpligter sig til at behandle de oplysninger, der er modtaget fra den anden part, fortroligt.",
    "Swedish": "Vardera parten förbinder sig att hålla den information som mottagits från den andra parten hemlig.",
}


def passages(*texts: str) -> tuple[Passage, ...]:
    return tuple(map(Passage, texts))


def noticed(*texts: str) -> list[Noticed]:
    return list(languages_noticed(passages(*texts)))


@pytest.mark.parametrize("language", FOREIGN)
def test_promise_p137_what_is_in_a_language_that_the_check_does_not_know_counts_as_unread(
    language: str, tmp_path: Path
) -> None:
    paper = read_here(docx(tmp_path / "a.docx", "".join(map(paragraph, FOREIGN[language]))))
    assert (paper.noticed, paper.has_text, paper.can_be_checked) == ({Noticed.FOREIGN}, True, False)
    assert {each.standing for each in check(paper, clause_library()).results.values()} == {Standing.ABSENT}
    assert [worded(each, "en") for each in remarks_on(paper)] == [
        "This document is not in English or Norwegian, so it was not checked. Add a translation into one of them, "
        "and have that checked."
    ]


@pytest.mark.parametrize("language", FOREIGN)
def test_of_an_agreement_with_an_annex_in_another_language_only_the_annex_is_unread(language: str) -> None:
    annex = ("Annex 1", *FOREIGN[language])
    assert foreign(passages(*ENGLISH, *annex)) == {4, 5, 6}
    assert noticed(*ENGLISH, *annex) == [Noticed.FOREIGN_PARTS]


@pytest.mark.parametrize("language", FOREIGN)
def test_a_paper_in_two_languages_is_read_in_the_one_that_is_ours(language: str) -> None:
    pairs = list(zip(ENGLISH, FOREIGN[language], strict=True))
    both = [each for pair in pairs for each in pair]
    assert foreign(passages(*both)) == {1, 3, 5}
    assert noticed(*both) == [Noticed.FOREIGN_PARTS]
    found = check(Paper(PaperKind.DOCX, passages(*both)), clause_library())
    assert found.language == "en"
    assert found.results["publication"].standing is Standing.MET
    assert {place.passage for each in found.results.values() for place in each.found} <= {0, 2, 4}


def test_another_language_in_the_midst_of_a_passage_is_noticed_and_the_passage_is_read() -> None:
    mixed = " ".join((ENGLISH[0], *FOREIGN["Chinese"]))
    assert foreign(passages(*ENGLISH, mixed)) == frozenset()
    assert noticed(*ENGLISH, mixed) == [Noticed.FOREIGN_PARTS]


def test_a_passage_of_few_words_is_not_lost_between_two_in_other_letters() -> None:
    terse = "Findings stay unpublished unless both directors sign a release."
    assert 1 not in foreign(passages(FOREIGN["Chinese"][0] * 2, terse, FOREIGN["Chinese"][1] * 2, *ENGLISH))


@pytest.mark.parametrize("language", NEAR)
def test_languages_near_ours_are_read(language: str) -> None:
    assert noticed(NEAR[language], NEAR[language]) == []


@pytest.mark.parametrize(
    "lines",
    [
        ("Universitetet i Bergen", "Université de Montpellier", "Friedrich-Alexander-Universität Erlangen-Nürnberg"),
        ("浙江大学", "地址：杭州市西湖区余杭塘路", "Zhejiang University (浙江大学)"),
        ("Prof. Dr. Maria dos Santos, Instituto de Física da Universidade de São Paulo, Rua do Matão 1371",) * 4,
        ("kari.nordmann@uib.no, ola.hansen@ntnu.no, li.wei@zju.edu.cn, www.zju.edu.cn",) * 6,
        ("oscilloscope", "vacuum pump", "mass spectrometer", "gas chromatograph", "fume hood", "centrifuge") * 3,
        ("NOM ET QUALITÉ DU SIGNATAIRE", "FAIT À PARIS, LE 3 MAI 2026"),
        ("Le présent accord",),
    ],
    ids=["names", "names in signs", "addresses", "mail", "table", "signatures", "short line"],
)
def test_names_lists_tables_and_short_lines_are_no_other_language(lines: tuple[str, ...]) -> None:
    assert noticed(*ENGLISH, *lines) == []


def test_every_agreement_of_ours_is_read_to_its_end() -> None:
    papers = [*(each.paper for each in lined()), *(as_paper(each)[0] for each in agreements(Half.TUNE))]
    assert len(papers) > 850
    cut = [replace(each, passages=each.passages[:12]) for each in papers]
    assert [each for each in (*papers, *cut) if foreign(each.passages) or list(languages_noticed(each.passages))] == []
