"""The insurer whose installation this is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Insurer:
    korean_name: str
    english_name: str
    colour: str
    contact: str
    privacy_officer: str

    def name(self, language: str) -> str:
        return self.english_name if language == "en" else self.korean_name
