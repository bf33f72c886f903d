"""A text that an editor keeps as a tree of blocks is written as the HTML it stands for, whatever the editor."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.extract.rich import as_html, rich_html

EDITORS: dict[str, Any] = {
    "prosemirror": {
        "type": "doc",
        "content": [
            {"type": "heading", "attrs": {"level": 3}, "content": [{"type": "text", "text": "Terms"}]},
            {
                "type": "paragraph",
                "content": [
                    {"type": "text", "text": "Pay "},
                    {"type": "text", "text": "rises", "marks": [{"type": "bold"}]},
                    {"type": "text", "text": "."},
                ],
            },
            {
                "type": "bulletList",
                "content": [
                    {
                        "type": "listItem",
                        "content": [{"type": "paragraph", "content": [{"type": "text", "text": "one"}]}],
                    }
                ],
            },
        ],
    },
    "contentful": {
        "nodeType": "document",
        "content": [
            {"nodeType": "heading-3", "content": [{"nodeType": "text", "value": "Terms", "marks": []}]},
            {
                "nodeType": "paragraph",
                "content": [
                    {"nodeType": "text", "value": "Pay ", "marks": []},
                    {"nodeType": "text", "value": "rises", "marks": [{"type": "bold"}]},
                    {"nodeType": "text", "value": ".", "marks": []},
                ],
            },
            {
                "nodeType": "unordered-list",
                "content": [
                    {
                        "nodeType": "list-item",
                        "content": [{"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "one"}]}],
                    }
                ],
            },
        ],
    },
    "portable text": [
        {"_type": "block", "style": "h3", "children": [{"_type": "span", "text": "Terms"}]},
        {
            "_type": "block",
            "style": "normal",
            "children": [
                {"_type": "span", "text": "Pay ", "marks": []},
                {"_type": "span", "text": "rises", "marks": ["strong"]},
                {"_type": "span", "text": ".", "marks": []},
            ],
        },
        {"_type": "block", "style": "normal", "listItem": "bullet", "children": [{"_type": "span", "text": "one"}]},
    ],
    "slate": [
        {"type": "h3", "children": [{"text": "Terms"}]},
        {"type": "p", "children": [{"text": "Pay "}, {"text": "rises", "bold": True}, {"text": "."}]},
        {"type": "ul", "children": [{"type": "li", "children": [{"text": "one"}]}]},
    ],
    "lexical": {
        "root": {
            "type": "root",
            "children": [
                {"type": "heading", "tag": "h3", "children": [{"type": "text", "text": "Terms", "format": 0}]},
                {
                    "type": "paragraph",
                    "children": [
                        {"type": "text", "text": "Pay ", "format": 0},
                        {"type": "text", "text": "rises", "format": 1},
                        {"type": "text", "text": ".", "format": 0},
                    ],
                },
                {"type": "list", "children": [{"type": "listitem", "children": [{"type": "text", "text": "one"}]}]},
            ],
        }
    },
    "editorjs": {
        "time": 1734424200000,
        "blocks": [
            {"type": "header", "data": {"text": "Terms", "level": 3}},
            {"type": "paragraph", "data": {"text": "Pay <strong>rises</strong>."}},
            {"type": "list", "data": {"style": "unordered", "items": ["one"]}},
        ],
    },
    "prismic": [
        {"type": "heading3", "text": "Terms", "spans": []},
        {"type": "paragraph", "text": "Pay <strong>rises</strong>.", "spans": []},
        {"type": "list-item", "text": "one", "spans": []},
    ],
    "gutenberg": [
        {"name": "core/heading", "attributes": {"content": "Terms", "level": 3}},
        {"name": "core/paragraph", "attributes": {"content": "Pay <strong>rises</strong>."}},
        {"name": "core/list-item", "attributes": {"content": "one"}},
    ],
}


@pytest.mark.parametrize("editor", EDITORS)
def test_a_heading_a_paragraph_and_a_point(editor: str) -> None:
    html = "<h3>Terms</h3><p>Pay <strong>rises</strong>.</p><ul><li>one</li></ul>"
    assert rich_html(EDITORS[editor]) == html


def test_draft_js_keeps_lines_without_marks() -> None:
    blocks = [
        {"type": "header-three", "text": "Terms"},
        {"type": "unstyled", "text": "Pay < 5 % rises."},
        {"type": "unordered-list-item", "text": "one"},
        {"type": "unordered-list-item", "text": "two"},
    ]
    html = rich_html({"blocks": blocks, "entityMap": {}})
    assert html == "<h2>Terms</h2><p>Pay &lt; 5 % rises.</p><ul><li>one</li><li>two</li></ul>"


def test_links_breaks_quotes_and_pictures() -> None:
    link = {"type": "link", "url": "/pay?a=1&b=2", "children": [{"text": "pay"}]}
    line = {"type": "paragraph", "children": [{"text": "On "}, link, {"type": "hardBreak"}, {"text": "and rent"}]}
    quote = {"type": "blockquote", "children": [{"text": "Enough."}]}
    picture = {"type": "image", "data": {"file": {"url": "/p.jpg"}, "caption": "The <square>"}}
    assert rich_html([line, quote, picture]) == (
        '<p>On <a href="/pay?a=1&amp;b=2">pay</a><br>and rent</p><blockquote><p>Enough.</p></blockquote>'
        '<figure><img src="/p.jpg" alt=""><figcaption>The &lt;square&gt;</figcaption></figure>'
    )


def test_what_stands_between_paragraphs_is_left_out() -> None:
    blocks = [{"type": "text", "value": "<p>Pay rises.</p>"}, {"type": "related", "items": [{"text": "Another one"}]}]
    assert rich_html([*blocks, {"type": "newsletter", "text": "Sign up"}, {"type": "divider"}]) == "<p>Pay rises.</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One line.\n\nAnother & more.", "<p>One line.</p>\n<p>Another &amp; more.</p>"),
        ("<p>One.</p>", "<p>One.</p>"),
        ("&lt;p&gt;One.&lt;/p&gt;", "<p>One.</p>"),
        ('{"type": "doc", "content": [{"type": "paragraph", "text": "One."}]}', "<p>One.</p>"),
        ("[Update] One.", "<p>[Update] One.</p>"),
        ("One <b>bold</b> line.\nAnother.", "<p>One <b>bold</b> line.</p>\n<p>Another.</p>"),
        (
            "## Terms\n\nPay **rises**\nnow.\n\n- one\n- two",
            "<h2>Terms</h2>\n<p>Pay <strong>rises</strong>\nnow.</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n",
        ),
    ],
)
def test_a_text_is_html_however_it_is_kept(text: str, html: str) -> None:
    assert as_html(text) == html


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(("type", "text", "children", "content", "data", "items", "marks", "url", "tag")),
                inner | st.sampled_from(("paragraph", "heading", "list", "text", "image", "link", "li", "quote")),
                max_size=5,
            )
        ),
        max_leaves=30,
    )
)
def test_a_tree_of_any_kind_is_no_error(value: Any) -> None:
    assert "<script" not in rich_html(value)


@pytest.mark.parametrize(
    "tree",
    [
        {"slice_type": "text", "primary": {"text": [{"type": "paragraph", "text": "One."}]}, "items": []},
        {"type": "paragraph--text", "field_text": {"value": "raw", "processed": "<p>One.</p>"}},
        {
            "blockName": "core/group",
            "innerHTML": "<div></div>",
            "innerBlocks": [{"blockName": "core/paragraph", "innerHTML": "<p>One.</p>", "innerBlocks": []}],
        },
        {"json": {"nodeType": "document", "content": [{"nodeType": "paragraph", "text": "One."}]}},
        {"value": {"schema": "dast", "document": {"type": "root", "children": ["One."]}}},
        [{"component": "text", "text": "One."}, {"component": "related", "items": [{"title": "Two", "text": "Two."}]}],
    ],
)
def test_a_text_is_found_wherever_its_system_keeps_it(tree: Any) -> None:
    assert rich_html(tree) == "<p>One.</p>"


def test_elements_may_be_arrays() -> None:
    link = ["a", {"href": "/won"}, "won"]
    tree = {
        "type": "minimark",
        "value": [["h2", {}, "Pay"], ["p", {}, "They ", link, "."], ["ul", {}, ["li", {}, link]]],
    }
    assert rich_html(tree) == (
        '<h2>Pay</h2><p>They <a href="/won">won</a>.</p><ul><li><a href="/won">won</a></li></ul>'
    )


def test_a_long_markdown_costs_no_more_than_its_length() -> None:
    before = time.process_time()
    as_html("**a** " + "*a_" * 400_000)
    assert time.process_time() - before < 1


def test_a_deep_tree_ends() -> None:
    tree: Any = "deep"
    for _ in range(500):
        tree = {"type": "paragraph", "children": [tree, tree]}
    assert len(rich_html(tree)) < 10**6
