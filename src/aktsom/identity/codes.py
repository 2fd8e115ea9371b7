"""Codes from an app, and recovery codes: each works once, in whichever server process, and guessing them is slowed down."""

import hmac

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.exceptions import ValidationError
from django.db import transaction

from aktsom.identity.lock_out import count_failure, forget_failures, seconds_to_wait
from aktsom.identity.secrets import unseal

LAST_STEP = "last_step"


class OnceOnlyCodeForm(AuthenticateForm):  # type: ignore[misc]
    """The library's form for a code, with a limit and a memory that all server processes share."""

    def clean_code(self) -> str:
        """The code. Raises `ValidationError` when it is wrong, was used, or this browser must wait."""
        counted_as = _tries_of_codes(self.user.email)
        if seconds_to_wait(context.request, counted_as):
            raise get_adapter().validation_error("too_many_codes")
        try:
            code = self._used_now()
        except ValidationError:
            count_failure(context.request, counted_as)
            raise
        forget_failures(context.request, counted_as)
        return code

    def _used_now(self) -> str:
        code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP and not use_up(self.authenticator, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


@transaction.atomic
def use_up(app: Authenticator, code: str) -> bool:
    """Whether the app's code is later than every code that was used; then it is the last one used (RFC 6238, 5.2)."""
    kept = Authenticator.objects.select_for_update().get(pk=app.pk)
    step = _step_of(unseal(kept.data["secret"]), code)
    if step is None or step <= kept.data.get(LAST_STEP, -1):
        return False
    kept.data[LAST_STEP] = step
    kept.save(update_fields=["data"])
    return True


def _step_of(secret: str, code: str) -> int | None:
    """The latest step of time, among those that are taken now, in which the app shows this code."""
    digits = "".join(code.split()).encode()
    steps = yield_hotp_counters_from_time()
    showing = [
        each for each in steps if hmac.compare_digest(format_hotp_value(hotp_value(secret, each)).encode(), digits)
    ]
    return max(showing, default=None)


def _tries_of_codes(email: str) -> str:
    """Under what name failed codes are counted: their own, as the right password must not forget them."""
    return f"{email} code"
