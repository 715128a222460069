"""Exports of chats, tickets and posts as JSON: each text once, and nothing that nobody wrote."""

import json

import pytest

from hiertopics import read_corpus

SAID = [
    "the tide comes in before noon and the boats lie dry",
    "we should paint the old boat on Friday if it is dry",
    "who has the key of the harbour shed near the pier",
    "the fish market opens late in winter they say",
    "nobody told me about the regatta or I would have come",
    "my sail is torn again and the rope as well",
]
DAYS = [f"2021-01-{day:02}" for day in range(3, 9)]
NAMES = ["Ann Sea", "Bo"]
LONGER = "A page of the harbour says much more about its boats than anybody in this chat does"


def saved(path, value, name="result.json", before=""):
    path = path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(before + json.dumps(value, indent=1), encoding="utf-8")
    return path


def telegram(number):
    text = SAID[number]
    parts = [text[:9], {"type": "bold", "text": text[9:15]}, text[15:]]
    return {
        "id": number,
        "type": "message",
        "date": f"{DAYS[number]}T08:15:00",
        "from": NAMES[number % 2],
        "text": parts if number % 2 else text,
        "text_entities": [{"type": "plain", "text": f"{text}"}],
    }


SERVICE = {"id": 99, "type": "service", "date": "2021-01-03T08:00:00", "actor": "Bo"}
SERVICE |= {"action": "create_group", "title": "All of those who sail", "text": ""}


@pytest.mark.parametrize("entities", [{}, {"text_entities": []}])
def test_telegram_has_its_texts_once(tmp_path, entities):
    messages = [{**SERVICE, **entities}, *map(telegram, range(6))]
    messages.append({**telegram(0), "id": 7, "text": [{"type": "link", "text": "the sea"}]})
    corpus = read_corpus(saved(tmp_path, {"name": "sea", "messages": messages}))
    assert list(corpus.texts) == [*SAID, "the sea"]
    assert corpus.metadata["from"][:2] == ("Ann Sea", "Bo")
    assert corpus.skipped == {"empty": ("result.json:1",)}
    assert "remarks" not in corpus.reading


def test_all_chats_of_a_telegram_account_are_read(tmp_path):
    chats = [
        {"name": f"boat {c}", "type": "personal_chat", "id": c,
         "messages": [telegram((c + n) % 6) for n in range(1 + c % 4)]}
        for c in range(15)
    ]  # fmt: skip
    corpus = read_corpus(saved(tmp_path, {"about": "x", "chats": {"about": "y", "list": chats}}))
    assert list(corpus.texts) == [SAID[(c + n) % 6] for c in range(15) for n in range(1 + c % 4)]
    assert corpus.metadata["chat"][:3] == ("boat 0", "boat 1", "boat 1")
    assert len(set(corpus.ids)) == len(corpus)


def slack(number):
    text = SAID[number]
    element = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {
        "client_msg_id": f"m-{number}",
        "type": "message",
        "text": f"{text} <https://a.org/x|see here> &amp; <@U012AB>:tada:",
        "user": "U01",
        "ts": f"{1609661700 + 86400 * number}.0002",
        "user_profile": {"real_name": NAMES[number % 2], "first_name": "Ann"},
        "reactions": [{"name": "+1", "users": ["U01"], "count": 1}],
        "blocks": [{"type": "rich_text", "elements": [element]}],
    }


def test_a_folder_of_slack_is_its_messages(tmp_path):
    join = {"type": "message", "subtype": "channel_join", "ts": "1609661600.1", "user": "U01"}
    bot = {"type": "message", "subtype": "bot_message", "ts": "1609661800.1", "bot_id": "B1"}
    bot |= {"text": "", "attachments": [{"text": "the ferry is late"}]}
    saved(tmp_path, [{**join, "text": "<@U01> has joined the channel"}, slack(0)], "sea/1.json")
    saved(tmp_path, [slack(1), bot], "sea/2.json")
    saved(tmp_path, [slack(n) for n in range(2, 6)], "pier/1.json")
    saved(tmp_path, [{"id": "U01", "name": "ann", "profile": {"title": LONGER}}], "users.json")
    saved(tmp_path, [{"id": "C1", "name": "sea", "purpose": {"value": LONGER}}], "channels.json")
    corpus = read_corpus(tmp_path)
    texts = [f"{text} see here &" for text in SAID]
    assert list(corpus.texts) == [*texts[2:], *texts[:2], "the ferry is late"]
    days = [*DAYS[2:], *DAYS[:2], "2021-01-03"]
    assert list(corpus.metadata["date"]) == days
    assert corpus.metadata["sender"][0] == "Ann Sea"
    assert corpus.skipped["empty"] == ("sea/1.json:1",)
    assert set(corpus.skipped["other columns"]) == {"users.json", "channels.json"}
    assert [label for (label,) in corpus.labels] == ["pier"] * 4 + ["sea"] * 3


