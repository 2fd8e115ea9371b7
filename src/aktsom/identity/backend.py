"""Local accounts as the library checks them; whose session it is, is asked with SQL that is put together once."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from aktsom.core.compiled import Slot, prepared
from aktsom.institutions.models import User


class Accounts(AuthenticationBackend):  # type: ignore[misc]
    """Asked once for every page that a person sees."""

    def get_user(self, user_id: int) -> User | None:
        """The account of a session; none when it is closed."""
        user = _account.first(key=user_id)
        return user if user is not None and self.user_can_authenticate(user) else None


@prepared
def _account(*, key: Slot) -> QuerySet[User]:
    return User.objects.filter(pk=key).order_by()
