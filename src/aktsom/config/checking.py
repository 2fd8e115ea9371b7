"""What is wrong with the settings, found at start, before anything runs with them: all of it at once, each with its remedy."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from aktsom.config.variables import ADDRESSES, KNOWN, LOCAL, OWN, PREFIX, VARIABLES, address
from aktsom.core.errors import SetupError
from aktsom.engine.wording import Words, said

SHORTEST_SECRET = 32


def refuse_unusable(environment: Mapping[str, str], *, listens_on: str = LOCAL[0]) -> None:
    """Raise `SetupError` with every fault of the settings; `listens_on` is the address that pages are served on.

    Values are repeated only where they hold no secret.
    """
    found = [*_unknown(environment), *_malformed(environment), *_unsafe(environment, listens_on)]
    if found:
        raise SetupError(
            said("The settings cannot be used: {faults}", faults=tuple(found)),
            kept=said("Nothing was started or changed."),
            remedy=said("Set them right in the environment; docs/OPERATING.md lists them all."),
        )


def is_public(environment: Mapping[str, str], listens_on: str = LOCAL[0]) -> bool:
    """Whether others than this machine are meant to reach the pages."""
    names = [name.strip() for name in environment.get("AKTSOM_HOSTS", "").split(",") if name.strip()]
    return listens_on not in LOCAL or any(name not in LOCAL for name in names)


def _unknown(environment: Mapping[str, str]) -> Iterator[Words]:
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in (*KNOWN, *OWN, *ADDRESSES):
            near = get_close_matches(name, (*KNOWN, *ADDRESSES), 1, 0.6)
            if near:
                yield said("{name} is not known. Is {near} meant?", name=name, near=near[0])
            else:
                yield said("{name} is not known.", name=name)


def _malformed(environment: Mapping[str, str]) -> Iterator[Words]:
    for each in VARIABLES:
        value = environment.get(each.name, "")
        fault = each.check(value) if value else ""
        if fault:
            yield said("{name} {fault}.", name=each.name, fault=fault)
    for name in sorted(ADDRESSES & environment.keys()):
        fault = address(environment[name]) if environment[name] else ""
        if fault:
            yield said("{name} {fault}.", name=name, fault=fault)


def _unsafe(environment: Mapping[str, str], listens_on: str) -> Iterator[Words]:
    if not is_public(environment, listens_on):
        return
    if environment.get("AKTSOM_DEBUG") == "1":
        yield said(
            "AKTSOM_DEBUG shows faults to everybody and is never on where others can reach the pages; leave it out."
        )
    if environment.get("AKTSOM_DEMO") == "1":
        yield said("AKTSOM_DEMO lets anybody in and is never on where others can reach the pages; leave it out.")
    if environment.get("AKTSOM_HTTPS") != "1":
        yield said(
            "Others can reach the pages, so they go over HTTPS only: set AKTSOM_HTTPS=1 behind a proxy with TLS."
        )
    secret = environment.get("AKTSOM_SECRET_KEY", "")
    if secret and len(secret) < SHORTEST_SECRET:
        yield said(
            "AKTSOM_SECRET_KEY is shorter than {least} characters; leave it out to have one made.",
            least=SHORTEST_SECRET,
        )
    if any(origin.startswith("http://") for origin in environment.get("AKTSOM_ORIGINS", "").split(",")):
        yield said("AKTSOM_ORIGINS names an address without TLS; write https://.")
