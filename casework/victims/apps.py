from casework.apps import CaseAppConfig


class VictimsConfig(CaseAppConfig):
    name = "casework.victims"
    label = "victims"
    default = True
