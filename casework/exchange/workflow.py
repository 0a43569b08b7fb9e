"""The states of a workbook on its way in: {(from, to): permission}."""

from casework.victims.workflow import Transitions, Workflow

WORKBOOK_STATE: Transitions = {
    ("read", "checking"): "import_workbook",
    ("checking", "checked"): "import_workbook",
    ("checked", "checking"): "import_workbook",
    ("checked", "importing"): "import_workbook",
    ("read", "importing"): "import_workbook",  # from the terminal, where a trial is asked for separately
    ("importing", "done"): "import_workbook",
    ("read", "cancelled"): "import_workbook",
    ("checking", "cancelled"): "import_workbook",
    ("checked", "cancelled"): "import_workbook",
    ("importing", "cancelled"): "import_workbook",
    ("checking", "failed"): "import_workbook",
    ("importing", "failed"): "import_workbook",
    # A worker that died leaves its passage under way: it is taken up behind the last whole row.
    ("checking", "checking"): "import_workbook",
    ("importing", "importing"): "import_workbook",
    # What is in stays in and is recognised by the next passage.
    ("failed", "checking"): "import_workbook",
}

WORKFLOWS = {
    "workbook": Workflow(
        frozenset({"read", "checking", "checked", "importing", "done", "cancelled", "failed"}),
        frozenset({"read"}),
        WORKBOOK_STATE,
    ),
}
