"""Names the tests that were skipped in the first JUnit report and passed in none of the others. Exit code 1 if there are any.

python .ci/skipped.py FIRST.xml [OTHER.xml...]
"""

from __future__ import annotations

import sys
from xml.etree import ElementTree as ET


def main(first: str, *others: str) -> int:
    """Compare the reports."""
    passed: set[str] = set()
    for path in others:
        for name, case in cases(path):
            if len(case) == 0 or all(child.tag.startswith("system") or child.tag == "properties" for child in case):
                # A module that is skipped as a whole is a case of its own, called as its tests' class is.
                passed |= {name, case.get("classname", "")}
    missing = [(name, case) for name, case in cases(first) if case.find("skipped[@type='pytest.skip']") is not None and name not in passed]
    for name, case in missing:
        skip = case.find("skipped")
        print(f"skipped everywhere: {name}: {skip.get('message') if skip is not None else ''}")
    return 1 if missing else 0


def cases(path: str) -> list[tuple[str, ET.Element]]:
    """The cases of a report, by full names."""
    return [(".".join(filter(None, (case.get("classname"), case.get("name")))), case) for case in ET.parse(path).iter("testcase")]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
