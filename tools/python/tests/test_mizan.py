"""The Python package against the command line: `ctest -R python`, or PYTHONPATH=build/release/python python3 -m unittest discover tools/python/tests."""
import dataclasses
import doctest
import json
import os
import pathlib
import pickle
import subprocess
import tempfile
import threading
import unittest
from decimal import Decimal

import mizan

PROGRAM = os.environ.get("MIZAN_PROGRAM", "build/release/mizan")
SAMPLES = pathlib.Path("corpus/samples")


def articles():
    for file in sorted(SAMPLES.rglob("*.ndjson")):
        for line in file.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            yield {name: record[name] for name in ("id", "text", "title", "published", "source", "url", "lang", "place") if record.get(name)}


class Extract(unittest.TestCase):
    def test_offsets_are_those_of_python_strings(self):
        text = "😀 بلغت إيراداتُ أرامكو ٤٨٠ مليار دولار، or $480 billion."
        found = [m for m in mizan.extract(text).mentions if m.type == "money"]
        self.assertEqual([m.low for m in found], [Decimal(480_000_000_000)] * 2)
        for mention in found:
            self.assertEqual(text[mention.start:mention.end], mention.text)

    def test_words_that_python_keeps_have_an_underscore(self):
        date, name = mizan.extract("OpenAI was worth $157 billion in October 2024.").mentions[2], mizan.extract("OpenAI").mentions[0]
        self.assertEqual((date.from_, date.to), ("2024-10-01", "2024-10-31"))
        self.assertEqual(name.class_, "org")

    def test_the_publication_date_settles_yesterday(self):
        found = mizan.extract("The plant opened yesterday.", published="2026-03-01").mentions
        self.assertEqual([m.value for m in found if m.type == "date"], ["2026-02-28"])

    def test_no_text_is_no_error(self):
        self.assertEqual(mizan.extract("").facts, [])

    def test_an_unknown_field_is_named(self):
        with self.assertRaisesRegex(TypeError, "'author'"):
            mizan.extract("x", author="y")

    def test_broken_lexicons_are_named(self):
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "units.tsv").write_text("nonsense\n")
            with self.assertRaisesRegex(mizan.Error, "units.tsv"):
                mizan.Engine(lexicons=folder)

    def test_without_the_model_the_outputs_name_another_lexicon(self):
        self.assertNotEqual(mizan.Engine(model=False).by, mizan.Engine().by)


class Many(unittest.TestCase):
    def test_the_lines_are_those_of_the_command_line(self):
        texts = list(articles())
        lines = "".join(json.dumps(text, ensure_ascii=False) + "\n" for text in texts)
        wanted = subprocess.run([PROGRAM, "extract", "--from", "ndjson", "--to", "ndjson", "--quiet"], input=lines, capture_output=True, text=True, check=True).stdout
        for jobs, batch in ((1, 256), (2, 1), (0, 3)):
            with self.subTest(jobs=jobs, batch=batch):
                found = "".join(article.json() + "\n" for article in mizan.Engine().extract_many(texts, jobs=jobs, batch=batch))
                self.assertEqual(found, wanted)

    def test_texts_are_taken_only_as_they_are_needed(self):
        taken = []

        def endless():
            while True:
                taken.append(1)
                yield "Revenue was $5 million."

        found = mizan.Engine().extract_many(endless(), batch=4)
        self.assertEqual(next(found).facts[0].metric, "revenue")
        found.close()
        self.assertLessEqual(len(taken), 12)

    def test_an_error_among_the_texts_reaches_the_caller(self):
        def failing():
            yield "5 MW"
            raise OSError("the disk is gone")

        with self.assertRaisesRegex(OSError, "the disk is gone"):
            list(mizan.extract_many(failing()))

    def test_objects_have_what_the_line_has(self):
        """Field by field: what the line leaves out or has as null is the default of the class."""
        renamed = {"from": "from_", "class": "class_"}
        seen = set()
        for article in mizan.extract_many([*articles(), "وبلغت إيرادات الشركة 500 مليون دينار."]):  # whose dinars, nobody says
            line = json.loads(article.json())
            self.assertEqual((article.id, article.lang), (line["id"], line["lang"]))
            for kind, objects, records in ((mizan.Mention, article.mentions, line["mentions"]), (mizan.Fact, article.facts, line["facts"])):
                self.assertEqual(len(objects), len(records))
                for made, record in zip(objects, records):
                    wanted = {renamed.get(key, key): value for key, value in record.items()}
                    for key in ("low", "high"):
                        if wanted.get(key) is not None:
                            wanted[key] = Decimal(wanted[key])
                    if "candidates" in wanted:
                        wanted["candidates"] = tuple(wanted["candidates"])
                    self.assertEqual(dataclasses.asdict(made), dataclasses.asdict(kind(**wanted)))
                    seen |= {(kind.__name__, key) for key in record}
        self.assertIn(("Mention", "from"), seen)
        self.assertIn(("Mention", "class"), seen)
        self.assertIn(("Mention", "candidates"), seen)
        self.assertIn(("Fact", "counterpart"), seen)

    def test_objects_are_ordinary_dataclasses(self):
        found = mizan.extract("Output rose by 5% in 2025.").mentions
        self.assertEqual(pickle.loads(pickle.dumps(found)), found)
        self.assertEqual(len({*found, *found}), len(found))
        self.assertEqual(dataclasses.replace(found[0], rule="mine").rule, "mine")
        with self.assertRaises(dataclasses.FrozenInstanceError):
            found[0].rule = "mine"

    def test_one_engine_serves_many_threads(self):
        engine, found = mizan.Engine(), []
        threads = [threading.Thread(target=lambda: found.append([a.json() for a in engine.extract_many(list(articles()), jobs=1)])) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(found), 4)
        self.assertTrue(all(one == found[0] for one in found))


