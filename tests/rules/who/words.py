"""The words of the tables: what each role gets at an address."""

from casework.access.roles import Role

OK, REFUSED, HIDDEN = "ok", "refused", "hidden"
CASEWORKER, OFFICER, PARTNER = Role.CASEWORKER, Role.PROTECTION_OFFICER, Role.SHELTER_PARTNER

Row = dict[str, str]


def only(*roles: str, **others: str) -> Row:
    """Reached by these roles; refused to the rest, unless another word is given for a role."""
    return dict.fromkeys(Role.values, REFUSED) | dict.fromkeys(roles, OK) | others


EVERYBODY = only(*Role.values)
CASEWORK = only(CASEWORKER, OFFICER)
# Below a case: for staff of ours, of whom the caseworker holds it and the partner has no referral.
READS_CASE = only(CASEWORKER, OFFICER, shelter_partner=HIDDEN)
CHANGES_CASE = only(CASEWORKER, OFFICER)
ASSIGNS_CASE = only(OFFICER)
