"""Names of readers are compared anew: letters that nobody sees make no other name."""

from django.db import migrations

from rotativa.people.migrations._names import compare_anew


class Migration(migrations.Migration):
    dependencies = [("people", "0005_names_of_readers")]

    operations = [migrations.RunPython(compare_anew, migrations.RunPython.noop)]
