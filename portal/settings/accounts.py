"""Accounts: how people sign up and in, second factors, limits, and how long things are kept."""

import environ

_env = environ.Env()

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "accounts.hashers.PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
"""The first hashes; what the other hashed is hashed anew at the next sign-in."""
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "account"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 3600

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "signup": "accounts.forms.SignUpForm",
    "add_email": "accounts.forms.MailForm",
    "change_password": "accounts.forms.PasswordForm",
    "set_password": "accounts.forms.FirstPasswordForm",
    "reset_password": "accounts.forms.ForgottenForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "reauthenticate": "accounts.forms.AgainForm",
}

MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "中国劳动力市场"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.CodeAgainForm",
    "activate_totp": "accounts.forms.AppForm",
    "add_webauthn": "accounts.forms.PasskeyForm",
    "edit_webauthn": "accounts.forms.PasskeyNameForm",
}
STAFF_MFA_REQUIRED = _env.bool("STAFF_MFA_REQUIRED", default=True)
"""Whether staff without a second factor are led to set one up before any page of theirs answers."""
STAFF_PATHS = ("/workspace/", "/window/", "/cms/")

STAFF_INVITATION_DAYS = _env.int("STAFF_INVITATION_DAYS", default=7)
"""How long the link of an invitation of staff works."""
STAFF_INVITATIONS_A_DAY = _env.int("STAFF_INVITATIONS_A_DAY", default=400)
"""Invitations that one person may send in 24 hours: room for all cities, not for a stolen account."""
STAFF_INVITATION_KEPT_DAYS = _env.int("STAFF_INVITATION_KEPT_DAYS", default=30)
"""Days after which an invitation that is over is forgotten."""
STAFF_REVIEW_DAYS = _env.int("STAFF_REVIEW_DAYS", default=365)
"""After so many days the level above confirms again what staff hold, or takes it back."""
STAFF_REVIEW_AHEAD_DAYS = _env.int("STAFF_REVIEW_AHEAD_DAYS", default=30)
"""So many days before that, the page of the review and a weekly mail begin to ask."""

ACCOUNTS_THROTTLED = _env.bool("ACCOUNTS_THROTTLED", default=True)
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    # Whole schools and phone networks share an address, so addresses have room; an account has little.
    "login": "120/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "signup": "30/m/ip,120/h/ip",
    "reset_password": "30/m/ip,3/10m/key",
    "reset_password_from_key": "30/m/ip",
    "confirm_email": "1/3m/key",
    "reauthenticate": "5/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
}
MFA_RATE_LIMITS: dict[str, str] | bool = {"webauthn_login": "60/m/ip"}
if not ACCOUNTS_THROTTLED:
    ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
SEARCHES_A_MINUTE_FROM_AN_ADDRESS = _env.int("SEARCHES_A_MINUTE_FROM_AN_ADDRESS", default=600)
SEARCHES_A_MINUTE_BY_AN_ACCOUNT = _env.int("SEARCHES_A_MINUTE_BY_AN_ACCOUNT", default=120)
"""Pages and API together; 0 counts nothing."""
SUGGESTIONS_A_MINUTE_FROM_AN_ADDRESS = _env.int("SUGGESTIONS_A_MINUTE_FROM_AN_ADDRESS", default=3000)
"""Type-ahead asks with every key, and whole schools share an address."""
READS_A_MINUTE_FROM_AN_ADDRESS = _env.int("READS_A_MINUTE_FROM_AN_ADDRESS", default=60)
"""The headless interface without a key; 0 counts nothing. Keys have rates of their own."""

UNCONFIRMED_ACCOUNT_DAYS = _env.int("UNCONFIRMED_ACCOUNT_DAYS", default=30)
EXPORT_DAYS = _env.int("EXPORT_DAYS", default=7)
"""How long the file with all that is held on a person can be fetched."""
ERASURE_COOLING_DAYS = _env.int("ERASURE_COOLING_DAYS", default=7)
"""How long a person may take back the wish to be erased."""
PSEUDONYM_DAYS = _env.int("PSEUDONYM_DAYS", default=3 * 365)
"""How long the trail of acts keeps an erased person apart from others, under a number."""
AUDIT_DAYS = _env.int("AUDIT_DAYS", default=3 * 365 + 1)
"""How long the audit trail is kept."""
AUDIT_KEYS = _env.list("AUDIT_KEYS", default=[])
"""Secrets that the audit trail is signed with: the first signs, all are believed; none: SECRET_KEY."""
