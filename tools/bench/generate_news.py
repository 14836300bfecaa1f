#!/usr/bin/env python3
"""Invented news for benchmarks: NDJSON on standard output, the same bytes for the same arguments.

  generate_news.py COUNT [--first N] [--per-day 1600]

Article N is a function of N alone, so that `--first 500000 100` are the hundred that come after half a million. A tenth are tolls of events that several
agencies report within two days, some of them copies of one agency's text with small edits; a fifth figures of companies, whose number grows with the
articles; the rest is background that states figures of its own subjects. In English and in Arabic.
"""
import argparse, json, random, datetime

CONSONANTS, VOWELS = 'bdfgklmnrstvz', 'aeiou'
AR = 'بتجحدرسشطعفقكلمنهي'
AGENCIES = ['Nahr Wire', 'Delta Courier', 'Gulf Ledger', 'Al-Sahl Gazette', 'Zawraq', 'Northlight Daily', 'Harbour Post', 'Meridian']
KINDS = [('explosion', 'انفجار'), ('flood', 'فيضان'), ('fire', 'حريق'), ('earthquake', 'زلزال'), ('collision', 'تصادم'), ('landslide', 'انهيار أرضي')]


def name(seed, arabic=False):
    r = random.Random(f'{"a" if arabic else "n"}{seed}')
    if arabic:
        return ''.join(r.choice(AR) for _ in range(5))
    return ''.join(r.choice(CONSONANTS) + r.choice(VOWELS) for _ in range(3)).capitalize()


WORDS = {arabic: [name(f'w{i}', arabic).lower() for i in range(40000)] for arabic in (False, True)}


def filler(r, arabic, sentences):
    out = []
    for _ in range(sentences):
        words = [WORDS[arabic][int(len(WORDS[arabic]) * r.random() ** 1.3)] for _ in range(12)]
        out.append(' '.join(words) + '.')
    return ' '.join(out)


def article(n, per_day):
    r = random.Random(f'article {n}')
    day = datetime.date(2015, 1, 1) + datetime.timedelta(days=n // per_day)
    at = f'{day}T{(n % per_day) * 24 // per_day:02}:{r.randrange(60):02}:00Z'
    arabic = r.random() < 0.5
    source = r.choice(AGENCIES)
    kind = r.random()
    title = ''
    if kind < 0.10:
        # One of the events of these days; an event has about eight reports.
        event = n // 80 if r.random() < 0.7 else max(0, n // 80 - r.randrange(1, 1 + per_day // 80))
        e = random.Random(f'event {event}')
        what, place, village = e.choice(KINDS), name(f'p{event}'), name(f'v{event}')
        a_place, a_village = name(f'p{event}', True), name(f'v{event}', True)
        killed = e.randrange(5, 90) + (r.randrange(0, 8) if r.random() < 0.3 else 0)
        injured = killed * 3 + e.randrange(40)
        if arabic:
            title = f'{what[1]} في {a_place}'
            text = (f'قتل {killed} شخصا وأصيب {injured} آخرون في {what[1]} هز بلدة {a_village} قرب {a_place}، بحسب السلطات. '
                    f'وقال حاكم {a_place} إن فرق الإنقاذ تبحث عن ناجين في {a_village}. ' + filler(random.Random(f'copy {event} {n % 3}'), True, 3))
        else:
            title = f'{what[0].capitalize()} near {place}'
            text = (f'At least {killed} people were killed and {injured} injured when a {what[0]} struck the town of {village} near {place}, officials said. '
                    f'The governor of {place} said rescuers were searching {village} for survivors. ' + filler(random.Random(f'copy {event} {n % 3}'), False, 3))
    elif kind < 0.30:
        # Companies come into being as news goes on; the older are named more often.
        company = int(max(1, n // 40) * r.random() ** 2)
        c = random.Random(f'company {company} {day.year}')
        revenue, employees = c.randrange(100, 9000), c.randrange(200, 90000)
        revenue += r.choice([0, 0, 0, 0, 0, 7])
        who = f'{name(f"c{company}")} Holdings'
        if arabic:
            text = f'بلغت إيرادات شركة {who} في عام {day.year - 1} نحو {revenue} مليون دولار. ويعمل في الشركة {employees} موظف. ' + filler(r, True, 4)
        else:
            text = f'Revenue of {who} reached ${revenue} million in {day.year - 1}, the company said. It employs {employees} people. ' + filler(r, False, 4)
    else:
        place = name(f'b{n}', arabic)
        figure = r.randrange(20, 5000)
        if arabic:
            text = f'افتتحت بلدية {place} مدرسة تتسع لـ{figure} طالبا بكلفة {figure // 7 + 1} مليون دولار. ' + filler(r, True, 5)
        else:
            text = f'The council of {place} opened a school for {figure} pupils at a cost of ${figure // 7 + 1} million. ' + filler(r, False, 5)
    return {'id': f'n{n}', 'source': source, 'published': at, 'title': title, 'text': text, 'lang': 'ar' if arabic else 'en'}


def main():
    p = argparse.ArgumentParser()
    p.add_argument('count', type=int)
    p.add_argument('--first', type=int, default=0)
    p.add_argument('--per-day', type=int, default=1600)
    a = p.parse_args()
    for n in range(a.first, a.first + a.count):
        print(json.dumps(article(n, a.per_day), ensure_ascii=False))


if __name__ == '__main__':
    main()
