"""XML that holds records is a table, a row each; XML that is a text stays one."""

import pytest
from corpus.test_read import write

import hiertopics as ht
from hiertopics.corpus.files.xml import tokens

SEA = "The harbour pilot steered past the moles at low tide"
BREAD = "Rye dough rests in the cool cellar until early morning"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
N = 12


def text(number):
    return f"{(SEA, BREAD)[number % 2]}, number {number}."


def label(number):
    return ("sea", "bread")[number % 2]


def many(pattern, n=N):
    """Records by a pattern in which @ is the number, TEXT its text and LABEL its label."""
    return "\n".join(
        pattern.replace("TEXT", text(i)).replace("LABEL", label(i)).replace("@", str(i))
        for i in range(n)
    )


RSS = (
    f"{HEAD}<rss version='2.0'><channel><title>Town news</title><link>http://n.org</link>"
    + many(
        "<item><title>Report @ of the day</title><link>http://n.org/@</link>"
        "<description>&lt;p&gt;TEXT&lt;/p&gt;&lt;script&gt;var zebra&lt;/script&gt;</description>"
        "<category>LABEL</category><pubDate>Sun, 03 Jan 2021 08:15:@ GMT</pubDate></item>"
    )
    + "</channel></rss>"
)
ATOM = (
    f"{HEAD}<feed xmlns='http://www.w3.org/2005/Atom'><title>Town</title><updated>2021</updated>"
    + many(
        "<entry><title>Report @ of the day</title><link rel='self' href='http://zebra/@'/>"
        "<link href='http://n.org/@'/><id>urn:@</id><published>2020-05-11T10:00:00Z</published>"
        "<updated>2021-05-11T10:00:00Z</updated><author><name>Ann</name><uri>zebra</uri></author>"
        "<category term='LABEL'/><summary>A zebra</summary><content type='xhtml'>"
        "<div xmlns='http://www.w3.org/1999/xhtml'><p>TEXT</p></div></content></entry>"
    )
    + "</feed>"
)
WORDPRESS = (
    f"{HEAD}<!-- generator='WordPress' --><rss version='2.0' xmlns:wp='w' xmlns:content='c' "
    "xmlns:excerpt='e' xmlns:dc='d'><channel><title>Blog</title><wp:author>"
    "<wp:author_login>zebra</wp:author_login></wp:author>"
    + many(
        "<item><title>Report @ of the day</title><link>http://b.org/@</link><pubDate>Sun, 03 Jan "
        "2021 08:15:00 +0000</pubDate><dc:creator><![CDATA[ann]]></dc:creator><description>"
        "</description><content:encoded><![CDATA[<!-- wp:paragraph -->\n<p>TEXT</p>\n"
        "<!-- /wp:paragraph -->]]></content:encoded><excerpt:encoded><![CDATA[zebra]]>"
        "</excerpt:encoded><wp:post_id>@</wp:post_id><wp:status>publish</wp:status>"
        "<wp:post_type>post</wp:post_type><category domain='post_tag'><![CDATA[zebra]]></category>"
        "<category domain='category' nicename='x'><![CDATA[LABEL]]></category><wp:postmeta>"
        "<wp:meta_value>zebra</wp:meta_value></wp:postmeta><wp:comment><wp:comment_content>zebra"
        "</wp:comment_content></wp:comment></item>"
    )
    + many(
        "<item><title>zebra</title><content:encoded>zebra</content:encoded>"
        "<wp:post_type>attachment</wp:post_type></item>",
        3,
    )
    + "<item><title>zebra</title><wp:post_type>nav_menu_item</wp:post_type></item>"
    "</channel></rss>"
)
PUBMED = (
    f'{HEAD}<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM" "http://x.dtd"><PubmedArticleSet>'
    + many(
        "<PubmedArticle><MedlineCitation><PMID Version='1'>10@</PMID><DateCompleted><Year>1999"
        "</Year></DateCompleted><Article><Journal><JournalIssue><PubDate><Year>2021</Year><Month>"
        "Mar</Month><Day>04</Day></PubDate></JournalIssue><Title>Journal</Title></Journal>"
        "<ArticleTitle>Report @ of <i>the</i> day</ArticleTitle><Abstract><AbstractText "
        "Label='AIM'>TEXT</AbstractText><AbstractText Label='END'>p &lt; .05 in H<sub>2</sub>O."
        "</AbstractText></Abstract><AuthorList><Author><LastName>Day</LastName><ForeName>Ann"
        "</ForeName></Author></AuthorList></Article><MeshHeadingList><MeshHeading><DescriptorName>"
        "LABEL</DescriptorName></MeshHeading></MeshHeadingList></MedlineCitation><PubmedData>"
        "<ReferenceList><Citation>zebra</Citation></ReferenceList></PubmedData></PubmedArticle>"
    )
    + "</PubmedArticleSet>"
)
STYLE = "<style face='normal' size='100%'>"
ENDNOTE = (
    f"{HEAD}<xml><records>"
    + many(
        f"<record><database>zebra</database><rec-number>@</rec-number><titles><title>{STYLE}Report "
        f"@ of</style>{STYLE} the day</style></title></titles><contributors><authors><author>"
        f"{STYLE}Day, Ann</style></author></authors></contributors><dates><year>{STYLE}2021"
        f"</style></year><pub-dates><date>{STYLE}Mar 4</style></date></pub-dates></dates>"
        f"<abstract>{STYLE}TEXT</style></abstract></record>"
    )
    + "</records></xml>"
)
WIKI = (
    "<mediawiki xmlns='x'><siteinfo><sitename>zebra</sitename></siteinfo>"
    + many(
        "<page><title>Report @ of the day</title><ns>0</ns><id>@</id><revision><id>1</id>"
        "<timestamp>2021-03-04T00:00:00Z</timestamp><contributor><username>zebra</username></contributor>"
        "<text xml:space='preserve'>{{zebra|a={{zebra}}}}'''TEXT'''&lt;ref&gt;zebra&lt;/ref&gt;\n"
        "[[Category:LABEL]]</text></revision></page>"
    )
    + "<page><title>Template:X</title><ns>10</ns><revision><text>zebra</text></revision></page>"
    "<page><title>Old</title><ns>0</ns><redirect title='New'/><revision><text>zebra</text>"
    "</revision></page></mediawiki>"
)
STACK = (
    f"\ufeff{HEAD}<posts>\n"
    + many(
        '  <row Id="@" PostTypeId="1" CreationDate="2021-03-04T10:00:00.1" Tags="&lt;c++&gt;'
        '&lt;java&gt;" Title="Report @ of the day" Body="&lt;p&gt;TEXT&lt;/p&gt;" />'
    )
    + "\n</posts>"
)
REVIEWS = (
    "<reviews>"
    + many(
        "<review id='r@' lang='en'><title>Report @ of the day</title><by><name>Ann</name></by>"
        "<category>LABEL</category><text>TEXT</text><date>2021-03-04</date></review>"
    )
    + "</reviews>"
)
SPEECH = "<speech speaker='Ann'><p>TEXT</p></speech>"
SPEECHES = f"<sitting date='2021-03-04'>{many(SPEECH, N // 2)}</sitting>" * 2
KINDS = {
    "rss.xml": RSS,
    "atom.xml": ATOM,
    "posts.wxr": WORDPRESS,
    "pubmed.xml": PUBMED,
    "endnote.xml": ENDNOTE,
    "wiki.xml": WIKI,
    "Posts.xml": STACK,
    "reviews.xml": REVIEWS,
}


