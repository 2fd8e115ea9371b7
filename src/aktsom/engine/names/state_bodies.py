"""What states call their bodies, as lists write it: `27 ЦНИИ МО РФ`, `в/ч 12345`, `SRC RF …`, `People's Liberation Army`."""

import re

_IN_RUSSIA = re.compile(r"(?<!\w)(?:МО РФ|МО России|MO RF|MoD RF)(?!\w)")
_MILITARY_UNIT = re.compile(r"(?<!\w)(?:войсковая часть|в/ч|v/ch)\s*(?=\d)", re.IGNORECASE)
_AUTONOMOUS = re.compile(r"(?<!\w)ФАУ(?!\w)")
_STATE_CENTRE = re.compile(r"(?<!\w)(?:SSC|SRC) (?:RF(?!\w)|of (?=the Russian Federation|Russian Federation))")
_ARMY = re.compile(r"peoples? liberation army(?= (?!of )\w)", re.IGNORECASE)


def with_state_in_full(text: str) -> str:
    """Russia's ministry of defence, military units, autonomous institutions and state research centres in full, China's army
    in letters.
    """
    if not text.isascii() or "MO" in text or "MoD" in text:
        text = _AUTONOMOUS.sub("ФГБУ", _IN_RUSSIA.sub("Министерства обороны Российской Федерации", text))
        text = _MILITARY_UNIT.sub("Military unit ", text)
    if "SSC " in text or "SRC " in text:
        text = _STATE_CENTRE.sub("State Research Center RF", text)
    return _ARMY.sub("PLA", text) if "iberation" in text or "IBERATION" in text else text
