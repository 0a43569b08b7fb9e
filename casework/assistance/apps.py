from casework.apps import CaseAppConfig


class AssistanceConfig(CaseAppConfig):
    name = "casework.assistance"
    label = "assistance"
    default = True
