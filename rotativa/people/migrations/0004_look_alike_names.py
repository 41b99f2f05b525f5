"""Names are compared anew: more of them look alike."""

from django.db import migrations

from rotativa.people.migrations._names import compare_anew


class Migration(migrations.Migration):
    dependencies = [("people", "0003_readers")]

    operations = [migrations.RunPython(compare_anew, migrations.RunPython.noop)]
