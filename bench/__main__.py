"""`make bench [CASES=100000]`: fills databases of 10,000 and of CASES cases and measures on each."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).parent / "results.json"
SMALL = 10_000


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000, help="the size of the large database")
    options = parser.parse_args()
    results = [result for size in sorted({SMALL, options.cases}) for result in measured(size)]
    RESULTS.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n")
    for result in results:
        mark = "ok" if result["ok"] else "MISSED"
        print(f"{mark:>7}  {result['value']:>9} {result['unit']} (bar {result['bar']})  {result['name']}")
    return 0 if all(result["ok"] for result in results) else 1


def measured(size: int) -> list[dict[str, object]]:
    """Fill a database of its own with so many cases, and take the figures on it."""
    variables = environment(size)
    print(f"{size} cases ...", flush=True)
    owner = {**variables, "DATABASE_URL": variables["DATABASE_OWNER_URL"]}
    step(["manage.py", "prepare_database", "-v0"], variables)
    step(["manage.py", "migrate", "-v0"], owner)
    started = time.monotonic()
    step(["manage.py", "load_demo_data", f"--cases={size}", "--password=only for measuring"], variables)
    print(f"  invented in {time.monotonic() - started:.0f} s", flush=True)
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        # Queries are counted once: their number does not depend on the size of the database.
        what = ["caseload", "names", "saving", *(["pages"] if size == SMALL else [])]
        step(["-m", "bench.measure", f"--cases={size}", f"--into={file.name}", *what], variables)
        return json.loads(Path(file.name).read_text())


def environment(size: int) -> dict[str, str]:
    """Our environment, with every address leading to the database of this size."""
    variables = dict(os.environ, DJANGO_SETTINGS_MODULE="config.settings_test")
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_AUDIT_URL"):
        server, _slash, _database = variables[name].rpartition("/")
        variables[name] = f"{server}/casework_{size}"
    return variables


def step(command: list[str], variables: dict[str, str]) -> None:
    subprocess.run([sys.executable, *command], env=variables, cwd=REPOSITORY, check=True)


if __name__ == "__main__":
    sys.exit(main())
