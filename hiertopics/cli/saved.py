"""The name of a file in, the run or the tree that it holds out."""

import json
import os
from pathlib import Path

from hiertopics.errors import HiertopicsError


def load_run(path, purpose):
    """Return the run in a file, or say what the file is instead.

    Parameters
    ----------
    path : str
    purpose : str
        What needs the run, for the message.
    """
    run, _ = load_run_or_tree(path)
    if run is None:
        raise HiertopicsError(
            f"{path} holds a tree alone, and {purpose} needs a whole run; "
            "make one with: hiertopics fit SOURCE --save RUN"
        )
    return run


def load_run_or_tree(path):
    """Return the run in a file, None if there is none, and its tree."""
    from hiertopics.run import Run
    from hiertopics.store.store import load
    from hiertopics.tree.tree import TopicTree

    if os.path.isdir(path):
        raise HiertopicsError(
            f"{path} is a folder, not a run; make a run of it with: "
            f"hiertopics fit {path} --save RUN"
        )
    if path.lower().endswith(".json"):
        return None, _tree_of_json(path)
    thing = load(path)
    if isinstance(thing, Run):
        return thing, thing.tree
    if isinstance(thing, TopicTree):
        return None, thing
    raise HiertopicsError(
        f"{path} holds a {type(thing).__name__}, not a run; "
        "make one with: hiertopics fit SOURCE --save RUN"
    )


def _tree_of_json(path):
    from hiertopics.tree.tree import TopicTree

    try:
        content = json.loads(Path(path).read_bytes())
    except ValueError as fault:
        raise HiertopicsError(f"{path} is not JSON: {fault}") from fault
    except RecursionError as fault:
        raise HiertopicsError(f"{path} is JSON nested too deeply for a tree of topics") from fault
    try:
        return TopicTree.from_dict(content)
    except HiertopicsError as fault:
        raise HiertopicsError(f"{path}: {fault}") from fault
