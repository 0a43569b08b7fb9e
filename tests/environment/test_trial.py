"""The bar on what protects people: run to its last branch, or the tests fail."""

import subprocess
import sys
from pathlib import Path

import pytest

from config.embedded.trial import TO_THE_LAST_BRANCH, check_last_branches

HALF = "import sys\nif len(sys.argv) > 1:\n    sys.exit(0)\n"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree of our shape in which this very run is not measured."""
    for name in ("COVERAGE_FILE", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "path",
    [
        "casework/access/gate.py", "casework/access/views/gate.py", "casework/sealing/names/gate.py",
        "casework/victims/policies.py", "casework/victims/workflow.py", "casework/victims/services.py",
        "casework/victims/services/gate.py",
    ],
)  # fmt: skip
def test_a_branch_that_no_test_runs_fails_and_is_named(tree, capfd, path):
    module = tree / path
    module.parent.mkdir(parents=True)
    module.write_text(HALF)
    measure = [sys.executable, "-m", "coverage", "run", "--branch", "--append", path]
    subprocess.run(measure, check=True)
    assert check_last_branches() != 0
    out, err = capfd.readouterr()
    assert path in out
    assert "run by no test" in err
    subprocess.run([*measure, "the other way"], check=True)
    assert check_last_branches() == 0


def test_every_place_of_the_bar_exists():
    root = Path(__file__).parents[2]
    assert [pattern for pattern in TO_THE_LAST_BRANCH if not list(root.glob(pattern))] == []
