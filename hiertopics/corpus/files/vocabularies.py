"""Vocabularies of XML that holds records: feeds, exports of blogs and databases."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from hiertopics.dates.publication import day

Row = dict[str, Any]


class Vocabulary(NamedTuple):
    """What is known about the records of a kind of file.

    `records` are the names of their elements; `fields` what the paths within them are called;
    others are left out where it `is_closed`. `html` are fields of HTML, `left_out` elements that no
    field is in. `choose` says of what was found in all records what is no document by what others
    are, and `finish` makes a row of one, or says what it is that is no document.
    Where a record `is_text`, all of it is the text but for the elements `around` it, whose fields
    are as in others.
    """

    records: frozenset[str] = frozenset()
    fields: Mapping[str, str] = {}
    is_closed: bool = False
    html: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    choose: Callable[[Iterable[Row | None]], Iterable[Row | str | None]] = lambda rows: rows
    finish: Callable[[Row], Row | str] = lambda row: row
    is_text: bool = False
    around: frozenset[str] = frozenset()


def first(value: object) -> Any:
    """The first of several values, or the value."""
    return value[0] if isinstance(value, list) else value


def listed(value: object) -> list:
    """Several values, or the one there is."""
    return value if isinstance(value, list) else [value] if value else []


_NO_POSTS = {
    **{"comment": "comment", "template": "setting", "settings": "setting"},
    **{"attachment": "attachment", "nav_menu_item": "menu item", "revision": "revision"},
    **dict.fromkeys(
        "custom_css customize_changeset oembed_cache user_request wp_block wp_template "
        "wp_template_part wp_navigation wp_global_styles wp_font_family wp_font_face acf-field "
        "acf-field-group".split(),
        "setting",
    ),
}


_KIND = "schemas.google.com/blogger/2008/kind#"


def _item(row: Row) -> Row | str:
    """An item of a feed: its whole text if it is there, else what describes it."""
    status, kind = first(row.get("status")), first(row.get("type"))
    kinds = [each for each in listed(row.get("category")) if _KIND in each]  # of Blogger
    if kinds:
        kind = kinds[0].rpartition("#")[2]
        row["category"] = [each for each in listed(row["category"]) if each not in kinds]
    if kind in _NO_POSTS:
        return _NO_POSTS[kind]
    if status in ("trash", "auto-draft"):
        return "discarded draft"
    summaries = [row.pop(name, None) for name in ("description", "summary", "excerpt")]
    if not first(row.get("content")):
        row["content"] = next((first(each) for each in summaries if each), None)
    row["date"] = row.get("date") or row.pop("updated", None)
    row.pop("updated", None)
    if tags := [each for each in listed(row.pop("post_tag", None)) if each]:
        row["tags"] = tags
    for name in ("title", "date", "link", "id", "content"):
        row[name] = first(row.get(name))
    return {name: value for name, value in row.items() if value}


_FEED = Vocabulary(
    frozenset(("item", "entry")),
    {
        **{"title": "title", "link": "link", "link.href": "link", "guid": "id", "id": "id"},
        **{"wp:post_id": "id", "content:encoded": "content", "content": "content"},
        **{"group.description": "description"},  # of YouTube
        **{"description": "description", "summary": "summary", "excerpt:encoded": "excerpt"},
        **dict.fromkeys(("pubDate", "dc:date", "published"), "date"),
        **{"updated": "updated"},
        **dict.fromkeys(("dc:creator", "author", "author.name"), "author"),
        **dict.fromkeys(("category", "category.term", "dc:subject"), "category"),
        **{"category.post_tag": "post_tag", "wp:status": "status", "wp:post_type": "type"},
        **{"source": "source", "dc:language": "language", "source.title": "source"},
    },
    is_closed=True,
    html=frozenset(("title", "content", "description", "summary", "excerpt")),
    left_out=frozenset(("wp:comment", "wp:postmeta")),
    finish=_item,
)


def _article(row: Row) -> Row:
    """An article of PubMed; of an abstract in parts each is a paragraph."""
    year = first(row.pop("year", None)) or first(row.pop("medline date", None))
    row.pop("medline date", None)
    date = day(year, first(row.pop("month", None)), first(row.pop("day", None)))
    authors, fores = listed(row.pop("last", None)), listed(row.pop("fore", None))
    if len(authors) == len(fores):  # else it is open whose they are
        authors = [f"{last}, {fore}" for last, fore in zip(authors, fores, strict=True)]
    row = {name: value if name in _LISTS else first(value) for name, value in row.items()}
    return {**row, "authors": authors, "date": date}


_LISTS = {"abstract", "keywords", "type"}
_ARTICLE = "MedlineCitation.Article"
_PUBMED = Vocabulary(
    frozenset(("PubmedArticle", "PubmedBookArticle")),
    {
        **{"MedlineCitation.PMID": "id", f"{_ARTICLE}.ArticleTitle": "title"},
        **{"BookDocument.PMID": "id", "BookDocument.ArticleTitle": "title"},
        f"{_ARTICLE}.Abstract.AbstractText": "abstract",
        "BookDocument.Abstract.AbstractText": "abstract",
        f"{_ARTICLE}.Journal.Title": "journal",
        f"{_ARTICLE}.Journal.JournalIssue.PubDate.Year": "year",
        f"{_ARTICLE}.Journal.JournalIssue.PubDate.Month": "month",
        f"{_ARTICLE}.Journal.JournalIssue.PubDate.Day": "day",
        f"{_ARTICLE}.Journal.JournalIssue.PubDate.MedlineDate": "medline date",
        f"{_ARTICLE}.AuthorList.Author.LastName": "last",
        f"{_ARTICLE}.AuthorList.Author.ForeName": "fore",
        f"{_ARTICLE}.Language": "language",
        f"{_ARTICLE}.ELocationID": "doi",
        f"{_ARTICLE}.PublicationTypeList.PublicationType": "type",
        "MedlineCitation.MeshHeadingList.MeshHeading.DescriptorName": "keywords",
        "MedlineCitation.KeywordList.Keyword": "keywords",
    },
    is_closed=True,
    left_out=frozenset(("PubmedData", "CommentsCorrectionsList")),
    finish=_article,
)


def _reference(row: Row) -> Row:
    """An entry of EndNote."""
    date = day(first(row.pop("year", None)), *listed(row.pop("dates", None)))
    return {**_singles(row), "date": date}


def _singles(row: Row) -> Row:
    """A row in which nothing but authors and keywords is a list."""
    lists = ("authors", "keywords")
    return {name: listed(each) if name in lists else first(each) for name, each in row.items()}


_ENDNOTE = Vocabulary(
    frozenset(("record",)),
    {
        **{"titles.title": "title", "abstract": "abstract", "rec-number": "id"},
        "contributors.authors.author": "authors",
        **{"dates.year": "year", "dates.pub-dates.date": "dates", "keywords.keyword": "keywords"},
        **{"periodical.full-title": "journal", "titles.secondary-title": "journal"},
        **{"electronic-resource-num": "doi", "ref-type.name": "type", "language": "language"},
    },
    is_closed=True,
    finish=_reference,
)

_MODS = Vocabulary(
    frozenset(("mods",)),
    {
        **{"titleInfo.title": "title", "abstract": "abstract", "identifier": "id"},
        **{"name.namePart": "authors", "subject.topic": "keywords", "genre": "type"},
        **dict.fromkeys(("originInfo.dateIssued", "relatedItem.part.date"), "date"),
        **{"originInfo.copyrightDate": "date", "language.languageTerm": "language"},
        "relatedItem.titleInfo.title": "journal",
    },
    is_closed=True,
    finish=_singles,
)

_LIBRARY = Vocabulary(
    frozenset(
        "Article Book BookSection Document Report Thesis Description Manuscript Patent".split()
    ),
    {
        **{"title": "title", "abstract": "abstract", "date": "date", "subject": "keywords"},
        **{"subject.AutomaticTag.value": "keywords", "isPartOf.Journal.title": "journal"},
        **{"authors.Seq.li.Person.surname": "authors", "itemType": "type", "language": "language"},
    },
    is_closed=True,
    finish=lambda row: _singles(row) if row.get("title") else "entry without a title",
)


def _row(row: Row) -> Row:
    """A row of a database of Stack Exchange; its tags are one after another."""
    if isinstance(row.get("Tags"), str):
        row["Tags"] = re.findall(r"[^<>|]+", row["Tags"])
    return row


_DATABASE = Vocabulary(frozenset(("row",)), html=frozenset(("Body", "AboutMe")), finish=_row)
_NOTES = Vocabulary(
    frozenset(("note",)),
    {"title": "title", "content": "content", "created": "date", "tag": "tags"},
    is_closed=True,
    html=frozenset(("content",)),
)

_PUBLICATION_YEAR = slice(7, 11)  # in the field 008 of MARC
_YEAR = re.compile(r"(?<![0-9])(?:1[0-9]|20)[0-9]{2}(?![0-9])")
_CODES = {
    **{"001": "id", "008": "coded", "520.a": "abstract", "520.b": "abstract", "490.a": "series"},
    **dict.fromkeys(("245.a", "245.b", "245.n", "245.p"), "title"),
    **dict.fromkeys(("100.a", "110.a", "700.a", "710.a"), "authors"),
    **dict.fromkeys(("260.c", "264.c"), "year"),
    **dict.fromkeys(("600.a", "610.a", "611.a", "630.a", "650.a", "651.a", "653.a"), "subject"),
    **{"655.a": "genre", "041.a": "language"},
}


def _catalogued(row: Row) -> Row:
    """A record of a library's catalogue, without the punctuation between its fields."""
    coded = str(first(row.pop("coded", None)) or "")[_PUBLICATION_YEAR]
    found = _YEAR.search(" ".join(listed(row.pop("year", None)))) or _YEAR.fullmatch(coded)
    title = " ".join(listed(row.pop("title", None))).rstrip(" /:;=,")
    abstract = "\n\n".join(listed(row.pop("abstract", None)))
    lists = {
        name: [each.rstrip(" /:;=,.") for each in listed(row.pop(name, None))]
        for name in ("authors", "subject", "genre")
    }
    singles = {name: first(value) for name, value in row.items()}
    year = found and found[0]
    row = {**singles, "title": title, "abstract": abstract, "date": year, **lists}
    return {name: value for name, value in row.items() if value}


