"""How a source stands, as a look at it tells."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    ALIVE = "alive", _("There")
    QUOTE_MISSING = "quote", _("The words relied on are missing")
    CHANGED = "changed", _("Changed")
    GONE = "gone", _("Gone")
    BLOCKED = "blocked", _("Lets no machine in")
    UNREACHABLE = "unreachable", _("Cannot be reached")
    USURPED = "usurped", _("Another’s page stands there")


BAD = tuple(state for state in State if state != State.ALIVE)
LOST = (State.GONE, State.USURPED)
"""Those in which readers find nothing of it where it was."""
REWRITTEN = (State.CHANGED, State.QUOTE_MISSING)
