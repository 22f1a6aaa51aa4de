"""The materials of the cube are told apart by their spectra."""

from __future__ import annotations

import numpy as np

from core.media.materials import SPECTRA, WAVELENGTHS, unmixing_weights


def test_spectra_are_reflectances_of_every_band() -> None:
    for spectrum in SPECTRA.values():
        assert spectrum.shape == WAVELENGTHS.shape == (20,)
        assert (spectrum > 0).all()
        assert (spectrum < 1).all()


def test_a_pure_pixel_is_unmixed_into_its_material_alone() -> None:
    found = unmixing_weights() @ np.stack(list(SPECTRA.values()), axis=1)
    np.testing.assert_allclose(found, np.eye(len(SPECTRA)), atol=1e-5)


def test_grass_has_its_red_edge() -> None:
    grass = SPECTRA["grass"]
    assert grass[WAVELENGTHS > 760].min() > 5 * grass[(WAVELENGTHS > 650) & (WAVELENGTHS < 690)].max()
