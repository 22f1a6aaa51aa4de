"""Makes the built-in recordings and pictures. Run from the project's folder: python -m tools.make_samples.

Everything is computed here from formulas; nothing is recorded or photographed. Equal seeds give equal files.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
from PIL import Image

from core.media.materials import SPECTRA

FOLDER = Path(__file__).parent.parent / "resources" / "samples"
RATE = 22_050
NOTES = (1661.0, 1244.0, 830.0, 932.0)
"""Hz; the notes of the lecture's experiment in listening to kernels."""

Samples = npt.NDArray[np.float64]


def pluck(frequency: float, seconds: float) -> Samples:
    """A struck string: partials that die away the faster the higher they are."""
    time = np.arange(int(seconds * RATE)) / RATE
    tone = np.zeros_like(time)
    for partial in range(1, 7):
        if partial * frequency < RATE / 2.2:
            fade = np.exp(-time * (2.2 + 1.4 * partial))
            tone += np.sin(2 * np.pi * partial * frequency * (1 + 2e-4 * partial**2) * time) * fade / partial**1.3
    attack = 1 - np.exp(-time * 900)
    return np.asarray(tone * attack)


def stereo_chord() -> Samples:
    """Four notes one after another, wandering from left to right, then all at once; (2, frames)."""
    total = np.zeros((2, int(4.0 * RATE)))
    plan = [
        (start, note, side)
        for start, note, side in zip((0.05, 0.5, 0.95, 1.4), NOTES, (0.1, 0.4, 0.65, 0.9), strict=True)
    ]
    plan += [
        (1.95 + 0.02 * index, note, side)
        for index, (note, side) in enumerate(zip(NOTES, (0.9, 0.15, 0.7, 0.3), strict=True))
    ]
    plan.append((1.95, 207.65, 0.5))
    for start, note, side in plan:
        tone = pluck(note, 1.9)
        first = int(start * RATE)
        for channel, share in enumerate((np.cos(side * np.pi / 2), np.sin(side * np.pi / 2))):
            delay = int((0.0006 * side if channel == 0 else 0.0006 * (1 - side)) * RATE)
            stretch = total[channel, first + delay : first + delay + len(tone)]
            stretch += tone[: len(stretch)] * share
    return np.asarray(0.8 * total / np.abs(total).max())


def resonator(signal: Samples, frequency: Samples, width: float) -> Samples:
    """A formant: a two-pole filter whose frequency moves with time."""
    radius = np.exp(-np.pi * width / RATE)
    output = np.zeros_like(signal)
    one = two = 0.0
    turns = 2 * radius * np.cos(2 * np.pi * frequency / RATE)
    for index, value in enumerate(signal):
        now = (1 - radius) * value + turns[index] * one - radius * radius * two
        output[index], one, two = now, now, one
    return output


def mono_voice() -> Samples:
    """A sung phrase of four vowels: a glottal pulse train through three moving formants; (1, frames)."""
    seconds = 3.4
    time = np.arange(int(seconds * RATE)) / RATE
    melody = np.interp(time, [0, 0.7, 0.8, 1.6, 1.7, 2.5, 2.6, seconds], [147, 147, 165, 165, 196, 196, 147, 145])
    melody = melody * (1 + 0.012 * np.sin(2 * np.pi * 5.4 * time) * np.clip(time * 2 % 1.6, 0, 1))
    phase = np.cumsum(melody) / RATE
    # Rosenberg's glottal pulse: an opening of 40 % and a closing of 16 % of each period.
    place = phase % 1.0
    opening = 0.5 * (1 - np.cos(np.pi * place / 0.4))
    closing = np.cos(np.pi / 2 * (place - 0.4) / 0.16)
    flow = np.where(place < 0.4, opening, np.where(place < 0.56, closing, 0.0))
    source = np.diff(flow, prepend=0.0) + 0.002 * np.random.default_rng(5).standard_normal(len(time))
    marks = [0, 0.65, 0.85, 1.5, 1.75, 2.4, 2.65, seconds]
    formants = (
        ((730, 730, 530, 530, 270, 270, 570, 570), 90.0, 1.0),
        ((1090, 1090, 1840, 1840, 2290, 2290, 840, 840), 110.0, 0.6),
        ((2440, 2440, 2480, 2480, 3010, 3010, 2410, 2410), 160.0, 0.3),
    )  # Means of men's vowels in Peterson and Barney (1952): ah, eh, ee, aw.
    voice = sum(share * resonator(source, np.interp(time, marks, places), width) for places, width, share in formants)
    loudness = np.interp(time, [0, 0.08, 0.6, 0.78, 0.9, 1.5, 1.68, 1.8, 2.4, 2.58, 2.75, 3.1, seconds],
                         [0, 1, 0.9, 0.35, 1, 0.9, 0.35, 1, 0.9, 0.3, 1, 0.8, 0])  # fmt: skip
    sung = voice * loudness
    return np.asarray(0.8 * sung[None] / np.abs(sung).max())


