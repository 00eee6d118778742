"""`antiphon models`: the models that can answer."""

import argparse
import json
from dataclasses import asdict


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `models`."""
    parser = subparsers.add_parser("models", help="list the models that are here")
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print each model with its size, or with what is wrong with it."""
    from assistant.engine.registry import available_models

    models = available_models()
    for model in models:
        if arguments.json:
            print(json.dumps(asdict(model)))
        else:
            styles = f"; styles: {', '.join(model.styles)}" if model.styles else ""
            says = model.problem or f"{model.title} ({model.net}, {model.parameters:,} parameters){styles}"
            print(f"{model.name:<16} {says}")
    if not models and not arguments.json:
        print("No models here. Put a model's folder into the folder that antiphon doctor names.")
    return 0
