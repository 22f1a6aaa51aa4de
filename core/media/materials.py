"""What the built-in cube of 20 bands is made of: wavelengths, and how much of each the materials reflect."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

WAVELENGTHS: npt.NDArray[np.float64] = np.linspace(430.0, 950.0, 20)
"""Nanometres, of the cube's bands."""


def _step(place: float, width: float) -> npt.NDArray[np.float64]:
    """From 0 to 1 around a wavelength, both in nm."""
    risen: npt.NDArray[np.float64] = 1 / (1 + np.exp(-(WAVELENGTHS - place) / width))
    return risen


def _bump(place: float, width: float) -> npt.NDArray[np.float64]:
    """A peak of 1 at a wavelength, both in nm."""
    peak: npt.NDArray[np.float64] = np.exp(-0.5 * ((WAVELENGTHS - place) / width) ** 2)
    return peak


# Shapes, not measurements: chlorophyll's green peak and red edge, water's fall towards the infrared, the slow
# rise of soil with iron's shoulder, and a red roof that answers from 580 nm on.
SPECTRA: dict[str, npt.NDArray[np.float64]] = {
    "grass": 0.04 + 0.09 * _bump(550, 28) - 0.02 * _bump(675, 18) + 0.45 * _step(716, 11),
    "water": 0.02 + 0.09 * _bump(480, 70) + 0.02 * _bump(570, 50),
    "soil": 0.08 + 0.26 * _step(690, 110) - 0.03 * _bump(870, 45),
    "roof": 0.07 + 0.34 * _step(590, 16) - 0.05 * _bump(860, 60),
}
"""Reflectance, 0 to 1, of each material in each band, (20,)."""


def unmixing_weights() -> npt.NDArray[np.float32]:
    """One row a material that gives its share in a pixel when multiplied by the pixel's spectrum, (4, 20).

    The pseudo-inverse of the spectra: least squares for pixels that mix them linearly.
    """
    return np.linalg.pinv(np.stack(list(SPECTRA.values()), axis=1)).astype(np.float32)
