"""Mails as Thunderbird, Apple Mail, Maildir and Mailman keep them."""

import pytest
from corpus.test_read import write

import hiertopics as ht

SEA = "The harbour pilot steered past the moles at low tide."
BREAD = "Rye dough rests in the cool cellar until the oven is hot."
FIELDS = "Date: Thu, 0{i} Jan 2015 08:15:07 +0100\nFrom: {sender}\nSubject: Day {i}\n"
BEGINS = {
    "thunderbird": "From - Thu Jan  {i} 08:15:07 2015\nX-Mozilla-Status: 0001\n",
    "mailman": "From ann at example.org  Thu Jan  {i} 08:15:07 2015\n",
    "gmail": "From 1789@xxx Thu Jan 0{i} 08:15:07 +0000 2015\nX-GM-THRID: 1\n",
}
SENDERS = {"mailman": "ann at example.org (Ann)"}


def mailbox(kind, texts, ends="\n"):
    sender = SENDERS.get(kind, "Ann <a@example.org>")
    mails = [
        (BEGINS[kind] + FIELDS).format(i=i, sender=sender) + f"\n{text}\n\n"
        for i, text in enumerate(texts, 1)
    ]
    return "".join(mails).replace("\n", ends).encode()


@pytest.mark.parametrize("kind", BEGINS)
@pytest.mark.parametrize("name", ["Inbox", "2015-January.txt"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_mailbox_of_any_name_is_read_by_mail(tmp_path, kind, name, ends):
    path = write(tmp_path, {name: mailbox(kind, [SEA, BREAD, SEA], ends)})
    for source in (path, path / name):
        corpus = ht.read_corpus(source)
        assert list(corpus.texts) == [f"Day 1\n\n{SEA}", f"Day 2\n\n{BREAD}", f"Day 3\n\n{SEA}"]
        assert corpus.metadata["date"] == ("2015-01-01", "2015-01-02", "2015-01-03")
        assert not corpus.reading.get("remarks")


def test_mails_of_their_own_and_letters_are_no_mailbox(tmp_path):
    one = mailbox("gmail", [f"{SEA}\n\nFrom noon on {BREAD}"]).decode()
    letter = (
        "From Ann Thu Jan 1 08:15:07 2015\nto Bob\n\nFrom Bob Thu Jan 1 08:15:07 2015\n\nto Ann"
    )
    corpus = ht.read_corpus(write(tmp_path, {"1": one, "2": letter}))
    assert corpus.ids == ("1", "2")
    assert corpus.texts[1] == letter


def test_what_mailman_put_in_the_place_of_attachments_goes(tmp_path):
    part = "-" * 14 + " next part " + "-" * 14 + "\n"
    text = (
        f"{SEA}\n{part}An HTML attachment was scrubbed...\nURL: <http://x.org/zebra.html>\n"
        f"{part}A non-text attachment was scrubbed...\nName: zebra.png\nType: image/png\n"
        f"Size: 9 bytes\nDesc: not available\nURL: <http://x.org/zebra>\n{part}{BREAD}\n"
    )
    corpus = ht.read_corpus(write(tmp_path, {"a.txt": mailbox("mailman", [text, SEA])}))
    assert corpus.texts[0] == f"Day 1\n\n{SEA}\n{BREAD}"


def test_files_of_apple_mail(tmp_path):
    mail = FIELDS.format(i=1, sender="Ann <a@x.org>")
    mail += f"Content-Transfer-Encoding: quoted-printable\n\n{SEA[:20]}=\n{SEA[20:]}\n"
    about = '<?xml version="1.0"?>\n<!DOCTYPE plist>\n<plist><key>zebra</key></plist>\n'
    folder = {
        "V2/INBOX.mbox/Messages/1.emlx": f"{len(mail):<10}\n{mail}{about}",
        "V2/INBOX.mbox/Messages/2.partial.emlx": f"{len(mail)}\n{mail}",
        "V2/INBOX.mbox/Info.plist": about,
    }
    corpus = ht.read_corpus(write(tmp_path, folder))
    assert list(corpus.texts) == [f"Day 1\n\n{SEA}"] * 2
    assert corpus.metadata["date"] == ("2015-01-01",) * 2
    assert corpus.skipped == {"clutter": ("V2/INBOX.mbox/Info.plist",)}


def test_the_folders_of_a_maildir_are_no_labels(tmp_path):
    mails = {
        f"{folder}/{state}/16999.M{i}P7.host:2,S": FIELDS.format(i=i, sender="a@x") + f"\n{SEA}"
        for folder in ("Work", "Club")
        for i, state in enumerate(("cur", "new", "cur"), 1)
    }
    mails["Work/dovecot-uidlist"] = "3 V1699 N41 G77\n1 :16999\n"
    corpus = ht.read_corpus(write(tmp_path, mails))
    assert corpus.labels.tolist() == [["Club"]] * 3 + [["Work"]] * 3


@pytest.mark.parametrize(
    "cited",
    [
        '<div class="gmail_attr">On Mon, Jan 5, 2015 at 4:10 PM Bob &lt;b@x&gt; wrote:<br></div>'
        '<blockquote class="gmail_quote" style="margin:0">Zebras <blockquote>Zebras</blockquote>'
        "</blockquote>",
        '<div class="moz-cite-prefix">On 05/01/2015 16:10, Bob wrote:<br></div>'
        '<blockquote type="cite" cite="mid:1@x"><p>Zebras</p></blockquote>',
    ],
)
def test_quotations_of_mails_of_html_go(tmp_path, cited):
    head = FIELDS.format(i=1, sender="a@x") + "Content-Type: text/html; charset=utf-8\n"
    page = f"<html><body><blockquote>{BREAD}</blockquote><div>{SEA}</div>{cited}</body></html>"
    corpus = ht.read_corpus(write(tmp_path, {"1.eml": f"{head}\n{page}"}))
    assert corpus.texts[0].split("\n\n") == ["Day 1", BREAD, SEA]


FIRST = b"From a@x.org Thu Jan  1 08:15:07 2015\n"
PHRASES = {
    "iso-8859-1": "La brioche tressée repose près de la fenêtre à l'aube.",
    "utf-8": "Le phare de l’île s’élève très haut.",
    "koi8-r": "Лодка стоит у старого причала.",
    "iso-8859-2": "Łódź stała przy brzegu całą noc.",
    "shift_jis": "港の船は夜明け前に出る。",
    "us-ascii": SEA,
}


def mail_in(charset, text, declared=None):
    """A mail in a charset, declared below more than 4 KB of other fields."""
    head = FIELDS.format(i=1, sender="a@x.org") + "X-Trace: by way of y\n" * 300
    named = f'Content-Type: text/plain; format=flowed;\n charset="{declared or charset}"\n'
    named = "" if declared == "" else f"{named}Content-Transfer-Encoding: 8bit\n"
    return f"{head}{named}\n".encode() + text.encode(charset) + b"\n\n"


def texts_of(mails, tmp_path, **settings):
    path = write(tmp_path, {"in/x.mbox": b"".join(FIRST + mail for mail in mails)}) / "in"
    corpus = ht.read_corpus(path, **settings)
    return [text.removeprefix("Day 1\n\n") for text in corpus.texts], corpus.reading


@pytest.mark.parametrize("turn", range(len(PHRASES)))
def test_each_mail_of_a_mailbox_has_its_own_charset(tmp_path, turn):
    phrases = [*list(PHRASES.items())[turn:], *list(PHRASES.items())[:turn]]
    texts, reading = texts_of([mail_in(*each) for each in phrases], tmp_path)
    assert texts == [phrase for _, phrase in phrases]
    assert reading["encodings"]["koi8-r"] == 1 and reading["encodings"]["utf-8"] == 2


def test_mails_without_a_charset_that_fits_are_decoded_as_the_mailbox(tmp_path):
    french = PHRASES["iso-8859-1"]
    mails = [
        mail_in("cp1252", french, declared="utf-8"),
        mail_in("cp1252", french, declared="x-unknown"),
        mail_in("cp1252", french, declared="shift_jis"),
        mail_in("cp1252", french, declared=""),
    ]
    texts, reading = texts_of(mails, tmp_path)
    assert texts == [french] * 4
    assert not reading.get("bad_bytes")
    mails = [mail_in("koi8-r", PHRASES["koi8-r"]), mail_in("utf-8", PHRASES["utf-8"], declared="")]
    assert texts_of(mails, tmp_path)[0] == [PHRASES["koi8-r"], PHRASES["utf-8"]]


def test_bytes_of_a_mail_that_make_no_sense_are_counted(tmp_path):
    mails = [mail_in("utf-8", PHRASES["utf-8"]), mail_in("latin-1", "Fête", declared="utf-8")]
    texts, reading = texts_of(mails, tmp_path)
    assert texts == [PHRASES["utf-8"], "F\ufffdte"]
    assert reading["bad_bytes"] == {"bytes": 1, "texts": 1}


def test_an_encoding_that_is_given_is_that_of_all_mails(tmp_path):
    mails = [mail_in("cp1252", "Fête", declared=name) for name in ("koi8-r", "utf-8")]
    assert texts_of(mails, tmp_path, encoding="cp1252")[0] == ["Fête"] * 2
    text = "".join(f"{FIRST.decode()}{mail_in('latin-1', SEA).decode()}" for _ in range(2))
    write(tmp_path, {"in/x.mbox": text.encode("utf-16")})
    corpus = ht.read_corpus(tmp_path / "in")
    assert list(corpus.texts) == [f"Day 1\n\n{SEA}"] * 2
    assert corpus.ids == ("x.mbox:1", "x.mbox:311")


def test_a_long_line_of_a_mail_is_not_broken(tmp_path):
    line = "é" * 1_200_001
    texts, reading = texts_of([mail_in("utf-8", line), mail_in("utf-8", SEA)], tmp_path)
    assert texts == [line, SEA]
    assert not reading.get("bad_bytes")
