"""Chooses the words that the multilingual encoder reads beside those of the built-in one.

    python vocabulary.py --work work --model ../../public/models/pagekin-mini-v2 --catalogs ../../../shared/data --wordnet ../data/debs/usr/share/wordnet

Whole words that are frequent and that catalogs need (their English is frequent in two of them, or names a thing, food or plant first of all), then
pieces of words, for each language. A form that would cut frequent English words otherwise is left out. Writes words.txt, which becomes words-multilingual.json.
"""

import argparse
import collections
import gzip
import json
import math
import pathlib
import re
import unicodedata

import wordfreq
from tokenizers import Tokenizer, models, pre_tokenizers, trainers
from reading import load, tokenizer_with

# whole words, and pieces or characters
BUDGET = {
    "de": (3800, 1800), "fr": (3300, 900), "es": (3300, 900), "it": (2500, 600), "pt": (2200, 500), "nl": (2500, 700),
    "pl": (2400, 1000), "ru": (3400, 1600), "zh": (3000, 3000), "ja": (3000, 1800), "ar": (2400, 1000),
}  # fmt: skip
# of WordNet's files of nouns: artifact, food, plant
THINGS = {"06", "13", "20"}
THING = 1
SCRIPT = {"ru": "[а-яё]+", "ar": "[\u0621-\u064a\u0671-\u06d3]+"}
LATIN = "de fr es it pt nl pl".split()
WORD = re.compile(r"[^\W\d_]+")
ARABIC_MARKS = re.compile("[\u064b-\u0652\u0640]")


def normal(text, language):
    text = unicodedata.normalize("NFC", text.lower())
    return ARABIC_MARKS.sub("", text) if language == "ar" else text


def frequencies(language):
    return wordfreq.get_frequency_dict(language, "best")


