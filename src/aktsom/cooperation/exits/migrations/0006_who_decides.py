"""A breach keeps who decides about it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column; in older rows it is empty, and as the strategy says."""

    dependencies = [
        ('exits', '0005_decisions_and_months'),
    ]

    operations = [
        migrations.AddField(
            model_name='breach',
            name='decides',
            field=models.CharField(blank=True, choices=[('owner', 'Whoever answers for the agreement'), ('unit-leader', 'Unit leader'), ('research-security-lead', 'Research-security lead'), ('research-security-adviser', 'Research-security adviser'), ('export-control-officer', 'Export-control officer'), ('agreements-officer', 'Agreements officer'), ('hr-recruiter', 'HR recruiter'), ('contact-ethics', 'Contact point for research ethics'), ('contact-pressure', 'Contact point for external pressure'), ('contact-breach', 'Contact point for security breaches'), ('contact-safety', 'Contact point for discrimination and safety'), ('data-protection-officer', 'Data protection officer'), ('facility-owner', 'Facility or system owner'), ('training-coordinator', 'Training coordinator'), ('leadership', 'Institution leadership'), ('internal-auditor', 'Internal auditor'), ('sector-coordinator', 'Sector coordinator'), ('platform-operator', 'Platform operator')], default='', max_length=40),
        ),
    ]
