"""One tree of errors. Each says what happened, what was kept and what to do next, in the reader's language.

`status` is the HTTP status that the web and the API answer with. The command line prints the same sentences.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

from django.conf import settings
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from aktsom.engine.wording import Words, worded

Sentence = str | Promise
Said = Sentence | Words


def _filled(sentence: Sentence, given: Mapping[str, object]) -> str:
    return str(sentence) % given


filled = lazy(_filled, str)
"""A sentence with its places filled in when it is read, so that it can still be read in any language."""


class _Told(Protocol):
    def in_language(self, language: str) -> str: ...


def _in_readers_language(words: Words | _Told) -> str:
    reads = settings.configured and get_language()  # what is refused before Django is set up has no reader yet
    return words if isinstance(words, str) else words.in_language(reads or "en")


spoken = lazy(_in_readers_language, str)
"""What the engine says, in the language of whoever reads it."""


class AktsomError(Exception):
    """Base of everything that the product itself refuses. `happened`, `kept` and `remedy` are whole sentences.

    What can be refused before Django is set up is said in the engine's words, which need no Django.
    """

    status = 500

    def __init__(self, happened: Said, *, kept: Said = "", remedy: Said = "") -> None:
        super().__init__(happened)
        self._said = happened, kept, remedy
        self.happened, self.kept, self.remedy = (_to_read(part) for part in self._said)

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.happened, self.kept, self.remedy) if part)

    def in_language(self, language: str) -> str:
        """All of it, for a command: the engine's words in this language, others in the one that Django is set to."""
        return " ".join(
            str(part) if isinstance(part, Promise) else worded(part, language) for part in self._said if part
        )


def _to_read(part: Said) -> Sentence:
    return part if isinstance(part, Sentence) else spoken(part)


def in_languages(words: AktsomError | Promise) -> dict[str, str]:
    """What an error or a sentence says, for each language, to be kept and shown to whoever reads it later."""
    said = {}
    for language in ("en", "nb"):
        with override(language):
            said[language] = str(words)
    return said


def retold(kept: str, *sentences: Promise) -> str:
    """What was kept, with one of the product's own sentences at its end in the reader's language, whichever its writer read."""
    for sentence in sentences:
        for said in in_languages(sentence).values():
            if kept.endswith(said):
                return f"{kept.removesuffix(said)}{sentence}"
    return kept


class NotVisibleError(AktsomError):
    """The record does not exist, or the actor may not know that it does: the same answer for both.

    `field` is where the record was named, if that is not the address.
    """

    status = 404

    def __init__(self, field: str = "") -> None:
        remedy = _("Correct the fields that are named.") if field else _("Check the address, or search for it.")
        super().__init__(_("We could not find this."), remedy=remedy)
        self.fields: dict[str, Sentence] = (
            {field: _("There is none with this id, or you may not know of it.")} if field else {}
        )


@contextmanager
def named_in(field: str) -> Iterator[None]:
    """What is not there for the actor in this block was named in a field, and the error says in which."""
    try:
        yield
    except NotVisibleError as error:
        raise NotVisibleError(field) from error


class NotAllowedError(AktsomError):
    """The actor may see the record but not do this with it."""

    status = 403

    def __init__(self, happened: Sentence = "", *, remedy: Sentence = "") -> None:
        super().__init__(
            happened or _("Your duties do not include this."),
            kept=_("Nothing was changed."),
            remedy=remedy or _("Ask the person responsible in your unit, or your institution's administrator."),
        )


class StepUpNeededError(AktsomError):
    """The actor may do this, but must first show again who they are. Web pages lead there and back; programs are told how."""

    status = 403

    def __init__(self, *, by_key: bool = False) -> None:
        remedy = (
            _("Make a key for sensitive actions on the page of your keys, and use that one.")
            if by_key
            else _("Sign in once more on the page /sign-in/again/, and send this again within 15 minutes.")
        )
        super().__init__(_("This needs you to show again who you are."), kept=_("Nothing was changed."), remedy=remedy)


class InvalidError(AktsomError):
    """What was sent cannot be used. `fields` names each field with its reason, a whole sentence that says what to write.

    Where one field alone is wrong, its reason is what happened, so that it is read wherever no form stands.
    """

    status = 422

    def __init__(
        self,
        happened: Sentence = "",
        *,
        kept: Sentence = "",
        remedy: Sentence = "",
        fields: dict[str, Sentence] | None = None,
    ) -> None:
        self.fields = fields or {}
        reasons = list(self.fields.values())
        happened = happened or (reasons[0] if len(reasons) == 1 else _("Some answers need another look."))
        super().__init__(happened, kept=kept or _("Nothing was changed."), remedy=remedy)


class ConflictError(AktsomError):
    """Somebody else changed the record first, or it is in a state where this cannot be done."""

    status = 409


class UnusableSourceError(AktsomError):
    """A file or an outside source cannot be used; the version in force stays in force."""

    status = 422


class TooManyFilesError(AktsomError):
    """More files at once than are taken."""

    status = 413

    def __init__(self) -> None:
        super().__init__(
            filled(
                _("At most %(most)d files can be sent at once."), {"most": settings.DATA_UPLOAD_MAX_NUMBER_FILES - 1}
            ),
            kept=_("Nothing was changed."),
            remedy=_("Send them in several parts, each best packed into one ZIP archive."),
        )


class MachineError(AktsomError):
    """The machine fails (a disk, a share, memory), and not what somebody sent."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            _("The server cannot read or write its files just now. Nothing is wrong with yours."),
            kept=_("The file is kept."),
            remedy=_("Try again in a while. If it stays so, tell whoever runs Aktsom at your institution."),
        )


class BusyError(AktsomError):
    """Others have the machine do the same costly thing just now."""

    status, wait_seconds = 503, 5

    def __init__(self) -> None:
        super().__init__(
            _("The server is busy with this for others just now."),
            kept=_("Nothing was changed."),
            remedy=filled(_("Wait %(seconds)d seconds, and try again."), {"seconds": self.wait_seconds}),
        )


class SetupError(AktsomError):
    """The installation cannot run as it is set up."""

    status = 503