def smooth_noise(rng: np.random.Generator, height: int, width: int, cells: int) -> Samples:
    """Noise of one size of structure, (height, width), about -1 to 1."""
    grid = rng.uniform(-1, 1, (cells + 2, cells * 2 + 2))
    rows = np.linspace(0, cells, height)
    columns = np.linspace(0, cells * 2, width)
    r, c = rows.astype(int), columns.astype(int)
    fr, fc = (
        ((rows - r) ** 2 * (3 - 2 * (rows - r)))[:, None],
        ((columns - c) ** 2 * (3 - 2 * (columns - c)))[None],
    )
    top = grid[np.ix_(r, c)] * (1 - fc) + grid[np.ix_(r, c + 1)] * fc
    bottom = grid[np.ix_(r + 1, c)] * (1 - fc) + grid[np.ix_(r + 1, c + 1)] * fc
    return np.asarray(top * (1 - fr) + bottom * fr)


def landscape(height: int = 256, width: int = 384) -> Samples:
    """Hills behind a lake under an evening sky, a house and a fence: edges, gradients, texture, obliques."""
    rng = np.random.default_rng(11)
    y, x = np.mgrid[0:height, 0:width] / height
    sky_top, sky_low = np.array([0.23, 0.42, 0.66]), np.array([0.98, 0.80, 0.58])
    share = np.clip(y / 0.62, 0, 1)[..., None] ** 1.4
    picture = sky_top * (1 - share) + sky_low * share
    cloud = sum(smooth_noise(rng, height, width, 3 * 2**k) / 2**k for k in range(4))
    veil = np.clip(cloud - 0.15, 0, 1)[..., None] * np.clip(0.5 - y, 0, 1)[..., None] * 1.7
    picture = picture * (1 - veil) + np.array([1.0, 0.96, 0.92]) * veil
    sun = np.hypot(x - 1.08, y - 0.40)
    picture += np.exp(-((sun / 0.13) ** 2))[..., None] * np.array([0.5, 0.35, 0.12])
    picture[sun < 0.052] = (1.0, 0.95, 0.80)
    for base, size, cells, colour in (
        (0.50, 0.12, 4, (0.47, 0.50, 0.63)),
        (0.56, 0.09, 7, (0.33, 0.42, 0.46)),
        (0.61, 0.05, 12, (0.20, 0.33, 0.27)),
    ):
        ridge = base + size * smooth_noise(rng, 1, width, cells)[0] * 0.7
        hill = y > ridge[None]
        shade = 1 + 0.12 * smooth_noise(rng, height, width, 40)
        picture = np.where(hill[..., None], np.array(colour) * shade[..., None], picture)
    shore = 0.655
    water = y > shore
    mirrored = picture[np.clip((2 * shore - y[:, 0]) * height, 0, height - 1).astype(int)]
    ripple = (
        0.06 * np.sin(2 * np.pi * (y * 46 + 0.4 * smooth_noise(rng, height, width, 20)) / (0.35 + y)) * (y - shore) * 4
    )
    picture = np.where(water[..., None], mirrored * 0.72 + np.array([0.05, 0.09, 0.14]) + ripple[..., None], picture)
    bank = y > 0.86 + 0.03 * smooth_noise(rng, 1, width, 5)[0][None]
    grass = 0.75 + 0.45 * smooth_noise(rng, height, width, 110) + 0.2 * rng.standard_normal((height, width))
    picture = np.where(bank[..., None], np.array([0.30, 0.40, 0.16]) * grass[..., None], picture)
    house = (abs(x - 0.36) < 0.12) & (y > 0.52) & (y < 0.70)
    planks = 0.9 + 0.1 * (np.floor(y * 70) % 2)
    picture = np.where(house[..., None], np.array([0.72, 0.26, 0.20]) * planks[..., None], picture)
    roof = (y > 0.415 + 0.62 * abs(x - 0.36)) & (y < 0.525) & (abs(x - 0.36) < 0.155)
    picture[roof] = (0.24, 0.22, 0.25)
    for centre in (0.30, 0.42):
        window = (abs(x - centre) < 0.026) & (abs(y - 0.595) < 0.034)
        bar = (abs(x - centre) < 0.0035) | (abs(y - 0.595) < 0.0035)
        picture[window] = (0.99, 0.90, 0.62)
        picture[window & bar] = (0.95, 0.94, 0.90)
    for post in np.arange(0.86, 1.5, 0.075):
        picture[(abs(x - post) < 0.008) & (y > 0.79) & (y < 0.93)] = (0.93, 0.92, 0.88)
    for rail in (0.82, 0.87):
        picture[(x > 0.84) & (abs(y - rail - 0.02 * (x - 0.84)) < 0.007)] = (0.90, 0.89, 0.85)
    picture += 0.008 * rng.standard_normal(picture.shape)
    return np.asarray(np.clip(picture, 0, 1))


