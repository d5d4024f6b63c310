"""Every C++ file is formatted by .clang-format (with clang-format 19; other versions differ), and
lines of Python tests have at most 100 columns."""

import glob
import os
import shutil
import subprocess
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
FORMATTER = "clang-format-19"


class Format(unittest.TestCase):
    def test_files_are_formatted(self):
        self.assertIsNotNone(shutil.which(FORMATTER), f"{FORMATTER} is not installed")
        files = [file for folder in ("src", "tests", "fuzz") for kind in ("h", "cpp")
                 for file in glob.glob(os.path.join(ROOT, folder, "**", f"*.{kind}"),
                                        recursive=True)]
        self.assertGreater(len(files), 100)
        done = subprocess.run([FORMATTER, "--dry-run", "--Werror", *files], capture_output=True,
                              text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr[:4000])

    def test_python_has_at_most_100_columns(self):
        files = glob.glob(os.path.join(ROOT, "tests", "**", "*.py"), recursive=True)
        self.assertGreater(len(files), 10)
        long = []
        for path in files:
            with open(path, encoding="utf-8") as file:
                long += [f"{os.path.relpath(path, ROOT)}:{number}"
                         for number, line in enumerate(file, 1) if len(line.rstrip("\n")) > 100]
        self.assertEqual([], long)


if __name__ == "__main__":
    unittest.main()