MARC = Vocabulary(fields=_CODES, is_closed=True, finish=_catalogued)
"""Records of MARC, whose fields have numbers for names."""


def _patent(row: Row) -> Row:
    """A patent, with the day of its publication."""
    row = {name: first(value) for name, value in row.items()}
    date = str(row.get("date", ""))
    return {**row, "date": f"{date[:4]}-{date[4:6]}-{date[6:]}"} if len(date) == 8 else row


def _untitled(row: Row) -> Row:
    """A document whose text does not begin with its title, if that is known besides."""
    title, text = first(row.get("title")), row.get("text")
    if title and isinstance(text, str) and text.startswith(f"{title}\n"):
        return {**row, "text": text[len(title) :].lstrip()}
    return row


_PATENTS = {"us-patent-grant": "grant", "us-patent-application": "application"}


def of_documents(name: str) -> Vocabulary:
    """Vocabulary of elements of a name that are texts, as of patents, whatever is in them."""
    records, head = frozenset((name,)), f"us-bibliographic-data-{_PATENTS.get(name)}"
    if name not in _PATENTS:
        fields = {name: name for name in ("id", "title", "url", "date", "author")}
        return Vocabulary(records, fields, is_closed=True, finish=_untitled, is_text=True)
    published = f"{head}.publication-reference.document-id"
    fields = {
        **{f"{head}.invention-title": "title", f"{published}.doc-number": "id"},
        f"{published}.date": "date",
    }
    return Vocabulary(
        records, fields, is_closed=True, finish=_patent, is_text=True, around=frozenset((head,))
    )