@pytest.mark.parametrize("name", KINDS)
def test_each_record_is_a_document_with_its_own_values(tmp_path, name):
    corpus = ht.read_corpus(write(tmp_path, {name: KINDS[name]}) / name)
    assert len(corpus) == N and "doubts" not in corpus.reading
    assert any("XML was read as a table" in remark for remark in corpus.reading["remarks"])
    for number, document in enumerate(corpus.texts):
        assert document.startswith(f"Report {number} of the day") and text(number) in document
        assert "zebra" not in document and "<" not in document.replace("p < .05", "")
    dates = corpus.metadata.get("date") or corpus.metadata["CreationDate"]
    assert all("2021" in date or "2020-05-11" in date for date in dates)
    if "LABEL" in KINDS[name] or name in ("rss.xml", "atom.xml", "posts.wxr", "wiki.xml"):
        assert [row[0] for row in corpus.labels] == [label(i) for i in range(N)]


def test_months_and_days_are_kept(tmp_path):
    for name in ("pubmed.xml", "endnote.xml"):
        corpus = ht.read_corpus(write(tmp_path, {name: KINDS[name]}) / name)
        assert set(corpus.metadata["date"]) == {"2021-03-04"}
        assert set(corpus.metadata["authors"]) in ({("Day, Ann",)}, {"Day, Ann"})


