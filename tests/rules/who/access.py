"""Who reaches what is about staff: the way in, the own account, people of staff, the trail."""

from casework.access.roles import Role
from tests.rules.who.words import EVERYBODY, HIDDEN, Row, only

NOTHING_SET_UP = dict.fromkeys(Role.values, HIDDEN)  # pages about a factor this person does not have
ADMINISTRATOR, AUDITOR = only(Role.ADMINISTRATOR), only(Role.AUDITOR)

ACCESS: dict[str, Row] = {
    "my-day": EVERYBODY,
    "welcome-seen": EVERYBODY,
    "hide-names": EVERYBODY,
    "session-keep": EVERYBODY,
    "quick-exit": EVERYBODY,
    "help": EVERYBODY,
    "set_language": EVERYBODY,
    "my-account": EVERYBODY,
    "password-first": EVERYBODY,
    "account_login": EVERYBODY,
    "account_logout": EVERYBODY,
    "account_reauthenticate": EVERYBODY,
    "account_change_password": EVERYBODY,
    "account_inactive": EVERYBODY,
    "mfa_index": EVERYBODY,
    "mfa_authenticate": EVERYBODY,
    "mfa_reauthenticate": EVERYBODY,
    "mfa_activate_totp": EVERYBODY,
    "mfa_deactivate_totp": NOTHING_SET_UP,
    "mfa_view_recovery_codes": NOTHING_SET_UP,
    "mfa_generate_recovery_codes": EVERYBODY,
    "mfa_download_recovery_codes": NOTHING_SET_UP,
    "mfa_list_webauthn": EVERYBODY,
    "mfa_add_webauthn": EVERYBODY,
    "mfa_reauthenticate_webauthn": EVERYBODY,
    "mfa_remove_webauthn": NOTHING_SET_UP,
    "mfa_edit_webauthn": NOTHING_SET_UP,
    "mfa_login_webauthn": EVERYBODY,
    "usersessions_list": EVERYBODY,
    "staff-list": ADMINISTRATOR,
    "staff-invite": ADMINISTRATOR,
    "staff-detail": ADMINISTRATOR,
    "staff-role": ADMINISTRATOR,
    "staff-undertaking": ADMINISTRATOR,
    "staff-suspend": ADMINISTRATOR,
    "staff-restore": ADMINISTRATOR,
    "staff-sessions-end": ADMINISTRATOR,
    "staff-link": ADMINISTRATOR,
    "staff-factor-request": ADMINISTRATOR,
    "staff-factor-confirm": ADMINISTRATOR,
    "organisation-list": ADMINISTRATOR,
    "organisation-add": ADMINISTRATOR,
    "organisation-edit": ADMINISTRATOR,
    "trail": AUDITOR,
    "trail-check": AUDITOR,
    "trail-export": AUDITOR,
}
# Pages that can be opened without an account: signing in, leaving, help and language.
PUBLIC = {
    "quick-exit", "help", "set_language", "password-first", "account_login", "account_logout",
    "account_inactive", "mfa_authenticate", "mfa_login_webauthn",
}  # fmt: skip
