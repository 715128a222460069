"""What columns of tables are usually called: hints to what they hold, in the larger languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_TEXT = """
    text texts body content contents fulltext full_text raw_text selftext document abstract article
    ab post tweet lyrics transcript speech story passage paragraph chapter plot description message
    review
    texte contenu corps résumé avis  inhalt volltext beschreibung nachricht beitrag artikel rede
    texto contenido cuerpo resumen descripción mensaje artículo reseña
    conteúdo corpo resumo descrição mensagem artigo resenha
    testo contenuto riassunto descrizione messaggio articolo recensione
    tekst inhoud beschrijving bericht samenvatting  treść opis wiadomość artykuł recenzja
    innehåll beskrivning meddelande indhold innhold beskrivelse  teksti sisältö kuvaus
    obsah popis  szöveg tartalom leírás  conținut descriere  metin içerik açıklama mesaj
    текст содержание описание сообщение статья отзыв  зміст опис  κείμενο περιεχόμενο
    内容 正文 文本 摘要 文章 內容 文字 本文 テキスト 要約 본문 내용 텍스트
    النص نص المحتوى الوصف متن  טקסט תוכן  पाठ सामग्री विवरण  nội_dung văn_bản teks isi
    freitext wortlaut  النصوص رسالة الرسالة  ข้อความ เนื้อหา  κείμενο  文章内容 全文 原文
    本文テキスト 記事 기사 원문
    वाक्य लेख  संदेश  besedilo tekstas tekst_wypowiedzi  saturs
"""
_WEAKER_TEXT = """
    comment comments summary sentence answer answers question response feedback note notes remarks
    caption excerpt snippet overview opinion statement details quote utterance reply
    commentaire réponse question phrase  kommentar antwort frage satz bemerkung zusammenfassung
    bewertung  comentario respuesta pregunta opinión frase  comentário resposta pergunta
    commento risposta domanda  reactie antwoord opmerking vraag  komentarz odpowiedź opinia
    svar fråga spørgsmål vastaus kommentti  komentář  megjegyzés  yorum cevap
    комментарий ответ вопрос
    评论 描述 评价 句子 コメント 説明 感想 댓글 리뷰 설명
    التعليق تعليق टिप्पणी  bình_luận komentar ulasan
    kommentare meinung meinungen rückmeldung feedbacktext antworten  commentaires avis réponses
    comentarios comentário_aberto opiniones respuestas  comentários opinião  commenti opinione
    parere  komentarze opinie uwagi  vélemény észrevétel  мнение ответы отзывы комментарии
    замечание  відгук коментар думка  görüş görüşler şikayet değerlendirme cümle  留言 評論
    留言内容 反馈 意见
    回答 レビュー 意見 ご意見 回答内容 후기 의견 답변  الرسائل الرأي رأي مراجعة  समीक्षा राय
    विचार  תגובה הערה חוות_דעת
    ความคิดเห็น รีวิว  đánh_giá ý_kiến phản_hồi  pendapat  σχόλιο σχόλια γνώμη  коментари mnenje
"""
_TITLES = """
    title headline subject heading short_description song track movie film book ti kurzbeschreibung
    titel überschrift betreff schlagzeile  titre sujet objet
    título titular asunto assunto  titolo oggetto  onderwerp kop  tytuł temat
    rubrik ämne emne tittel otsikko název nadpis  cím  titlu  başlık konu  заголовок название тема
    标题 標題 题目 タイトル 題名 件名 제목 عنوان العنوان  כותרת  शीर्षक  tiêu_đề judul
    overskrift überschriften  názov  ชื่อเรื่อง  τίτλος  headline_main  件名タイトル  标题名称
