"""What pages outside a single case share: the search field, the button to register, the dock."""

from typing import Any

from casework.access.mixins import PermissionMixin
from casework.access.policies import allowed
from casework.access.roles import Role, has_permission
from casework.victims.policies import check_can_register_person, check_can_search_people


class WorkMixin(PermissionMixin):
    """A page with search and registration, for those who may."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            can_register=allowed(check_can_register_person, user),
            can_search=allowed(check_can_search_people, user),
            can_see_cases=has_permission(user, "view_case"),
            sees_organisation=user.role == Role.PROTECTION_OFFICER,
            **kwargs,
        )
