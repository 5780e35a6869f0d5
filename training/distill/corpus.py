"""Gathers the texts that train.py learns from: texts, and pairs of a question or a heading with the passage that answers it.

    python corpus.py --data ../data --out work

Reads what training/README.md unpacks: manuals (HTML), WordNet, and descriptions of Debian packages. Manuals of the web server and of the
database are many: a quarter of them is taken. The same input gives the same file.
"""

import argparse
import gzip
import json
import pathlib
import random
import re
import sys
from html.parser import HTMLParser

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from exits import packages, wordnet_entries

BLOCKS = {"h1", "h2", "h3", "h4", "h5", "p", "li", "dd", "dt", "div", "section", "title", "td", "tr"}
LEFT_OUT = {"script", "style", "pre", "nav", "footer", "table", "header", "svg"}
# characters; a passage is as long as what a visitor's page embeds
RUNS = [300, 700, 1100]
LONGEST = 1300
MOST_OF_A_MANUAL = 6000
LONG_PAIRS, SHORT_PAIRS, TEXTS, JOINS = 28_000, 26_000, 75_000, 15_000


class Blocks(HTMLParser):
    """The blocks of text of a page, and whether each is a heading."""

    def __init__(self):
        super().__init__()
        self.found, self.parts, self.heading, self.hidden = [], [], False, 0

    def end(self):
        text = re.sub(r"\s+", " ", "".join(self.parts)).replace("¶", "").replace("\uf0c1", "").strip()
        self.parts = []
        if text:
            self.found.append((self.heading, text))

    def handle_starttag(self, tag, attributes):
        if tag in LEFT_OUT:
            self.hidden += 1
        elif tag in BLOCKS:
            self.end()
            self.heading = re.fullmatch(r"h\d", tag) is not None

    def handle_endtag(self, tag):
        if tag in LEFT_OUT:
            self.hidden = max(0, self.hidden - 1)
        elif tag in BLOCKS:
            self.end()
            self.heading = False

    def handle_data(self, data):
        if not self.hidden:
            self.parts.append(data)


def is_prose(text):
    words = text.split()
    return len(words) >= 8 and sum(word.strip(".,;:()").isalpha() for word in words) / len(words) > 0.75


def is_english(text):
    ascii_share = sum(ord(letter) < 128 for letter in text) / len(text)
    common = re.findall(r"\b(?:the|of|and|is|to|in|for|with|a)\b", text)
    return ascii_share > 0.97 and (len(text) < 60 or len(common) / len(text.split()) > 0.12)


def sections(path):
    """Heading and paragraphs of each section of a page."""
    blocks = Blocks()
    blocks.feed(path.read_text("utf-8", "replace"))
    blocks.end()
    heading, body = "", []
    for is_heading, text in blocks.found:
        if is_heading:
            yield heading, body
            heading, body = re.sub(r"^[\d.]+\s*", "", text), []
        elif is_prose(text):
            body.append(text)
    yield heading, body


def cut(text, most):
    return text if len(text) <= most else text[: text.rfind(" ", 0, most)]


def of_manuals(folder, draw):
    """Pairs and texts of the manuals; a text is a pair without a question."""
    pages = sorted(path for path in folder.rglob("*") if path.suffix in (".html", ".htm", ".en") and path.is_file())
    draw.shuffle(pages)
    seen, taken = set(), {}
    for page in pages:
        manual = page.relative_to(folder).parts[0]
        for heading, body in sections(page):
            runs, most = [], draw.choice(RUNS)
            for paragraph in body:
                if runs and len(runs[-1]) + len(paragraph) <= most:
                    runs[-1] += f" {paragraph}"
                else:
                    runs.append(paragraph)
            for place, run in enumerate(runs):
                if run in seen or len(run) < 50 or taken.get(manual, 0) >= MOST_OF_A_MANUAL:
                    continue
                seen.add(run)
                taken[manual] = taken.get(manual, 0) + 1
                first, *rest = re.split(r"(?<=[.!?]) ", run, maxsplit=1)
                if place == 0 and 3 < len(heading) < 120 and " " in heading:
                    yield heading, cut(run, LONGEST)
                elif len(run) > 250 and rest and 20 < len(first) < 220:
                    yield first, cut(rest[0], LONGEST)
                else:
                    yield None, cut(run, LONGEST)


def of_packages(path, draw):
    for title, body in packages(path):
        if len(body) < 40:
            yield None, title
        elif len(body) > 250 and draw.random() < 0.7:
            yield title, cut(body, 1100)
        else:
            yield None, cut(f"{title}. {body}", draw.choice([120, 250, 400]))


def of_wordnet(folder, draw):
    for names, meaning in wordnet_entries(folder):
        form = draw.random()
        if names and form < 0.45:
            yield ", ".join(names[: draw.choice([1, 1, 2, 3])]), meaning
        elif names and form < 0.6:
            yield None, f"{names[0]}: {meaning}"
        elif form < 0.8:
            yield None, names[0] if names else meaning


def main():
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--data", type=pathlib.Path, required=True, help="folder with manuals, wordnet and packages.txt")
    flags.add_argument("--out", type=pathlib.Path, required=True)
    given = flags.parse_args()
    draw = random.Random(7)
    found = [*of_manuals(given.data / "manuals", draw), *of_packages(given.data / "packages.txt", draw), *of_wordnet(given.data / "wordnet", draw)]
    found = [one for one in dict.fromkeys(found) if is_english(one[1]) and is_english(one[0] or "a")]
    about_servers = re.compile(r"\b(?:Apache|httpd|mod_|directive|PostgreSQL|postgres)\b")
    found = [one for one in found if not about_servers.search(one[1]) or draw.random() < 0.25]
    draw.shuffle(found)
    pairs = [one for one in found if one[0]]
    pairs = [one for one in pairs if len(one[1]) > 200][:LONG_PAIRS] + [one for one in pairs if len(one[1]) <= 200][:SHORT_PAIRS]
    texts = [text for question, text in found if not question][:TEXTS]
    short = [text for text in texts if len(text) < 120]
    texts += [" ".join(draw.sample(short, draw.choice([2, 3, 4, 6]))) for _ in range(JOINS)]
    given.out.mkdir(parents=True, exist_ok=True)
    with gzip.open(given.out / "corpus.json.gz", "wt") as file:
        json.dump({"pairs": pairs, "texts": texts}, file)
    print(f"{len(pairs)} pairs, {len(texts)} texts")


if __name__ == "__main__":
    main()
