"""A letter: what one mail says, rendered from a folder of three templates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flask_babel import force_locale, gettext, ngettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined


@dataclass(frozen=True)
class Letter:
    """What one mail says to one person. `unsubscribe_url` answers one click (RFC 8058)."""

    from_name: str
    to: str
    subject: str
    text: str
    html: str
    language: str
    unsubscribe_url: str
    list_name: str


@dataclass(frozen=True)
class LetterFolder:
    """Holds `subject.txt`, `body.txt` and `body.html`, all of which fail on an unknown word."""

    path: Path
    _environment: Environment = field(init=False)

    def __post_init__(self) -> None:
        environment = Environment(
            loader=FileSystemLoader([self.path, Path(__file__).parent / "letter_parts"]),
            autoescape=lambda name: name is not None and name.endswith(".html"),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            extensions=["jinja2.ext.i18n"],
        )
        environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
        object.__setattr__(self, "_environment", environment)

    def render(
        self,
        from_name: str,
        to: str,
        language: str,
        unsubscribe_url: str,
        list_name: str,
        values: Mapping[str, object],
    ) -> Letter:
        with force_locale(language):
            subject, text, html = (
                self._environment.get_template(name).render(
                    values, language=language, unsubscribe_url=unsubscribe_url
                )
                for name in ("subject.txt", "body.txt", "body.html")
            )
        return Letter(
            from_name=from_name,
            to=to,
            subject=" ".join(subject.split()),
            text=text,
            html=html,
            language=language,
            unsubscribe_url=unsubscribe_url,
            list_name=list_name,
        )
