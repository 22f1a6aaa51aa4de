"""What the channels of a signal are called."""

from __future__ import annotations

from gui.text import fill, translate


def channel_name(channel: int, channels: int) -> str:
    """A channel's full name: mono, left, right, or its number."""
    if channels == 1:
        return translate("Signal", "Mono")
    if channels == 2:
        return (translate("Signal", "Left"), translate("Signal", "Right"))[channel]
    return fill(translate("Signal", "Channel {number}"), number=channel + 1)


def channel_letter(channel: int, channels: int) -> str:
    """A channel's short name on a plot, the same in every language."""
    if channels == 2:
        return ("L", "R")[channel]
    return str(channel + 1)
