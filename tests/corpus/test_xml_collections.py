"""Several documents of XML in a file, fields told apart by attributes, and exports of comments."""

import pytest
from corpus.test_read import write
from corpus.test_xml_records import HEAD, N, many, text

import hiertopics as ht


def read(tmp_path, source, name="a.xml"):
    return ht.read_corpus(write(tmp_path, {name: source}) / name)


PATENT = (
    '<!DOCTYPE us-patent-grant SYSTEM "x.dtd" [ ]>\n<us-patent-grant id="g" file="zebra.XML">'
    "<us-bibliographic-data-grant><publication-reference><document-id><country>zebra</country>"
    "<doc-number>0@</doc-number><date>20140107</date></document-id></publication-reference>"
    "<application-reference><document-id><doc-number>zebra</doc-number><date>20010101</date>"
    "</document-id></application-reference><invention-title>Device <i>number</i> @"
    "</invention-title></us-bibliographic-data-grant><abstract><p>TEXT</p></abstract>"
    "<description><heading>FIELD</heading><p>Made of oak.<b>1</b></p></description>"
    "</us-patent-grant>\n"
)
ARTICLE = "<article><front><title>Part @</title></front><body><p>TEXT</p></body></article>"
TEI = "<TEI xml:id='t@'><teiHeader>zebra</teiHeader><text><body><p>TEXT</p></body></text></TEI>"


def test_each_patent_of_a_bulk_file_is_a_document(tmp_path):
    corpus = read(tmp_path, many(HEAD + PATENT))
    assert len(corpus) == N and corpus.ids[3] == "03"
    assert corpus.texts[3] == f"Device number 3\n\n{text(3)}\n\nFIELD\n\nMade of oak.1"
    assert corpus.metadata["date"][3] == "2014-01-07"
    said = "XML was read as a table: each <us-patent-grant> in it is a document"
    assert said in corpus.reading["remarks"]
    assert "doubts" not in corpus.reading
    assert len(read(tmp_path, HEAD + PATENT, "one.xml")) == 1


@pytest.mark.parametrize("pattern", [ARTICLE, TEI, HEAD + ARTICLE, HEAD + TEI])
def test_documents_one_after_another_are_a_text_each(tmp_path, pattern):
    corpus = read(tmp_path, many(pattern, 2))
    assert [each.endswith(text(i)) for i, each in enumerate(corpus.texts)] == [True, True]
    assert not any("zebra" in each for each in corpus.texts)


def test_joined_files_of_records_are_read_to_their_ends(tmp_path):
    item = "<item><title>Report @</title><description>TEXT</description></item>"
    feed = f"{HEAD}<rss><channel>{many(item)}</channel></rss>\n"
    assert len(read(tmp_path, feed + feed.replace("Report", "Paper"))) == 2 * N
    tables = f"{HEAD}<data>{many('<row><name>n@</name><body>TEXT</body></row>')}</data>\n"
    assert len(read(tmp_path, tables + tables, "b.xml")) == 2 * N
    rows = many("<review><stars>3</stars><body>TEXT</body></review>")
    corpus = read(tmp_path, HEAD + rows, "c.xml")
    assert len(corpus) == N and corpus.texts[2] == text(2)


def test_one_text_with_an_element_of_its_own_name_is_one(tmp_path):
    sections = "".join(f"<section><p>{text(i)}</p></section>" for i in range(3))
    path = write(tmp_path, {"in/a.xml": f"{HEAD}<section>{sections}</section>"}) / "in"
    assert len(ht.read_corpus(path)) == 1


FIELDS = {
    "Solr": "<add>{}</add>|<doc><field name='id'>d@</field><field name='title'>Report @</field>"
    "<field name='body'>TEXT</field></doc>",
    "Solr's answer": "<response><result>{}</result></response>|<doc><str name='id'>d@</str>"
    "<arr name='title'><str>Report @</str></arr><arr name='body'><str>TEXT</str></arr></doc>",
    "a dump": "<mysqldump><database name='x'><table_data name='posts'>{}</table_data></database>"
    "</mysqldump>|<row><field name='id'>d@</field><field name='title'>Report @</field>"
    "<field name='body'>TEXT</field></row>",
    "phpMyAdmin": "<pma_xml_export><database name='x'>{}</database></pma_xml_export>|<table name="
    "'posts'><column name='id'>d@</column><column name='title'>Report @</column>"
    "<column name='body'>TEXT</column></table>",
    "properties": "<objects>{}</objects>|<object><property name='id' value='d@'/>"
    "<property name='title'>Report @</property><property name='body'>TEXT</property></object>",
}


