"""Django's settings: all that an operator may choose comes from the typed `Config`."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from rotativa.lib.config import load_config
from rotativa.project.databases import database_settings

CONFIG = load_config()
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = CONFIG.secret_key.get_secret_value()
SECRET_KEY_FALLBACKS = [key.get_secret_value() for key in CONFIG.secret_key_fallbacks]
DEBUG = CONFIG.debug
TRUSTED_PROXIES = CONFIG.trusted_proxies
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
HOST = str(urlsplit(CONFIG.base_url).hostname)
ALLOWED_HOSTS = [HOST, *CONFIG.allowed_hosts, *(LOOPBACK if HOST in LOOPBACK else [])]

INSTALLED_APPS = [
    "rotativa.project",
    "rotativa.newsroom",
    "rotativa.importers",
    "rotativa.comments",
    "rotativa.newsletters",
    "rotativa.mailbox",
    "rotativa.press",
    "rotativa.readers",
    "rotativa.articles",
    "rotativa.evidence",
    "rotativa.pages",
    "rotativa.media",
    "rotativa.people",
    "rotativa.project.wagtail_apps.Redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "rotativa.newsroom.accounts.AccountsConfig",  # wagtail.users
    "rotativa.project.wagtail_apps.Snippets",
    "rotativa.project.wagtail_apps.Documents",
    "rotativa.project.wagtail_apps.Images",
    "wagtail.search",
    "wagtail.admin",
    "rotativa.project.wagtail_apps.Locales",
    "wagtail",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "rotativa.evidence.replay.middleware.answer_for_copies",
    "rotativa.project.middleware.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rotativa.project.middleware.pack_text",
    "rotativa.readers.signed_in.mark_signed_in",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rotativa.pages.middleware.bound_attempts",
    "rotativa.newsroom.middleware.change_one_time_password",
    "rotativa.readers.middleware.ask_for_second_factor",
    "rotativa.newsroom.middleware.TellOfLongSearch",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "rotativa.articles.middleware.lead_on",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "rotativa.project.urls"
WSGI_APPLICATION = "rotativa.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [CONFIG.site / "theme" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": database_settings(CONFIG.database, site=CONFIG.site)}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Counted in each process: a write to the database would cost more than the answer.
    "searches": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "searches",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    "talk": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "talk",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    "clicks": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "clicks",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    "api": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "api",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # Counted for all processes and machines together. Full, it forgets some of those that count:
    # that takes this many wrong attempts within the hour for which the longest are kept.
    "attempts": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_attempts",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"  # the front page, in the reader's language
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {},
        "MinimumLengthValidator": {"min_length": 12},  # as templates/readers/password.html says
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]

ACCOUNTS = CONFIG.accounts
ACCOUNT_ADAPTER = "rotativa.readers.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "rotativa.readers.forms.SignInForm",
    "signup": "rotativa.readers.forms.RegisterForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "website"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_TIMEOUT = 30 * 60  # code, and second factor after it
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {  # those of forms for strangers are ours: rotativa/readers/limits.py
    "login": None, "signup": None, "request_login_code": "30/h/key", "login_failed": "10/15m/key",
    "confirm_email": "20/h/key", "reauthenticate": "20/15m/user",
}  # fmt: skip
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
MFA_ADAPTER = "rotativa.readers.adapter.FactorAdapter"
MFA_FORMS = {"add_webauthn": "rotativa.readers.forms.PasskeyForm"}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1

LANGUAGES = [(code, _(str(LANG_INFO[code]["name"]))) for code in CONFIG.languages]
LANGUAGE_CODE = CONFIG.languages[0]
LOCALE_PATHS = [CONFIG.site / "theme" / "locale", PACKAGE / "locale"]
TIME_ZONE = CONFIG.time_zone
USE_I18N = True
FORMAT_MODULE_PATH = "rotativa.project.formats"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = CONFIG.site / "static"  # readable by a web server, as data/ is not
STATICFILES_DIRS = [path for path in [CONFIG.site / "theme" / "static"] if path.is_dir()]
SITE_FONTS = CONFIG.site / "theme" / "fonts"  # of share cards: see docs/run/theme.md
MEDIA_URL = "/media/"
MEDIA_ROOT = CONFIG.site / "media"
PRINTED_ROOT = CONFIG.site / "printed"
PRINTED_BUCKET = CONFIG.bucket
CDN = CONFIG.cdn
TRANSLATOR = CONFIG.translator
MODELS_ROOT = CONFIG.site / CONFIG.translator.models
EVIDENCE = CONFIG.evidence
CAPTURES_ROOT = CONFIG.site / CONFIG.evidence.folder
PLAYER_ROOT = CONFIG.site / "player"
STAMP_ROOTS = CONFIG.site / CONFIG.evidence.roots if CONFIG.evidence.roots else None
FEEDS = CONFIG.feeds
SPAM = CONFIG.spam
ROBOTS = CONFIG.robots
SECURITY = CONFIG.security
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "rotativa.project.static.PackedStaticFiles"},
}
WHITENOISE_MAX_AGE = 60
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

TASKS: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": {
            "database": "rotativa.lib.tasks.OnceEachBackend",
            "immediate": "django_tasks.backends.immediate.ImmediateBackend",
        }[CONFIG.tasks.how],
    },
}

DEFAULT_FROM_EMAIL = SERVER_EMAIL = CONFIG.mail.sender
EMAIL_BACKEND = {
    "file": "rotativa.lib.mail_folder.EmailBackend",
    "smtp": "rotativa.lib.mail_relay.EmailBackend",
    "service": "rotativa.lib.mail_service.EmailBackend",
}[CONFIG.mail.how]
EMAIL_FILE_PATH = CONFIG.site / "mail"
SHOWS_MAIL = CONFIG.shows_mail
EMAIL_HOST = CONFIG.mail.host
EMAIL_PORT = CONFIG.mail.port
EMAIL_HOST_USER = CONFIG.mail.user
EMAIL_HOST_PASSWORD = CONFIG.mail.password.get_secret_value()
EMAIL_USE_TLS = CONFIG.mail.security == "starttls"
EMAIL_USE_SSL = CONFIG.mail.security == "tls"
EMAIL_TIMEOUT = 30

NEWSLETTERS = CONFIG.newsletters
MAIL = CONFIG.mail

SESSION_COOKIE_AGE = 30 * 24 * 60 * 60  # of those who wish to stay signed in
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # of all others
SESSION_COOKIE_NAME = "__Host-session" if CONFIG.is_public else "session"
SIGNED_IN_COOKIE_NAME = "__Host-signed-in" if CONFIG.is_public else "signed-in"
CSRF_COOKIE_NAME = "__Host-csrf" if CONFIG.is_public else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.is_public
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "rotativa.newsroom.views.errors.form_too_old"
SECURE_SSL_REDIRECT = (
    False  # the proxy in front of the site does this; it knows the outside address
)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.is_public else None
SECURE_HSTS_SECONDS = 31_536_000 if CONFIG.is_public else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = CONFIG.is_public
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the desk previews pages in a frame
SILENCED_SYSTEM_CHECKS = [
    "security.W008",  # see SECURE_SSL_REDIRECT
    "security.W019",  # see X_FRAME_OPTIONS
]

WAGTAIL_SITE_NAME = "Rotativa"
WAGTAILADMIN_BASE_URL = CONFIG.base_url
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_ALLOW_UNICODE_SLUGS = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
# What some machines have beside the names that are the same everywhere: no browser knows those.
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"Factory", "localtime", "posixrules"})
WAGTAIL_ENABLE_WHATS_NEW_BANNER = WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Each saves over the one before, so the history has one line for a sitting. What is saved is the form
# as it was when the wait began: a longer one loses more, and says "Saving…" all the while.
WAGTAIL_AUTOSAVE_INTERVAL = 5_000
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "pages/password_required.html"  # noqa: S105  # a template's name
WAGTAILDOCS_PASSWORD_REQUIRED_TEMPLATE = WAGTAIL_PASSWORD_REQUIRED_TEMPLATE
# One door for readers and editors: rotativa/readers.
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILIMAGES_IMAGE_MODEL = "media.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "rotativa.media.forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpg", "jpeg", "png", "webp", "svg"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 80_000_000  # below the number at which Pillow begins to warn
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 30 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_MODEL = "media.File"
WAGTAILDOCS_EXTENSIONS = [
    *["csv", "doc", "docx", "epub", "md", "odp", "ods", "odt", "pdf", "ppt", "pptx", "rtf", "txt"],
    *["xls", "xlsx", "zip"],
    *["flac", "m4a", "mp3", "oga", "ogg", "opus", "wav"],
    *["m4v", "mov", "mp4", "ogv", "webm"],
]
SENDFILE_BACKEND = "rotativa.media.sending"  # how Wagtail gives out documents
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # cards are made by our own guarded task
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "rotativa.articles.search.backend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"crowds": {"()": "rotativa.lib.log_lines.CrowdsOnceAMinute"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        # The worker sets its loggers to INFO; a line for each task begun and done helps nobody.
        "worker": {"class": "logging.StreamHandler", "formatter": "line", "level": "ERROR"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"filters": ["crowds"]},
        # Who asks by another name is answered 400; strangers do it all day.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
        # Nobody is there to be answered.
        "django.security.BodyBrokeOff": {"handlers": ["nowhere"], "propagate": False},
        "rotativa": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django_tasks": {"handlers": ["worker"], "propagate": False},
        "django_tasks_db": {"handlers": ["worker"], "propagate": False},
    },
}
