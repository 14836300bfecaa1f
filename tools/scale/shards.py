#!/usr/bin/python3
"""What would cross, if reconciling were spread over machines? Facts with a subject go by its hash, those whose subject is the story by its band of days.

  mizan export --db facts.db --canonical | shards.py [--shards 16] [--band 14]     of a database as it is
  shards.py --generate 10000000 [--shards 16] [--band 14] [--seed 1]               of invented facts

Invented: four facts an article on average, a quarter of them of events (as of 4,798 articles of April 2018: 3.8 and 21 %), subjects by Zipf's law, events that are told of over
some days. Everything is a function of the seed.
"""
import argparse
import bisect
import collections
import datetime
import itertools
import json
import random
import sys
import zlib


def shard_of(subject, shards):
    return zlib.crc32(subject.encode()) % shards


class Tally:
    """Counts articles as they come: each is a list of (subject or None, id of the event or None), with its day as a number."""

    def __init__(self, shards, band):
        self.shards, self.band = shards, band
        self.facts = collections.Counter()  # by shard
        self.subjects = collections.Counter()
        self.articles = self.copies = self.several = self.events_facts = 0
        self.bands_of = {}  # event: first and last band that its articles fall into

    def article(self, day, facts):
        touched = set()
        for subject, event in facts:
            if subject is None:
                self.events_facts += 1
                band = day // self.band
                first, last = self.bands_of.get(event, (band, band))
                self.bands_of[event] = (min(first, band), max(last, band))
                where = band % self.shards
            else:
                self.subjects[subject] += 1
                where = shard_of(subject, self.shards)
            self.facts[where] += 1
            touched.add(where)
        if touched:
            self.articles += 1
            self.copies += len(touched)
            self.several += len(touched) > 1

    def report(self):
        facts = sum(self.facts.values())
        crossing = sum(first != last for first, last in self.bands_of.values())
        mean = facts / self.shards
        print(f"{facts:,} facts of {self.articles:,} articles, {self.events_facts / facts:.0%} of events; {len(self.subjects):,} subjects, {len(self.bands_of):,} events")
        print(f"{self.shards} shards: the fullest has {max(self.facts.values()) / mean:.2f} times the mean; the most frequent subject alone is "
              f"{self.subjects.most_common(1)[0][1] / mean:.2f} of a shard" if self.subjects else f"{self.shards} shards")
        print(f"articles that several shards have to read: {self.several / self.articles:.0%}; copies of an article: {self.copies / self.articles:.2f}")
        print(f"events that are told of on both sides of a band's edge ({self.band} days): {crossing:,}, {crossing / max(1, len(self.bands_of)):.1%}")


def of_database(lines, tally):
    days, facts, groups = {}, collections.defaultdict(list), []
    for line in lines:
        row = json.loads(line)
        if row["kind"] == "article" and row["latest"]:
            published = (row["published"] or "")[:10]
            days[row["key"], row["version"]] = datetime.date.fromisoformat(published).toordinal() if len(published) == 10 else None
        elif row["kind"] == "fact":
            facts[row["article"], row["version"]].append((row["seq"], row["subject"]))
        elif row["kind"] == "group":
            groups.append(row)
    # The canonical form names no stories: an event is what a group without a subject holds, else the article itself.
    event_of = {}
    across = 0
    for number, group in enumerate(groups):
        members = [claim.rsplit(" ", 6) for claim in group["claims"]]
        places = set()
        for key_version, _, _, _, seq, _, _ in members:
            key, version = key_version.rsplit(" ", 1)
            subject = dict(facts[key, version]).get(int(seq))
            if group["subject"] is None:
                event_of[key, version, int(seq)] = number
            places.add(shard_of(subject, tally.shards) if subject else -1)
        across += len(places) > 1
    for (key, version), list_of in facts.items():
        day = days.get((key, version))
        if day is None:
            continue
        tally.article(day, [(subject, None if subject else event_of.get((key, version, seq), (key, version))) for seq, subject in list_of])
    tally.report()
    print(f"groups whose claims bear subjects of several shards (linked names, checks across subjects): {across:,} of {len(groups):,}")


def invented(count, seed, tally):
    pick = random.Random(seed)
    subjects = max(1000, count // 20)
    # Zipf's law with exponent 1: the k-th subject is named 1/k as often as the first.
    weights = list(itertools.accumulate(1 / k for k in range(1, subjects + 1)))
    total = weights[-1]
    days = max(30, count // 4 // 1600)  # 1,600 articles a day
    facts = event = 0
    open_events = []  # (last day, id)
    for day in range(days):
        open_events = [known for known in open_events if known[0] >= day]
        for _ in range(16):  # as many new events a day; most are told of for two days, few for two weeks
            open_events.append((day + min(14, int(pick.expovariate(0.5))), event))
            event += 1
        for _ in range(1600):
            of_event = pick.choice(open_events)[1]
            article = []
            for _ in range(1 + min(11, int(pick.expovariate(1 / 3)))):
                if pick.random() < 0.25:
                    article.append((None, of_event))
                else:
                    article.append((f"org:{bisect.bisect_left(weights, pick.random() * total)}", None))
            facts += len(article)
            tally.article(day, article)
            if facts >= count:
                return tally.report()
    return tally.report()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--generate", type=int, metavar="FACTS")
    parser.add_argument("--shards", type=int, default=16)
    parser.add_argument("--band", type=int, default=14, help="days")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    tally = Tally(given.shards, given.band)
    if given.generate:
        invented(given.generate, given.seed, tally)
    else:
        of_database(sys.stdin, tally)


if __name__ == "__main__":
    main()