def sold(catalogs):
    """How much more catalogs say an English word than people do, 0 to 1."""
    counts = collections.Counter()
    for path in sorted(p for name in ("bestbuy-sample", "magento-luma") for p in (catalogs / name).iterdir()):
        opened = (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf8", errors="replace")
        counts.update(re.findall("[a-z]{3,}", opened.read()[:8_000_000].lower()))
    said, total = frequencies("en"), sum(counts.values())
    return {
        word: min(1, math.log1p(n) / 6) * min(1, n / total / (5 * said.get(word, 1e-8)))
        for word, n in counts.items()
        if n >= 3 and word in said
    }


def things(wordnet):
    """English words that mean something one can have, before all else."""
    kinds = {line[:8]: line[9:11] for line in (wordnet / "data.noun").read_text("latin-1").splitlines() if not line.startswith("  ")}
    for line in (wordnet / "index.noun").read_text("latin-1").splitlines():
        if not line.startswith("  "):
            word, *_ = fields = line.split()
            # of as many senses as the third field says, the most frequent one comes first
            if "_" not in word and kinds[fields[-int(fields[2])]] in THINGS:
                yield word


def needs(work, catalogs, wordnet):
    """How much a word of a language is needed: it is in a dictionary, names an emoji, or means something that is sold."""
    sales, need = sold(catalogs), collections.defaultdict(dict)
    for word in things(wordnet):
        sales[word] = max(sales.get(word, 0), THING)
    for pair in load(work / "pairs.jsonl.gz"):
        language = pair["l"]
        if pair["s"] == "def":
            continue
        found, of = WORD.findall(normal(pair["f"], language)), need[language]
        if pair["s"] in ("cldr", "stamp"):
            for word in found:
                of[word] = max(of.get(word, 0), 0.5)
        if len(found) == 1:
            sale = 0
            for rank, english in enumerate(pair["e"][:3]):
                words = english.lower().split()
                if len(words) < 3:
                    sale = max(sale, max((sales.get(word, 0) for word in words), default=0) / (1 + rank) / max(1, len(words)))
            of[found[0]] = max(of.get(found[0], 0), 0.15 + sale)
    return need


def choose(language, need, chosen, english):
    """Adds the words and pieces of a language to `chosen`, in order."""
    most_words, most_pieces = BUDGET[language]
    said = collections.Counter()
    for word, frequency in frequencies(language).items():
        if frequency >= 2e-7:
            for part in WORD.findall(normal(word, language)):
                said[part] = max(said[part], frequency)
    score = {word: (f * 1e7) ** 0.5 * (0.1 + 2 * need.get(word, 0)) for word, f in said.items()}
    ranked = sorted(score, key=lambda word: -score[word])
    if language in ("zh", "ja"):
        characters = collections.Counter()
        for word, s in score.items():
            for character in word:
                characters[character] += s
        for word, n in need.items():
            for character in word:
                characters[character] += 0.3 * n
        single = [c for c, _ in characters.most_common() if re.match(r"[\u4e00-\u9fff\u3040-\u30ff\u3005々]", c)][:most_pieces]
        whole = [word for word in ranked if 1 < len(word) < 9 and not re.search("[a-z]", word)][:most_words]
    else:
        whole = [word for word in ranked if 1 < len(word) < 22 and word not in english][:most_words]
        kept = set(whole)
        rest = {w: min(200, max(1, round(score[w]))) for w in score if w not in kept and w not in english and len(w) < 30}
        for word, n in need.items():
            if word not in kept and word not in rest and word not in english and len(word) < 25 and n > 0.3:
                rest[word] = 2
        tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
        tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
        trainer = trainers.WordPieceTrainer(vocab_size=int(most_pieces * 1.6), show_progress=False, limit_alphabet=90)
        tokenizer.train_from_iterator((" ".join([word] * n) for word, n in rest.items()), trainer)
        ordered = sorted(tokenizer.get_vocab().items(), key=lambda pair: pair[1])
        single = []
        for piece in (token.removeprefix("##") for token, _ in ordered):
            fits = re.fullmatch(SCRIPT.get(language, "[a-zß-ɏ]+"), piece) and not (piece in english and "##" + piece in english)
            if fits and piece not in kept and piece not in chosen and len(single) < most_pieces:
                single.append(piece)
    for word in [*single, *whole]:
        if not (word in english and "##" + word in english):
            chosen.setdefault(word, "")


def mass(tokenizer, said):
    """How often each token is said."""
    found, words = collections.Counter(), list(said)
    for word, encoding in zip(words, tokenizer.encode_batch(words, add_special_tokens=False)):
        for token in encoding.tokens:
            found[token] += said[word]
    return found


def spare_english(model, chosen, english):
    """Leaves out forms that cut English words otherwise, if no language needs them far more."""
    plain = Tokenizer.from_file(str(model / "tokenizer.json"))
    said = {w: f for w, f in frequencies("en").items() if f > 1e-7 and re.fullmatch("[a-z]+", w)}
    words, needed = list(said), collections.Counter()
    before = [e.ids for e in plain.encode_batch(words, add_special_tokens=False)]
    tokenizer = tokenizer_with(model, chosen)
    for language in LATIN:
        for token, n in mass(tokenizer, {w: f for w, f in frequencies(language).items() if f > 1e-7}).items():
            needed[token] = max(needed[token], n)
    while True:
        used = collections.Counter()
        for word, ids, encoding in zip(words, before, tokenizer.encode_batch(words, add_special_tokens=False)):
            if ids != encoding.ids:
                for token in encoding.tokens:
                    if token not in english:
                        used[token] += said[word]
        spared = {token for token, n in used.items() if n > 0.15 * needed.get(token, 0) or n > 1e-5}
        kept = dict(chosen)
        for token in sorted(spared):
            leave_out(chosen, token)
        # some forms come back by an accented letter
        if chosen == kept:
            return
        tokenizer = tokenizer_with(model, chosen)


def leave_out(chosen, token):
    """+ stands for the form at the start of a word alone, - for the form inside a word alone, = for no form without accents."""
    word, kept = token.removeprefix("##"), "+" if token.startswith("##") else "-"
    if word not in chosen:
        # a form without accents
        for other in chosen:
            if "".join(c for c in unicodedata.normalize("NFD", other) if unicodedata.category(c) != "Mn") == word:
                chosen[other] = chosen[other].rstrip("=") + "="
    elif chosen[word].rstrip("=") in ("", kept):
        chosen[word] = kept + chosen[word].lstrip("+-")
    else:
        del chosen[word]


def main():
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--work", type=pathlib.Path, required=True)
    flags.add_argument("--model", type=pathlib.Path, required=True)
    flags.add_argument("--catalogs", type=pathlib.Path, required=True)
    flags.add_argument("--wordnet", type=pathlib.Path, required=True, help="folder with data.noun and index.noun")
    given = flags.parse_args()
    english = json.loads((given.model / "tokenizer.json").read_text())["model"]["vocab"]
    need, chosen = needs(given.work, given.catalogs, given.wordnet), {}
    for language in BUDGET:
        choose(language, need[language], chosen, english)
    spare_english(given.model, chosen, english)
    # arrays begin at multiples of 16 bytes
    lines = [sign + word for word, sign in chosen.items()]
    lines = lines[: len(lines) // 16 * 16]
    (given.work / "words.txt").write_text("\n".join(lines))
    print(len(lines), "words")


if __name__ == "__main__":
    main()