@pytest.mark.parametrize("kind", FIELDS)
def test_columns_have_the_names_that_attributes_give(tmp_path, kind):
    around, _, pattern = FIELDS[kind].partition("|")
    corpus = read(tmp_path, HEAD + around.format(many(pattern)))
    assert len(corpus) == N
    assert corpus.reading["columns"]["text"] == ["title", "body"]
    assert corpus.texts[5] == f"Report 5\n\n{text(5)}" and corpus.ids[5] == "d5"
    assert corpus.labels.shape[1] == 0


MARC = (
    "<m:record><m:leader>zebra</m:leader><m:controlfield tag='001'>k@</m:controlfield>"
    "<m:controlfield tag='008'>920219s19930000caua   j      000 0 eng  </m:controlfield>"
    "<m:datafield tag='100' ind1='1'><m:subfield code='a'>Smith, Ann.</m:subfield></m:datafield>"
    "<m:datafield tag='245' ind1='1'><m:subfield code='a'>Report @ :</m:subfield><m:subfield "
    "code='b'>of the day /</m:subfield><m:subfield code='c'>zebra.</m:subfield></m:datafield>"
    "<m:datafield tag='264'><m:subfield code='a'>zebra</m:subfield><m:subfield code='c'>c2001."
    "</m:subfield></m:datafield><m:datafield tag='520'><m:subfield code='a'>TEXT</m:subfield>"
    "</m:datafield><m:datafield tag='650'><m:subfield code='a'>Ships.</m:subfield></m:datafield>"
    "<m:datafield tag='650'><m:subfield code='a'>Bread @.</m:subfield></m:datafield></m:record>"
)


@pytest.mark.parametrize(
    "around",
    [
        "<m:collection>{}</m:collection>",
        "<OAI-PMH><ListRecords>{}</ListRecords></OAI-PMH>|<record><header>zebra</header><metadata>"
        "MARC</metadata></record>",
    ],
)
def test_fields_of_marc_have_names(tmp_path, around):
    around, _, record = around.partition("|")
    corpus = read(tmp_path, HEAD + around.format(many((record or "MARC").replace("MARC", MARC))))
    assert len(corpus) == N and corpus.ids[5] == "k5"
    assert corpus.texts[5] == f"Report 5 : of the day\n\n{text(5)}"
    assert corpus.metadata["date"][5] == "2001"
    assert corpus.metadata["subject"][5] == ("Ships", "Bread 5")
    assert corpus.metadata["authors"][5] == ("Smith, Ann",)
    assert not any("zebra" in str(column) for column in (*corpus.texts, corpus.metadata))


def test_comments_of_disqus_without_what_was_deleted(tmp_path):
    thread = (
        "<thread dsq:id='t@'><title>zebra</title><message/><isDeleted>false</isDeleted></thread>"
    )
    post = (
        "<post dsq:id='p@'><message><![CDATA[<p>TEXT</p>]]></message><createdAt>2022-11-23"
        "</createdAt><isDeleted>DEL</isDeleted><isSpam>SPAM</isSpam><author><name>Ann</name>"
        "</author><thread dsq:id='t1'/></post>"
    )
    kept = many(post.replace("DEL", "false").replace("SPAM", "false"))
    deleted = many(post.replace("DEL", "true").replace("SPAM", "false"), 3)
    spam = many(post.replace("DEL", "false").replace("SPAM", "true"), 2)
    category = "<category dsq:id='1'><title>zebra</title></category>"
    source = f"{HEAD}<disqus>{category}{many(thread, 4)}{kept}{deleted}{spam}</disqus>"
    corpus = read(tmp_path, source)
    assert list(corpus.texts) == [text(i) for i in range(N)]
    assert corpus.ids[2] == "p2" and set(corpus.metadata["author"]) == {"Ann"}
    assert corpus.reading["remarks"] == [
        "XML was read as a table: each <thread> or <post> in it is a document",
        "left out of a.xml by what they are: thread or post without a text (4), deleted (3), "
        "spam (2)",
    ]
