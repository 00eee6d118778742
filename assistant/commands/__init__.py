"""The sub-commands of the antiphon command, one small module each.

A module has `run(arguments) -> int`, and `add_parser(subparsers)`, which makes it the default `run` of its
parser; whatever is slow to import is imported inside `run`, so that `antiphon --help` answers at once.
"""

COMMANDS = ("window", "continue_", "models", "devices", "doctor", "bench", "corpus", "train", "evaluate")
BENCHES = (
    "bench_startup",
    "bench_roll",
    "bench_step",
    "bench_continue",
    "bench_edits",
    "bench_files",
    "bench_midi",
    "bench_train",
)