def _comment(row: Row) -> Row | str:
    """A comment of Disqus; threads, the pages that comments are on, mostly have no text."""
    for mark, kind in (("isDeleted", "deleted"), ("isSpam", "spam")):
        if first(row.pop(mark, None)) == "true":
            return kind
    if not row.get("message"):
        return "thread or post without a text"
    return {name: first(value) for name, value in row.items()}


_DISQUS = Vocabulary(
    frozenset(("post", "thread")),
    {
        **{"id": "id", "message": "message", "title": "title", "createdAt": "date"},
        **{"author.name": "author", "thread.id": "thread", "link": "link"},
        **{"isDeleted": "isDeleted", "isSpam": "isSpam"},
    },
    is_closed=True,
    html=frozenset(("message",)),
    finish=_comment,
)

VOCABULARIES: Mapping[str, tuple[Vocabulary, ...]] = {
    **dict.fromkeys(("rss", "feed"), (_FEED,)),
    "RDF": (_FEED, _LIBRARY),
    **dict.fromkeys(("PubmedArticleSet", "PubmedBookArticleSet"), (_PUBMED,)),
    "xml": (_ENDNOTE,),
    "modsCollection": (_MODS,),
    **dict.fromkeys(
        "posts comments users tags posthistory badges votes postlinks".split(), (_DATABASE,)
    ),
    "en-export": (_NOTES,),
    "disqus": (_DISQUS,),
    "teiCorpus": (Vocabulary(frozenset(("TEI", "TEI.2"))),),
}
"""Vocabularies by the name of the outermost element, the likeliest first."""
