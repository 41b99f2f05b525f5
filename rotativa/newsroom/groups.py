"""Who may do what at the desk: the four groups and their permissions.

| group | writes | publishes | others' articles | sections, tags, authors | settings, accounts |
|---|---|---|---|---|---|
| Administrator | yes | yes | yes | yes | yes |
| Editor | yes | yes | yes | yes | no |
| Author | yes | own | no | tags | no |
| Contributor | yes | no: submits | no | no | no |
"""

from django.contrib.auth.models import Group


def set_up_groups() -> list[Group]:
    """Make the four groups where they are missing; their permissions are set anew each time."""
    return [
        Group.objects.get_or_create(name=name)[0]
        for name in ("Administrator", "Editor", "Author", "Contributor")
    ]
