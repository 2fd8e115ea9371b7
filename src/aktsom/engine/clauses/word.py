"""A draft as a Word document: a template that is made here, with the look in one place, filled by docxtpl."""

import re
from functools import cache
from io import BytesIO

from docx import Document
from docx.document import Document as Written
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate
from jinja2 import Environment

from aktsom.engine.clauses.drafting import Draft, DraftParagraph
from aktsom.engine.clauses.misfits import Misfit, Place
from aktsom.engine.clauses.notes import NOTES

_WORDS = {
    "en": {
        "between": "between",
        "signatures": "Signatures",
        "for": "For",
        "place": "Place and date",
        "signature": "Signature",
        "name": "Name and title",
    },
    "nb": {
        "between": "mellom",
        "signatures": "Underskrifter",
        "for": "For",
        "place": "Sted og dato",
        "signature": "Underskrift",
        "name": "Navn og tittel",
    },
}
_LANGUAGE = {"en": "en-GB", "nb": "nb-NO"}
_UNWRITABLE = re.compile("[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold, or what Word takes for a new page: control characters."""
LONGEST_PROPERTY = 255
"""Characters in a property of a Word file; python-docx takes no more."""


def word_document(draft: Draft) -> bytes:
    """The draft as a .docx file: headings that Word knows, every clause and paragraph with its number, room to sign."""
    template = DocxTemplate(BytesIO(_template()))
    template.render(_context(draft), Environment(autoescape=True, finalize=_writable))
    written = template.docx
    _mark_places(written, draft)
    written.core_properties.title = _property(draft.title)
    written.core_properties.author = _property(next((each.name for each in draft.parties if each.ours), ""))
    written.core_properties.language = _LANGUAGE[draft.language]
    file = BytesIO()
    template.save(file)
    return file.getvalue()


def _mark_places(written: Written, draft: Draft) -> None:
    """Mark what nobody chose and what does not fit, where it stands, for whoever reads the draft before it is sent."""
    marked = {
        f"{each.number} {_writable(each.text)}": each for c in draft.clauses for each in c.paragraphs if _places(each)
    }
    for paragraph in written.paragraphs:
        if found := marked.get(paragraph.text):
            paragraph.text, end = f"{found.number} ", 0
            for start, stop in _places(found):
                paragraph.add_run(_writable(found.text[end:start]))
                paragraph.add_run(_writable(found.text[start:stop])).font.highlight_color = WD_COLOR_INDEX.YELLOW
                end = stop
            paragraph.add_run(_writable(found.text[end:]))


def _places(paragraph: DraftParagraph) -> list[Place]:
    """The places to mark in a paragraph, in their order, those that overlap as one."""
    found: list[Place] = []
    for start, stop in sorted({*paragraph.assumed, *paragraph.unfit}):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(stop, found[-1][1])
        else:
            found.append((start, stop))
    return found


def _notes(draft: Draft) -> str:
    """What the draft says of itself above its title."""
    unfit = {misfit for each in draft.clauses for misfit in each.unfit}
    told = {
        "draft": True,
        "assumed": bool(draft.assumed) and not unfit,
        "assumed_beside": bool(draft.assumed and unfit),
        "register": not unfit.isdisjoint((Misfit.LAW, Misfit.FORUM)),
        "parties": Misfit.PARTIES in unfit,
    }
    return " ".join(NOTES[draft.language][name] for name, so in told.items() if so)


def _writable(value: object) -> str:
    return _UNWRITABLE.sub(" ", str(value))


def _property(text: str) -> str:
    return _writable(text)[:LONGEST_PROPERTY]


def _context(draft: Draft) -> dict[str, object]:
    return {
        "title": draft.title,
        "words": _WORDS[draft.language],
        "notes": _notes(draft),
        "parties": [
            {
                "name": each.name,
                "country": each.country,
                "signatory": each.signatory,
                "authority": each.authority,
            }
            for each in draft.parties
        ],
        "clauses": [
            {
                "number": clause.number,
                "heading": clause.heading,
                "paragraphs": [{"number": each.number, "text": each.text} for each in clause.paragraphs],
            }
            for clause in draft.clauses
        ],
    }


@cache
def _template() -> bytes:
    """The template: what is repeated stands between `{%p for … %}` and `{%p endfor %}`."""
    document = Document()
    _look(document)
    document.add_paragraph("{{ notes }}", style="Caption")
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("{{ words.between }}")
    _repeated(
        document,
        "party in parties",
        ("{{ loop.index }}. {{ party.name }}{% if party.country %}, {{ party.country }}{% endif %}",),
    )
    document.add_paragraph("{%p for clause in clauses %}")
    document.add_paragraph("{{ clause.number }} {{ clause.heading }}", style="Heading 1")
    _repeated(document, "each in clause.paragraphs", ("{{ each.number }} {{ each.text }}",))
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{{ words.signatures }}", style="Heading 1")
    _repeated(
        document,
        "party in parties",
        (
            "",
            "{{ words.for }} {{ party.name }}",
            "{{ words.place }}: ______________________________",
            "{{ words.signature }}: ______________________________",
            "{{ words.name }}: {% if party.signatory %}{{ party.signatory }}"
            "{% if party.authority %}, {{ party.authority }}{% endif %}{% else %}______________________________{% endif %}",
        ),
        together=True,
    )
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _repeated(document: Written, loop: str, lines: tuple[str, ...], *, together: bool = False) -> None:
    """The lines once for each; `together` on one page."""
    document.add_paragraph(f"{{%p for {loop} %}}")
    for line in lines:
        document.add_paragraph(line).paragraph_format.keep_with_next = (together and line != lines[-1]) or None
    document.add_paragraph("{%p endfor %}")


def _look(document: Written) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(11)
    style.paragraph_format.space_after = Pt(6)
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        _number_pages(section.footer.paragraphs[0])


def _number_pages(paragraph: Paragraph) -> None:
    """The page and how many there are, as Word counts them."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for field, before in (("PAGE", ""), ("NUMPAGES", " / ")):
        paragraph.add_run(before)
        counted = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
        paragraph._p.append(counted)
