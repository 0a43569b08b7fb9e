"""The states of a workbook on its way in: {(from, to): permission}."""

from casework.exchange.models import WorkbookImport
from casework.victims.workflow import Transitions, Workflow

WORKBOOK_STATE: Transitions = {
    ("read", "checking"): "import_workbook",
    ("checking", "checked"): "import_workbook",
    ("checked", "checking"): "import_workbook",
    ("checked", "importing"): "import_workbook",
    ("importing", "done"): "import_workbook",
    ("read", "cancelled"): "import_workbook",
    ("checking", "cancelled"): "import_workbook",
    ("checked", "cancelled"): "import_workbook",
    ("importing", "cancelled"): "import_workbook",
    ("checking", "failed"): "import_workbook",
    ("importing", "failed"): "import_workbook",
    # What is in stays in; going on takes up after the last whole row.
    ("failed", "checking"): "import_workbook",
    ("failed", "importing"): "import_workbook",
    ("cancelled", "importing"): "import_workbook",
}

WORKFLOWS = {
    "workbook": Workflow(frozenset(WorkbookImport.State.values), frozenset({"read"}), WORKBOOK_STATE),
}