class Facts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = pathlib.Path(cls.folder.name, "facts.db")
        subprocess.run([PROGRAM, "ingest", "--quiet", "--db", cls.path, SAMPLES], check=True)
        subprocess.run([PROGRAM, "reconcile", "--db", cls.path], check=True, capture_output=True)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_a_subject_by_any_name(self):
        db = mizan.Database(self.path)
        found = db.facts(subject="أوبك")
        self.assertEqual(found, db.facts(subject="OPEC"))
        self.assertIn(Decimal(26_840_000), [fact["low"] for fact in found])

    def test_facts_and_groups_are_those_of_the_command_line(self):
        db = mizan.Database(self.path)
        wanted = subprocess.run([PROGRAM, "facts", "--db", self.path, "--to", "ndjson"], capture_output=True, text=True, check=True).stdout.splitlines()
        self.assertEqual({fact["id"] for fact in db.facts()}, {json.loads(line)["id"] for line in wanted})
        printed = subprocess.run([PROGRAM, "reconcile", "--db", self.path, "--to", "json"], capture_output=True, text=True, check=True).stdout
        ids = sorted((group["id"], group["verdict"]) for group in json.loads(printed))
        self.assertEqual(sorted((group["id"], group["verdict"]) for group in db.groups()), ids)
        self.assertEqual({group["verdict"] for group in db.groups(verdict="conflict")}, {"conflict"})
        self.assertGreater(len(db.groups(single=True)), len(ids))

    def test_no_database_says_so(self):
        with self.assertRaisesRegex(mizan.Error, "absent.db"):
            mizan.Database("/nowhere/absent.db")

    def test_pandas_takes_facts(self):
        try:
            import pandas
        except ImportError:
            self.skipTest("pandas is not installed (python3-pandas)")
        frame = pandas.DataFrame(mizan.Database(self.path).facts())
        self.assertEqual(len(frame), len(mizan.Database(self.path).facts()))
        self.assertIn("sentence", frame.columns)


def load_tests(loader, tests, ignore):
    """The examples of the documentation, on a database of the samples."""
    folder = tempfile.TemporaryDirectory()

    def prepare(test):
        test.globs["path"] = pathlib.Path(folder.name, "facts.db")
        test.globs["Decimal"] = Decimal
        if not test.globs["path"].exists():
            for command in (["ingest", "--quiet", "--db", test.globs["path"], SAMPLES], ["reconcile", "--db", test.globs["path"]]):
                subprocess.run([PROGRAM, *command], check=True, capture_output=True)

    tests.addTests(doctest.DocTestSuite(mizan))
    tests.addTests(doctest.DocFileSuite(str(pathlib.Path(__file__).resolve().parents[1] / "README.md"), module_relative=False, setUp=prepare, encoding="utf-8"))
    return tests


if __name__ == "__main__":
    unittest.main()
