#!/usr/bin/env python3
"""Invented news that states many facts, for measuring stores of millions of them: NDJSON on standard output, the same bytes for the same arguments.

  generate_facts.py COUNT [--first N] [--per-day 4000]

Article N is a function of N alone. As in real news, a piece of news is told by some six agencies within two days and then over: half of all news is on
a company that was never named before, so names grow with the archive and groups of comparable facts do not. One figure in forty is altered. About eight
facts an article, in English and in Arabic. (tools/bench/generate_news.py states two facts an article and names few companies again and again.)
"""
import argparse, datetime, json, random

CONSONANTS, VOWELS = 'bdfgklmnrstvz', 'aeiou'
AR = 'بتجحدرسشطعفقكلمنهي'
AGENCIES = ['Nahr Wire', 'Delta Courier', 'Gulf Ledger', 'Al-Sahl Gazette', 'Zawraq', 'Northlight Daily', 'Harbour Post', 'Meridian']
TOLD = 6  # articles a piece of news


def name(seed):
    r = random.Random(f'n{seed}')
    return ' '.join(''.join(r.choice(CONSONANTS) + r.choice(VOWELS) for _ in range(k)).capitalize() for k in (4, 3)) + ' Company'


def company_of(news):
    r = random.Random(f'of {news}')
    kind = r.random()
    if kind < 0.5 or news == 0:
        return news  # never named before
    return r.randrange(200) if kind < 0.55 else company_of(r.randrange(news)) if news < 900 else r.randrange(news)


def words(r, arabic, count):
    if arabic:
        return ' '.join(''.join(r.choice(AR) for _ in range(5)) for _ in range(count))
    return ' '.join(''.join(r.choice(CONSONANTS) + r.choice(VOWELS) for _ in range(4)) for _ in range(count))


def article(n, per_day):
    r = random.Random(f'article {n}')
    news = n // TOLD + r.randrange(max(1, per_day // TOLD // 2))
    day = datetime.date(2015, 1, 1) + datetime.timedelta(days=n // per_day)
    at = f'{day}T{(n % per_day) * 24 // per_day:02}:{r.randrange(60):02}:00Z'
    arabic = r.random() < 0.5
    e = random.Random(f'news {news}')
    who, year = name(company_of(news)), (datetime.date(2015, 1, 1) + datetime.timedelta(days=news * TOLD // per_day)).year
    figures = [e.randrange(100, 9000) for _ in range(8)]
    if r.random() < 0.2:
        figures[r.randrange(8)] += r.choice([1, 7, 50])
    a, b, c, d, f, g, h, i = figures
    share = g % 80 + 5
    if arabic:
        text = (f'بلغت إيرادات شركة {who} في عام {year - 1} نحو {a} مليون دولار. وبلغ صافي ربح {who} في عام {year - 1} نحو {b} مليون دولار. '
                f'وقالت {who} إن ديونها بلغت {c} مليون دولار. ويعمل في {who} {d} موظفا. وتعتزم {who} استثمار {f} مليون دولار في عام {year + 1}. '
                f'وارتفعت مبيعات {who} بنسبة {share}% في عام {year - 1}. وأنتجت {who} {h} طنا في عام {year - 1}. وتبلغ القيمة السوقية لشركة {who} {i} مليون دولار. '
                + words(random.Random(f'copy {news} {n % 3}'), True, 25) + '.')
    else:
        text = (f'Revenue of {who} reached ${a} million in {year - 1}, the company said. Net profit of {who} was ${b} million in {year - 1}. '
                f'Debt of {who} stood at ${c} million. {who} employs {d} people. {who} plans to invest ${f} million in {year + 1}. '
                f'Sales of {who} rose {share}% in {year - 1}. {who} produced {h} tonnes in {year - 1}. The market value of {who} is ${i} million. '
                + words(random.Random(f'copy {news} {n % 3}'), False, 25) + '.')
    return {'id': f'n{n}', 'source': r.choice(AGENCIES), 'published': at, 'text': text, 'lang': 'ar' if arabic else 'en'}


def main():
    p = argparse.ArgumentParser()
    p.add_argument('count', type=int)
    p.add_argument('--first', type=int, default=0)
    p.add_argument('--per-day', type=int, default=4000)
    a = p.parse_args()
    for n in range(a.first, a.first + a.count):
        print(json.dumps(article(n, a.per_day), ensure_ascii=False))


if __name__ == '__main__':
    main()
