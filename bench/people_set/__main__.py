"""Writes the labelled set: `python -m bench.people_set FOLDER`."""

import sys
from pathlib import Path

import orjson

from bench.people_set.reading import mails, persons, truth
from bench.people_set.writing import mbox, written


def main() -> None:
    """people.mbox and truth.json in the folder."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    everybody = persons()
    found = list(written(everybody, mails()))
    (folder / "people.mbox").write_bytes(b"".join(mbox(iter(found))))
    (folder / "truth.json").write_bytes(orjson.dumps(truth(everybody), option=orjson.OPT_INDENT_2))
    several = sum(len(one.addresses) > 1 for one in everybody)
    roles = sum(one.is_role for one in everybody)
    print(
        f"{len(found)} mails, {len(everybody) - roles} people, {several} with several addresses, {roles} role addresses"
    )


if __name__ == "__main__":
    main()
