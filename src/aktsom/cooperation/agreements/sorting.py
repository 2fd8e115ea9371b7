"""The last day of an agreement as the database sorts by it: a list is paged, so that it is not worked out row by row."""

from django.db.models import Case, DateField, ExpressionWrapper, F, Func, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, ExtractMonth, ExtractYear, Floor
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone

from aktsom.cooperation.agreements.models import Agreement


def last_day() -> Case:
    """As `Agreement.last_day`: the day that is fixed, else the end of the term that runs today, else of the first one."""
    today = timezone.localdate()
    renews = Q(state=Agreement.State.IN_FORCE, renewal_months__gt=0, ends__lt=today)
    following = ExpressionWrapper(F("ends") + 1, output_field=DateField())
    months = Value(12 * today.year + today.month) - 12 * ExtractYear(following) - ExtractMonth(following)
    # In the month of today a term may end before today or after it; the one after that ends in a later month.
    renewed = Cast(Floor(months / F("renewal_months")), IntegerField())
    running = When(GreaterThanOrEqual(_after(renewed), today), then=_after(renewed))
    return Case(
        When(ends_on__isnull=False, then=F("ends_on")),
        When(renews, then=Case(running, default=_after(renewed + 1))),
        default=F("ends"),
    )


def _after(renewals: Combinable) -> Func:
    """The last day after so many renewals. Lengths count between first days, as in engine/agreements/terms.py."""
    return Func(
        F("ends"),
        renewals * F("renewal_months"),
        template="(%(expressions)s) - interval '1 day')::date",
        arg_joiner=" + 1 + make_interval(months => ",
        output_field=DateField(),
    )
