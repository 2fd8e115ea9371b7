"""Puts the room's tables behind the border between institutions."""

from django.db import migrations

from aktsom.core.tenancy import tenant_border


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("register", "0001_initial"), ("core", "0002_border")]

    operations = [
        tenant_border("register_cooperation"),
        tenant_border("register_cooperationpartner"),
        tenant_border("register_cooperationtrace"),
        tenant_border("register_importbatch"),
        tenant_border("register_importedrow"),
        tenant_border("register_notours"),
    ]
