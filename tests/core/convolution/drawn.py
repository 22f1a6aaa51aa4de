"""Drawn parameters of convolutions, legal for torch or not."""

from __future__ import annotations

from hypothesis import strategies as st

from core.convolution.parameters import PADDING_MODES, ConvParameters


@st.composite
def layers(draw: st.DrawFn, dimensions: int) -> tuple[ConvParameters, tuple[int, ...]]:
    """A layer and the spatial size of an input; about three in four are legal."""
    groups = draw(st.sampled_from([1, 1, 1, 2, 3]))

    def per_axis(low: int, high: int) -> tuple[int, ...]:
        return tuple(draw(st.integers(low, high)) for _ in range(dimensions))

    size = per_axis(1, 13)
    padding = draw(st.sampled_from(["numbers", "numbers", "numbers", "same", "valid"]))
    parameters = ConvParameters(
        in_channels=groups * draw(st.integers(1, 2)),
        out_channels=groups * draw(st.integers(1, 2)),
        kernel_size=per_axis(1, 4),
        stride=per_axis(1, 1) if padding == "same" else per_axis(1, 4),
        padding=per_axis(0, 4) if padding == "numbers" else padding,  # type: ignore[arg-type]
        dilation=per_axis(1, 3),
        groups=groups,
        bias=draw(st.booleans()),
        padding_mode=draw(st.sampled_from(PADDING_MODES)),
    )
    return parameters, size
