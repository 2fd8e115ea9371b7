from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('institutions', '0005_api_key_sensitive'),
    ]

    operations = [
        migrations.AddField(
            model_name='member',
            name='end_reason',
            field=models.CharField(blank=True, max_length=500),
        ),
    ]