def test_authors_of_one_name_take_none_of_the_next(tmp_path):
    one = "</Author><Author><LastName>Consortium</LastName></Author></AuthorList>"
    content = KINDS["pubmed.xml"].replace("</Author></AuthorList>", one)
    content = content.replace(
        "<AuthorList>", "<AuthorList><Author><LastName>Sun</LastName></Author>"
    )
    corpus = ht.read_corpus(write(tmp_path, {"a.xml": content}) / "a.xml")
    assert set(corpus.metadata["authors"]) in (
        {("Sun", "Day", "Consortium")},
        {"Sun, Day, Consortium"},
    )


def test_records_of_several_names(tmp_path):
    kinds = ("article", "inproceedings", "book")
    records = "".join(
        many(f"<{kind} key='{kind}@'><author>Ann</author><author>Bob</author><title>TEXT"
             f"</title><year>202{i}</year></{kind}>", 4)
        for i, kind in enumerate(kinds)
    )  # fmt: skip
    owners = "<owner>zebra</owner>" * 5
    path = write(tmp_path, {"a.xml": f"<dblp>{owners}{records}</dblp>"}) / "a.xml"
    corpus = ht.read_corpus(path)
    assert list(corpus.texts) == [text(i) for i in range(4)] * 3
    assert corpus.metadata["year"] == ("2020",) * 4 + ("2021",) * 4 + ("2022",) * 4
    assert set(corpus.metadata["author"]) == {("Ann", "Bob")}


def test_settings_of_an_export_of_blogger_are_no_posts(tmp_path):
    kind = "<category scheme='s' term='http://schemas.google.com/blogger/2008/kind#{}'/>"
    posts = ATOM.replace("<category", kind.format("post") + "<category")
    other = "<entry><title>zebra</title>{}<content>zebra</content></entry>"
    others = "".join(
        other.format(kind.format(each)) for each in ("settings", "template", "comment")
    )
    path = write(tmp_path, {"a.xml": posts.replace("</feed>", f"{others}</feed>")}) / "a.xml"
    corpus = ht.read_corpus(path)
    assert len(corpus) == N and [row[0] for row in corpus.labels] == [label(i) for i in range(N)]
    said = "left out of a.xml by what they are: setting (2), comment (1)"
    assert said in corpus.reading["remarks"]


def test_what_is_left_out_of_a_blog_is_said(tmp_path):
    reading = ht.read_corpus(write(tmp_path, {"b.xml": WORDPRESS}) / "b.xml").reading
    assert (
        "left out of b.xml by what they are: comment (12), attachment (3), menu item (1)"
        in reading["remarks"]
    )


