"""`antiphon devices`: the MIDI ports that can be chosen."""

import argparse
import json


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `devices`."""
    parser = subparsers.add_parser("devices", help="list the MIDI ports")
    parser.add_argument("--json", action="store_true", help="one object")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the ports by direction; an empty list says what to do."""
    from assistant.performer.ports import list_ports

    ports = list_ports()
    if arguments.json:
        print(json.dumps({"inputs": ports.inputs, "outputs": ports.outputs, "apis": ports.apis}))
        return 0
    print(f"MIDI through: {', '.join(ports.apis) or 'nothing (no MIDI system found)'}")
    for direction, names in (("inputs", ports.inputs), ("outputs", ports.outputs)):
        print(f"{direction}:")
        print("\n".join(f"  {name}" for name in names) or "  none; plug a device in, or start JACK or ALSA")
    return 0
