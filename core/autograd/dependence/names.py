"""Torch's operations by how the entries of their results hang together with those of their arguments."""

from __future__ import annotations

_ELEMENTWISE = """
add sub subtract mul multiply div divide true_divide rsub pow float_power exp exp2 expm1 log log2 log10 log1p
sqrt rsqrt square sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh sigmoid logit relu relu6
leaky_relu elu selu celu gelu silu mish softplus softsign hardtanh hardsigmoid hardswish tanhshrink logsigmoid
threshold abs absolute neg negative sign sgn reciprocal erf erfc erfinv floor ceil round trunc frac clamp clip
clamp_min clamp_max maximum minimum fmax fmin where lerp addcmul addcdiv fmod remainder hypot xlogy
masked_fill nan_to_num positive truediv floordiv dropout copysign deg2rad rad2deg digamma lgamma
"""
_REDUCTIONS = """
sum mean prod amax amin max min argmax argmin std var std_mean var_mean logsumexp norm nansum nanmean median
mode any all count_nonzero
"""
_ALONG = """
softmax log_softmax softmin normalize
"""
_LOSSES = """
mse_loss l1_loss smooth_l1_loss huber_loss binary_cross_entropy binary_cross_entropy_with_logits
"""

ELEMENTWISE = frozenset(_ELEMENTWISE.split())
"""Each entry of the result is of the entries that broadcasting puts there."""
REDUCTIONS = frozenset(_REDUCTIONS.split())
"""Each entry of the result is of all entries along the dimensions that go."""
ALONG = frozenset(_ALONG.split())
"""Each entry of the result is of all entries of its line along a dimension."""
LOSSES = frozenset(_LOSSES.split())
"""Each entry of the result is of the entries that broadcasting puts there, or of all."""
