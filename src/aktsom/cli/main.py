"""`aktsom`: each command is loaded when it is asked for, so that those without a database start at once."""

import os
import sys
import warnings
from importlib import import_module

import click
from django.db import OperationalError

from aktsom.cli.setup import LANGUAGES, language_in_use, language_of, speak, spoken
from aktsom.core.errors import AktsomError
from aktsom.engine.errors import EngineError
from aktsom.engine.wording import said

COMMANDS = {
    "demo": "aktsom.cli.demo.command:demo",
    "serve": "aktsom.cli.serve:serve",
    "worker": "aktsom.cli.serve:worker",
    "migrate": "aktsom.cli.setup:migrate",
    "screen": "aktsom.cli.screen:screen",
    "appraise": "aktsom.cli.appraise:appraise",
    "guide": "aktsom.cli.guide:guide",
    "agreement": "aktsom.cli.agreement:agreement",
    "sources": "aktsom.cli.sources:sources",
    "import": "aktsom.cli.imports:imports",
    "backup": "aktsom.cli.backup:backup",
    "restore": "aktsom.cli.backup:restore",
    "check": "aktsom.cli.check:check",
    "verify": "aktsom.cli.verify:verify",
    "audit": "aktsom.cli.audit:audit",
    "retention": "aktsom.cli.retention:retention",
    "snapshot": "aktsom.cli.snapshot:snapshot",
}


class LoadedWhenAsked(click.Group):
    """A group whose commands are imported by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


def _speak(_context: click.Context, _option: click.Parameter, language: str | None) -> None:
    speak(language or language_of(os.environ))


@click.group(cls=LoadedWhenAsked)
@click.version_option(package_name="aktsom")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    callback=_speak,
    is_eager=True,
    expose_value=False,
    help="What the command says; the locale's when not given.",
)
def main_group() -> None:
    """Aktsom: responsible international cooperation."""


def main() -> None:
    """Run a command; what the product refuses is one plain message and exit status 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aktsom.config.settings")
    speak(language_of(os.environ))
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")  # a folder that the embedded database can do without
    try:
        main_group()
    except (AktsomError, EngineError) as error:
        _refuse(error.in_language(language_in_use()))
    except OSError as error:
        if error.filename is None:
            raise
        _refuse(f"{error.filename}: {error.strerror}.")
    except OperationalError as error:
        # PostgreSQL says which server, port, role or database it was; the password is never in it.
        about = said(
            "The database cannot be used ({reason}). Check that the server of DATABASE_URL runs, and the names in it.",
            reason=str(error).partition("\n")[0],
        )
        _refuse(spoken(about))


def _refuse(message: str) -> None:
    click.echo(f"aktsom: {message}", err=True)
    sys.exit(2)


if __name__ == "__main__":
    main()
