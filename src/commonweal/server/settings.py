"""Django's settings. An operator sets environment variables only; each is listed in docs/reference/settings.md."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from commonweal.server import database, front_end, identity_provider, paths, secret

DEBUG = os.environ.get("COMMONWEAL_DEBUG") == "1"
SECRET_KEY = os.environ.get("COMMONWEAL_SECRET_KEY") or secret.read_or_create(paths.data_folder() / "secret-key")
ALLOWED_HOSTS = os.environ.get("COMMONWEAL_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("COMMONWEAL_ORIGINS", "").split(",") if origin]
SITE_NAME = os.environ.get("COMMONWEAL_SITE_NAME", "Commonweal")
SECURITY_CONTACT = os.environ.get("COMMONWEAL_SECURITY_CONTACT", "")
SITE_URL = os.environ.get("COMMONWEAL_URL", "http://localhost:8000").rstrip("/")

# "github.com=…" would be wrong: tokens go to the host of the API ("api.github.com=…").
HOST_TOKENS = dict(
    pair.strip().split("=", 1) for pair in os.environ.get("COMMONWEAL_HOST_TOKENS", "").split(",") if "=" in pair
)
SBOM_LARGEST_BYTES = int(os.environ.get("COMMONWEAL_SBOM_MEGABYTES", "25")) * 1_000_000
PACKAGE_REGISTRIES = dict(
    pair.strip().split("=", 1) for pair in os.environ.get("COMMONWEAL_PACKAGE_REGISTRIES", "").split(",") if "=" in pair
)
PRIVATE_PACKAGES = [each for each in os.environ.get("COMMONWEAL_PRIVATE_PACKAGES", "").split(",") if each]
FORGE_LOOKS = int(os.environ.get("COMMONWEAL_FORGE_LOOKS", "20"))
PRIVATE_HOSTS = [host for host in os.environ.get("COMMONWEAL_PRIVATE_HOSTS", "").split(",") if host]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django.contrib.postgres",
    "django.contrib.admin",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "commonweal.journal",
    "commonweal.organisations",
    "commonweal.catalogue",
    "commonweal.usage",
    "commonweal.components",
    "commonweal.harvest",
    "commonweal.publishing",
    "commonweal.risk",
    "commonweal.licensing",
    "commonweal.health",
    "commonweal.screening",
    "commonweal.strategy",
    "commonweal.skills",
    "commonweal.assessments",
    "commonweal.knowledge",
    "commonweal.server",
]

MIDDLEWARE = [
    "commonweal.server.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "commonweal.server.nul.refuse_nul",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "commonweal.server.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "commonweal.server.urls"
WSGI_APPLICATION = "commonweal.server.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [paths.PACKAGE / "server" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "commonweal.server.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # our own templates of forms, fields and widgets


def _database(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
        "TEST": {"NAME": os.environ.get("COMMONWEAL_TEST_DATABASE")},
    }


DATABASES = {"default": _database(database.url())}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("it", "Italiano"), ("fr", "Français"), ("de", "Deutsch")]
LOCALE_PATHS = [paths.PACKAGE / "server" / "locale"]
FORMAT_MODULE_PATH = "commonweal.server.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("COMMONWEAL_TIME_ZONE", "UTC")

NODE_MODULES = paths.node_modules()  # borders of countries for maps, beside what browsers get
# Who runs which version, in memory; from so many occurrences on a worker builds it (ADR 13).
EXPOSURE_FOLDER = paths.data_folder() / "exposure"
EXPOSURE_FROM = int(os.environ.get("COMMONWEAL_EXPOSURE_FROM", "500000"))
STATIC_URL = "/static/"
STATIC_ROOT = paths.data_folder() / "static"
STATICFILES_DIRS: list[Path | tuple[str, Path]] = [
    paths.PACKAGE / "server" / "static",
    (front_end.STATIC_PREFIX, front_end.folder()),
]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # pages name files by their content; half the files to compress
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Django by itself tells errors only by mail to administrators who are named in the settings.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"errors": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["errors"], "level": "ERROR"}},
}

LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
# As NIST SP 800-63B has it: long, not in the lists of leaked ones, not one's own name; no rule on kinds of letters.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ["username", "email", "display_name"]}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
]
SIGN_UP_IS_OPEN = os.environ.get("COMMONWEAL_SIGN_UP") == "1"
ACCOUNT_ADAPTER = "commonweal.server.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if SIGN_UP_IS_OPEN else "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{SITE_NAME}: "
# Attempts are counted in the cache, so it is shared by all processes; addresses of visitors come from the proxy.
# A whole room may type its codes of a training from one address.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "training_code": "120/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("COMMONWEAL_TRUSTED_PROXIES", "0"))
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "commonweal_cache"},
    # Finished pages, in each process: 2,000 of them are some 20 MB.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}
SOCIALACCOUNT_ADAPTER = "commonweal.server.sign_in.IdentityAdapter"
SOCIALACCOUNT_PROVIDERS = identity_provider.provider_settings()
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
# The operator chose the provider, so an e-mail address it has verified leads to the account that has it here.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# A link, not a form: browsers hold the policy on form targets against redirects, too.
SOCIALACCOUNT_LOGIN_ON_GET = True
OIDC_ROLE_CLAIM = os.environ.get("COMMONWEAL_OIDC_ROLE_CLAIM", "roles")
OIDC_ROLES = os.environ.get("COMMONWEAL_OIDC_ROLES", "")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
MAIL_IS_CONFIGURED = "COMMONWEAL_MAIL_HOST" in os.environ
EMAIL_HOST = os.environ.get("COMMONWEAL_MAIL_HOST", "localhost")
DEFAULT_FROM_EMAIL = os.environ.get("COMMONWEAL_MAIL_FROM", "commonweal@localhost")

SECURE = SITE_URL.startswith("https://")
CSRF_FAILURE_VIEW = "commonweal.server.views.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

PROCRASTINATE_ON_APP_READY = "commonweal.server.jobs.on_app_ready"
