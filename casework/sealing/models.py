"""One wrapped data key for each person; destroying the row makes everything sealed under it unreadable."""

from django.db import models


class DataKey(models.Model):
    """The data key of one subject, wrapped by a key-encryption key.

    Subjects are victims, files on their way in, shelters (their place), and stays (what is told there).
    """

    subject = models.UUIDField(primary_key=True, editable=False)
    key_encryption_key = models.CharField(max_length=40)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    class Wall:
        seen = (
            "exists (select 1 from victims_victim v where v.id = {table}.subject)"
            " or exists (select 1 from exchange_workbookimport w where w.id = {table}.subject)"
            " or {table}.subject in (select sec.open_shelters())"
            " or exists (select 1 from assistance_shelterstay s where s.id = {table}.subject)"
        )
        entered = "(select sec.user_id()) is not null"
        changed = removed = history_seen = history_entered = "false"

    class Privacy:
        ordinary = ["subject", "key_encryption_key", "wrapped", "created_at"]

    def __str__(self) -> str:
        return f"data key {self.subject}"
