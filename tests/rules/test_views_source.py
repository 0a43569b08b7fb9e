"""Views reach rows through visible_to only and save through services only."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "casework"
VIEWS = sorted([*ROOT.glob("*/views.py"), *ROOT.glob("*/views/*.py"), *ROOT.glob("*/timeline.py")])
# Accounts and the trail are not case content; their views take what the administrator may manage.
DOORS = re.compile(r"\.(visible_to|of_case|active|manageable_by)\(")


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: str(path.relative_to(ROOT)))
def test_views_reach_rows_through_visible_to(path):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if ".objects" in line:
            assert DOORS.search(line), f"{path.name}:{number}: {line.strip()}"


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: str(path.relative_to(ROOT)))
def test_views_save_through_services(path):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        assert not re.search(r"\bform\.save\(|\.keep\(|\.status = |\.bulk_", line), f"{path.name}:{number}"
