"""What `aktsom verify` looks at."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from aktsom.cli.setup import spoken
from aktsom.core.actor import Actor
from aktsom.core.audit_lines import NoEventError, event_in, lines_of
from aktsom.core.errors import SetupError
from aktsom.core.evidence import content_digest
from aktsom.core.heads import Statement, heads_file, statement_in, statement_of, statements_in
from aktsom.core.models import PLATFORM, AuditEvent, Evidence, SignedHead, Witness
from aktsom.core.signing import read_public_keys, trusted_keys
from aktsom.core.tenancy import acting_for
from aktsom.core.verifying import Keys, faults_in_chain
from aktsom.core.witnesses import timestamp_fits
from aktsom.engine.wording import Words, said
from aktsom.institutions.models import Institution
from aktsom.knowledge.sources.verifying import verify_sources


def faults(keys: Iterable[Path] = (), heads: Iterable[Path] = ()) -> list[str]:
    """A line for each thing that does not fit: the log with its signed heads, the evidence and the lists.

    `keys` are PEM files of public keys to trust beside this installation's own; `heads` are files with further signed heads.
    """
    trusted = {**trusted_keys(), **read_public_keys(keys)}
    elsewhere = [each for file in (heads_file(), *heads) for each in statements_in(file)]
    found = [*_without_heads(heads), *_chain(said("the platform"), Actor.system("verify"), trusted, elsewhere)]
    for institution in Institution.objects.order_by("slug"):
        actor = Actor.system("verify", institution.pk)
        found += [*_chain(institution.slug, actor, trusted, elsewhere), *_evidence(institution.slug, actor)]
    return found + [f"{each.source}: {each.about}: {each.reason}" for each in verify_sources(Actor.system("verify"))]


def faults_in_file(file: Path, keys: Iterable[Path] = (), heads: Iterable[Path] = ()) -> list[str]:
    """The same for a chain that `aktsom audit export` wrote into a file; nothing but the file and the keys is needed."""
    statements = [each for other in (file, *heads) for each in statements_in(other)]
    chains = {each.chain for each in statements}
    if len(chains) > 1:
        several = said(
            "the signed heads are those of {number} logs; give the file and heads of one", number=len(chains)
        )
        return [spoken(several)]
    unsigned = said("{file} holds no signed head: that its end was cut off would not show", file=file.name)
    try:
        found = faults_in_chain(_events_in(file), statements, read_public_keys(keys) or trusted_keys())
        return [*_without_heads(heads), *found, *(() if statements else (spoken(unsigned),))]
    except _NoEventLineError as error:
        return [spoken(said("line {line} of {file} is no event", line=str(error), file=file.name))]


def _without_heads(files: Iterable[Path]) -> Iterator[str]:
    """A file that was given for its heads and holds none would pass for one that fits."""
    for file in files:
        if next(statements_in(file), None) is None:
            about = said("{file} holds no signed head; of a mail, save the file that is attached", file=file.name)
            yield spoken(about)


class _NoEventLineError(ValueError):
    """The number of a line that is neither an event nor a head."""


def _events_in(file: Path) -> Iterator[AuditEvent]:
    for number, line in lines_of(file):
        if statement_in(line) is None:
            try:
                yield event_in(line)
            except NoEventError as error:
                raise _NoEventLineError(str(number)) from error


def _chain(name: Words, actor: Actor, keys: Keys, elsewhere: Iterable[Statement]) -> Iterator[str]:
    chain = actor.institution_id or PLATFORM
    with acting_for(actor):
        stored = SignedHead.objects.visible_to(actor).order_by("number")
        heads = [statement_of(each) for each in stored] + [each for each in elsewhere if each.chain == chain]
        events = AuditEvent.objects.visible_to(actor).order_by("sequence").iterator(chunk_size=2000)
        for fault in faults_in_chain(events, heads, keys):
            yield spoken(said("audit log of {name}: {fault}", name=name, fault=fault))
        yield from _timestamps(name, actor)


def _timestamps(name: Words, actor: Actor) -> Iterator[str]:
    rows = Witness.objects.visible_to(actor).filter(kind=Witness.Kind.TIMESTAMP).select_related("head")
    for witness in rows.iterator(chunk_size=2000):
        if not timestamp_fits(bytes(witness.answer or b""), witness.head.statement):
            about = said("the timestamp of head {number} is of something else", number=witness.head.number)
            yield spoken(said("audit log of {name}: {fault}", name=name, fault=about))


def _evidence(name: str, actor: Actor) -> Iterator[str]:
    with acting_for(actor):
        for evidence in Evidence.objects.visible_to(actor).iterator():
            if content_digest(evidence.content) != evidence.digest:
                changed = said(
                    "evidence of {name}: {digest} was changed after it was frozen", name=name, digest=evidence.digest
                )
                yield spoken(changed)


def institution_of(slug: str) -> Institution:
    """The institution of this name; raises `SetupError` with the names that there are."""
    found: Institution | None = Institution.objects.filter(slug=slug).first()
    if found is None:
        there = ", ".join(Institution.objects.order_by("slug").values_list("slug", flat=True)) or said("none yet")
        raise SetupError(
            spoken(said("No institution is called {slug}.", slug=slug)),
            remedy=spoken(said("There are: {there}.", there=there)),
        )
    return found
