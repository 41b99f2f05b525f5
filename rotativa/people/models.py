"""The one kind of account: editors and readers alike sign in with an e-mail address."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from rotativa.people.rules import name_key


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class AddressField(models.EmailField):  # type: ignore[type-arg]  # not subscriptable at run time
    """Stored, and looked up, in small letters: whoever types capitals means the same address."""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return prepared.lower() if isinstance(prepared, str) else prepared


class User(AbstractUser):
    """An account. Addresses that differ only in case are one account."""

    username = None  # type: ignore[assignment]  # the e-mail address names the account
    email = AddressField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("There is already an account with this e-mail address.")},
    )
    has_one_time_password = models.BooleanField(
        _("has a one-time password"),
        default=False,
        editable=False,
        help_text=_("The desk asks for another password before anything else."),
    )
    shown_name = models.CharField(
        _("name shown with comments"), max_length=50, blank=True, editable=False
    )
    name_key = models.CharField(max_length=100, null=True, unique=True, editable=False)  # noqa: DJ001  # none is not one
    """The same for names that only one reader may have; docs/decisions/accounts.md says which."""
    named_at = models.DateTimeField(null=True, editable=False)
    language = models.CharField(_("language of mails"), max_length=20, blank=True, editable=False)
    portrait = models.ImageField(_("picture"), upload_to="readers", blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]  # ours takes no name

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_per_address"),
        ]

    def __str__(self) -> str:
        return self.public_name or self.email

    @property
    def public_name(self) -> str:
        """What others may read; never the address. Empty for whoever has given no name."""
        return self.shown_name or self.get_full_name()

    def take_name(self, name: str) -> None:
        self.shown_name = name
        self.name_key = name_key(name) or None

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        self.has_one_time_password = False

    def set_one_time_password(self, raw_password: str) -> None:
        self.set_password(raw_password)
        self.has_one_time_password = True
