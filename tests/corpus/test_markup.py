from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiertopics.corpus.files.html import html_text, looks_like_html
from hiertopics.corpus.files.markdown import markdown_text

WORDS = st.lists(st.text(st.sampled_from("abcéß&<>\"'12"), min_size=1), max_size=20)
# Drawn often enough to meet each other, which arbitrary characters seldom do.
TAGS = st.lists(
    st.sampled_from(
        "< > & <p> </p> <nav> </nav> <div> </div> <pre> <b> <br/> <svg/> <title> </title> <script> "
        '</script> <!-- --> <![x <!doctype <?php &#1 &amp; " \' = <a ="> word'.split()
        + ["\n", " ", "<a href='", '<a title="x>y">']
    )
).map("".join)
MARKS = st.lists(
    st.sampled_from(
        "--- ``` ```python ` * ** _ ~~ # > - 1. [ ] ( ) ![ ]( ]: <!-- --> <a: [^1] \\ word".split()
        + ["\n", " ", "\n\n", "---\n", "a: b\n", "  - c\n"]
    )
).map("".join)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<b>w</b>ord and <i>more</i>", "word and more"),
        ("one \n\t two<br>three<br/><br>four", "one two\nthree\n\nfour"),
        ("<p>One.<p>Two.</p><div>Three</div><div>Four</div>", "One.\n\nTwo.\n\nThree\nFour"),
        ("<ul><li>a<li>b</ul>c", "a\nb\n\nc"),
        ("<table><tr><td>a<td>b<tr><th>c</th><th>d</th></table>", "a b\nc d"),
        ("x<pre>a  b\n   c\n</pre>y  z", "x\n\na  b\n   c\n\ny z"),
        ("<body><h1>Sea</h1>wet</body><title> The\nsea </title>", "The sea\n\nSea\n\nwet"),
        ("<svg><title>Icon</title></svg><title>Page</title>", "Page"),
        ("a<script>if (x<y) {</script>b<STYLE>p{}</style >c", "abc"),
        ("a<script src='x'/>b", "ab"),
        ("kept <script> the rest is program", "kept"),
        ("a <nav>Home <b>x</b></nav>b<footer>c</footer>", "a b"),
        ("<nav>Home<p>The page itself.<footer>(c)</footer>", "Home\n\nThe page itself."),
        ("<nav>Home<nav>More</nav>The page", "Home The page"),
        ("<div><aside>Note</div>The page</aside> goes on", "Note\nThe page goes on"),
        ("<select><option>a<option>b</select>c<textarea><p>d</textarea>", "c"),
        ("before <textarea> after", "before after"),
        ("<math><mi>x</mi></math> is <button>Click</button>done <svg/> so", "is done so"),
        ('<img src="x.png" alt="logo">words', "words"),
        ('<a title="a > b" href=x>link</a>', "link"),
        ('<a title="never closed>link</a> and <b>more</b>', "link and more"),
        ("a<!-- <p> --> b <!-- never closed> c", "a b c"),
        ("R&amp;D &lt;b&gt; caf&eacute; &#228; AT&T", "R&D <b> café ä AT&T"),
        ("&#" + 5000 * "1" + "; x", "\ufffd x"),
        ("a < b > c, I </3 you, x<y, <", "a < b > c, I </3 you, x<y, <"),
        ("<![x one <!y> two <![CDATA[three]]>", "two"),
        ("<?xml version='1.0'?><!DOCTYPE html><html>hi", "hi"),
        ("", ""),
    ],
)
def test_html(source, text):
    assert html_text(source) == text


@pytest.mark.parametrize(
    ("head", "is_html"),
    [
        ("<!DOCTYPE html>", True),
        ('\ufeff \n<?xml version="1.0"?>\n<!-- a --><!-- b -->\n<!doctype HTML PUBLIC "x">', True),
        ("<HTML lang='en'>", True),
        ("<html", True),
        ("<htmlish>", False),
        ("<!DOCTYPE svg>", False),
        ("A page begins with <html>", False),
        ("<!-- never closed <html>", False),
        ("", False),
    ],
)
def test_beginning_of_a_page(head, is_html):
    assert looks_like_html(head) is is_html


@given(WORDS)
def test_escaped_words_come_back_in_order(words):
    page = f"<html><body><p>{escape(' '.join(words))}</p></body></html>"
    assert html_text(page).split() == words


@given(st.text(st.characters(exclude_characters="<&")))
def test_text_without_tags_keeps_its_words(text):
    assert html_text(text).split() == text.split()


