#!/usr/bin/env python3
"""The same yardstick as naive_pipeline in Python: NFKC, words by a regular expression, one pass for each pattern, rows of SQLite with their indexes in place.

    python_pipeline.py DATABASE < ARTICLES
"""
import json
import os
import re
import sqlite3
import sys
import unicodedata


def alternatives(pattern):
    """The alternatives of the outermost level."""
    out, depth, escaped, in_class = [""], 0, False, False
    for c in pattern:
        if not escaped and c == "[":
            in_class = True
        if not escaped and c == "]":
            in_class = False
        if not escaped and not in_class:
            depth += {"(": 1, ")": -1}.get(c, 0)
        ends = not escaped and not in_class and depth == 0 and c == "|"
        escaped = not escaped and c == "\\"
        if ends:
            out.append("")
        else:
            out[-1] += c
    return out


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "re2-alternation.txt"), encoding="utf-8") as file:
        patterns = [re.compile(p) for p in alternatives(file.readline().rstrip("\n"))]
    words = re.compile(r"\w+")
    db = sqlite3.connect(sys.argv[1])
    db.executescript(
        "CREATE TABLE article(id TEXT PRIMARY KEY, text TEXT, words INTEGER);"
        "CREATE TABLE mention(article TEXT, kind INTEGER, begin INTEGER, stop INTEGER, text TEXT);"
        "CREATE INDEX mention_article ON mention(article); CREATE INDEX mention_kind ON mention(kind); CREATE INDEX mention_text ON mention(text);")
    articles = mentions = 0
    for line in sys.stdin.buffer:
        record = json.loads(line)
        text = unicodedata.normalize("NFKC", record["text"])
        db.execute("INSERT OR REPLACE INTO article VALUES(?,?,?)", (record["id"], text, sum(1 for _ in words.finditer(text))))
        for kind, pattern in enumerate(patterns):
            for m in pattern.finditer(text):
                db.execute("INSERT INTO mention VALUES(?,?,?,?,?)", (record["id"], kind, m.start(), m.end(), m.group()))
                mentions += 1
        articles += 1
        if articles % 100 == 0:
            db.commit()
    db.commit()
    print(f"{articles} articles, {mentions} mentions")


if __name__ == "__main__":
    main()
