#!/usr/bin/python3
"""Tests of tools/scale/ranges.py against the program: whatever the ranges, the joined parts are what one process prints. MIZAN_PROGRAM names the program."""
import contextlib
import gzip
import io
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools" / "scale"))
import ranges  # noqa: E402

PROGRAM = os.environ.get("MIZAN_PROGRAM", str(ROOT / "build/release/mizan"))
LINES = [  # articles in both languages, an empty line, records that are rejected
    '{"id": "a1", "published": "2026-03-01", "text": "Revenue of Nahr Steel rose to $20 billion in 2025."}',
    '{"id": "a2", "text": "بلغت إيرادات الشركة 20 مليار دولار"}',  # the company's revenue reached $20 billion
    "",
    '{"id": "a3"}',
    "no JSON at all",
    '{"text": "The flood killed 45 people on 3 March 2026."}',
    '{"id": "a4", "published": "2026-03-02", "text": "قتل 45 شخصا أمس"}',  # 45 people were killed yesterday
]


def article_lines(count, seed=7):
    pick = random.Random(seed)
    return [pick.choice(LINES) for _ in range(count)]


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mizan-ranges."))
        self.addCleanup(shutil.rmtree, self.folder)

    def write(self, name, lines, end="\n"):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + end, encoding="utf-8")
        return path

    def alone(self, *files):
        done = subprocess.run([PROGRAM, "extract", "--from", "ndjson", "--to", "ndjson", "--quiet", *map(str, files)], capture_output=True)
        self.assertIn(done.returncode, (0, 3), done.stderr)
        return done.stdout

    def by_ranges(self, inputs, size, options=()):
        out = self.folder / "out"
        made = ranges.plan(out, list(map(str, inputs)), size, PROGRAM, list(options))
        for number in random.Random(size).sample(range(len(made["ranges"])), len(made["ranges"])):
            ranges.run(out, number, PROGRAM)
        joined = io.BytesIO()
        ranges.join(out, joined)
        return made, joined.getvalue()

    def refused(self, words, what, *arguments):
        with self.assertRaises(ranges.Trouble) as caught:
            what(*arguments)
        self.assertIn(words, str(caught.exception))


class Cutting(Folder):
    def test_ranges_cover_every_byte_once_and_end_behind_newlines(self):
        for end in ("\n", ""):  # the last line may lack its newline
            path = self.write("a.ndjson", article_lines(300), end)
            content = path.read_bytes()
            for size in (1, 100, 1000, 10 ** 6):
                found = list(ranges.cut(path, size))
                self.assertEqual(b"".join(content[begin:stop] for begin, stop, _ in found), content)
                for begin, stop, line in found:
                    self.assertEqual(line, content[:begin].count(b"\n") + 1)
                    self.assertTrue(content[stop - 1:stop] == b"\n" or stop == len(content))

    def test_nothing_is_no_range(self):
        self.assertEqual(list(ranges.cut(self.write("empty.ndjson", [], ""), 10)), [])

    def test_documents_and_utf16_are_refused_with_a_remedy(self):
        self.refused("jq -c", lambda: list(ranges.cut(self.write("d.ndjson", ["{", '"text": "1"', "}"]), 5)))
        path = self.folder / "u.ndjson"
        path.write_text("\n".join(LINES), encoding="utf-16")
        self.refused("iconv", lambda: list(ranges.cut(path, 5)))


