"""What is said when a backup cannot be made, read or put back."""

from aktsom.core.errors import AktsomError


class BackupError(AktsomError):
    """A backup was not made, or not put back. Nothing that was there before is touched."""

    status = 503

    def __init__(self, happened: str, *, remedy: str, kept: str = "Nothing was changed.") -> None:
        super().__init__(happened, kept=kept, remedy=remedy)
