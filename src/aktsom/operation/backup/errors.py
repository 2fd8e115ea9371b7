"""What is said when a backup cannot be made, read or put back."""

from aktsom.core.errors import AktsomError
from aktsom.engine.wording import Words, said

NOTHING = said("Nothing was changed.")


class BackupError(AktsomError):
    """A backup was not made, or not put back. Nothing that was there before is touched."""

    status = 503

    def __init__(self, happened: Words, *, remedy: Words, kept: Words = NOTHING) -> None:
        super().__init__(happened, kept=kept, remedy=remedy)
