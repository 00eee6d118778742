"""Install the system libraries that Antiphon needs and this Debian or Ubuntu does not have yet.

As root it installs at once; otherwise it shows the command and asks before it uses sudo. Standard library
only, because it runs before anything is installed.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from assistant.system_libraries import (
    WITHOUT_IT,
    SystemNeed,
    debian_packages,
    install_command,
    missing_needs,
)

PURPOSES = {
    "run": ("setup", "window", "midi", "synth", "soundfont"),
    "test": ("setup", "window", "midi", "synth", "soundfont", "test"),
}


def main(wanted: str) -> int:
    """Meet the needs of `run` or `test` as far as allowed; 1 only if the set-up cannot go on."""
    needs = missing_needs(PURPOSES[wanted])
    if not needs:
        return 0
    if not _install(needs):
        print(f"Going on without {', '.join(need.name for need in needs)}: {_consequences(needs)}.")
        print(f"To mend it: {install_command(needs)}")
        return 1 if any(need.purpose == "setup" for need in needs) else 0
    return 0


def _consequences(needs: tuple[SystemNeed, ...]) -> str:
    return ", ".join(dict.fromkeys(WITHOUT_IT[need.purpose] for need in needs))


def _install(needs: tuple[SystemNeed, ...]) -> bool:
    """Whether everything could be installed."""
    if not shutil.which("apt-get"):
        return False
    if os.geteuid() == 0:
        return _apt_get(needs, [])
    if not shutil.which("sudo") or not _may_ask():
        return False
    return _asked_for_sudo(needs) and _apt_get(needs, ["sudo"])


def _may_ask() -> bool:
    return os.environ.get("CI") != "true" and sys.stdin.isatty() and sys.stdout.isatty()


def _asked_for_sudo(needs: tuple[SystemNeed, ...]) -> bool:
    print(f"Antiphon needs some system libraries; without them {_consequences(needs)}.")
    print(f"    {install_command(needs)}")
    try:
        return input("Run this now? It asks for your password. [y/N] ").strip().lower() in {"y", "yes"}
    except EOFError:
        return False


def _apt_get(needs: tuple[SystemNeed, ...], prefix: list[str]) -> bool:
    """Refresh the lists, which a fresh container does not have, and install; apt prints what fails."""
    apt_get = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    subprocess.run([*apt_get, "update"], check=False)
    packages = debian_packages(needs)
    print(f"Installing {' '.join(packages)}", flush=True)
    options = ["install", "-y", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0"]
    return (
        subprocess.run([*apt_get, *options, *packages], stdout=subprocess.DEVNULL, check=False).returncode
        == 0
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
