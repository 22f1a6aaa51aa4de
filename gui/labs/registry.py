"""Which page belongs to which lab; a lab's modules are imported when it is first shown."""

from __future__ import annotations

from core.labs.state import AppState, LabName
from core.store import Store
from gui.labs.page import LabPage
from gui.worker import ComputeService


def make_lab(name: LabName, store: Store[AppState], service: ComputeService) -> LabPage:
    """Make the page of a lab."""
    match name:
        case "signal":
            from gui.labs.signal.lab import SignalLab

            return SignalLab(store, service)
        case "image":
            from gui.labs.image.lab import ImageLab

            return ImageLab(store, service)
        case "autograd":
            from gui.labs.autograd.lab import AutogradLab

            return AutogradLab(store)