class Extracting(Folder):
    def test_joined_parts_are_what_one_process_prints(self):
        block, ranges.BLOCK = ranges.BLOCK, 4096  # so that small files have several blocks
        self.addCleanup(setattr, ranges, "BLOCK", block)
        first, second = self.write("in/a.ndjson", article_lines(200)), self.write("in/b/c.jsonl", article_lines(100, 8), "")
        self.write("in/readme.txt", ["not an input"])
        made, joined = self.by_ranges([self.folder / "in"], 2500)
        self.assertGreater(len(made["ranges"]), 3)
        self.assertEqual(joined, self.alone(first, second))
        self.assertIn(b'"line":', joined)  # rejections name the lines of the whole file

    def test_packed_files_are_ranges_of_their_own_or_are_unpacked_first(self):
        plain = self.write("plain.ndjson", article_lines(400))
        packed = self.folder / "in/a.ndjson.gz"
        packed.parent.mkdir()
        packed.write_bytes(gzip.compress(plain.read_bytes()))
        inputs, wanted = [packed], self.alone(plain)
        if shutil.which("zstd"):
            subprocess.run(["zstd", "-q", str(plain), "-o", str(self.folder / "in/b.jsonl.zst")], check=True)
            inputs, wanted = [self.folder / "in"], wanted * 2
        made, joined = self.by_ranges(inputs, 1 << 20)
        self.assertTrue(all(one["packed"] for one in made["ranges"]))
        self.assertEqual(joined, wanted)
        shutil.rmtree(self.folder / "out")
        block, ranges.BLOCK = ranges.BLOCK, 4096
        self.addCleanup(setattr, ranges, "BLOCK", block)
        made, joined = self.by_ranges(inputs, 500)
        self.assertGreater(len(made["ranges"]), 4)
        self.assertEqual(joined, wanted)

    def test_extracted_parts_make_the_database_that_the_articles_make(self):
        path, out = self.write("a.ndjson", article_lines(400)), self.folder / "out"
        made = ranges.plan(out, [str(path)], 500, PROGRAM, [], "extracted")
        for number in range(len(made["ranges"])):
            ranges.run(out, number, PROGRAM)
        parts = sorted(map(str, out.glob("part-*.ndjson")))
        self.assertGreater(len(parts), 3)
        exports = []
        for name, inputs in (("direct.db", [str(path)]), ("stored.db", parts[::-1])):  # in any order
            db = str(self.folder / name)
            done = subprocess.run([PROGRAM, "ingest", "--db", db, "--quiet", *inputs], capture_output=True)
            self.assertEqual(done.returncode, 3, done.stderr)  # some records are no articles
            exports.append(subprocess.run([PROGRAM, "export", "--db", db, "--canonical"], capture_output=True, check=True).stdout)
        self.assertEqual(*exports)
        self.refused("holds parts of other", ranges.plan, out, [str(path)], 500, PROGRAM, [])

    def test_options_reach_the_program(self):
        path = self.write("a.ndjson", ['{"id": "a", "text": "قتل 45 شخصا أمس"}'])
        self.assertIn(b'"2026-02-28"', self.by_ranges([path], 10, ["--published=2026-03-01"])[1])

    def test_a_part_that_is_there_is_left_alone_and_a_missing_one_is_named(self):
        out, path = self.folder / "out", self.write("a.ndjson", article_lines(10))
        ranges.plan(out, [str(path)], 1 << 20, PROGRAM, [])
        self.refused("the first is 0", ranges.join, out, io.BytesIO())
        ranges.run(out, 0, PROGRAM)
        before = ranges.part(out, 0).stat().st_mtime_ns
        ranges.run(out, 0, "/no/such/program")
        self.assertEqual(ranges.part(out, 0).stat().st_mtime_ns, before)
        self.refused("no range 1", ranges.run, out, 1, PROGRAM)

    def test_what_fails_leaves_no_part_and_no_temporary_file(self):
        packed = self.folder / "a.ndjson.gz"
        packed.write_bytes(gzip.compress(b'{"text": "1"}\n' * 1000)[:-20])
        out = self.folder / "out"
        ranges.plan(out, [str(packed)], 1 << 20, PROGRAM, [])
        self.refused("cannot be unpacked", ranges.run, out, 0, PROGRAM)
        self.assertEqual([path.name for path in out.iterdir()], ["plan.json"])

    def test_another_program_another_plan_and_a_changed_input_are_refused(self):
        out, path = self.folder / "out", self.write("a.ndjson", article_lines(10))
        made = ranges.plan(out, [str(path)], 1 << 20, PROGRAM, [])
        self.refused("holds parts of other inputs", ranges.plan, out, [str(path)], 100, PROGRAM, [])
        self.refused("install the same program", ranges.run, out, 0, PROGRAM, {**made, "version": "mizan 0.0.0 lexicon 000000"})
        self.refused("does not run here", ranges.plan, self.folder / "other", [str(path)], 100, "/no/such/program", [])
        self.refused("is no date", ranges.plan, self.folder / "other", [str(path)], 100, PROGRAM, ["--published=soon"])
        path.write_text(LINES[0] + "\n")
        self.refused("has changed", ranges.run, out, 0, PROGRAM)
        path.unlink()
        self.refused("not seen on this machine", ranges.run, out, 0, PROGRAM)
        self.refused("no such file", ranges.plan, self.folder / "other", [str(path)], 100, PROGRAM, [])

    def test_a_lexicon_of_ones_own_is_part_of_the_version(self):
        folder = self.folder / "lexicons"
        folder.mkdir()
        shutil.copy(ROOT / "lexicons/currencies.tsv", folder)
        with open(folder / "currencies.tsv", "a", encoding="utf-8") as file:
            file.write("# a remark\n")
        self.assertNotEqual(ranges.version_of(PROGRAM, []), ranges.version_of(PROGRAM, [f"--lexicons={folder}"]))
        self.assertNotEqual(ranges.version_of(PROGRAM, []), ranges.version_of(PROGRAM, ["--no-model"]))


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        unittest.main()
