"""At what a worker is, kept before it begins: where workers broke off twice, the next one passes on."""

from aktsom.cooperation.drawer.models import Drawer

MOST = 2
BEGUN = "begun"


class Attempts:
    """How often each step of a drawer was begun without coming to its end; `mapping` holds it, beside what people chose."""

    def __init__(self, drawer: Drawer) -> None:
        self._drawer = drawer
        self._begun: dict[str, int] = dict(drawer.mapping.get(BEGUN, {}))

    def begin(self, step: str) -> bool:
        """Note that a step begins; False when workers broke off at it twice."""
        times = self._begun.get(step, 0)
        if times >= MOST:
            return False
        self._begun[step] = times + 1
        self._drawer.mapping = self._drawer.mapping | {BEGUN: dict(self._begun)}
        Drawer.objects.filter(pk=self._drawer.pk).update(mapping=self._drawer.mapping)
        return True

    def end(self, step: str) -> None:
        """It came to its end; kept when the next step begins."""
        self._begun.pop(step, None)


def forget_attempts(drawer: Drawer) -> None:
    """When a drawer comes to rest, nothing is begun any more. The caller saves it."""
    drawer.mapping = {name: value for name, value in drawer.mapping.items() if name != BEGUN}
