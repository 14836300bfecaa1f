#!/usr/bin/env python3
"""Draws linked mentions (names of the lexicon) at random from articles, for people to judge by reading them in their place.

  tests/names-sample.py --bin build/release/mizan --seed 20261128 --count 200 ../shared/data/articles/ant-2018-04.ndjson > sample.tsv

Standard output: rows for tests/names-sample.tsv, to be given a verdict (right or wrong) in the last column. Standard error: each mention in its context. The
same articles, program and seed give the same sample. Standard library only."""
import argparse, json, random, subprocess, sys

arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
arguments.add_argument("--bin", required=True)
arguments.add_argument("--seed", type=int, required=True)
arguments.add_argument("--count", type=int, default=200)
arguments.add_argument("articles")
asked = arguments.parse_args()

texts = {}
with open(asked.articles, encoding="utf8") as lines:
    for line in lines:
        article = json.loads(line)
        texts[article["id"]] = article
found = []
run = subprocess.run([asked.bin, "extract", "--to", "ndjson", asked.articles], capture_output=True, text=True, check=True)
for line in run.stdout.splitlines():
    article = json.loads(line)
    for m in article.get("mentions", []):
        if m["type"] == "entity" and ":~" not in m["id"]:
            found.append((article["id"], m.get("field", "text"), m["start"], m["end"], m["id"]))
found.sort()
random.seed(asked.seed)
for article, field, start, end, name in sorted(random.sample(found, asked.count)):
    print(article, field, start, end, name, "?", sep="\t")
    text = texts[article][field]
    context = text[max(0, start - 70):start] + "⟦" + text[start:end] + "⟧" + text[end:end + 60]
    print(name, "|", context.replace("\n", " / "), file=sys.stderr)
