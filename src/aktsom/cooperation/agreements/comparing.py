"""Comparing a draft that came back with the one that was sent."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.checking import UNFINISHED, said_of
from aktsom.cooperation.agreements.models import Agreement, Comparison, DocumentVersion
from aktsom.cooperation.agreements.models.checks import Progress
from aktsom.cooperation.agreements.permissions import may_change
from aktsom.cooperation.records.storing import locked
from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError, InvalidError, MachineError, in_languages
from aktsom.core.files import path_of
from aktsom.engine.clauses.comparing import Change, Sort, Weight, compare
from aktsom.engine.clauses.notes import without_notes
from aktsom.engine.clauses.references import heading_over
from aktsom.engine.clauses.remarks import remarks_on
from aktsom.engine.documents import LANGUAGES
from aktsom.engine.papers.reading import read_paper
from aktsom.engine.papers.types import Paper, PaperError
from aktsom.engine.wording import worded

NO_TEXT = _("The two files are not compared: no text could be read in one of them.")
ASK_FOR_TEXT = _("Ask for it as a Word file, or as a PDF with text, and add that.")


@action("compare a returned draft", may=may_change)
def start_comparison(
    actor: Actor, *, agreement: Agreement, sent: DocumentVersion, returned: DocumentVersion
) -> Comparison:
    """Note that the two files are to be compared; `read_and_compare` does it."""
    row = locked(agreement)
    if sent.pk == returned.pk:
        raise InvalidError(fields={"returned": _("Choose two different files.")})
    return Comparison.objects.create(
        institution_id=row.institution_id, agreement=row, sent=sent, returned=returned, by_id=actor.member_id
    )


def read_and_compare(waiting: Comparison) -> None:
    """Read both files in processes of their own, and keep what changed. That somebody asked for it is in the log already."""
    if waiting.progress not in UNFINISHED:
        return
    Comparison.objects.filter(pk=waiting.pk).update(progress=Progress.RUNNING)
    try:
        sent, returned = (read_paper(path_of(each.file, each.digest)) for each in (waiting.sent, waiting.returned))
    except (PaperError, ConflictError) as error:
        waiting.progress, waiting.message = Progress.FAILED, said_of(error)
        waiting.save(update_fields=["progress", "message"])
    except OSError:
        waiting.progress, waiting.message = Progress.FAILED, in_languages(MachineError())
        waiting.save(update_fields=["progress", "message"])
        raise
    else:
        keep_changes(waiting, sent, returned)


def keep_changes(waiting: Comparison, sent: Paper, returned: Paper) -> None:
    """Keep what changed between two papers that are read, and what must be known of the papers themselves.

    A paper without any text is no draft from which everything was removed: then nothing is compared. What our draft says of
    itself above its title is ours and is left out.
    """
    waiting.message = {"remarks": {"sent": _remarks(sent), "returned": _remarks(returned)}}
    if sent.has_text and returned.has_text:
        before, after = without_notes(sent), without_notes(returned)
        waiting.changes = [_as_json(each, before, after) for each in compare(before, after).changes]
        waiting.progress = Progress.DONE
    else:
        waiting.message |= in_languages(InvalidError(NO_TEXT, remedy=ASK_FOR_TEXT))
        waiting.progress = Progress.FAILED
    waiting.save(update_fields=["progress", "changes", "message"])


def remarks_in(comparison: Comparison, language: str) -> dict[str, list[str]]:
    """What a reader of a comparison must know of the file that was "sent" and of the one that was "returned"."""
    kept = comparison.message.get("remarks", {})
    return {side: [each[language] for each in kept.get(side, [])] for side in ("sent", "returned")}


def changes_shown(changes: Sequence[dict[str, Any]], language: str) -> list[tuple[str, list[dict[str, Any]]]]:
    """The changes in substance, what was not found in what was read, and changes of wording, in the reader's language."""
    sorts = {
        Sort.ADDED: gettext("added"),
        Sort.REMOVED: gettext("removed"),
        Sort.CHANGED: gettext("changed"),
        Sort.MOVED: gettext("moved"),
        Sort.NOT_FOUND: gettext("not found in what was read"),
    }
    groups: dict[str, tuple[str, list[dict[str, Any]]]] = {
        Weight.SUBSTANCE: (gettext("Changes what is promised"), []),
        Sort.NOT_FOUND: (gettext("Not found in what was read: look in the file itself"), []),
        Weight.WORDING: (gettext("Other words, perhaps with the same meaning: read them"), []),
    }
    for each in changes:
        group = Sort.NOT_FOUND if each["sort"] == Sort.NOT_FOUND else each["weight"]
        groups[group][1].append(each | {"about": each["what"][language], "in_words": sorts[each["sort"]]})
    return list(groups.values())


def _remarks(paper: Paper) -> list[dict[str, str]]:
    return [{language: worded(each, language) for language in LANGUAGES} for each in remarks_on(paper)]


def _as_json(change: Change, sent: Paper, returned: Paper) -> dict[str, Any]:
    places = [(p.passages, at) for p, at in ((sent, change.sent), (returned, change.returned))]
    numbers = [passages[place].number if place is not None else "" for passages, place in places]
    headings = [heading_over(passages, place) for passages, place in places if place is not None]
    return {
        "sort": change.sort.value,
        "weight": change.weight.value,
        "was": numbers[0],
        "is": numbers[1],
        "heading": headings[-1],
        "what": {language: [worded(each, language) for each in change.what] for language in LANGUAGES},
        "pieces": [asdict(each) for each in change.pieces],
    }