"""
_IDS = """
    ut id doc_id docid document_id identifier key path file filename file_name uid uuid guid url
    link doi arxiv_id pmid isbn package permalink  kennung nummer nr identifiant identificador
    identificatore datei fichier archivo arquivo bestand plik  编号 编码 아이디 번호 番号 معرف
    id_nr lfd_nr lfdnr lfdn laufende_nummer  № n° nº numéro número numero
    номер №_п/п  sıra sıra_no sira sira_no  lp l_p  číslo cislo sorszám  序号 序號 編號 ID番号
    연번  مسلسل
    رقم الرقم  מספר  क्रमांक  ลำดับ  αριθμός
"""
_FINE = """
    label labels fine subcategory sub_category subtopic category categories class target topic
    section genre tag y sentiment stance polarity emotion intent
    kategorie klasse rubrik thema  catégorie classe étiquette thème
    categoría clase etiqueta tema  categoria etiqueta classe  etichetta  categorie klasse
    onderwerp
    kategoria klasa etykieta  kategori etikett luokka  kategorie  kategori sınıf etiket
    категория класс метка рубрика  类别 分类 标签 カテゴリ カテゴリー 분류 카테고리 라벨
    الفئة تصنيف श्रेणी
    themen bereich themenbereich ressort sparte gattung  rubrique thèmes domaine genre_littéraire
    sección temas género ámbito  seção gênero  argomento sezione genere ambito  rubriek thema_s
    kategorier emneord kategoria_tekstu dział temat_główny  aihe aihealue osasto  rubrika téma
    kategória  κατηγορία θέμα  тематика раздел жанр таг  тег  категорія розділ  kategorija rubrika
    bölüm  קטגוריה נושא תווית  فئة قسم موضوع التصنيف صنف القسم  विषय वर्ग प्रकार लेबल
    หมวดหมู่ หมวด ประเภท  thể_loại chủ_đề danh_mục nhãn  jenis topik  主题 主題 話題 話题 类目
    栏目 類別 分類 標籤 种类
    領域 ジャンル ラベル 種類 種別 분야 유형 주제 장르  konu тема sujet asunto ämne emne 주제명
"""
_BROAD = """
    superlabel super_label broad supercategory superclass super_class parent group supergroup
    archive field  oberkategorie gruppe  groupe  grupo  gruppo  groep  grupa  группа
"""
_OTHERS = """
    who name names sender recipient from to cc contact
    author authors user username user_name nickname first_name last_name firstname
    lastname surname fullname full_name speaker artist person reviewer editor publisher journal
    email e_mail mail phone address street city state country region location place
    date time timestamp ts epoch created created_at updated updated_at published year month day
    language lang license licence source domain host ip user_agent agent
    tags keywords hashtags mentions entities metadata meta version status type
    gender sex age score rating stars price count number
    vorname nachname autor autorin nutzer ort stadt land datum uhrzeit jahr sprache schlagwörter
    prénom nom auteur utilisateur ville pays année langue  mots_clés
    nombre apellido usuario ciudad país fecha año idioma  nome sobrenome autor usuário cidade data
    cognome autore utente città paese anno lingua  naam voornaam achternaam stad taal
    imię nazwisko miasto kraj rok  namn förnamn efternamn navn  jméno příjmení  isim ad soyad
    имя фамилия автор город страна дата год язык  姓名 名字 作者 日期 时间 城市 国家
    名前 氏名 著者 日付 이름 저자 날짜 الاسم الكاتب التاريخ नाम तारीख
    zeitpunkt erstellt erstellt_am veröffentlicht  tarih saat  تاريخ الوقت وقت  תאריך  दिनांक समय
    วันที่ เวลา  ngày ngày_tháng  tanggal waktu  päivämäärä aika  dato dátum  ημερομηνία ώρα
    发布时间
    时间戳 時間 日時 投稿日 작성일 등록일  время_создания  yazar kullanıcı şehir ülke dil
    cinsiyet yaş puan  用户 用户名
    评分 性别 年龄 語言  著者名 性別 年齢 評価  작성자 성별 나이 평점  المؤلف المستخدم المدينة
    الجنس العمر  लेखक शहर उम्र
    लिंग
