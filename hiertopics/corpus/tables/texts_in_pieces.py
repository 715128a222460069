"""Records of JSON whose one text is in pieces: transcripts of recordings, papers by paragraphs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Record = dict[str, Any]

# What recognisers of speech have beside the text: its pieces, with times.
_PIECES_OF_SPEECH = ("segments", "words", "utterances", "result", "chunks")


def one_text(value: Any) -> list[Record] | None:
    """The record of a whole file whose text is in pieces; None for another value.

    It is that of a recording, as Whisper, AWS, Google, Deepgram, AssemblyAI, Azure and Vosk
    transcribe it, or of a paper, as CORD-19 and S2ORC give it.
    """
    if not isinstance(value, dict):
        return None
    if "body_text" in value or isinstance(value.get("pdf_parse"), dict):
        return [paper] if (paper := joined_paper(value)) is not value else None
    if isinstance(value.get("text"), str) and _has_times(value):
        kept = {name: part for name, part in value.items() if name not in _PIECES_OF_SPEECH}
        return [kept]
    texts = _transcripts(value)
    about = {"id": value["jobName"]} if isinstance(value.get("jobName"), str) else {}
    return [{**about, "text": " ".join(texts)}] if texts else None


def joined_paper(record: Record) -> Record:
    """A paper by paragraphs as a title, an abstract and a text; other records as they are."""
    parsed = record.get("pdf_parse")
    parts: Mapping = parsed if isinstance(parsed, dict) else record
    if not (body := _paragraphs(parts.get("body_text"))):
        return record
    about = record.get("metadata")
    title = record.get("title") or (about.get("title") if isinstance(about, dict) else None)
    abstract = _paragraphs(parts.get("abstract")) or record.get("abstract")
    abstract = abstract if isinstance(abstract, str) else ""
    plain = {key: part for key, part in record.items() if not isinstance(part, list | dict)}
    return {**plain, "title": title, "abstract": None, "text": f"{abstract}\n\n{body}".strip()}


def _paragraphs(parts: Any) -> str:
    """The text of paragraphs, each an object with one."""
    parts = parts if isinstance(parts, list) else []
    if not all(isinstance(part, dict) and isinstance(part.get("text"), str) for part in parts):
        return ""
    return "\n\n".join(part["text"] for part in parts)


def _has_times(value: Record) -> bool:
    """Whether a record has its text again in pieces that begin at some time."""
    for name in _PIECES_OF_SPEECH:
        pieces = value.get(name)
        if isinstance(pieces, list) and pieces and isinstance(pieces[0], dict):
            return bool({"start", "begin", "timestamp", "start_time"} & pieces[0].keys())
    return False


def _transcripts(value: Record) -> list[str]:
    """Texts of the parts of a recording, of the likeliest of alternatives."""
    results = value.get("results")
    if isinstance(results, dict):
        parts = results.get("transcripts")  # of AWS
        channels = results.get("channels")  # of Deepgram
        if isinstance(parts, list):
            return _strings(parts, "transcript")
        return _of_alternatives(channels) if isinstance(channels, list) else []
    if isinstance(results, list):  # of Google
        return _of_alternatives(results)
    phrases = value.get("combinedRecognizedPhrases")  # of Azure
    return _strings(phrases, "display") if isinstance(phrases, list) else []


def _of_alternatives(parts: list) -> list[str]:
    likeliest = [
        part["alternatives"][0]
        for part in parts
        if isinstance(part, dict) and isinstance(part.get("alternatives"), list)
        if part["alternatives"]
    ]
    return _strings(likeliest, "transcript")


def _strings(parts: list, name: str) -> list[str]:
    found = (part.get(name) for part in parts if isinstance(part, dict))
    return [text.strip() for text in found if isinstance(text, str)]
