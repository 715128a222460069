"""Chats that programs saved as text become their messages, and nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiertopics import read_corpus
from hiertopics.corpus.files.chats import chat_of

SAID = [
    "the tide comes in before noon",
    "we should paint the boat on Friday",
    "who has the key of the harbour shed?",
    "the fish market opens late in winter",
    "nobody told me about the regatta: I would have come",
    "my sail is torn again",
    "ok",
    "the lighthouse was closed for repairs",
    "bring rope and a lamp",
    "I saw two seals near the pier",
]
NAMES = ["Ann Sea", "+44 7700 900999", "Bo 🌊"]
NICKS = ["ann", "bo_sea", "cy[away]"]
DAYS = [(2021, 1, 3), (2021, 1, 14), (2021, 2, 5), (2021, 2, 5), (2021, 2, 6)]
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
CLOCKS = [(8, 15), (9, 22), (11, 36), (16, 43), (23, 8)]


def moments():
    """Days and times of as many messages as are said, in order."""
    for number in range(len(SAID)):
        yield *DAYS[number // 2], *CLOCKS[number // 2]


def chat(line, names=NAMES):
    """Lines of a form, one for each message."""
    return [
        line(y, m, d, h, minute, names[number % len(names)], SAID[number])
        for number, (y, m, d, h, minute) in enumerate(moments())
    ]


def half(h):
    return (h % 12 or 12, "PM" if h >= 12 else "AM")


FORMS = {
    "Android": lambda y, m, d, h, n, who, t: f"{d:02}/{m:02}/{y}, {h:02}:{n:02} - {who}: {t}",
    "Android, US": lambda y, m, d, h, n, who, t: (
        f"{m}/{d}/{y % 100}, {half(h)[0]}:{n:02}\u202f{half(h)[1]} - {who}: {t}"
    ),
    "Android, German": lambda y, m, d, h, n, who, t: (
        f"{d:02}.{m:02}.{y % 100}, {h:02}:{n:02} - {who}: {t}"
    ),
    "Android, French": lambda y, m, d, h, n, who, t: (
        f"{d:02}/{m:02}/{y} à {h:02}:{n:02} - {who}: {t}"
    ),
    "Android, Spanish": lambda y, m, d, h, n, who, t: (
        f"{d}/{m}/{y % 100}, {half(h)[0]}:{n:02} {'p' if h > 11 else 'a'}.\u00a0m. - {who}: {t}"
    ),
    "Android, Swedish": lambda y, m, d, h, n, who, t: (
        f"{y}-{m:02}-{d:02} {h:02}:{n:02} - {who}: {t}"
    ),
    "Android, Dutch": lambda y, m, d, h, n, who, t: f"{d:02}-{m:02}-{y} {h:02}:{n:02} - {who}: {t}",
    "Android, Finnish": lambda y, m, d, h, n, who, t: f"{d}.{m}.{y} klo {h}.{n:02} - {who}: {t}",
    "Android, Bulgarian": lambda y, m, d, h, n, who, t: (
        f"{d}.{m:02}.{y} г., {h}:{n:02} ч. - {who}: {t}"
    ),
    "Android, Hungarian": lambda y, m, d, h, n, who, t: (
        f"{y}. {m:02}. {d:02}. {h}:{n:02} - {who}: {t}"
    ),
    "Android, Arabic": lambda y, m, d, h, n, who, t: (
        f"{d}\u200f/{m}\u200f/{y}، {half(h)[0]}:{n:02}".translate(EASTERN)
        + f" {'م' if h > 11 else 'ص'} - {who}: {t}"
    ),
    "Android, Thai": lambda y, m, d, h, n, who, t: f"{d}/{m}/{y + 543} {h:02}:{n:02} - {who}: {t}",
    "iOS": lambda y, m, d, h, n, who, t: f"[{d:02}.{m:02}.{y % 100}, {h:02}:{n:02}:07] {who}: {t}",
    "iOS, US": lambda y, m, d, h, n, who, t: (
        f"[{m}/{d}/{y % 100}, {half(h)[0]}:{n:02}:07\u202f{half(h)[1]}] {who}: {t}"
    ),
    "iOS, Portuguese": lambda y, m, d, h, n, who, t: (
        f"[{d:02}/{m:02}/{y} {h:02}:{n:02}:07] {who}: {t}"
    ),
    "iOS, Chinese": lambda y, m, d, h, n, who, t: (
        f"[{y}/{m}/{d}, {'下午' if h > 11 else '上午'}{half(h)[0]}:{n:02}:07] {who}: {t}"
    ),
    "Signal": lambda y, m, d, h, n, who, t: f"[{y}-{m:02}-{d:02} {h:02}:{n:02}] {who}: {t}",
    "KakaoTalk": lambda y, m, d, h, n, who, t: (
        f"{y}년 {m}월 {d}일 {'오후' if h > 11 else '오전'} {half(h)[0]}:{n:02}, {who} : {t}"
    ),
    "Telegram, copied": lambda y, m, d, h, n, who, t: (
        f"{who}, [{d:02}.{m:02}.{y} {h:02}:{n:02}]\n{t}\n"
    ),
    "Discord": lambda y, m, d, h, n, who, t: f"[{d:02}/{m:02}/{y} {h:02}:{n:02}] {who}\n{t}\n",
    "Textual": lambda y, m, d, h, n, who, t: (
        f"[{y}-{m:02}-{d:02}T{h:02}:{n:02}:07+0000] <{who}> {t}"
    ),
    "weechat": lambda y, m, d, h, n, who, t: f"{y}-{m:02}-{d:02} {h:02}:{n:02}:07\t@{who}\t{t}",
}
HOURS = {
    "irssi": lambda y, m, d, h, n, who, t: f"{h:02}:{n:02} <@{who}> {t}",
    "irssi, plain": lambda y, m, d, h, n, who, t: f"{h:02}:{n:02} < {who}> {t}",
    "mIRC": lambda y, m, d, h, n, who, t: f"[{h:02}:{n:02}] <{who}> {t}",
    "ZNC": lambda y, m, d, h, n, who, t: f"[{h:02}:{n:02}:07] <{who}> {t}",
    "Pidgin": lambda y, m, d, h, n, who, t: f"({h:02}:{n:02}:07) {who}: {t}",
    "Zoom": lambda y, m, d, h, n, who, t: f"{h:02}:{n:02}:07 From {who} to Everyone:\n\t{t}",
    "Zoom, old": lambda y, m, d, h, n, who, t: f"{h:02}:{n:02}:07\t From  {who} : {t}",
    "Teams, copied": lambda y, m, d, h, n, who, t: f"[{h:02}:{n:02}] {who}\n{t}\n",
    "Zoom, spoken": lambda y, m, d, h, n, who, t: f"[{who}] {h:02}:{n:02}:07\n{t}\n",
    "Slack, copied": lambda y, m, d, h, n, who, t: (
        f"{who.strip('+🌊 0123456789') or 'Cy'}  {half(h)[0]}:{n:02} {half(h)[1]}\n{t}"
    ),
    "transcript": lambda y, m, d, h, n, who, t: f"{h:02}:{n:02}:07 {who}: {t}",
}
TEXTUAL = ("Textual", "weechat", "irssi", "irssi, plain", "mIRC", "ZNC", "Pidgin")


def saved(path, lines, name="chat.txt"):
    path = path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return path


@pytest.mark.parametrize("form", [*FORMS, *HOURS])
def test_each_message_is_a_document_with_its_day_and_sender(tmp_path, form):
    names = NICKS if form in TEXTUAL else NAMES
    corpus = read_corpus(saved(tmp_path, chat({**FORMS, **HOURS}[form], names)))
    assert list(corpus.texts) == SAID
    if form not in ("Slack, copied",):
        senders = [names[number % 3] for number in range(len(SAID))]
        assert [each.lstrip("@") for each in corpus.metadata["sender"]] == senders
    if form in FORMS:
        days = [f"{y}-{m:02}-{d:02}" for y, m, d, *_ in moments()]
        assert list(corpus.metadata["date"]) == days
    else:
        assert "date" not in corpus.metadata
    (remark,) = corpus.reading["remarks"]
    assert remark.startswith("chat.txt was read as a chat: 10 messages of ")
    assert "--per-line" in remark and "--split 300" in remark
    assert "doubts" not in corpus.reading and not corpus.skipped


ANDROID = FORMS["Android"]


def test_lines_of_a_message_stay_together(tmp_path):
    lines = chat(ANDROID)
    lines[3] += "\nbring a coat\n\nand 10:15 is too late: come at nine"
    corpus = read_corpus(saved(tmp_path, lines))
    assert corpus.texts[3] == f"{SAID[3]}\nbring a coat\n\nand 10:15 is too late: come at nine"
    assert len(corpus) == len(SAID) and corpus.ids[4] == "8"


def test_what_nobody_wrote_is_left_out_and_counted(tmp_path):
    at = "03/01/2021, 08:15 - "
    media = ["<Media omitted>", "\u200eIMG-20210103-WA0001.jpg (file attached)", "null"]
    media += ["Diese Nachricht wurde gelöscht.", "<Médias omis>", "image omitted"]
    notices = ["Messages are end-to-end encrypted.", "Ann Sea added Bo 🌊"]
    notices += ['Ann Sea changed the name from "Tide: low" to "Tide: high"']
    kept = ["\u200eDOC-1.pdf (file attached)\nthe plan", "on time <This message was edited>"]
    lines = [at + each for each in notices]
    lines += [f"{at}Ann Sea: {each}" for each in (*media, *kept)] + chat(ANDROID)
    corpus = read_corpus(saved(tmp_path, lines))
    assert list(corpus.texts) == ["the plan", "on time", *SAID]
    (remark,) = corpus.reading["remarks"]
    assert "6 without words" in remark and "3 lines that nobody wrote" in remark


def test_what_ios_says_itself_begins_with_a_mark(tmp_path):
    at = "[03.01.21, 08:15:00] "
    lines = [f"{at}Sail: \u200eAnrufe sind verschlüsselt."]
    lines += [f"\u200e{at}Ann Sea: \u200eBild weggelassen", f"{at}~\u202fUli: wer kommt?"]
    lines += [f"{at}Ann Sea: sieh mal \u200e<Anhang: 01.jpg>"] + chat(FORMS["iOS"])
    corpus = read_corpus(saved(tmp_path, lines))
    assert list(corpus.texts) == ["wer kommt?", "sieh mal", *SAID]
    assert corpus.metadata["sender"][0] == "Uli"


def test_lines_of_irc_that_nobody_wrote(tmp_path):
    lines = ["--- Log opened Sun Jan 03 08:00:00 2021", *chat(HOURS["irssi"], NICKS)]
    lines[3:3] = ["08:16 -!- dee [d@host] has joined #sea", "08:17  * ann waves at the pier"]
    lines[8:8] = ["--- Day changed Mon Jan 04 2021", "08:18 -!- mode/#sea [+o dee] by ann"]
    corpus = read_corpus(saved(tmp_path, lines, "sea.log"))
    assert list(corpus.texts) == [*SAID[:2], "waves at the pier", *SAID[2:]]
    assert corpus.metadata["sender"][2] == "ann"
    days = list(corpus.metadata["date"])
    assert days == ["2021-01-03"] * 6 + ["2021-01-04"] * 5
    assert "4 lines that nobody wrote" in corpus.reading["remarks"][0]


@pytest.mark.parametrize(
    "notice",
    [
        "[08:20] *** dee has joined #sea",
        "[08:20] * dee (d@host) has joined #sea",
        "[08:20:01] *** Joins: dee (d@host)",
        "[08:20] * dee sets mode: +o ann",
        "[08:20] -ChanServ- welcome",
        "[08:20] <-- dee quit (Ping timeout)",
        "=== dee [d@host] has joined #sea",
        "Session Close: Sun Jan 03 09:00:00 2021",
    ],
)
def test_who_comes_and_goes_is_no_message(tmp_path, notice):
    lines = chat(HOURS["mIRC"], NICKS)
    corpus = read_corpus(saved(tmp_path, [*lines[:4], notice, *lines[4:]]))
    assert list(corpus.texts) == SAID


def test_hexchat_says_the_year_once(tmp_path):
    lines = ["**** BEGIN LOGGING AT Thu Dec 31 08:00:00 2020", ""]
    lines += [f"Dec 31 08:1{n}:00 <{NICKS[n % 2]}>\t{SAID[n]}" for n in range(5)]
    lines += ["Dec 31 08:20:00 *\tdee has quit (Quit)"]
    lines += [f"Jan 01 08:1{n}:00 <{NICKS[n % 2]}>\t{SAID[n]}" for n in range(5, 10)]
    corpus = read_corpus(saved(tmp_path, lines))
    assert list(corpus.texts) == SAID
    assert list(corpus.metadata["date"]) == ["2020-12-31"] * 5 + ["2021-01-01"] * 5


def test_the_whole_file_says_which_is_the_month(tmp_path):
    late = "13/05/2021, 08:15 - Ann Sea: at last"
    lines = [line.replace("14/01", "02/02").replace("/2021", "/2021") for line in chat(ANDROID)]
    lines = [line for line in lines if "03/01" in line or "05/02" in line]
    assert "03/01/2021" in read_corpus(saved(tmp_path, lines)).metadata["date"]
    dates = read_corpus(saved(tmp_path, [*lines, late])).metadata["date"]
    assert dates[0] == "2021-01-03" and dates[-1] == "2021-05-13"


def test_days_that_could_be_in_three_orders_stay_as_they_are_written(tmp_path):
    lines = [f"[03-01-21 08:{n + 11}:00] {NAMES[n % 2]}: {text}" for n, text in enumerate(SAID)]
    corpus = read_corpus(saved(tmp_path, lines))
    assert set(corpus.metadata["date"]) == {"03-01-21"} and list(corpus.texts) == SAID


def test_messages_are_joined_to_runs_of_words(tmp_path):
    path = saved(tmp_path, ["03/01/2021, 08:15 - Ann Sea: <Media omitted>", *chat(ANDROID)])
    corpus = read_corpus(path, split=20)
    assert " ".join(corpus.texts) == " ".join(SAID)
    assert len(corpus) > 1 and corpus.metadata["date"][0] == "2021-01-03"
    assert "joined to documents of 20 words" in corpus.reading["remarks"][0]
    as_lines = read_corpus(path, split="lines")
    assert as_lines.texts[1] == chat(ANDROID)[0] and "remarks" not in as_lines.reading


def test_a_folder_of_chats_and_letters(tmp_path):
    saved(tmp_path, chat(ANDROID), "a.txt")
    saved(tmp_path, chat(HOURS["mIRC"], NICKS), "2021-03-04.log")
    (tmp_path / "letter.txt").write_text("Dear Ann,\n\nthe boat is sold.\n", encoding="utf-8")
    corpus = read_corpus(tmp_path)
    assert len(corpus) == 2 * len(SAID) + 1
    assert "2 files were read as chats" in corpus.reading["remarks"][0]
    assert "Dear Ann" in corpus.texts[-1] and corpus.metadata["sender"][-1] is None


def test_a_chat_without_words_is_empty(tmp_path):
    lines = [f"03/01/2021, 08:1{n} - Ann Sea: <Media omitted>" for n in range(9)]
    saved(tmp_path, ["03/01/2021, 08:10 - Messages are encrypted.", *lines], "a.txt")
    (tmp_path / "letter.txt").write_text("the boat is sold", encoding="utf-8")
    corpus = read_corpus(tmp_path)
    assert corpus.skipped == {"empty": ("a.txt",)}


LOG = ["connection from 10.0.0.{} closed", "session {} started", "worker {} done", "retry {} of 5"]


def log(form, n=40):
    return [form.format(n % 60, LOG[n % 4].format(n)) for n in range(n)]


NO_CHATS = {
    "logging": log("2021-01-03 08:{:02}:00,123 - root - INFO - {}"),
    "logging, short": log("2021-01-03 08:{:02}:00 - worker: {}"),
    "syslog": log("Jan  3 08:{:02}:00 host sshd[12]: {}"),
    "journal": log("2021-01-03 08:{:02}:00 kernel: {}"),
    "levels": log("[2021-01-03 08:{:02}:00] ERROR: {}"),
    "levels in angles": log("2021-01-03 08:{:02}:00 <info> {}"),
    "monolog": log("[2021-01-03 08:{:02}:00] production.ERROR: {}"),
    "apache": log("[Sun Jan 03 08:{:02}:00 2021] [error] [client 10.0.0.1] {}"),
    "access": log('10.0.0.1 - - [03/Jan/2021:08:{:02}:00 +0000] "GET /{} HTTP/1.1" 200 2'),
    "two parts": [
        line
        for n in range(30)
        for line in (f"[2021-01-03 08:{n:02}] cron: job {n} begins",
                     f"[2021-01-03 08:{n:02}] mailer: job {n} ends")
    ],
    "programme": [f"{h:02}:{m:02} {'Talk' if m else 'Break'}: {SAID[h - 9]}, with guests"
                  for h in range(9, 17) for m in (0, 30)],
    "subtitles": [
        line
        for n, text in enumerate(SAID)
        for line in (str(n + 1), f"00:00:{n:02},000 --> 00:00:{n:02},900", text, "")
    ],
    "play": [f"{'HAMLET' if n % 2 else 'OPHELIA'}: {text}" for n, text in enumerate(SAID)],
    "list": [f"{name}: {text}" for name in ("Name", "Town", "Job") for text in SAID],
    "weather": [f"{d:02}.01.2021, 08:15 - Rain: {text}" for d, text in enumerate(SAID, 11)],
    "radio": [f"{h:02}:{m} {('News', 'Music')[h % 2]}: {text}, {h}"
              for h, text in enumerate(SAID, 10) for m in (13, 37)],
    "diary": [f"{d}.1.2021, 8:15 - {text}" for d, text in enumerate(SAID, 1)],
    "diary of many things": [
        f"{d}.1.2021, 8:15 - {about}: {SAID[d]}"
        for d, about in enumerate(("Garden", "At the lake", "Dentist", "A walk", "Letters"), 1)
    ],
    "accounts": [f"2021-01-{n + 1:02} - Rent: {n}5.00" for n in range(20)],
    "minutes": [f"{9 + n // 6}:{n % 6}0 {text}" for n, text in enumerate(SAID * 2)],
    "timetable": [f"{stop}  {h}:{m:02}" for h in range(6, 12) for stop, m in
                  (("Pier", 7), ("Harbour", 13), ("Sea Lane", 21))],
    "versions": [f"2021-01-{n + 1:02} 08:1{n % 10}: {text}" for n, text in enumerate(SAID)],
    "prose": [f"At 8:1{n % 10} Ann said: {text}. Then she left." for n, text in enumerate(SAID)],
}  # fmt: skip


@pytest.mark.parametrize("name", NO_CHATS)
def test_what_is_no_chat_stays_a_text(tmp_path, name):
    saved(tmp_path, NO_CHATS[name], "a.txt")
    saved(tmp_path, ["the boat is sold"], "b.txt")
    corpus = read_corpus(tmp_path)
    assert len(corpus) == 2 and corpus.texts[0].strip() == "\n".join(NO_CHATS[name]).strip()


def test_a_letter_that_quotes_a_chat_is_a_letter(tmp_path):
    letter = [text for text in SAID for _ in range(9)]
    saved(tmp_path, [*letter, *chat(ANDROID), *letter], "a.txt")
    saved(tmp_path, ["the boat is sold"], "b.txt")
    assert len(read_corpus(tmp_path)) == 2


SIGNS = st.text("abcdefgh 0123:.-,[]()/'!?", max_size=40)
PARTS = st.lists(SIGNS.map(lambda text: f"a{text}z"), min_size=1, max_size=3)
SENT = st.lists(st.tuples(st.sampled_from(NAMES), PARTS), min_size=9, max_size=20)


@given(SENT, st.sampled_from(["Android", "Android, German", "Signal"]))
def test_any_messages_come_back(sent, form):
    # Each says something else, and two take part.
    sent = [(who if n > 1 else NAMES[n], [f"{parts[0]} {chr(97 + n)}", *parts[1:]])
            for n, (who, parts) in enumerate(sent)]  # fmt: skip
    texts = ["\n".join(parts) for _, parts in sent]
    lines = [
        FORMS[form](2021, 1, n + 8, 8, 10 + n, who, text)
        for n, ((who, _), text) in enumerate(zip(sent, texts, strict=True))
    ]
    chat = chat_of("\n".join(lines))
    found = [(each.sender, each.text, each.day) for each in chat.messages]
    days = [f"2021-01-{n + 8:02}" for n in range(len(sent))]
    assert found == list(zip([who for who, _ in sent], texts, days, strict=True))


@given(st.lists(st.one_of(SIGNS, st.sampled_from(SAID)), max_size=40))
def test_no_heap_of_lines_is_a_chat(lines):
    assert chat_of("\n".join(lines), is_alone=True) is None


LINE_DAYS = {
    "2021/03/0{}(Mon)": "2021-03-0{}",
    "2021/03/0{}（月）": "2021-03-0{}",
    "2021.03.0{} 월요일": "2021-03-0{}",
    "Mon, 03/2{}/2021": "2021-03-2{}",
}


def of_line(day, messages):
    """An export of LINE: days between the messages, and their parts between tabs."""
    lines = ["[LINE] Chat history with Harbour", "Saved on: 2021/03/30 18:22", ""]
    for number, message in enumerate(messages):
        if number % 5 == 0:
            lines += ["", day.format(number // 5 + 1)]
        lines.append(f"08:{10 + number}\t{NAMES[number % 3]}\t{message}")
    return [*lines[:7], "08:44\tGrace joined the group", "08:45\t\tGrace left", *lines[7:]]


@pytest.mark.parametrize("day", LINE_DAYS)
def test_messages_of_several_lines_in_a_chat_of_line_are_whole(tmp_path, day):
    said = [f"{text}\n\nAnd 10:30 {text}" if n % 4 == 0 else text for n, text in enumerate(SAID)]
    said[2] = f'"{SAID[2]}"'
    said[8] = f'They say "low tide"\n{SAID[8]}'
    quoted = ['"' + text.replace('"', '""') + '"' if "\n" in text else text for text in said]
    for number, messages in enumerate((said, quoted)):
        path = saved(tmp_path, of_line(day, messages), f"{number}.txt")
        corpus = read_corpus(path)
        assert list(corpus.texts) == said
        dates = [LINE_DAYS[day].format(n // 5 + 1) for n in range(len(said))]
        assert list(corpus.metadata["date"]) == dates
        assert " 6 lines that nobody wrote" in corpus.reading["remarks"][0]


@pytest.mark.parametrize("call", ["Call time 3:12", "通話時間 1:03:12", "不在着信", "Missed call"])
def test_calls_in_a_chat_of_line_are_no_messages(tmp_path, call):
    messages = [*SAID[:5], f"☎ {call}", *SAID[5:], "☎ me at 10:30"]
    corpus = read_corpus(saved(tmp_path, of_line("2021/03/0{}(Mon)", messages)))
    assert list(corpus.texts) == [*SAID, "☎ me at 10:30"]
    assert "1 without words" in corpus.reading["remarks"][0]
