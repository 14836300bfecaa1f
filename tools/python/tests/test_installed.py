"""The package as `cmake --install BUILD --component python` leaves it."""
import os
import pathlib
import site
import subprocess
import sys
import tempfile
import unittest


class Installed(unittest.TestCase):
    def setUp(self):
        self.folder = os.environ["MIZAN_PYTHON_DIR"]

    def test_stands_where_python_looks_below_usr_local(self):
        if os.path.isabs(self.folder):
            self.skipTest("MIZAN_PYTHON_DIR was chosen")
        where = str(pathlib.Path("/usr/local") / self.folder)
        # Of the interpreter that it was built for; a virtual environment has its own folders.
        if sys.prefix != "/usr":
            self.skipTest("this is not the system's Python")
        self.assertIn(where, site.getsitepackages())

    def test_works_without_the_build_folder(self):
        if os.path.isabs(self.folder):
            self.skipTest("MIZAN_PYTHON_DIR was chosen")
        with tempfile.TemporaryDirectory() as prefix:
            subprocess.run([os.environ["CMAKE"], "--install", os.environ["MIZAN_BUILD"], "--prefix", prefix, "--component", "python"],
                           check=True, stdout=subprocess.DEVNULL)
            said = subprocess.run([sys.executable, "-c", "import mizan; print(mizan.__file__); print(mizan.extract('Output rose by 5%.').mentions[0].text)"],
                                  check=True, capture_output=True, text=True, cwd=prefix, env={"PYTHONPATH": os.path.join(prefix, self.folder), "PATH": os.environ["PATH"]})
            where, text = said.stdout.split()
            self.assertTrue(where.startswith(prefix), where)
            self.assertEqual(text, "5%")


if __name__ == "__main__":
    unittest.main()