def still_life(size: int = 256) -> Samples:
    """A ball, a cone and a checked cloth in grey: smooth shading beside sharp edges, (size, size)."""
    y, x = np.mgrid[0:size, 0:size] / size
    wall = 0.58 + 0.18 * (1 - y) - 0.12 * x
    depth = np.clip((y - 0.58) / 0.42, 1e-3, 1)
    checks = (np.floor((x - 0.5) / (0.10 + 0.22 * depth) + 40) + np.floor(6 * np.log1p(4 * depth))) % 2
    picture = np.where(y > 0.58, 0.34 + 0.38 * checks, wall)
    shadow = np.hypot((x - 0.42) / 0.24, (y - 0.79) / 0.05) < 1
    picture[shadow] *= 0.55
    u, v = (x - 0.36) / 0.2, (y - 0.62) / 0.2
    inside = u**2 + v**2 < 1
    normal = np.sqrt(np.clip(1 - u**2 - v**2, 0, 1))
    light = np.clip(-0.45 * u - 0.6 * v + 0.66 * normal, 0, 1)
    picture[inside] = (0.10 + 0.75 * light + 0.5 * light**24)[inside]
    cone = (abs(x - 0.72) < 0.17 * (y - 0.22) / 0.55) & (y > 0.22) & (y < 0.77)
    across = np.clip((x - 0.72) / (0.17 * np.clip((y - 0.22) / 0.55, 1e-3, 1)), -1, 1)
    picture[cone] = (0.62 - 0.38 * across)[cone]
    picture += 0.006 * np.random.default_rng(3).standard_normal(picture.shape)
    return np.asarray(np.clip(picture, 0, 1))


def material_shares(height: int = 64, width: int = 128) -> Samples:
    """How much of each pixel of the cube is each material, (4, height, width); the shares of a pixel sum to 1.

    A river between meadows and ploughed fields, with roofs; edges are soft, so that pixels mix.
    """
    rng = np.random.default_rng(21)
    y, x = np.mgrid[0:height, 0:width] / height
    river = abs(y - 0.45 - 0.22 * np.sin(2.4 * x + 0.4) - 0.05 * np.sin(9 * x)) - 0.085
    field = np.minimum(y - 0.62 + 0.12 * x, 0.04 * np.sin(60 * (x + 0.35 * y)) + 0.05)
    field = np.maximum(field, 0.3 - np.hypot(x - 1.75, (y - 0.16) * 1.2))
    roofs = np.full_like(x, -1.0)
    for row, column, tall, wide in ((0.16, 0.22, 0.08, 0.10), (0.13, 0.55, 0.06, 0.13), (0.84, 0.28, 0.07, 0.07),
                                    (0.80, 1.22, 0.09, 0.13), (0.83, 1.62, 0.06, 0.08)):  # fmt: skip
        roofs = np.maximum(roofs, np.minimum(tall - abs(y - row), wide - abs(x - column)))

    def soft(distance: Samples) -> Samples:
        return np.asarray(1 / (1 + np.exp(-distance / 0.012)))

    water, roof, soil = soft(-river), soft(roofs), soft(field) * (0.75 + 0.2 * smooth_noise(rng, height, width, 9))
    shares = np.zeros((4, height, width))
    shares[3] = roof
    shares[1] = (1 - roof) * water
    shares[2] = (1 - roof) * (1 - water) * np.clip(soil, 0, 1)
    shares[0] = 1 - shares[1:].sum(axis=0)
    return shares


def cube() -> Samples:
    """The 20 bands over that landscape: shares times spectra, uneven light and noise; (20, height, width)."""
    shares = material_shares()
    rng = np.random.default_rng(22)
    light = 1 + 0.08 * smooth_noise(rng, shares.shape[1], shares.shape[2], 3)
    mixed = np.einsum("mb,mhw->bhw", np.stack(list(SPECTRA.values())), shares) * light
    return np.asarray(np.clip(mixed + 0.004 * rng.standard_normal(mixed.shape), 0, 1))


def main() -> None:
    """Write all samples."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, samples in (("stereo_chord", stereo_chord()), ("mono_voice", mono_voice())):
        soundfile.write(FOLDER / f"{name}.flac", samples.T, RATE, subtype="PCM_16")
    for name, pixels in (("picture", landscape()), ("grey_picture", still_life())):
        Image.fromarray((pixels * 255 + 0.5).astype(np.uint8)).save(FOLDER / f"{name}.png", optimize=True)
    bands = [Image.fromarray((band * 65535 + 0.5).astype(np.uint16)) for band in cube()]
    bands[0].save(FOLDER / "cube.tiff", save_all=True, append_images=bands[1:], compression="tiff_adobe_deflate")


if __name__ == "__main__":
    main()
