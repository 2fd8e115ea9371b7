"""Services of SAML, and the answers of theirs that were taken."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from aktsom.core.tenancy import tenant_border


class Migration(migrations.Migration):
    """SAML beside OpenID Connect."""

    dependencies = [
        ('identity', '0002_border'),
        ('institutions', '0005_api_key_sensitive'),
    ]

    operations = [
        migrations.AddField(
            model_name='provider',
            name='certificates',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='provider',
            name='sso_address',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AlterField(
            model_name='provider',
            name='kind',
            field=models.CharField(choices=[('oidc', 'OpenID Connect (Feide, Entra ID, Keycloak)'), ('saml', 'SAML 2.0 (Entra ID, ADFS, Keycloak)')], max_length=8),
        ),
        migrations.CreateModel(
            name='SamlAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('assertion', models.CharField(max_length=64)),
                ('request', models.CharField(db_index=True, max_length=64)),
                ('sealed', models.TextField(blank=True)),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='institutions.institution')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='identity.provider')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('provider', 'assertion'), name='one_use_per_assertion')],
            },
        ),
        tenant_border("identity_samlanswer"),
    ]
