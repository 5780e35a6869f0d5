"""Adds the trained words to the folder of the built-in model.

    python finish.py --work work --model ../../public/models/pagekin-mini-v2 --export ../distill/work/pagekin-mini-v2

Writes words-multilingual.bin, words-multilingual.json and canary-multilingual.json, and lists them in pagekin.json. Put the printed hash into
src/encoder/model-settings.ts.
"""

import argparse
import hashlib
import json
import pathlib

import numpy as np
import torch
from reading import Encoder, convert, embed, tokenizer_with
from rows import LEVELS

CANARY = [
    "Wasserkocher aus Edelstahl", "Une tasse à café bleue en céramique", "saco de dormir cálido para el invierno", "zaino da trekking impermeabile",
    "jaqueta de chuva", "fietsslot met twee sleutels", "drewniany pociąg dla dzieci", "Тёплые перчатки из шерсти", "双人帐篷, 防水", "デスクライト 木製",
    "حقيبة ظهر للمشي", "Enamel camping mug, 350 ml", "für den Garten, 9,50 €", "a",
]  # fmt: skip


def main():
    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("--work", type=pathlib.Path, required=True)
    flags.add_argument("--model", type=pathlib.Path, required=True)
    flags.add_argument("--export", type=pathlib.Path, required=True)
    given = flags.parse_args()
    rows, lines = np.load(given.work / "rows.npy"), (given.work / "words.txt").read_text().split("\n")
    scales = np.abs(rows).max(1, keepdims=True) / LEVELS
    # the upper half of a float32 is exact enough for a scale, and packs better
    scales = ((scales.astype("<f4").view("<u4") + 0x8000) & 0xFFFF0000).view("<f4")
    codes = np.round(rows / scales).astype(np.int8)
    write = lambda name, data: (given.model / name).write_bytes(data)
    write("words-multilingual.bin", convert.compressed(codes.tobytes() + scales.tobytes()))
    write("words-multilingual.json", json.dumps(lines, ensure_ascii=False, separators=(",", ":")).encode())
    encoder = Encoder(given.export, torch.float32)
    table = torch.cat([encoder.table, torch.from_numpy(codes * scales)])
    ids = [found.ids for found in tokenizer_with(given.model, lines).encode_batch(CANARY)]
    vectors = [[round(float(number), 5) for number in vector] for vector in embed(encoder, table, ids)]
    canary = json.dumps({"texts": CANARY, "ids": ids, "float32": vectors}, ensure_ascii=False, separators=(",", ":"))
    write("canary-multilingual.json", canary.encode())
    manifest = json.loads((given.model / "pagekin.json").read_text())
    for name in ("canary-multilingual.json", "words-multilingual.bin", "words-multilingual.json"):
        data = (given.model / name).read_bytes()
        manifest["files"][name] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
        print(f"{name}: {len(data)} bytes")
    text = (json.dumps(manifest, indent=2) + "\n").encode()
    write("pagekin.json", text)
    print(f"pagekin.json: sha256 {hashlib.sha256(text).hexdigest()}, {len(text)} bytes")


if __name__ == "__main__":
    main()
