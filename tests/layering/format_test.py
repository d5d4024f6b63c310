"""Every C++ file reads as .clang-format says (clang-format 19; another version would differ)."""

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
                 for file in glob.glob(os.path.join(ROOT, folder, "**", f"*.{kind}"), recursive=True)]
        self.assertGreater(len(files), 100)
        done = subprocess.run([FORMATTER, "--dry-run", "--Werror", *files], capture_output=True,
                              text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr[:4000])


if __name__ == "__main__":
    unittest.main()
