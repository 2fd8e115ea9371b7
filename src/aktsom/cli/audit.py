"""`aktsom audit`: signing the heads of the log, its keys, and taking a whole log out."""

from importlib import import_module
from pathlib import Path

import click

from aktsom.cli.setup import spoken, with_django
from aktsom.engine.wording import counted, said


@click.group()
def audit() -> None:
    """The audit log: sign its heads, export it, and manage the signing key."""


@audit.command("sign-heads")
def sign_heads() -> None:
    """Sign how far each log has come, now, and leave it in the file, mail and timestamp service that are set up."""
    with_django()
    signed = import_module("aktsom.core.witnesses").sign_and_leave()
    done = counted(
        "{number} head signed. It is also in {file}.",
        "{number} heads signed. They are also in {file}.",
        len(signed),
        file=import_module("aktsom.core.heads").heads_file(),
    )
    click.echo(spoken(done))


@audit.command()
@click.argument("institution", required=False)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
def export(institution: str | None, output: Path) -> None:
    """Write the whole log of an institution (its short name), or without one the platform's, as JSON lines."""
    with_django()
    exporting = import_module("aktsom.cli.audit_export")
    lines = exporting.export_chain(institution, output)
    written = counted("{number} line written to {file}.", "{number} lines written to {file}.", lines, file=output)
    click.echo(spoken(written))


@audit.command()
def keys() -> None:
    """Print the public keys that the heads were signed with, as PEM."""
    with_django()
    signing = import_module("aktsom.core.signing")
    signing.signing_key()
    for fingerprint, key in signing.trusted_keys().items():
        click.echo(f"# {fingerprint}\n{signing.pem_of(key)}", nl=False)


@audit.command("replace-key")
def replace_key() -> None:
    """Make a new signing key. What the old one signed can still be checked: its public half stays."""
    with_django()
    signing = import_module("aktsom.core.signing")
    key = signing.fingerprint_of(signing.replace_signing_key().public_key())
    click.echo(spoken(said("The new key is {key}.", key=key)))
