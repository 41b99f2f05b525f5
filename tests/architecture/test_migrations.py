"""Every change of a model comes with its migration."""

from django.core.management import call_command


def test_no_migration_is_missing(db, capsys):
    call_command("makemigrations", check_changes=True, dry_run=True)

    assert capsys.readouterr().out == "No changes detected\n"
