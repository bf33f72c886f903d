"""Tables of words as patterns that skip in C to where a word can begin."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.extract.alternatives import alternatives, any_of, in_table

# Each as the helper takes it and as anybody would write it.
SPELLED = (
    (r"(?:content_)?source \bvia ^from", r"(?:content )?source|\bvia|^from"),
    (r"(?:a|bc?)b(?:a|b) (?<![cx])a", r"(?:a|bc?)b(?:a|b)|(?<![cx])a"),
    (r"\b(?:a|(?:b|c)a)x ^(?:my|your)", r"\b(?:a|(?:b|c)a)x|^(?:my|your)"),
    (r"(?<!图)来源 转载?自(?=:)", r"(?<!图)来源|转载?自(?=:)"),
)
TEXT = st.text(alphabet="abcx mysoruvtenif图来源转载自:", max_size=30) | st.builds(
    " ".join,
    st.lists(st.sampled_from(["content source", "via", "from", "my", "your", "来源", "自:", "bca"]), max_size=5),
)


@pytest.mark.parametrize(("table", "plain"), SPELLED)
@given(text=TEXT)
def test_a_table_finds_what_its_words_find(table: str, plain: str, text: str) -> None:
    assert [found.span() for found in any_of(table).finditer(text)] == [
        found.span() for found in re.finditer(plain, text)
    ]


@pytest.mark.parametrize("word", [r"\W*404", r"(?:^|\D)404", "", "a?b", "[ab]c", r"\d", r"\b\w+"])
def test_a_word_that_can_begin_with_anything_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="begins with no letter"):
        alternatives([word])


def test_in_a_table_white_space_parts_and_an_underscore_is_a_space() -> None:
    assert in_table(" read_more\n  see_also ") == ["read more", "see also"]
