"""The colours of the figures: seen by everybody, on paper without colour, and inverted on a dark page."""

from itertools import combinations

import numpy as np
import pytest

from modelcollapse.figures.picture import INK, PALETTE

# Colours that series of one figure are told apart by; the rest are grounds and guide lines.
SERIES = [tuple(colour) for colour in PALETTE[:5]]
EVERYTHING = np.eye(3)
PAPER, NIGHT = (1.0, 1.0, 1.0), (0x12 / 255,) * 3

# Machado, Oliveira and Fernandes 2009, severity 1, on linear light: who lacks one kind of cone.
BLINDNESS = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
# CSS filter: invert(1) hue-rotate(180deg), as book.css shows figures in the dark.
TURNED = np.array([[-0.574, 1.430, 0.144], [0.426, 0.430, 0.144], [0.426, 1.430, -0.856]])


def light(colour):
    """Linear light of a colour in sRGB."""
    c = np.asarray(colour)
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def lab(linear):
    """Lightness and the two colour axes of CIE 1976, from linear light."""
    xyz = TO_XYZ @ np.clip(linear, 0, 1) / TO_XYZ.sum(axis=1)
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one, other):
    """The contrast ratio of WCAG."""
    low, high = sorted(float(TO_XYZ[1] @ light(colour)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def in_the_dark(colour):
    return tuple(np.clip(TURNED @ (1 - np.asarray(colour)), 0, 1))


def nearest(colours, seen=EVERYTHING):
    """The smallest distance of two colours, in units of CIE 1976, for eyes that see this much."""
    points = [lab(np.asarray(seen) @ light(colour)) for colour in colours]
    return min(float(np.linalg.norm(a - b)) for a, b in combinations(points, 2))


def steps(colours):
    """The smallest difference of lightness."""
    return float(np.diff(np.sort([lab(light(colour))[0] for colour in colours])).min())


@pytest.mark.parametrize("colour", [*SERIES, INK], ids=str)
def test_every_line_stands_out_from_its_ground(colour):
    if isinstance(colour, str):
        colour = tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    assert contrast(colour, PAPER) >= 3
    assert contrast(in_the_dark(colour), NIGHT) >= 3


@pytest.mark.parametrize("kind", BLINDNESS)
def test_two_kinds_of_cone_tell_the_series_apart(kind):
    assert nearest(SERIES, BLINDNESS[kind]) >= 15


def test_the_first_four_differ_without_any_colour():
    assert steps(SERIES[:4]) >= 7
    assert steps([in_the_dark(colour) for colour in SERIES[:4]]) >= 5


def test_these_tests_can_fail():
    red, green = (0.8, 0.2, 0.2), (0.45, 0.43, 0.2)
    assert nearest([red, green], BLINDNESS["deuteranopia"]) < 15 < nearest([red, green])
    assert steps([red, (0.2, 0.47, 0.2)]) < 7
    assert contrast((0.9, 0.9, 0.5), PAPER) < 3
