"""What a page carries beside its elements, as the application had it: literals, frameworks' values, fragments."""

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.document import open_document
from scraper.embedded import fragments, values
from scraper.embedded.frameworks import expanded, streamed, unescaped, unwrapped
from scraper.embedded.literals import read_literal, strings_of, values_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)
ITEM = {"title": "Strike won", "slug": "strike-won"}


def page(body: str) -> Any:
    return open_document(f"<!DOCTYPE html><title>News</title><body>{body}".encode(), "https://union.example/news")


@pytest.mark.parametrize(
    ("script", "value"),
    [
        ("{title: 'Strike won', tags: [],}", {"title": "Strike won", "tags": []}),
        (r"{a: 'it\'s', b: '\x41\u{1F600}', c: 'say \"no\"'}", {"a": "it's", "b": "A😀", "c": 'say "no"'}),
        ("{a: 'say \"no\"'}", {"a": 'say "no"'}),
        ("{a: `two\nlines`, b: 'back\\\\slash'}", {"a": "two\nlines", "b": "back\\slash"}),
        ("{12: 1, $a: -1.5, b: !0, c: !1}", {"12": 1, "$a": -1.5, "b": True, "c": False}),
        ("[void 0, undefined, null]", [None, None, None]),
        ("{/* one */ a: 1, // two\n b: 2}", {"a": 1, "b": 2}),
        ('[new Date("2024-12-19"), new Date(1734600000000)]', ["2024-12-19", 1734600000000]),
        ('{"u": "https://union.example/a//b"}', {"u": "https://union.example/a//b"}),
        ("{a: Array(3), b: {c: [1, 2, ]}}", {"a": [], "b": {"c": [1, 2]}}),
        ('JSON.parse(\'{"a":"it\\\'s"}\')', {"a": "it's"}),
        ('JSON.parse(decodeURIComponent("%7B%22a%22%3A%22%C3%A9%22%7D"))', {"a": "é"}),
        ('(function(a,b){return {t:a,s:b,c:a}}("won",null));', {"t": "won", "s": None, "c": "won"}),
        ('function(a){a.x=1;return [a]}({b:"c"})', [{"b": "c"}]),
    ],
)
def test_a_literal_is_the_value_that_its_script_has(script: str, value: Any) -> None:
    assert read_literal(script)[0] == value


def test_what_is_no_literal_is_none() -> None:
    for script in ("{a: b.c}", "{a: 1", "[1, 2", "{a: f(x) + 1}", "JSON.parse(text)", "(function(a){ a() })(1)", "{"):
        assert read_literal(script)[0] is None, script


@given(JSON)
def test_json_is_read_as_json(value: Any) -> None:
    script = json.dumps({"value": value})
    assert read_literal(script + ";var x = 1;") == ({"value": value}, len(script))
    quoted = "JSON.parse('" + script.replace("\\", "\\\\").replace("'", "\\'") + "')"
    assert read_literal(quoted)[0] == {"value": value}


@given(st.text(alphabet="{}[]()'\"`\\/*,:;!$ax10 \n=.", max_size=120))
def test_a_script_of_any_kind_is_no_error(script: str) -> None:
    for value in values_of("var news = " + script + '; var b = [{title: "' + script):
        json.dumps(value)
    list(strings_of(script))


def test_a_script_assigns_passes_on_or_pushes_its_items() -> None:
    literal = "[{title: 'Strike won', slug: 'strike-won'}]"
    assert list(values_of(f"window.news = {literal};")) == [[ITEM]]
    assert list(values_of(f'window["__STATE__"]={{"news":{literal}}};')) == [{"news": [ITEM]}]
    assert list(values_of(f"render(document.body, {{data: {literal}}});")) == [[ITEM]]
    assert list(values_of("a.push({title: 'Strike won', slug: 'strike-won'});" * 2)) == [[ITEM, ITEM]]
    assert list(values_of("if (a[0]) { go({method: 'GET'}) }")) == []


def flattened(value: Any) -> list[Any]:
    """As devalue writes it."""
    places: list[Any] = []

    def put(value: Any) -> int:
        place = len(places)
        places.append(None)
        if isinstance(value, dict):
            places[place] = {key: put(inner) for key, inner in value.items()}
        elif isinstance(value, list):
            places[place] = [put(inner) for inner in value]
        else:
            places[place] = value
        return place

    put(value)
    return places


def kinds_before(value: Any) -> Any:
    """As Astro writes it."""
    if isinstance(value, dict):
        return [0, {key: kinds_before(inner) for key, inner in value.items()}]
    return [1, [kinds_before(inner) for inner in value]] if isinstance(value, list) else [0, value]


@given(st.dictionaries(st.text(max_size=6), JSON, min_size=1, max_size=4))
def test_what_a_framework_made_of_a_value_is_undone(value: Any) -> None:
    flat = flattened({"data": value})
    assert expanded([["ShallowReactive", 1], *(_moved(one) for one in flat)]) == {"data": value}
    assert expanded({"type": "data", "nodes": [None, {"type": "data", "data": flat}]}) == [{"data": value}]
    assert unwrapped(kinds_before(value)) == value
    angular = json.dumps(value).replace("&", "&a;").replace('"', "&q;").replace("<", "&l;").replace(">", "&g;")
    assert json.loads(unescaped(angular)) == value


