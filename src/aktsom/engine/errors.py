"""What can go wrong in the engine, said so that the reader of the message knows where and what to do."""

from aktsom.engine.wording import Words, worded


class EngineError(Exception):
    """Something could not be done: `message` says what happened, `place` where, `remedy` what to do next."""

    def __init__(self, message: Words, *, place: Words = "", remedy: Words = "") -> None:
        super().__init__(str(message))
        self.message = message
        self.place = place
        self.remedy = remedy

    def __reduce__(self) -> tuple[object, ...]:
        """Errors of whatever signature come whole out of another process."""
        return _restored, (type(self), self.args, self.__dict__)

    def __str__(self) -> str:
        """Everything in one line of English: place, message, remedy."""
        return self.in_language("en")

    def in_language(self, language: str) -> str:
        """Everything in one line: place, message, remedy."""
        place, message, remedy = (worded(part, language) for part in (self.place, self.message, self.remedy))
        return f"{f'{place}: ' if place else ''}{message} {remedy}".strip()


def _restored(kind: type[EngineError], args: tuple[object, ...], state: dict[str, object]) -> EngineError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error
