"""`antiphon doctor`: what is here, what is missing, and how to get it."""

import argparse
import json
from typing import TYPE_CHECKING

from assistant.core.errors import AntiphonError

if TYPE_CHECKING:
    from assistant.commands._checks import Finding


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `doctor`."""
    parser = subparsers.add_parser("doctor", help="say what is missing and how to get it")
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print a line for each finding; raises AntiphonError when something is missing that the window needs."""
    from assistant.commands._checks import all_findings

    needed: list[Finding] = []
    for finding in all_findings():
        print(_as_json(finding) if arguments.json else _as_line(finding), flush=True)
        if finding.needed and finding.status == "missing":
            needed.append(finding)
    if needed:
        names = ", ".join(finding.name for finding in needed)
        raise AntiphonError(
            f"Antiphon cannot run yet, missing: {names}; the lines above say how to get them."
        )
    return 0


def _as_json(finding: "Finding") -> str:
    keys = ("name", "status", "detail", "remedy", "needed")
    return json.dumps({key: getattr(finding, key) for key in keys})


def _as_line(finding: "Finding") -> str:
    line = f"{finding.status:<8} {finding.name}: {finding.detail}"
    return f"{line}\n         -> {finding.remedy}" if finding.remedy else line
