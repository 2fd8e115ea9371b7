"""Whoever looks after a compartment is asked about access to it, also when the agreement is hidden from them."""

from django.db import migrations

from aktsom.core.tenancy import within

BEFORE = within("agreements_agreement", "agreement_id")


class Migration(migrations.Migration):
    """Until somebody agrees the row is there for the connection. It has no words of the agreement, which stays hidden."""

    dependencies = [("exits", "0006_who_decides")]

    operations = [
        migrations.RunSQL(
            f"ALTER POLICY compartment ON exits_hangingaccess USING (agreed_by_id IS NULL OR {BEFORE})",
            f"ALTER POLICY compartment ON exits_hangingaccess USING ({BEFORE})",
        )
    ]
