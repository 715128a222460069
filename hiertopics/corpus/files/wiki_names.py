"""Names that pages of wikis are known by, in many languages: spaces, templates and headings."""

from __future__ import annotations

import re

FILES = frozenset(
    "file image media datei bild medium fichier archivo imagen immagine bestand afbeelding plik "
    "grafika ficheiro arquivo imagem fil tiedosto kuva soubor obrázok súbor fájl kép файл "
    "изображение зображення слика датотека fișier imagine dosya resim berkas gambar tập_tin "
    "hình 文件 檔案 档案 圖像 图像 ファイル 画像 파일 그림 "
    "ملف صورة پرونده תמונה קובץ αρχείο εικόνα".split()
)
"""Spaces of pictures, in lower case."""

CATEGORIES = frozenset(
    "category kategorie catégorie categoría categoria categorie kategoria kategori luokka "
    "kategória kategorija kategorio категория категорія категорија категорија thể_loại 分类 分類 "
    "カテゴリ 분류 تصنيف رده קטגוריה κατηγορία".split()
)
"""Spaces of categories, in lower case."""

SITES = frozenset(
    "wikt wiktionary w wikipedia s wikisource q wikiquote b wikibooks n wikinews commons c species "
    "d wikidata voy wikivoyage v wikiversity m meta mw".split()
)
"""Prefixes of links to other wikis."""


def _names(listed: str) -> list[str]:
    return [" ".join(name.split()) for name in listed.split("|")]


# Templates by which of their values are words of the text.
_FIRST, _SECOND, _ALL = slice(0, 1), slice(1, 2), slice(None)
_KEPT = {
    **dict.fromkeys(
        _names(
            """nowrap|nobr|small|smaller|large|larger|big|sc|smallcaps|small caps|abbr|quote|cquote
            |blockquote|block quote|quotation|zitat|citation bloc|cita|citazione|as of|angbr|strong
            |keypress|visible anchor|vanchor|em|linktext|nihongo|notatypo|not a typo|sic|stil|tq
            |interlanguage link|ill|mono|code|flag|flagcountry|pull quote|rquote
            |poem quote|poemquote|verse|circa"""
        ),
        _FIRST,
    ),
    **dict.fromkeys(_names("lang|transl|transliteration|langue|wikt|color|colour"), _SECOND),
    **dict.fromkeys(_names("convert|cvt|unité|val|unit"), slice(0, 2)),
    **dict.fromkeys(_names("hlist|flatlist|plainlist|ubl|unbulleted list|bulleted list"), _ALL),
}

_OF_LANGUAGE = re.compile(r"lang-[a-z]{2,8}(?:-[a-z]{2,8})?|[a-z]{2}s")

_DISAMBIGUATION = re.compile(
    r"\{\{\s{0,9}(?:(?:[\w -]{1,30} )?disambig(?:uation)?(?: page|[ -]cleanup)?|disamb|dab|hndis"
    r"|geodis|roaddis|schooldis|hospitaldis|mathdab|numberdis|shipindex|begriffsklärung"
    r"|(?:[\w -]{1,30} )?homonymie|homonymes|patronymie|toponymie|desambiguaci[oó]n|des|desambig"
    r"|desambiguação|disambigua|dp|dpintro|doorverwijspagina|ujednoznacznienie|disambigR"
    r"|неоднозначность|неоднозначность типа|багатозначність|förgrening|gren|flertydig|peker"
    r"|täsmennyssivu|egyért|egyértelműsítő lap|rozcestník|dezambiguizare|anlam ayrımı|anlamayrımı"
    r"|aimai|曖昧さ回避|disambig[\w-]{0,30}|消歧义|消歧義|消歧义页|동음이의|동음이의어 문서"
    r"|توضيح|ابهام‌زدایی"
    r"|פירושונים|αποσαφήνιση|thế định hướng|trang định hướng)\s{0,9}[|}\n]"
    r"|__DISAMBIG__",
    re.IGNORECASE,
)
_HEAD, _END = 1000, 4000  # characters in which a page says that it is one of meanings

_REDIRECT = re.compile(
    r"\s{0,99}#\s{0,9}(?:redirect|weiterleitung|redirection|redirecci[oó]n|rinvia|redirecionamento"
    r"|doorverwijzing|patrz|przekieruj|tam|перенаправление|перенаправлення|преусмери|omdirigering"
    r"|viderestilling|ohjaus|uudelleenohjaus|přesměruj|presmeruj|átirányítás|redirecteaza"
    r"|yönlendirme|yönlendir|alih|đổi|転送|リダイレクト|重定向|넘겨주기|تحويل|تغییرمسیر|הפניה"
    r"|ανακατευθυνση)\s{0,9}:?\s{0,9}\[\[",
    re.IGNORECASE,
)

LISTS = frozenset(
    _names(
        """references|notes|footnotes|notes and references|references and notes|citations
        |sources|see also|external links|further reading|bibliography|notes and citations
        |works cited|related pages|other websites|einzelnachweise|weblinks|literatur
        |siehe auch|anmerkungen|quellen|fußnoten|belege|notes et références|références
        |liens externes|bibliographie|voir aussi|articles connexes|annexes|lien externe
        |liens internes|referencias|enlaces externos|véase también|bibliografía|notas
        |notas y referencias|fuentes|note|bibliografia|altri progetti|collegamenti esterni
        |voci correlate|bronnen|externe link|externe links|zie ook|literatuur|referenties
        |bronvermelding|referências|ligações externas|ver também|przypisy|linki zewnętrzne
        |zobacz też|uwagi|примечания|ссылки|литература|см. также|источники|примітки
        |посилання|література|див. також|referenser|externa länkar|se även|källor|noter
        |litteratur|eksterne henvisninger|se også|lähteet|aiheesta muualla|katso myös
        |viitteet|reference|externí odkazy|literatura|související články|jegyzetek|források
        |további információk|külső hivatkozások|kaynakça|dış bağlantılar
        |脚注|外部リンク|関連項目|参考文献
        |出典|注釈|参考资料|外部链接|参见|注释|參考文獻|外部連結|參見|參考資料
        |각주|외부 링크|같이 보기|참고 문헌"""
    )
)
"""Headings of lists of references and links, in lower case."""


def kept_values(name: str) -> slice | None:
    """Which values of a template are words of the text; None where none are."""
    name = name.strip().lower().replace("_", " ")
    kept = _KEPT.get(name)
    return _FIRST if kept is None and _OF_LANGUAGE.fullmatch(name) else kept


def is_redirect(source: str) -> bool:
    """Whether a page does no more than lead to another one."""
    return _REDIRECT.match(source) is not None


def is_disambiguation(title: str, source: str) -> bool:
    """Whether a page lists what a name may mean."""
    if title.lower().endswith("(disambiguation)"):
        return True
    parts = [source[:_HEAD], source[-_END:]] if len(source) > _HEAD + _END else [source]
    return any(_DISAMBIGUATION.search(part) for part in parts)
