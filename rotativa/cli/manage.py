import click

from rotativa.cli.site import enter_site


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands, as in `rotativa manage createsuperuser`."""
    enter_site()
    from django.core.management import (  # noqa: PLC0415  # settings come first
        execute_from_command_line,
    )

    execute_from_command_line(["rotativa manage", *arguments])
