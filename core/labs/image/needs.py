"""What a state of the image lab needs to be shown: which scene, and what of the one that is there serves it."""

from __future__ import annotations

from dataclasses import replace

from core.labs.image.resolve import NEAR
from core.labs.image.scene import ImageScene, place_beside
from core.labs.image.state import ImageState, Place


def computed_from(state: ImageState) -> ImageState:
    """The state without what a scene does not depend on: where the user looks."""
    learning = replace(state.learning, step=0)
    return replace(state, cursor=(0, 0), kernel=0, channel=-1, level="maps", learning=learning)


def input_from(state: ImageState) -> tuple[object, ...]:
    """What the input of a scene, its padding included, depends on."""
    layer = state.parameters
    framed = (layer.kernel_size, layer.dilation) if layer.padding == "same" else ()
    return state.source, state.grey, state.shrink, state.view, layer.padding, layer.padding_mode, framed


def layer_from(state: ImageState) -> tuple[object, ...]:
    """What every number of a scene depends on, wherever the user looks: the picture, the layer, and the kept one."""
    kept = None if state.kept is None else replace(state.kept, kernel=0)
    return state.source, state.grey, state.shrink, replace(state.setting, kernel=0), kept


def is_covered(state: ImageState, asked: ImageState | None, scene: ImageScene | None) -> bool:
    """Whether a scene has the numbers of where the user looks now.

    Args:
        state: What the user chose.
        asked: The state that the scene, or one on its way, was asked for with.
        scene: What is shown.
    """
    if asked is None or scene is None or scene.problem is not None:
        return True
    if state.page in ("why", "learn") and asked.kernel != state.kernel:
        return False
    one_hot = state.page == "backward" and state.upstream == "one_hot"
    if one_hot and (asked.cursor, asked.kernel) != (state.cursor, state.kernel):
        return False
    same_kernel = asked.kernel == state.kernel
    if state.level == "map" and not (asked.level == "map" and same_kernel):
        return False
    if scene.output.step > 1 and not same_kernel:
        return False
    return state.page != "compare" or scene.other is not None


def is_near_covered(state: ImageState, asked: Place, scene: ImageScene | None) -> bool:
    """Whether the numbers around the cursor are there, or asked for; others are before it leaves them.

    Args:
        state: What the user chose.
        asked: The cursor for which they were asked.
        scene: What is shown.
    """
    if scene is None or scene.problem is not None:
        return True
    places = [(asked, state.cursor)] if scene.near is not None else []
    other = scene.other
    if state.page == "compare" and other is not None and other.near is not None:
        places.append((place_beside(scene, other, asked), place_beside(scene, other, state.cursor)))
    return all(abs(one - two) <= NEAR // 2 for then, now in places for one, two in zip(then, now, strict=True))


def fitted(state: ImageState, scene: ImageScene) -> ImageState:
    """The state within what its scene has: an output, a kernel, a channel, a part and a step that there are."""
    kernels = max(1, scene.state.parameters.out_channels)
    view = None if state.view is None or scene.area == (0, 0, *scene.size) else scene.area
    learning = state.learning
    if scene.learn is not None:
        learning = replace(learning, step=min(learning.step, scene.learn.descent.steps))
    return replace(
        state,
        cursor=scene.clamp(state.cursor) if all(scene.output_size) else state.cursor,
        kernel=max(0, min(state.kernel, kernels - 1)),
        channel=min(state.channel, scene.channels - 1),
        view=view,
        learning=learning,
    )
