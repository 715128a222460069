// Finds a topic's words in a text and marks them.

// Characters of scripts without spaces are words of their own, so that a word is a run of them.
const UNSPACED = "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}";
const PIECE = new RegExp(`[${UNSPACED}]|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}_])+`, "gu");
const markers = new Map();

function piecesOf(text) {
  return Array.from(text.matchAll(PIECE), (match) => {
    const piece = match[0].toLowerCase();
    const shown = Object.hasOwn(content.forms, piece) ? content.forms[piece] : piece;
    return { piece: shown, start: match.index, end: match.index + match[0].length };
  });
}

// First piece of each word -> all words that begin with it, as lists of pieces, longest first.
function markerOf(node) {
  if (!markers.has(node.key)) {
    const starts = new Map();
    for (const [word] of node.words) {
      const pieces = piecesOf(word).map((each) => each.piece);
      if (pieces.length === 0) continue;
      if (!starts.has(pieces[0])) starts.set(pieces[0], []);
      starts.get(pieces[0]).push(pieces);
    }
    for (const words of starts.values()) words.sort((one, other) => other.length - one.length);
    markers.set(node.key, starts);
  }
  return markers.get(node.key);
}

// Places of a topic's words in a text, as pairs of start and end.
function placesIn(text, node) {
  const starts = markerOf(node);
  const pieces = piecesOf(text);
  const places = [];
  for (let i = 0; i < pieces.length; i += 1) {
    const words = starts.get(pieces[i].piece) || [];
    const word = words.find((each) => each.every((part, k) => pieces[i + k]?.piece === part));
    for (const part of word ? pieces.slice(i, i + word.length) : []) {
      const last = places[places.length - 1];
      // A phrase is marked as one, but not across a full stop or a bracket.
      const isNext = part !== pieces[i] && /^[\s-]?$/u.test(text.slice(last[1], part.start));
      if (isNext) last[1] = part.end;
      else places.push([part.start, part.end]);
    }
    if (word) i += word.length - 1;
  }
  return places;
}

function marked(text, node) {
  const fragment = document.createDocumentFragment();
  let last = 0;
  for (const [start, end] of node ? placesIn(text, node) : []) {
    fragment.append(text.slice(last, start), make("mark", {}, text.slice(start, end)));
    last = end;
  }
  fragment.append(text.slice(last));
  return fragment;
}

// The passage that has most of a topic's words.
function bestPassage(row, node) {
  let best = "";
  let most = -1;
  for (const passage of documents.passages[row]) {
    const found = placesIn(passage, node).length;
    if (found > most) [best, most] = [passage, found];
  }
  return best;
}