def test_tags_and_attributes_are_fields(tmp_path):
    corpus = ht.read_corpus(write(tmp_path, {"Posts.xml": STACK}) / "Posts.xml")
    assert set(corpus.metadata["Tags"]) == {("c++", "java")}
    path = write(tmp_path, {"d.xml": f"<debates>{SPEECHES}</debates>"}) / "d.xml"
    corpus = ht.read_corpus(path)
    assert list(corpus.texts) == [text(i) for i in range(N // 2)] * 2
    assert set(corpus.metadata["sitting.date"]) == {"2021-03-04"}
    assert set(corpus.metadata["speaker"]) == {"Ann"}


@pytest.mark.parametrize(
    "content",
    [
        many("<doc id='d@' class='LABEL'>TEXT</doc>"),
        many("<doc id='d@' class='LABEL'><p>TEXT</p></doc>"),
        many("<row><id>d@</id><class>LABEL</class><story>TEXT</story></row>"),
        many("<strange id='d@' class='LABEL' words='TEXT'/>"),
        "<page>" + many("<strange><id>d@</id><class>LABEL</class><of><it>TEXT</it></of></strange>")
        + "</page>",
    ],
)  # fmt: skip
def test_records_of_unknown_vocabularies(tmp_path, content):
    corpus = ht.read_corpus(write(tmp_path, {"a.xml": f"<things>{content}</things>"}) / "a.xml")
    assert [" ".join(each.split()) for each in corpus.texts] == [text(i) for i in range(N)]
    assert corpus.ids == tuple(f"d{i}" for i in range(N)) and corpus.label_names == ("class",)


@pytest.mark.parametrize(
    "content",
    [
        f"<TEI><text><body>{many('<div><head>Day @</head><p>TEXT</p></div>')}</body></text></TEI>",
        f"<book>{many('<chapter><title>Day @</title><para>TEXT</para></chapter>')}</book>",
        f"<article><body>{many('<sec><title>Day @</title><p>TEXT</p></sec>')}</body></article>",
        f"<story>{many('<p>TEXT</p>')}</story>",
        f"<saga>{many('<chapter><title>Day @</title><p>TEXT</p><p>TEXT</p></chapter>')}</saga>",
        f"<PLAY>{many('<SPEECH><SPEAKER>Ann</SPEAKER><LINE>TEXT</LINE></SPEECH>')}</PLAY>",
    ],
)
def test_a_text_stays_one(tmp_path, content):
    write(tmp_path, {"in/a.xml": content, "in/b.xml": content})
    corpus = ht.read_corpus(tmp_path / "in")
    assert len(corpus) == 2 and all(text(i) in corpus.texts[0] for i in range(N))
    assert "remarks" not in corpus.reading or "XML was" not in str(corpus.reading["remarks"])


def test_broken_feeds_are_read_and_said(tmp_path):
    broken = RSS.replace("day<", "day & more&nbsp;of\x0bit<").replace("&lt;/p&gt;", "&lt;br>")
    corpus = ht.read_corpus(write(tmp_path, {"a.xml": broken}) / "a.xml")
    assert len(corpus) == N and "doubts" not in corpus.reading
    assert corpus.texts[3].startswith(f"Report 3 of the day & more of it\n\n{text(3)}")
    second = RSS.index("</item>", RSS.index("</item>") + 1)
    never = RSS[:second] + RSS[second + len("</item>") :]
    for damaged, number in ((never, 2), (RSS[: RSS.rindex("</item>") - 40], N)):
        with pytest.warns(ht.ReadingWarning, match="has no end"):
            corpus = ht.read_corpus(write(tmp_path, {"a.xml": damaged}) / "a.xml")
        assert [text(i) in corpus.texts[i] for i in range(N)] == [True] * N and len(corpus) == N
        (doubt,) = corpus.reading["doubts"]
        assert f"1 record has no end in a.xml, the first is number {number}:" in doubt


def test_encodings_of_feeds(tmp_path):
    for page in ("iso-8859-1", "windows-1252", "utf-16"):
        feed = RSS.replace("UTF-8", page).replace("Rye dough", "Roggenbrot für Gäste")
        write(tmp_path, {"a.xml": feed.encode(page)})
        assert "Roggenbrot für Gäste" in ht.read_corpus(tmp_path / "a.xml").texts[1]


def test_folders_of_feeds(tmp_path):
    other = RSS.replace("n.org", "m.org")
    write(tmp_path, {"in/a.xml": RSS, "in/b.xml": other, "in/c.rss": "<rss><channel/></rss>"})
    corpus = ht.read_corpus(tmp_path / "in")
    assert len(corpus) == 2 * N and corpus.label_names == ("category",)
    assert set(corpus.metadata["file"]) == {"a.xml", "b.xml"}
    write(tmp_path, {"texts/a.txt": SEA, "texts/b.txt": BREAD, "texts/c.xml": RSS})
    assert ht.read_corpus(tmp_path / "texts").skipped == {"table": ("c.xml",)}


def test_columns_may_be_named(tmp_path):
    path = write(tmp_path, {"a.xml": RSS}) / "a.xml"
    assert ht.read_corpus(path, text_column="title").texts[4] == "Report 4 of the day"
    with pytest.raises(ht.CorpusError, match="no column 'zebra'; the columns are 'title', 'link'"):
        ht.read_corpus(path, text_column="zebra")
    path = write(tmp_path, {"b.xml": f"<story>{many('<p>TEXT</p>')}</story>"}) / "b.xml"
    with pytest.raises(ht.CorpusError, match="columns are for tables"):
        ht.read_corpus(path, text_column="p")


def test_a_map_of_a_site_is_no_text(tmp_path):
    urls = many("<url><loc>https://n.org/@</loc><lastmod>2021-03-04</lastmod></url>")
    path = write(tmp_path, {"a.xml": f"<urlset>{urls}</urlset>"}) / "a.xml"
    with pytest.raises(ht.CorpusError, match="no column looks like text"):
        ht.read_corpus(path)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 10_000])
