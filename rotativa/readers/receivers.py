"""News that readers listens to."""

from datetime import datetime
from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.http import HttpRequest

from rotativa.lib.clock import minute
from rotativa.people.models import User
from rotativa.readers.actions import clear_sessions, end_due, forget_unconfirmed
from rotativa.readers.rules import note_second_factor


@receiver(minute)
def end_accounts(at: datetime, **_kwargs: Any) -> None:
    end_due(at=at)


@receiver(minute)
def forget_accounts(at: datetime, **_kwargs: Any) -> None:
    forget_unconfirmed(at=at)


@receiver(minute)
def forget_sessions(at: datetime, **_kwargs: Any) -> None:
    clear_sessions(at=at)


@receiver(post_delete, sender=User)
def account_deleted(instance: User, **_kwargs: Any) -> None:
    """Whoever deleted it: the reader, the desk, the clock."""
    name, storage = instance.portrait.name, instance.portrait.storage
    if name:
        transaction.on_commit(lambda: storage.delete(name))


@receiver(authentication_step_completed)
def step_completed(request: HttpRequest, user: User, method: str, **_kwargs: Any) -> None:
    if method == "mfa":
        note_second_factor(request, user)


@receiver(authenticator_added)
def factor_added(
    request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: Any
) -> None:
    """Whoever has just set it up has it in hand."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        note_second_factor(request, user)
