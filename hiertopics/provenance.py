"""What it takes to make a run again: its settings, and the versions that made it."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from hiertopics.version import __version__

PROVENANCE_PACKAGES = ("numpy", "scipy", "scikit-learn", "numba")


def provenance_of(
    vectorizer: Any, model: Any, use_labels: bool, n_fits: int, chosen: Any
) -> dict[str, Any]:
    """Settings and versions of a run, and how the numbers of topics were chosen, as for JSON."""
    versions = {"hiertopics": __version__, "python": platform.python_version()}
    for name in PROVENANCE_PACKAGES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = "unknown"
    return {
        "use_labels": bool(use_labels),
        "n_fits": int(n_fits),
        "vectorizer": {"class": type(vectorizer).__name__, **_settings(vectorizer)},
        "model": {"class": type(model).__name__, **_settings(model)},
        "versions": versions,
        **({} if chosen is None else {"topics_chosen": chosen.to_dict()}),
    }


def _settings(estimator):
    """Parameters as JSON can hold them."""
    settings = {}
    for name, value in estimator.get_params().items():
        if name in ("callback", "verbose"):
            continue
        if isinstance(value, (tuple, list)) and all(
            isinstance(part, (int, float)) for part in value
        ):
            settings[name] = list(value)
        elif isinstance(value, (int, float, str, bool, type(None))):
            settings[name] = value
        else:
            settings[name] = getattr(value, "__name__", repr(value))
    return settings
