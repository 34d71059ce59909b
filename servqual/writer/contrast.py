"""Colours as people see them: contrast by WCAG, and how far apart two colours stay for any eye."""

from __future__ import annotations

import colorsys
import re

import numpy as np
from numpy.typing import NDArray

TEXT, GRAPHIC = 4.5, 3.0  # WCAG 2.2, success criteria 1.4.3 and 1.4.11
STEPS = 200  # shades tried on the way to black or to white

_HEX = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?")

# Machado, Oliveira & Fernandes 2009, doi 10.1109/TVCG.2009.113, full severity, on linear RGB
_EYES = np.array(
    [
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ],
    ]
)
# Ottosson 2020, https://bottosson.github.io/posts/oklab: linear RGB to cones, cones to Oklab
_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def is_colour(text: str) -> bool:
    """Say whether a text is a colour such as ``#7a1f3d`` or ``#fff``."""
    return _HEX.fullmatch(text) is not None


def full(colour: str) -> str:
    """Return a colour in six small digits.

    Examples
    --------
    >>> full("#FA0")
    '#ffaa00'
    """
    digits = colour.lower().removeprefix("#")
    return "#" + ("".join(c + c for c in digits) if len(digits) == 3 else digits)


def _channels(colour: str) -> tuple[float, float, float]:
    digits = full(colour)[1:]
    r, g, b = (int(digits[k : k + 2], 16) / 255 for k in (0, 2, 4))
    return r, g, b


def _linear(colour: str) -> NDArray[np.float64]:
    """Return red, green, blue as amounts of light, 0 to 1."""
    v = np.array(_channels(colour))
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, 0 for black to 1 for white (WCAG 2.2)."""
    return float(np.array([0.2126, 0.7152, 0.0722]) @ _linear(colour))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2).

    Examples
    --------
    >>> round(contrast("#000", "#ffffff"), 1), round(contrast("#767676", "#fff"), 2)
    (21.0, 4.54)
    """
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def passing(colour: str, grounds: list[str], least: float) -> str:
    """Return the nearest shade of a colour that reaches a contrast on every ground; '' if none.

    The hue stays; the colour is darkened, or lightened where the grounds are dark.

    Examples
    --------
    >>> passing("#777777", ["#ffffff"], 4.5)
    '#767676'
    """
    hue, light, saturation = colorsys.rgb_to_hls(*_channels(colour))
    dark_ground = min(luminance(ground) for ground in grounds) < 0.18
    end = 1.0 if dark_ground else 0.0
    for k in range(STEPS + 1):
        rgb = colorsys.hls_to_rgb(hue, light + (end - light) * k / STEPS, saturation)
        shade = "#" + "".join(f"{round(255 * part):02x}" for part in rgb)
        if all(contrast(shade, ground) >= least for ground in grounds):
            return shade
    return ""


def distance(one: str, other: str) -> float:
    """Return how far apart two colours are for the eye that tells them apart worst.

    Euclidean in Oklab (black to white = 1), the least over ordinary vision, protanopia,
    deuteranopia and tritanopia.

    Examples
    --------
    >>> distance("#ff0000", "#00ff00") > distance("#b0413e", "#6b6b2c")
    True
    """
    return float(min(np.linalg.norm(a - b) for a, b in zip(_seen(one), _seen(other), strict=True)))


def _seen(colour: str) -> NDArray[np.float64]:
    """Return a colour in Oklab as each kind of eye sees it, shape (4, 3)."""
    light = np.clip(_EYES @ _linear(colour), 0, 1)
    found: NDArray[np.float64] = np.cbrt(light @ _CONES.T) @ _OKLAB.T
    return found
