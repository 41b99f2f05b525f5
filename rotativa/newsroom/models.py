from django.contrib.auth.models import Group
from django.db import models


class Given(models.Model):
    """A permission that a group was given once, when its name came to mean it.

    So an upgrade gives what is new, and nobody gets back what an administrator has taken away.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    permission = models.CharField(max_length=200)
    """`evidence.add_source`"""

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["group", "permission"], name="given_once"),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.permission}"
