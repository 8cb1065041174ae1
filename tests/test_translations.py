"""The Korean catalog holds every sentence of the code, with the same places to fill in."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
KOREAN = ROOT / "app/translations/ko/LC_MESSAGES/messages.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")


@pytest.fixture(scope="module")
def sentences(tmp_path_factory):
    """All messages of a fresh extraction, as `make messages` does it."""
    file = tmp_path_factory.mktemp("messages") / "messages.pot"
    babel = [sys.executable, "-m", "babel.messages.frontend", "-q"]
    extract = ["extract", "-F", "babel.cfg", "-k", "lazy_gettext", "-o", str(file)]
    subprocess.run([*babel, *extract, "app", "analysis", "surveys"], cwd=ROOT, check=True)
    return [message for message in _read(file) if message.id]


@pytest.fixture(scope="module")
def korean():
    return _read(KOREAN, "ko")


def test_every_sentence_is_in_the_korean_catalog(sentences, korean):
    missing = [message.id for message in sentences if _twin(korean, message) is None]

    assert missing == []


def test_every_sentence_is_translated(sentences, korean):
    empty = [message.id for message in sentences if not all(_texts(_twin(korean, message)))]

    assert empty == []


def test_no_translation_is_a_guess(korean):
    assert [message.id for message in korean if message.id and message.fuzzy] == []


def test_translations_fill_in_the_same_places(sentences, korean):
    different = [
        (message.id, text)
        for message in sentences
        for text in _texts(_twin(korean, message))
        if text and _places(text) != _places(_all_of(message))
    ]

    assert different == []


def _read(path, locale=None):
    with path.open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def _twin(catalog, message):
    return catalog.get(message.id, message.context)


def _texts(message):
    """A sentence with a plural has a text for each form, of which Korean has one."""
    if message is None:
        return ()
    return message.string if isinstance(message.string, tuple) else (message.string,)


def _all_of(message):
    """The plural of a sentence that has one: it names the number, which Korean always does."""
    return message.id[1] if message.pluralizable else message.id


def _places(text):
    return sorted(set(PLACEHOLDER.findall(text)))
