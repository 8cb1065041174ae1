import pytest
from jinja2 import UndefinedError

from surveys.letters import LetterFolder


@pytest.fixture
def folder(tmp_path):
    """A folder of three templates that say the greeting."""
    (tmp_path / "subject.txt").write_text("\n Hello  {{ name }}\n")
    (tmp_path / "body.txt").write_text("{% if name %}\nHello {{ name }}\n{% endif %}\n")
    (tmp_path / "body.html").write_text(
        '<p lang="{{ language }}">{{ name }} {{ _("Hello,") }} {{ unsubscribe_url }}</p>\n'
    )
    return LetterFolder(tmp_path)


def render(folder, language="en", **values):
    return folder.render(
        from_name="Saegil Insurance",
        to="customer@example.com",
        language=language,
        unsubscribe_url="https://example.com/u/a&b",
        list_name="survey",
        values=values,
    )


def test_a_letter_says_to_whom_it_goes_and_how_to_end_it(app, folder):
    letter = render(folder, name="Sky")

    assert (letter.from_name, letter.to) == ("Saegil Insurance", "customer@example.com")
    assert (letter.language, letter.list_name) == ("en", "survey")
    assert letter.unsubscribe_url == "https://example.com/u/a&b"


def test_the_subject_is_one_line(app, folder):
    assert render(folder, name="Sky\n\u2028Kim").subject == "Hello Sky Kim"


def test_a_block_leaves_no_empty_line_in_the_text(app, folder):
    assert render(folder, name="Sky").text == "Hello Sky\n"


def test_only_the_page_is_escaped(app, folder):
    letter = render(folder, name="<b>Kim & Co</b>")

    assert letter.text == "Hello <b>Kim & Co</b>\n"
    assert "&lt;b&gt;Kim &amp; Co&lt;/b&gt;" in letter.html
    assert "https://example.com/u/a&amp;b" in letter.html


def test_a_letter_speaks_the_language_of_its_reader(app, folder):
    english, korean = (render(folder, language, name="Sky").html for language in ("en", "ko"))

    assert '<p lang="en">Sky Hello,' in english
    assert '<p lang="ko">Sky 고객님, 안녕하세요' in korean


def test_a_word_that_nobody_gave_is_an_error(app, folder):
    with pytest.raises(UndefinedError, match="'name' is undefined"):
        render(folder)
