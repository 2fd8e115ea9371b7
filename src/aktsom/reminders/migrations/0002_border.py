"""Puts the room's table behind the border between institutions."""

from django.db import migrations

from aktsom.core.tenancy import tenant_border


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("reminders", "0001_initial"), ("core", "0002_border")]

    operations = [tenant_border("reminders_reminderchoice")]