def _moved(value: Any) -> Any:
    """A value of the flat list, one place further back."""
    if isinstance(value, dict):
        return {key: place + 1 for key, place in value.items()}
    return [place + 1 for place in value] if isinstance(value, list) else value


@given(JSON)
def test_a_value_of_any_kind_is_expanded_without_an_error(value: Any) -> None:
    json.dumps(expanded(value))
    json.dumps(expanded([value, 1, 2]))


def test_items_with_small_numbers_are_not_taken_for_places() -> None:
    items = [{"id": n, "title": "Strike won"} for n in range(4)]
    assert expanded(items) == items


def test_what_react_router_streams_is_put_together() -> None:
    stream = [{"_1": 2}, "items", [3], {"_4": 5, "_6": 7, "_8": -5}, "title", "Strike won", "day", ["D", 7], "_image"]
    script = f"window.__reactRouterContext.streamController.enqueue({json.dumps(json.dumps(stream))});"
    found = list(values(page(f"<script>{script}</script>")))
    assert found == [{"items": [{"title": "Strike won", "day": 7, "_image": None}]}]


def test_a_value_within_itself_is_left_out() -> None:
    assert expanded([{"a": 1, "me": 0}, "b", "c"]) == {"a": "b", "me": None}
    apollo = {"ROOT_QUERY": {"latest": [{"__ref": "A:1"}]}, "A:1": {"title": "Strike won", "next": {"__ref": "A:1"}}}
    assert expanded(apollo)["ROOT_QUERY"] == {"latest": [{"title": "Strike won", "next": None}]}


def test_the_rows_of_next_are_put_together() -> None:
    text = "<p>Löhne steigen</p>"
    row = '["$",{"body":"$1a","self":"$5","to":"$99","pay":"$$5 more","day":"$D2025-03-18"}]'
    stream = f'0:["$","div",null]\n1a:T{len(text.encode()):x},{text}5:{row}\n'
    pieces = [stream[:20], stream[20:55], stream[55:]]
    pushed = "".join(f"<script>self.__next_f.push([1,{json.dumps(piece)}])</script>" for piece in pieces)
    assert streamed(pushed)[-1] == [
        "$",
        {"body": text, "self": None, "to": "$99", "pay": "$5 more", "day": "2025-03-18"},
    ]


def test_the_states_of_a_page_are_found_wherever_they_stand() -> None:
    state = json.dumps({"items": [ITEM] * 3})
    escaped = state.replace('"', "&quot;")
    for body in (
        f'<script type="application/json">{state}</script>',
        f"<script>window.state = {state}</script>",
        f'<div data-page="{escaped}"></div>',
        f"<news-list :items='{state}'></news-list>",
    ):
        assert list(values(page(body))) == [json.loads(state)], body
    linked = f'<script type="application/ld+json">{state}</script>'
    assert not list(values(page(linked)))
    assert list(values(page(linked), linked_data=True))


def test_html_that_no_element_shows_is_found_but_for_what_waits_to_be_filled() -> None:
    html = "<ul>" + "<li><a href='/a'>Strike won</a></li>" * 5 + "</ul>"
    quoted = json.dumps(html)
    for body in (
        f"<template>{html}</template>",
        f"<textarea>{html}</textarea>",
        f"<script>document.write({quoted})</script>",
        f'<script type="text/template">{html}</script>',
    ):
        assert [found.count("<li>") for found in fragments(page(body))] == [5], body
        assert not list(fragments(page(body.replace("Strike won", "{{title}}")))), body
    for body in (
        f'<script type="application/json">{{"items": [{quoted}]}}</script>',
        f"<script>state = {{body: {quoted}}}; parse({json.dumps(json.dumps([html]))})</script>",
    ):
        assert not list(fragments(page(body))), body


@pytest.mark.parametrize(
    "script",
    [
        "a={" * 50_000,
        "window.a = [" * 50_000,
        "var a = (function(a){" * 40_000,
        "a.push({" * 40_000,
        "[{title:" * 60_000,
        "window.a = {b: '" + "\\" * 500_000,
        "window.a = JSON.parse('" + "'," * 300_000,
        "window.a = {" + "a:1," * 200_000,
        "window.a = function(a){return [" + "a," * 200_000 + f"]}}('{'x' * 5000}')",
        "a.push({'a': new Date(1)});" * 40_000,
    ],
    ids=lambda script: script[:14],
)
def test_a_hostile_script_costs_no_more_than_its_length(script: str) -> None:
    before = time.process_time()
    list(values_of(script))
    list(strings_of(script))
    assert time.process_time() - before < 5


@pytest.mark.parametrize(
    "rows",
    [
        "1:[\n" * 40_000,
        "".join(f'{n:x}:["${n + 1:x}","${n + 1:x}","${n + 1:x}"]\n' for n in range(4000)),
    ],
    ids=("broken", "each refers to the next"),
)
def test_hostile_rows_cost_no_more_than_their_length(rows: str) -> None:
    before = time.process_time()
    streamed(f"<script>self.__next_f.push([1,{json.dumps(rows)}])</script>")
    assert time.process_time() - before < 2
