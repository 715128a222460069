"""Mails in parts, with older mails below them, and with files written as letters in them."""

import base64
import binascii
import random

import pytest
from corpus.test_read import write

import hiertopics as ht
from hiertopics.corpus.files.mail import mail_text

HEAD = "From: Ann <a@x.org>\nTo: b@x.org\nSubject: Re: Tides\n"


def body_of(body, head=HEAD):
    text = mail_text(f"{head}\n{body}")
    assert text.startswith("Tides")
    return text.removeprefix("Tides").strip()


def encoded(text, charset="utf-8"):
    return base64.encodebytes(text.encode(charset)).decode()


def test_parts_of_every_encoding():
    plain = "Content-Type: text/plain; charset=iso-8859-2\nContent-Transfer-Encoding: base64\n\n"
    html = "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    attached = (
        "Content-Type: text/plain\nContent-Disposition: attachment; filename=x.txt\n\nattached\n"
        "--in--x\n"  # what only begins as a boundary
    )
    inner = (
        'Content-Type: multipart/alternative;\n boundary="in"\n\npreamble\n--in\n'
        f"{plain}{encoded('Łódź stoi.', 'iso-8859-2')}\n--in\n{html}"
        "<p>Gr=C3=BC=\n=C3=9Fe</p>\n--in--\n"
    )
    head = HEAD + "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=in2\n"
    picture = "Content-Type: image/png\n\nxx"
    mail = f"--in2\n{inner}\n--in2\n{attached}\n--in2\n{picture}\n--in2--\nepilogue"
    assert body_of(mail, head) == "Łódź stoi."
    without_plain = mail.replace(encoded("Łódź stoi.", "iso-8859-2"), "\n")
    assert body_of(without_plain, head) == "Grüße"


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("text/html", "<p>Boats &amp; <b>crews</b></p>", "Boats & crews"),
        ("text/plain; charset=nonsense", "wörds", "wörds"),
        ("multipart/mixed", "no boundary", "no boundary"),
        (
            'multipart/mixed; boundary="q"',
            "--q\n\nno header\n--q\n\nnor end",
            "no header\n\n\nnor end",
        ),
        ("application/pdf", "JVBERi0", ""),
    ],
)
def test_odd_mails(kind, body, text):
    found = body_of(body, f"{HEAD}Content-Type: {kind}\n")
    assert " ".join(found.split()) == " ".join(text.split())


def test_text_of_eight_bits_is_decoded_once(tmp_path):
    for charset in ("utf-8", "iso-8859-1"):
        mail = (
            f"{HEAD}Content-Type: text/html; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
        )
        write(tmp_path, {"a.eml": (mail + "<p>Größe über größere Flüsse</p>").encode(charset)})
        assert ht.read_corpus(tmp_path).texts[0] == "Tides\n\nGröße über größere Flüsse"


@pytest.mark.parametrize(
    ("mark", "header"),
    [
        ("-----Original Message-----", "From: Bob\nSent: Monday, May 1\nTo: Ann\nSubject: Tides"),
        (
            "-----Ursprüngliche Nachricht-----",
            "Von: Bob\nGesendet: Montag\nAn: Ann\nBetreff: Tides",
        ),
        ("-----Message d'origine-----", "De : Bob\nEnvoyé : lundi\nÀ : Ann\nObjet : Tides"),
        ("-----Mensaje original-----", "De: Bob\nEnviado el: lunes\nPara: Ann\nAsunto: Tides"),
        ("________________________________", "From: Bob\nSent: Monday\nTo: Ann\nCc: C\nSubject: T"),
        ("", "*From:* Bob\n*Sent:* Monday\n*To:* Ann\n*Subject:* Tides"),
        ("-----Исходное сообщение-----", "От: Bob\nОтправлено: 1 мая\nКому: Ann\nТема: Tides"),
    ],
)
def test_an_older_mail_below_goes(mark, header):
    older = f"{mark}\n{header}\n\nIt is low water.\n"
    assert "low" not in body_of(f"I know.\n\n{older}")
    assert body_of(f"I know.\n\n{older}").startswith("I know.")
    if mark.startswith("---"):  # with nothing above it, it is all that there is
        assert body_of(older) == "It is low water."


def test_what_is_forwarded_stays_without_its_header():
    mail = (
        "Look:\n\n---------- Forwarded message ---------\nFrom: Bob <b@x.org>\n"
        "Date: Mon, 1 May\nSubject: Old\nTo: <c@x.org>\n\n\nIt is low water.\n"
    )
    assert body_of(mail).split() == "Look: It is low water.".split()
    assert body_of(mail.replace("Look:\n", "")) == "It is low water."


def test_prose_is_no_header():
    for body in (
        "From: where we are\nTo: where we go\nis far.",
        "Von: hier an\ngehen wir.",
        "The original message:\nis lost.",
        "We met on Monday. From: a\n\nDate: b",
        "- original message of the poet\n- and more",
    ):
        assert body_of(body) == body


def test_files_written_as_letters_go():
    data = random.Random(0).randbytes(1000)
    uu = "".join(binascii.b2a_uu(data[i : i + 45]).decode() for i in range(0, len(data), 45))
    for block in (
        f"begin 644 boat.gif\n{uu}`\nend",
        f"begin 644 boat.gif\n{uu} \nend",
        uu.rstrip("\n"),
        base64.encodebytes(data).decode().rstrip("\n"),
    ):
        assert body_of(f"Here it is:\n\n{block}\n\nNice?") == "Here it is:\n\nNice?"
    for body in ("begin 100 boats", "M" * 61, "BEGIN\nAT THE END", "a" * 70 + "\nwords"):
        assert body_of(body) == body
    assert "boat.gif" in mail_text(f"words\nbegin 644 boat.gif\n{uu}`\nend")  # it is no mail


def test_names_of_algorithms_go_with_the_signature():
    signed = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nBoats.\nHash: my own\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQEzBA\n-----END PGP SIGNATURE-----\n"
    )
    assert body_of(signed) == "Boats.\nHash: my own"


def test_a_maildir_is_a_folder(tmp_path):
    files = {f"cur/{n}.host:2,S": f"{HEAD}\nBoat {n} waits." for n in range(3)}
    corpus = ht.read_corpus(write(tmp_path, files))
    assert list(corpus.texts) == [f"Tides\n\nBoat {n} waits." for n in range(3)]
