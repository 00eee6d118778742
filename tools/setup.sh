#!/bin/sh
# Set up .venv for `make run` (setup.sh run) or `make test` (setup.sh test).
# PYTHON=/path/to/python3.12 chooses the Python; without it, the first one that is new enough.
set -eu
cd "$(dirname "$0")/.."
wanted=$1

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
        if is_new_enough "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    echo "Antiphon needs Python 3.11 or newer, and ${PYTHON:-python3} is not. Install one (on Debian and Ubuntu:" \
        "sudo apt-get install python3 python3-venv), or name it: make PYTHON=/path/to/python3.12 run" >&2
    return 1
}

python=$(find_python)
"$python" tools/setup_system.py "$wanted"

if ! is_new_enough .venv/bin/python; then
    echo "Making the virtual environment .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv
fi

case $wanted in
    run) packages=. ;;
    test) packages='.[dev,school]' ;;
esac
echo "Installing Python packages into .venv (the first time takes a few minutes)"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --editable "$packages"
