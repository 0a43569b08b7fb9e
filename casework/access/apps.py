"""Access: who works here, what each may do, and who looked at what."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "casework.access"
    label = "access"

    def ready(self) -> None:
        from casework.access import accounts  # noqa: F401  (connects the sign-in signals)
        from casework.access.services import after_migrate

        # The last application to be migrated is the moment when every table stands.
        post_migrate.connect(after_migrate, dispatch_uid="casework.access.after_migrate")
