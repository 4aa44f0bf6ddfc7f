from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("components", "0002_licences")]

    operations = [
        migrations.AddField(
            model_name="sbomdocument", name="subject_purl", field=models.CharField(blank=True, max_length=700)
        )
    ]
