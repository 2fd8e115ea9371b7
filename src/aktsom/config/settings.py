"""Django's settings. Everything that differs between installations comes from the environment."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from aktsom.config.database import connections_from_environment
from aktsom.config.environment import home, secret_key
from aktsom.config.mail import mail_settings
from aktsom.operation.logs import logging_setup

PACKAGE = Path(__file__).resolve().parents[1]

DEBUG = os.environ.get("AKTSOM_DEBUG") == "1"
SECRET_KEY = secret_key()
ALLOWED_HOSTS = os.environ.get("AKTSOM_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("AKTSOM_ORIGINS", "").split(",") if origin]
IS_DEMO = os.environ.get("AKTSOM_DEMO") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "aktsom.core",
    "aktsom.institutions",
    "aktsom.identity",
    "aktsom.reminders",
    "aktsom.protection.personal_data",
    "aktsom.knowledge.sources",
    "aktsom.knowledge.screening",
    "aktsom.protection.access",
    "aktsom.protection.log",
    "aktsom.cooperation.partners",
    "aktsom.cooperation.traces",
    "aktsom.cooperation.records",
    "aktsom.cooperation.register",
    "aktsom.cooperation.agreements",
    "aktsom.cooperation.deadlines",
    "aktsom.cooperation.drawer",
    "aktsom.cooperation.exits",
    "aktsom.appraisal",
    "aktsom.overview",
    "aktsom.operation",
    "aktsom.web",
    "aktsom.api",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_cotton",
    "django_htmx",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "aktsom.operation.middleware.Watched",
    "aktsom.web.middleware.SafeHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "aktsom.web.limits.Limited",
    "aktsom.web.middleware.Programs",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "aktsom.web.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "aktsom.identity.middleware.LimitedSessions",
    "aktsom.web.middleware.ActingPerson",
    "aktsom.web.middleware.PlainErrors",
]

ROOT_URLCONF = "aktsom.config.urls"
WSGI_APPLICATION = "aktsom.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "aktsom.web.context.page",
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "aktsom.web.templatetags.aktsom",
            ],
        },
    }
]
COTTON_DIR = "cotton"

DATABASES = connections_from_environment()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "institutions.User"
AKTSOM_ACTOR_OF_MEMBER = "aktsom.institutions.queries.actor_of_member"
AUTHENTICATION_BACKENDS = ["aktsom.identity.backend.Accounts"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "aktsom.identity.passwords.OwnWords"},
    {"NAME": "aktsom.identity.passwords.Breached"},
]
AKTSOM_BREACHED_PASSWORDS = os.environ.get("AKTSOM_BREACHED_PASSWORDS", "")
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "aktsom.identity.signing_in.LocalAccounts"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_REAUTHENTICATION_REQUIRED = False
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("AKTSOM_PROXIES", "0"))
MFA_ADAPTER = "aktsom.identity.signing_in.Factors"
MFA_FORMS = {"authenticate": "aktsom.identity.codes.OnceOnlyCodeForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_REAUTHENTICATION_REQUIRED = False
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Aktsom"
MFA_TOTP_TOLERANCE = 1
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

SESSION_ENGINE = "aktsom.identity.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
AKTSOM_SECOND_FACTOR = os.environ.get("AKTSOM_SECOND_FACTOR", "all")
AKTSOM_SIGN_IN_HOSTS = [each.strip() for each in os.environ.get("AKTSOM_SIGN_IN_HOSTS", "").split(",") if each.strip()]
AKTSOM_SESSION_SECONDS = 60 * int(os.environ.get("AKTSOM_SESSION_MINUTES", "480"))
AKTSOM_IDLE_SECONDS = 60 * int(os.environ.get("AKTSOM_IDLE_MINUTES", "60"))
SESSION_COOKIE_AGE = AKTSOM_SESSION_SECONDS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "aktsom.web.views.form_expired"
LANGUAGE_COOKIE_NAME, AKTSOM_DEVICE_COOKIE = "aktsom_language", "aktsom_device"
SECURE = os.environ.get("AKTSOM_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
if SECURE:
    # Browsers take a cookie of such a name over HTTPS alone, and only from this very host.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    LANGUAGE_COOKIE_NAME, AKTSOM_DEVICE_COOKIE = "__Host-language", "__Host-device"
SECURE_SSL_REDIRECT = SECURE
# A program that sends its key over HTTP is refused (web/middleware.SafeHeaders); led on, it would never notice.
SECURE_REDIRECT_EXEMPT = [r"^api/v1/", r"^scim/"]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# A drawer's files (cooperation/drawer/archive.py) and its sheet; however many come, one file on disk is open for them.
DATA_UPLOAD_MAX_NUMBER_FILES = 5_001
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "aktsom.web.uploads.OneFileUploadHandler",
]
AKTSOM_CLAMD = os.environ.get("AKTSOM_CLAMD", "")
AKTSOM_CALLS_PER_MINUTE = int(os.environ.get("AKTSOM_CALLS_PER_MINUTE", "600"))

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", _("Bokmål")), ("en", _("English"))]
LANGUAGE_COOKIE_SAMESITE = "Lax"
FORMAT_MODULE_PATH = "aktsom.web.formats"
USE_TZ = True
TIME_ZONE = "Europe/Oslo"

STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "web" / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = home() / "files"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
globals().update(mail_settings(os.environ.get("AKTSOM_EMAIL_URL", ""), os.environ.get("AKTSOM_EMAIL_BACKEND", "")))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("AKTSOM_EMAIL_FROM", "aktsom@localhost")

# The signed heads of the audit log: the key and files, and where else they are left (docs/AUDIT.md).
AKTSOM_AUDIT_FOLDER = home() / "audit"
AKTSOM_SIGNING_KEY = os.environ.get("AKTSOM_SIGNING_KEY", "")
AKTSOM_AUDIT_MAIL = [each.strip() for each in os.environ.get("AKTSOM_AUDIT_MAIL", "").split(",") if each.strip()]
AKTSOM_TIMESTAMP_URL = os.environ.get("AKTSOM_TIMESTAMP_URL", "")
AKTSOM_TIMESTAMP_ROOT = os.environ.get("AKTSOM_TIMESTAMP_ROOT", "")

LOGGING = logging_setup(os.environ.get("AKTSOM_LOG_FORMAT", "console"), os.environ.get("AKTSOM_LOG", "WARNING"))
