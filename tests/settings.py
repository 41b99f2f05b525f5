"""The settings of a public site, made quick and closed for tests."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("ROTATIVA_SITE", str(Path(__file__).parent / "site"))

from rotativa.project.settings import *  # noqa: F403  # the environment must be set first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.gettempdir()) / f"rotativa-tests-{os.getpid()}" / "media"
if os.environ.get("TESTS_ON_DISK"):
    # A browser asks several things at once: on disk they wait for each other, in memory they fail.
    DATABASES["default"]["TEST"] = {  # noqa: F405  # of the settings above
        "NAME": str(MEDIA_ROOT.parent / "browser.sqlite3")
    }
    MEDIA_ROOT.parent.mkdir(parents=True, exist_ok=True)
CAPTURES_ROOT = MEDIA_ROOT.parent / "captures"
PRINTED_ROOT = MEDIA_ROOT.parent / "printed"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
SECURE_HSTS_SECONDS = 31_536_000
