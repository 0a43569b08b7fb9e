"""Takes every figure on one database of invented cases: `python -m bench.measure --cases N`."""

import argparse
import json
from pathlib import Path

import django


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, required=True)
    parser.add_argument("--into", type=Path, required=True, help="the file that takes the results")
    parser.add_argument("what", nargs="*", help="caseload, names, saving, pages; default: all")
    options = parser.parse_args()
    django.setup()
    from bench import caseload, names, pages, saving

    size = f"{options.cases:,}".replace(",", " ")
    measurements = {"caseload": caseload, "names": names, "saving": saving, "pages": pages}
    chosen = options.what or measurements
    found = [figure for name in chosen for figure in measurements[name].figures(size)]
    options.into.write_text(json.dumps([figure.as_result() for figure in found]))


if __name__ == "__main__":
    main()
