"""The plain text of an article keeps its paragraphs and loses everything else."""

import pytest

from feeds.html import to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("<p>One<br>two</p>", "One\ntwo"),
        ("<p>One\n  two</p>", "One two"),
        ("<div>One<div>Two</div>three</div>", "One\nTwo\nthree"),
        ("<ul><li>one<li>two<ol><li>three</ol></ul>", "one\ntwo\nthree"),
        ("<table><tr><th>Name<th>Votes<tr><td>A<td>12</table>", "Name\tVotes\nA\t12"),
        ("<table><tr><td><p>A</p></td><td>B</td></tr></table>", "A\nB"),
        ("<pre>one\n  two</pre>", "one\ntwo"),
        ("a <b>b</b>c<i> d</i>", "a bc d"),
        ("<p>漢<ruby>字<rp>(</rp><rt>じ</rt><rp>)</rp></ruby></p>", "漢字"),
        ("<script>x</script><style>y</style><p>One</p><noscript>no</noscript>", "One"),
        ("<p>a &lt;b&gt; &amp;amp; c</p>", "a <b> &amp; c"),
        ("<p>&nbsp;&emsp;　首行</p>", "首行"),
        ("<figure><img alt=x><figcaption>Caption</figcaption></figure>", "Caption"),
        ("<h2>Title</h2>text", "Title\ntext"),
        ("<dl><dt>a<dd>b</dl>", "a\nb"),
        ("<template>x</template><!-- no -->", ""),
        ("", ""),
        ("just text", "just text"),
    ],
)
def test_paragraphs_become_lines(html: str, text: str) -> None:
    assert to_text(html) == text


def test_depth_is_no_danger() -> None:
    assert to_text("<div>" * 50_000 + "The news") == "The news"
    assert to_text("<div>" * 900 + "The news") == "The news"
