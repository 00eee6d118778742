"""The dials of an answer, for every command that draws some."""

import argparse


def add_dials(parser: "argparse.ArgumentParser | argparse._ArgumentGroup") -> None:
    """Offer temperature, share of the likeliest notes, and invent or repeat."""
    parser.add_argument(
        "--temperature", type=float, default=1.0, help="0 (calm) to 2 (daring) (default: %(default)s)"
    )
    parser.add_argument(
        "--top-p",
        type=float,
        default=0.95,
        help="choose among the likeliest notes that make up this share together (default: %(default)s)",
    )
    parser.add_argument(
        "--repeat", type=float, default=1.0, help="0 (invent) to 2 (repeat) (default: %(default)s)"
    )
