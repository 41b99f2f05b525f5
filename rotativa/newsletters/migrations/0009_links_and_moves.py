from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsletters", "0008_figures")]

    operations = [
        migrations.AddField(
            model_name="subscriber",
            name="links_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="step",
            name="deed",
            field=models.CharField(
                choices=[
                    ("asked", "Asked for it"),
                    ("confirmed", "Confirmed the address"),
                    ("chose", "Changed the choices"),
                    ("paused", "Paused"),
                    ("left", "Left"),
                    ("moved", "Went along to another address"),
                    ("imported", "Brought in from a file"),
                    ("suppressed", "Gets no mail any more"),
                    ("lifted", "May get mail again"),
                ],
                max_length=10,
                verbose_name="what",
            ),
        ),
    ]