@given(st.text() | TAGS)
def test_any_page_gives_tidy_text(source):
    text = html_text(source)
    assert "\n\n\n" not in text or "<pre" in source
    assert text == text.strip("\n")
    assert isinstance(looks_like_html(source), bool)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# Head #\ntext\nHead\n====\n- a\n* b\n2. c\n- [x] d", "Head\n\ntext\nHead\n\na\nb\nc\nd"),
        ("#tag and C#\n# About C#", "#tag and C#\n\nAbout C#"),
        ("**w**ord *it* _em_ __b__ ~~s~~ `code` ``a``", "word it em b s code a"),
        ("**bold *it* b** *it **b** it* ***both***", "bold it b it b it both"),
        (3 * "2 * 3 a*b*c snake_case don`t, ", (3 * "2 * 3 a*b*c snake_case don`t, ").rstrip()),
        ('[words](http://x.y/(z) "title") [a [b] c](<d e>)', "words a [b] c"),
        ("[![alt](a.png)](http://x.y) ![photo](b.png)", "alt photo"),
        ("[see][1] [this][] a[i][j] f[x](not a target)\n\n[1]: http://x\n[this]: <y> 'T'",
         "see this a[i][j] f[x](not a target)"),
        ("[Anna]: Yes.\n[Bob]: No!", "[Anna]: Yes.\n[Bob]: No!"),
        ("word[^1]\n\n[^1]: The note.", "word\n\n The note."),
        ("<http://x.y> <bob@x.y> a < b", "  a < b"),
        ("a <!-- b\n\nc --> d, `<!--` opens, <!-- stays", "a  d, <!-- opens, <!-- stays"),
        ("a\n```python\nimport b\n```\nc\n```\nd\n```\n```text\ne\n```", "a\nc\nd\ne"),
        ("a\n~~~ {.r}\nb\n```\nc\n~~~\nd", "a\nd"),
        ("```python\nnever closed", "never closed"),
        ("````md\n```python\nx\n```\n````\ny", "```python\nx\n```\ny"),
        ("> quoted\n>> twice\n\n---\n| a | b |\n|---|:-:|", "quoted\ntwice\n\n| a | b |"),
        (r"\*no\* C:\Users \[x\]", r"*no* C:\Users [x]"),
        ("", ""),
    ],
)  # fmt: skip
def test_markdown(source, text):
    assert markdown_text(source) == (text, {})


@pytest.mark.parametrize(
    ("source", "text", "front_matter"),
    [
        (
            "---\nTitle: \"Sea: salt\"\ndate: 2020-01-02\ntags: [ice, 'old fish']\n---\n\ntext",
            "text",
            {"title": "Sea: salt", "date": "2020-01-02", "tags": "ice, old fish"},
        ),
        (
            '\ufeff---\n# note\nlist:\n  - a\n  - "b c"\nabout: >\n  long\n  text\nempty:\n...\nx',
            "x",
            {"list": "a, b c", "about": "long text", "empty": ""},
        ),
        (
            '+++\ntitle = "Sea: salt"\nDate=2020-01-02\ntags = ["ice", \'old fish\']\n+++\n\ntext',
            "text",
            {"title": "Sea: salt", "date": "2020-01-02", "tags": "ice, old fish"},
        ),
        (
            '\ufeff+++\r\n# note\nempty = ""\n[taxonomies]\ntags = [\n  "a",\n  "b c",\n]\n'
            'about = """\nlong\ntext"""\n+++\nx\n+++\n',
            "x",
            {"empty": "", "tags": "a, b c", "about": "long text"},
        ),
        ("+++\nOnce upon a time = a story\n+++\ny", "Once upon a time = a story\n\ny", {}),
        ("+++\nkey = 'never closed'\n", "key = 'never closed'", {}),
        ("+++\nkey = [1,\n+++\ny", "key = [1,\n\ny", {}),
        ("---\nOnce upon a time: a story\n---\n", "Once upon a time: a story", {}),
        ("---\nkey: never closed\n", "key: never closed", {}),
        ("----\na: b\n---\n", "a: b", {}),
        ("text\n---\na: b\n---\n", "text\n\na: b", {}),
    ],
)
def test_front_matter(source, text, front_matter):
    assert markdown_text(source) == (text, front_matter)


@given(st.lists(st.text(st.sampled_from("abcé,.'?"), min_size=1).filter(lambda x: x[0] > "Z")))
def test_prose_without_marks_keeps_its_words(words):
    assert markdown_text(" ".join(words))[0].split() == words


@given(st.text() | MARKS)
def test_any_markdown_gives_tidy_text(source):
    text, front_matter = markdown_text(source)
    assert "\n\n\n" not in text
    assert all(key == key.lower() for key in front_matter)


@given(MARKS)
def test_marks_never_take_a_word_outside_of_links_and_programs(source):
    source = source.translate(str.maketrans("<`([]~:", "......."))
    assert markdown_text(source)[0].count("word") == source.count("word")


@pytest.mark.parametrize(
    "piece",
    ["<", ">", "&", "&#1", "<a", "</", "<!--", "<![x", "<?x", "<a '", '<a =">" ', "<a =", "<div>"]
    + ["<nav>", "<nav></div>", "<script>", "<title>", "<textarea>", "<pre> ", "<!---->", "<?xml?>"],
)
def test_long_hostile_pages_end(piece):
    source = piece * (2_000_000 if len(piece) == 1 else 400_000 // len(piece))
    assert isinstance(html_text(source), str)
    assert isinstance(looks_like_html(source), bool)


@pytest.mark.parametrize(
    "piece",
    ["[", "](", "[a](", '[a](b "', "[a][b]", "[a]: /", "`", "x ` y ``", "*a", "_a ", "<!--", "<a:"]
    + ["```x\n", "> ", "#", "\\", " ", "\n", "---\na: b\n- c\n  d\n"]
    + ["+++\n", "+++\na = [\n", "+++\na = 1\n"],
)
def test_long_hostile_markdown_ends(piece):
    source = piece * (2_000_000 if len(piece) == 1 else 400_000 // len(piece))
    assert isinstance(markdown_text(source)[0], str)