def test_values_of_other_types_end_nothing(tmp_path):
    odd = [{**slack(0), "subtype": 5}, {**slack(1), "text": "", "attachments": 7}, slack(2)]
    assert [text[:9] for text in read_corpus(saved(tmp_path, odd)).texts] == [
        "the tide ",
        "who has t",
    ]
    chats = [{"name": "A", "messages": 5}, {"name": "B", "messages": [telegram(2), 6]}]
    assert list(read_corpus(saved(tmp_path, {"chats": {"list": chats}})).texts) == [SAID[2]]


def test_times_are_no_pictures(tmp_path):
    one = {**slack(0), "text": "the boat left at 10:30:45 :smile:"}
    corpus = read_corpus(saved(tmp_path, [one, slack(1)]))
    assert corpus.texts[0] == "the boat left at 10:30:45"


def test_discord_is_what_its_members_wrote(tmp_path):
    messages = [
        {
            "id": str(number),
            "type": "Default",
            "timestamp": f"{DAYS[number]}T08:15:00.1+00:00",
            "timestampEdited": None,
            "content": SAID[number],
            "author": {"id": "9", "name": NAMES[number % 2]},
            "embeds": [{"title": "a page", "description": LONGER}] * (number % 2),
            "mentions": [{"id": "9", "name": "Bo"}] * (number % 2),
        }
        for number in range(6)
    ]
    messages[3] |= {"type": "GuildMemberJoin", "content": "Joined the server."}
    export = {"guild": {"name": "sea"}, "channel": {"topic": LONGER}, "messages": messages}
    corpus = read_corpus(saved(tmp_path, export))
    assert list(corpus.texts) == [*SAID[:3], *SAID[4:]]
    assert "remarks" not in corpus.reading and "author.name" in corpus.metadata


def test_an_archive_of_twitter_is_its_tweets(tmp_path):
    tweets = [{"tweet": {"id": str(n), "full_text": text, "lang": "en"}}
              for n, text in enumerate(SAID)]  # fmt: skip
    path = saved(tmp_path, tweets, "data/tweets.js", "window.YTD.tweets.part0 = ")
    assert list(read_corpus(path).texts) == SAID
    saved(tmp_path, [{"account": {"name": "Bo"}}], "data/account.js", "window.YTD.account.part0 = ")
    corpus = read_corpus(tmp_path / "data")
    assert list(corpus.texts) == SAID and corpus.skipped == {"other columns": ("account.js",)}
    (tmp_path / "a.js").write_text("let sea = 'boat';\n\nlet tide = 'low';\n")
    assert "let tide" in read_corpus(tmp_path / "a.js").texts[-1]


def test_mastodon_has_its_posts_once(tmp_path):
    items = [
        {"id": str(n), "type": "Create", "published": f"{DAYS[n]}T08:15:00Z", "object": {
            "type": "Note", "content": f"<p>{text}</p>", "contentMap": {"en": f"<p>{text}</p>"}}}
        for n, text in enumerate(SAID)
    ]  # fmt: skip
    items.append({"id": "b", "type": "Announce", "object": "https://other.org/1"})
    corpus = read_corpus(saved(tmp_path, {"type": "OrderedCollection", "orderedItems": items}))
    assert list(corpus.texts) == SAID
    assert not any("takes both" in each for each in corpus.reading["remarks"])


def test_a_ticket_has_its_first_comment_once(tmp_path):
    tickets = [
        {"id": n, "subject": SAID[-n], "description": text, "comments": [
            {"id": 1, "body": text, "html_body": f"<p>{text}</p>", "plain_body": text},
            {"id": 2, "body": f"thanks {n}", "html_body": f"<p>thanks {n}</p>"}]}
        for n, text in enumerate(SAID)
    ]  # fmt: skip
    corpus = read_corpus(saved(tmp_path, {"tickets": tickets}))
    expected = [f"{SAID[-n]}\n\n{text}\n\nthanks {n}" for n, text in enumerate(SAID)]
    assert list(corpus.texts) == expected
    (remark,) = corpus.reading["remarks"]
    assert "takes" not in remark


@pytest.mark.parametrize(
    "record",
    [
        {"text": "the sea", "ts": "7", "type": "post"},
        {"text": "the sea", "object": {"content": "a boat"}},
        {"text": "the sea", "action": "sold", "type": "boat"},
        {"text": "the sea", "comments": ["a boat", "a pier"]},
        {"text": "the sea", "comments": [{"words": "a boat"}]},
    ],
)
def test_records_of_other_programs_keep_what_they_have(record):
    corpus = read_corpus([{**record, "text": f"{record['text']} {n}"} for n in range(5)])
    assert list(corpus.texts) == [f"the sea {n}" for n in range(5)]
    (name,) = record.keys() - {"text", "ts", "type"} or {"ts"}
    assert any(column.startswith(name) for column in corpus.metadata)
