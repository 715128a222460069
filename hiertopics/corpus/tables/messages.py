"""Records of programs for chats, tickets and posts, which hold their texts more than once.

Slack has a text again in blocks, Telegram in entities, Mastodon by language, Zendesk as HTML and in
its first comment; pages that Discord shows below a link were written by nobody in the chat. What
the programs say themselves, such as who joined, has no text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timezone
from typing import Any

from hiertopics.corpus.tables.texts_in_pieces import joined_paper

_SLACK_SYSTEM = re.compile(
    r"(?:channel|group|bot|reminder|pinned|unpinned|me_joined|sh_room|huddle)_"
    r"(?!message$|broadcast$)|tombstone$|joiner_notification"
)
_SLACK_KEPT = frozenset(
    "type subtype client_msg_id ts thread_ts text user username team bot_id reply_count".split()
)
_DISCORD_LEFT = frozenset(("embeds", "mentions", "stickers", "inlineEmojis", "reactions"))
_TWINS = ("html_body", "plain_body", "body_html")
# <https://example.org|see here>, <@U012AB> and <#C012|sea> are links; &lt; is a sign.
_SLACK_LINK = re.compile(r"<(?:[@!][^<>|\n]{1,99}|([^<>|\n]{1,2000}))(?:\|([^<>\n]{0,500}))?>")
# What Messenger and Instagram write in the place of what was done.
_META_SYSTEM = re.compile(
    r"(?:Liked a message|Reacted .{1,20} to your message|You missed an? .{1,20}"
    r"|.{1,80} (?:sent an attachment|liked a message|missed your (?:\w{4,5} )?call"
    r"|started an? \w{4,5} (?:call|chat)))\.?\s*",
    re.IGNORECASE,
)
_CUT_OFF = re.compile(r"(?:…|\.\.\.)?\s{0,9}\[\+\d{1,9} chars\]\s*\Z")
_EMOJI = re.compile(r"(?<![0-9]):[a-z0-9_+'-]{1,60}:(?::skin-tone-[2-6]:)?")

Record = dict[str, Any]


def tidied(record: Record) -> Record:
    """A record of a known program with its text once; all others as they are."""
    for name, (is_of_program, tidy) in _PROGRAMS.items():
        if name in record and is_of_program(record):
            return tidy(record)
    return record


def messages_of_telegram(value: Any) -> Iterator[Record] | None:
    """The messages of all chats in an export of a whole account; None for another value."""
    chats = value.get("chats") if isinstance(value, dict) else None
    chats = list(_objects(chats.get("list"))) if isinstance(chats, dict) else []
    if not any("messages" in chat for chat in chats):
        return None
    left = value.get("left_chats")
    every = [*chats, *_objects(left.get("list") if isinstance(left, dict) else None)]
    return (
        {"chat": chat.get("name"), **message, "id": f"{chat.get('id')}:{message.get('id')}"}
        for chat in every
        for message in _objects(chat.get("messages"))
    )


def _objects(values: Any) -> Iterator[Record]:
    """The records of a list; none of any other value."""
    values = values if isinstance(values, list) else []
    return (value for value in values if isinstance(value, dict))


def _of_telegram(record: Record) -> Record:
    if record.get("type") == "service":
        kept = ("chat", "id", "type", "date", "actor", "action")
        return {"text": None, **{name: record[name] for name in kept if name in record}}
    text = record.get("text")
    if isinstance(text, list):
        parts = (part.get("text") if isinstance(part, dict) else part for part in text)
        text = "".join(part for part in parts if isinstance(part, str))
    return {**_without(record, ("text_entities",)), "text": text}


def _is_of_slack(record: Mapping) -> bool:
    is_message = record.get("type") == "message" and isinstance(record["ts"], str)
    return is_message and not {"user", "bot_id", "username", "subtype"}.isdisjoint(record)


def _of_slack(record: Record) -> Record:
    kept = {name: value for name, value in record.items() if name in _SLACK_KEPT}
    profile = record.get("user_profile")
    profile = profile if isinstance(profile, dict) else {}
    kept["sender"] = profile.get("real_name") or record.get("username") or record.get("user")
    kept["date"] = _day(record["ts"])
    text = record.get("text") or ""
    if not text:  # what bots post is attached
        attached = _objects(record.get("attachments"))
        said = (each.get("text") or each.get("fallback") for each in attached)
        text = "\n".join(each for each in said if isinstance(each, str))
    is_system = _SLACK_SYSTEM.match(str(record.get("subtype") or ""))
    kept["text"] = None if is_system or not isinstance(text, str) else _plain_slack(text)
    return kept


def _plain_slack(text: str) -> str:
    """A text of Slack without its marks of links, names and pictures."""
    text = _SLACK_LINK.sub(lambda link: link[2] or link[1] or "", text) if "<" in text else text
    text = _EMOJI.sub("", text) if ":" in text else text
    return html.unescape(text).strip() if "&" in text else text.strip()


def _day(seconds: str) -> str | None:
    try:
        return datetime.fromtimestamp(float(seconds), timezone.utc).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return None


def _of_discord(record: Record) -> Record:
    if record.get("type") not in ("Default", "Reply", 0, 19):
        record = {**record, "content": None}
    return _without(record, _DISCORD_LEFT)


def _of_mastodon(record: Record) -> Record:
    post = record["object"]
    return {**record, "object": _without(post, ("contentMap", "replies", "tag"))}


def _of_zendesk(record: Record) -> Record:
    """A ticket whose description is not that of its first comment again."""
    comments = [
        _without(each, _TWINS) if isinstance(each.get("body"), str) else each
        for each in _objects(record["comments"])
    ]
    record = {**record, "comments": comments}
    given = record.get("description")
    first = comments[0].get("body") if comments else None
    if isinstance(given, str) and isinstance(first, str) and given.strip() == first.strip():
        record = _without(record, ("description",))
    return record


def _of_meta(record: Record) -> Record:
    is_system = _META_SYSTEM.fullmatch(record["content"])
    return {**record, "content": None} if is_system else record


def _of_newsapi(record: Record) -> Record:
    return {**record, "content": _CUT_OFF.sub("", record["content"]).rstrip()}


def _of_itunes(record: Record) -> Record:
    """A review whose values are not objects, each with a label."""
    is_labelled = {
        name: isinstance(part, dict) and "label" in part for name, part in record.items()
    }
    return {name: part["label"] if is_labelled[name] else part for name, part in record.items()}


def _without(record: Record, names) -> Record:
    return {name: value for name, value in record.items() if name not in names}


# By a name that all records of a program have: whether it is one, and what it is then.
_PROGRAMS: dict[str, tuple[Callable[[Mapping], bool], Callable[[Record], Record]]] = {
    "text_entities": (lambda record: "text" in record, _of_telegram),
    # In older exports these have no entities.
    "action": (lambda record: record.get("type") == "service" and "actor" in record, _of_telegram),
    "ts": (_is_of_slack, _of_slack),
    "timestampEdited": (lambda record: "content" in record, _of_discord),
    "object": (
        lambda record: isinstance(record["object"], dict) and "contentMap" in record["object"],
        _of_mastodon,
    ),
    "sender_name": (
        lambda record: "timestamp_ms" in record and isinstance(record.get("content"), str),
        _of_meta,
    ),
    "publishedAt": (lambda record: isinstance(record.get("content"), str), _of_newsapi),
    "im:rating": (lambda record: isinstance(record["im:rating"], dict), _of_itunes),
    "body_text": (lambda record: isinstance(record["body_text"], list), joined_paper),
    "pdf_parse": (lambda record: isinstance(record["pdf_parse"], dict), joined_paper),
    "comments": (
        lambda record: any("body" in each for each in _objects(record["comments"])),
        _of_zendesk,
    ),
}
