from django.db.models.signals import post_migrate

from casework.apps import CaseAppConfig


class VictimsConfig(CaseAppConfig):
    name = "casework.victims"
    label = "victims"
    default = True

    def ready(self) -> None:
        super().ready()
        from casework.victims.indicator_sets import load_built_in_sets

        post_migrate.connect(load_built_in_sets, sender=self, dispatch_uid="casework.victims.indicator_sets")
