"""The order in which Tab goes through the window: as one reads it, whatever was made first.

Qt's own order is that in which widgets were made, and labs make parts when they are first needed.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def reached_by_tab(widget: QWidget) -> bool:
    """Whether Tab stops at a widget."""
    return (
        widget.isVisible()
        and widget.isEnabled()
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.focusProxy() is None
    )


def tab_order(areas: Sequence[QWidget]) -> list[QWidget]:
    """What Tab stops at, area by area; inside one in the order in which its parts were put together."""
    # Qt's own order would be that of nextInFocusChain, but PySide takes what that gives for a child of what it is asked
    # of: once any widget was deleted, menus, documents and widgets that are still there would be taken for deleted too.
    return [one for area in areas for one in (area, *area.findChildren(QWidget)) if reached_by_tab(one)]


def give_focus(areas: Sequence[QWidget], present: QWidget | None, *, forward: bool) -> bool:
    """Give the focus to what comes after the present widget, or before it; False if there is nothing."""
    order = tab_order(areas)
    if not order:
        return False
    while present is not None and present not in order:
        present = present.parentWidget()  # What has the focus may stand inside of what Tab stops at.
    if present is None:
        wanted = order[0 if forward else -1]
    else:
        wanted = order[(order.index(present) + (1 if forward else -1)) % len(order)]
    wanted.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    return True