"""
_PARTS = re.compile(r"[\s\-./:?!,;()'\"’]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Names of groups of questions, as KoboToolbox and ODK put them in front of a question.
_GROUPS = re.compile(r"(?:\w+/)+(?=[^/\s])|(?:\w+[.:])+(?=\w+ \w)")
_MARKS = re.compile("[\u0300-\u036f]")


@lru_cache(maxsize=1 << 16)
def plain_name(name: object) -> str:
    """Name of a column in lower case, without accents, its words joined by underscores."""
    folded = _MARKS.sub("", unicodedata.normalize("NFKD", str(name)))
    return _PARTS.sub("_", folded.strip().lower()).strip("_")


def _plain(names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(plain_name, names.split())))


HINTS: dict[str, tuple[str, ...]] = {
    "text": _plain(_TEXT),
    "maybe text": _plain(_WEAKER_TEXT),
    "title": _plain(_TITLES),
    "id": _plain(_IDS),
    "fine": _plain(_FINE),
    "broad": _plain(_BROAD),
    "other": _plain(_OTHERS),
}
"""What a column is named for, to such names, the likeliest first."""

ALL_NAMES = frozenset(name for names in HINTS.values() for name in names)
# The last part of a dotted name that says what is within, and the part before it what that is.
_VALUES = frozenset("label value rendered plain #text $t _text _value".split())
_MOST_PARTS = 8  # of a name that are looked at; threads are nested without end
_RANKS = {use: {name: rank for rank, name in enumerate(names)} for use, names in HINTS.items()}


@lru_cache(maxsize=1 << 16)
def rank_for(name: str, use: str) -> int | None:
    """How far down the `HINTS` for a use the name of a column is, 0 first; None if it is not there.

    A dotted name, which a column made of nested JSON has, is known by its last part too; but where
    that is no more than ``label`` or ``rendered``, or the name of a class, by what is before it:
    ``author.name.label`` is a name, ``content.rendered`` a text and ``category.name`` a label.
    Groups in front of it, as in ``group_hh/category``, say nothing.
    """
    whole = _RANKS[use].get(plain_name(name))
    if whole is None and (groups := _GROUPS.match(name)):
        return rank_for(name[groups.end() :], use)
    *parts, last = name.rsplit(".", _MOST_PARTS)[-_MOST_PARTS:]
    if whole is not None or not parts:
        return whole
    above = ".".join(parts)
    is_known = [each for each in HINTS if rank_for(above, each) is not None]
    # The label of a text is one, that of a name is the name.
    if last.lower() in _VALUES and (is_known != ["text"] or last.lower() != "label") and is_known:
        return rank_for(above, use)
    if last.lower() in ("name", "title"):
        if any(rank_for(above, each) is not None for each in ("fine", "broad")):
            return rank_for(above, use) if use in ("fine", "broad") else None
    return _RANKS[use].get(plain_name(last))


@lru_cache(maxsize=1 << 16)
def use_of(name: str) -> tuple[str | None, bool]:
    """The use in `HINTS` that a column is named for, if any, and whether by its whole name.

    Else it is that of the last or the first word of its name, as in ``reviewText``,
    ``user_name``, of what is behind its groups.
    """
    for use in HINTS:
        if rank_for(name, use) is not None:
            return use, True
    if groups := _GROUPS.match(name):
        return use_of(name[groups.end() :])
    words = plain_name(_CAMEL.sub("_", name)).split("_")
    for word in (words[-1], words[0]):
        for use in HINTS:
            if word in _RANKS[use]:
                return use, False
    return None, False


def named_for(use: str, names: Iterable[str]) -> list[str]:
    """Columns that are named for a use, the likeliest first."""
    ranks = {name: rank_for(name, use) for name in names}
    named = {name: rank for name, rank in ranks.items() if rank is not None}
    return sorted(named, key=named.__getitem__)
