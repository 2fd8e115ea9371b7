"""Sessions as Django keeps them in the database, found with SQL that is put together once."""

from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.db.models.functions import Now

from aktsom.core.compiled import Slot, prepared


class SessionStore(InDatabase):
    """One session. It is read anew for every request, so one that was ended is over at its next."""

    def _get_session_from_db(self) -> Session | None:
        found = _session.first(key=self.session_key)
        if found is None:
            self._session_key = None
        return found


@prepared
def _session(*, key: Slot) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=Now())
