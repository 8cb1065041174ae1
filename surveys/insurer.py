"""The insurer whose installation this is."""

from dataclasses import dataclass

# Above this luminance black has the higher contrast, below it white; each has 4.5:1 or more.
LIGHT = 0.179


@dataclass(frozen=True)
class Insurer:
    korean_name: str
    english_name: str
    colour: str
    contact: str
    privacy_officer: str

    @property
    def ink(self) -> str:
        """Black or white, whichever is read better on the colour (WCAG 2.2, relative luminance)."""
        red, green, blue = (_linear(int(self.colour[n : n + 2], 16) / 255) for n in (1, 3, 5))
        luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
        return "#000000" if luminance > LIGHT else "#ffffff"

    def name(self, language: str) -> str:
        return self.english_name if language == "en" else self.korean_name


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
