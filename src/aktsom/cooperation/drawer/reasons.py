"""Why a file or a row needs a look or was refused, in words that help."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Promise] = {
    "no-row": _(
        "No row of the sheet names this file. Register it here, or give the drawer another sheet that has one."
    ),
    "no-file": _("The file that this row names is not in the drawer. Look whether the name is right."),
    "rows-differ": _(
        "Several rows name this file, and they do not say the same. Leave the right one, and give the drawer that sheet."
    ),
    "row-unsure": _(
        "The name in the sheet fits several files, or a file in another folder. Write the folder too, as in "
        "Canada/MoU.pdf, and give the drawer that sheet."
    ),
    "gave-up": _("Twice the work broke off at this file, so it was passed over. Register it by hand."),
    "no-name": _("This row names no file. Fill in the name of its file."),
    "known": _("The same file is registered already, or stands in the drawer twice."),
    "kind": _("Only PDF, Word and OpenDocument texts are taken, by what is in them, not by their name."),
    "too-large": _("The file is larger than 50 MB, or grows without measure when it is unpacked."),
    "empty": _("The file is empty."),
    "damaged": _("The file cannot be taken out of the archive: it is damaged or protected by a password."),
    "unreadable": _("It is registered and its file is kept, but the file cannot be read."),
    "scan": _("It is registered, but it is a scan without text: nobody could check its conditions."),
    "title-missing": _("The title is missing."),
    "too-long": _("This is too long. Shorten it."),
    "kind-missing": _("The kind of agreement is not said. Fill it in, or choose a kind for all such rows."),
    "kind-unknown": _(
        "This is no kind of agreement that we know. Say what it means, or use a word from the example sheet."
    ),
    "partner-missing": _("No partner is named."),
    "partner-uncertain": _(
        "Several organisations may be meant. Write the country, or the name as it stands under Partners."
    ),
    "partner-elsewhere": _(
        "We know one of this name in another country. Say which one is meant, or mend the country in the sheet."
    ),
    "partner-several": _(
        "This may be several organisations. Say so, or write ; or a new line between them in the sheet."
    ),
    "partner-common": _("Many organisations are called so. Write the country, or the full name."),
    "country-unknown": _("This is no country that we know. Write its name, or its two-letter code."),
    "date-unknown": _("This is no date. Write it as 25.2.2022 or 2022-02-25."),
    "number-unknown": _(
        "This is no length that we can read. Write a whole number of months or years; for the notice, "
        "days or weeks will do too."
    ),
    "unit-unknown": _("Your institution has no unit of this name."),
    "owner-unknown": _("Nobody in your institution has this e-mail address."),
    "state-unknown": _(
        "No agreement is registered as this. Write draft, negotiated or signed; that notice was given is said on its page."
    ),
    "ended-when": _(
        "It has ended, and the row does not say when: its last day is missing or still to come, or it renews itself. Fill in "
        "the day on which it ended, and leave out the renewal."
    ),
    "value-unknown": _("This is no amount and currency that we can read. Write them as 1 200 000 and NOK."),
    "currency-missing": _("The currency is missing. Write its three letters, such as NOK."),
    "language-unknown": _("This is no language that we know. Write Bokmål, Nynorsk, English or another language."),
    "signatories-differ": _(
        "There are not as many who sign for the partners as there are partners. Write them in the same order, with ; between."
    ),
    "paper-unknown": _("This is no kind of paper that we know. Write agreement, amendment, annex or draft."),
    "parent-missing": _(
        "The row does not say to which agreement this paper belongs. Write its file, reference or title."
    ),
    "parent-unknown": _("No file and no agreement is called this, or several are. Write the file, reference or title."),
    "parent-left": _("What it belongs to is not registered itself yet. Register that first."),
    "refused": _("It could not be registered."),
}
ASKED = frozenset({"kind-unknown", "partner-uncertain", "partner-elsewhere", "partner-several", "partner-common"})
"""Why a file waits for what somebody can say once for the whole drawer."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a code of `REASONS`, what stands there, and what the reader of the file says."""

    code: str
    value: str = ""
    more: str = ""

    @property
    def advice(self) -> Promise | str:
        """What is wrong and what to do."""
        return REASONS.get(self.code, self.code)

    @property
    def is_question(self) -> bool:
        """Whether it waits for an answer that can be given beside the columns."""
        return self.code in ASKED

    @property
    def in_words(self) -> str:
        """All of it."""
        return " ".join(str(part) for part in (self.advice, self.more, self.value) if part)
