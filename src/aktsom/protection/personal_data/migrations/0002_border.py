"""Puts the room's tables behind the border between institutions."""

from django.db import migrations

from aktsom.core.tenancy import tenant_border


class Migration(migrations.Migration):
    """Row-level security. A stop in another institution is known to the account's owner, so that their account stays."""

    dependencies = [("personal_data", "0001_initial"), ("core", "0002_border")]

    operations = [
        tenant_border("personal_data_tombstone", public=True),
        tenant_border("personal_data_rightsrequest"),
        tenant_border("personal_data_pseudonym", also="account_id = aktsom_user()"),
        tenant_border("personal_data_recordaddition"),
    ]
