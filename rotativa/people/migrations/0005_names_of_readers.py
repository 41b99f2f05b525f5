"""Names of readers are compared anew: fewer of them are one."""

from django.db import migrations

from rotativa.people.migrations._names import compare_anew


class Migration(migrations.Migration):
    dependencies = [("people", "0004_look_alike_names")]

    operations = [migrations.RunPython(compare_anew, migrations.RunPython.noop)]
