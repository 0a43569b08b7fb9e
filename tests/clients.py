"""A browser as the pages of this application make it behave."""

import uuid

from django.test import Client


class Browser(Client):
    """A client whose every form carries a one-use token of its own, as every page of ours gives it one."""

    def post(self, path, data=None, *args, **kwargs):
        if data is None or isinstance(data, dict):
            data = {"once": str(uuid.uuid4()), **(data or {})}
        return super().post(path, data, *args, **kwargs)
