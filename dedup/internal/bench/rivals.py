"""The rivals in Python. Reads a job as JSON from standard input, writes what it
measured as JSON to standard output, as the processes of the Go rivals do."""

import json
import logging
import os
import re
import resource
import struct
import sys
import tempfile
import time
from importlib.metadata import version

BANDS, ROWS = 42, 3
WORD = re.compile(r"[^\W_]+")


def shingles(text):
    words = WORD.findall(text.lower())
    return [" ".join(words[i : i + 3]) for i in range(len(words) - 2)]


def rensa(texts):
    from rensa import RMinHash, RMinHashLSH

    sketches, places = [], []
    for i, text in enumerate(texts):
        found = shingles(text)
        if found:
            m = RMinHash(num_perm=BANDS * ROWS, seed=42)
            m.update(found)
            sketches.append(m)
            places.append(i)
    lsh = RMinHashLSH(threshold=0.5, num_perm=BANDS * ROWS, num_bands=BANDS)
    lsh.insert_many(sketches)
    for i, others in enumerate(lsh.query_all(sketches)):
        for j in others:
            if j < i:
                yield places[j], places[i]


def rensa_flags(texts):
    """Yields a pair of an article with itself for each that has a duplicate."""
    from rensa import RMinHash, RMinHashLSH

    matrix = RMinHash.digest_matrix_from_token_sets([shingles(t) or ["empty %d" % i] for i, t in enumerate(texts)], BANDS * ROWS, 42)
    lsh = RMinHashLSH(threshold=0.5, num_perm=BANDS * ROWS, num_bands=BANDS)
    for i, flag in enumerate(lsh.query_duplicate_flags_matrix_one_shot(matrix)):
        if flag:
            yield i, i


def datasketch(texts):
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(num_perm=128, params=(BANDS, ROWS))
    empty = MinHash(num_perm=128)
    sketches = {}
    for i, text in enumerate(texts):
        found = shingles(text)
        if not found:
            continue
        m = empty.copy()
        m.update_batch([s.encode() for s in found])
        lsh.insert(i, m)
        sketches[i] = m
    for i, m in sketches.items():
        for j in lsh.query(m):
            if j < i:
                yield j, i


def datatrove(texts):
    os.environ["HF_HUB_OFFLINE"] = "1"
    from datatrove.data import Document
    from datatrove.pipeline.dedup.minhash import MinhashConfig, MinhashDedupBuckets, MinhashDedupSignature
    from datatrove.utils.logging import logger
    from datatrove.utils.word_tokenizers import WordTokenizer

    logger.remove()

    class Spaces(WordTokenizer):
        """Its simplify_text has removed the punctuation already."""

        def word_tokenize(self, text):
            return text.split()

        def sent_tokenize(self, text):
            return [text]

        def span_tokenize(self, text):
            return [(0, len(text))]

    config = MinhashConfig(n_grams=3, num_buckets=BANDS, hashes_per_bucket=ROWS)
    with tempfile.TemporaryDirectory() as folder:
        signatures, pairs = os.path.join(folder, "signatures"), os.path.join(folder, "pairs")
        documents = (Document(text=t, id=str(i)) for i, t in enumerate(texts))
        MinhashDedupSignature(signatures, config=config, language=Spaces()).run(documents)
        for rank in range(BANDS):
            MinhashDedupBuckets(signatures, pairs, config=config).run(None, rank, BANDS)
        for name in os.listdir(pairs):
            with open(os.path.join(pairs, name), "rb") as f:
                for _, i, _, j in struct.iter_unpack("<4I", f.read()):
                    yield min(i, j), max(i, j)


RIVALS = {"rensa": rensa, "rensa flags": rensa_flags, "datasketch": datasketch, "datatrove": datatrove}


def resident(line):
    with open("/proc/self/status") as f:
        for l in f:
            if l.startswith(line):
                return int(l.split()[1]) * 1024 / 1e6
    return 0


def peak():
    try:
        return resident("VmHWM:")
    except OSError:
        scale = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e6


def before():
    try:
        with open("/proc/self/clear_refs", "w") as f:
            f.write("5")
    except OSError:
        pass
    try:
        return resident("VmRSS:")
    except OSError:
        return peak()


def main():
    logging.disable(logging.CRITICAL)
    job = json.load(sys.stdin)
    with open(job["corpus"]) as f:
        texts = [json.loads(line)["Text"] for line in f]
    rival = RIVALS[job["name"]]
    list(rival(texts[:2]))  # what it imports is not counted
    begun, start = before(), time.process_time()
    pairs = sorted(set(rival(texts)))
    seconds = time.process_time() - start
    with open(job["pairs"], "wb") as f:
        for i, j in pairs:
            f.write(struct.pack("<2I", i, j))
    json.dump(
        {
            "articles": len(texts),
            "bytes": sum(len(t.encode()) for t in texts),
            "seconds": seconds,
            "peak": peak(),
            "before": begun,
            "candidates": len(pairs),
            "version": version(job["name"].split()[0]),
        },
        sys.stdout,
    )


main()
