"""What can go wrong in the engine, said so that the reader of the message knows where and what to do."""


class EngineError(Exception):
    """Something could not be done: `message` says what happened, `place` where, `remedy` what to do next."""

    def __init__(self, message: str, *, place: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        """Everything in one line: place, message, remedy."""
        said = f"{self.place}: {self.message}" if self.place else self.message
        return f"{said} {self.remedy}".strip()
