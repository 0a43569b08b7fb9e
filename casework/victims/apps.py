from django.apps import AppConfig


class VictimsConfig(AppConfig):
    name = "casework.victims"
    label = "victims"