def test_parts_of_xml_do_not_depend_on_how_it_is_read(size):
    source = (
        "<!DOCTYPE a [<!ENTITY b 'c'>]><a x='1 > 2' y=\"&lt;\">one &amp; two<!-- <c> --><b/>"
        "<![CDATA[ <p> ]]> 1 < 2 &b; &#x41;</a>"
    )
    pieces = [source[i : i + size] for i in range(0, len(source), size)]
    found = list(tokens(pieces))
    assert "".join(part for token, part in found if not token) == "one & two <p>  1 < 2 &b; A"
    assert [token for token, _ in found if token] == ["a", "b", "/b", "/a"]


INGREDIENTS = ("rye flour", "sea salt", "wild yeast")
RECIPES = {
    "lists": (
        "<recipes>",
        "<recipe id='@'><title>Loaf @</title><ingredients>"
        + "".join(f"<ingredient>{each}</ingredient>" for each in INGREDIENTS)
        + "</ingredients><steps><step>TEXT</step><step>Bake LABEL.</step></steps></recipe>",
        "</recipes>",
    ),
    "parts": (
        "<cookbook>",
        "<recipe><name>Loaf @</name>"
        + "".join(f"<ingredient><amount>2 cups</amount><item>{i}</item></ingredient>"
                  for i in INGREDIENTS)
        + "<prepTime>20</prepTime><instructions>TEXT Bake LABEL.</instructions></recipe>",
        "</cookbook>",
    ),
    "attributes": (
        "<collection>",
        "<r:recipe xmlns:r='x'><r:title>Loaf @</r:title>"
        + "".join(f"<r:ingredient amount='2' name='{each}'/>" for each in INGREDIENTS)
        + "<r:preparation><r:step>TEXT</r:step><r:step>Bake LABEL.</r:step></r:preparation>"
        "</r:recipe>",
        "</collection>",
    ),
    "RecipeML": (
        "<recipeml>",
        "<recipe><head><title>Loaf @</title></head><ingredients>"
        + "".join(f"<ing><amt><qty>2</qty><unit>cups</unit></amt><item>{i}</item></ing>"
                  for i in INGREDIENTS)
        + "</ingredients><directions><step>TEXT</step><step>Bake LABEL.</step></directions>"
        "</recipe>",
        "</recipeml>",
    ),
    "German": (
        "<Rezepte>",
        "<Rezept><Titel>Loaf @</Titel><Zutaten>"
        + "".join(f"<Zutat>{each}</Zutat>" for each in INGREDIENTS)
        + "</Zutaten><Zubereitung><Schritt>TEXT</Schritt><Schritt>Bake LABEL.</Schritt>"
        "</Zubereitung></Rezept>",
        "</Rezepte>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", RECIPES)
def test_recipes_have_title_ingredients_and_steps(tmp_path, kind):
    head, recipe, tail = RECIPES[kind]
    write(tmp_path, {"x.xml": f"{HEAD}{head}{many(recipe)}{tail}"})
    corpus = ht.read_corpus(tmp_path / "x.xml")
    assert len(corpus) == N
    for i, found in enumerate(corpus.texts):
        parts = (f"Loaf {i}", *INGREDIENTS, text(i), f"Bake {label(i)}.")
        places = [found.find(part) for part in parts]
        assert -1 not in places and places == sorted(places), found
        assert found.count(f"Loaf {i}") == 1
