import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.insurer import Insurer

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def insurer(colour: str) -> Insurer:
    return Insurer("새길손해보험", "Saegil Insurance", colour, "1588-0000", "a@example.com")


def luminance(colour):
    """As WCAG 2.2 defines it."""
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


@given(COLOURS)
def test_words_on_any_colour_can_be_read(colour):
    assert contrast(colour, insurer(colour).ink) >= 4.5


@pytest.mark.parametrize(
    ("colour", "ink"), [("#1f5fbf", "#ffffff"), ("#FFBC00", "#000000"), ("#ff6600", "#000000")]
)
def test_a_bright_colour_gets_black_words(colour, ink):
    assert insurer(colour).ink == ink
