"""The same seed and commands give the same chains with every compiler and on every processor."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor

# 1..200, or the seeds of a soak.
FIRST, LAST = map(int, os.environ.get("STUDYLAB_SWEEP_SEEDS", "1..200").split(".."))
PROGRAM = os.environ["STUDYLAB"]
GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "golden"
RECORDED = GOLDEN / "heads.txt"
# Another choice of the C library's routines, without the newer vector instructions.
OTHER_HARDWARE = "glibc.cpu.hwcaps=-AVX2_Usable,-AVX2,-AVX_Fast_Unaligned_Load,-ERMS,-FSRM"


class Heads:
    drill = "bad-deploy"

    def setUp(self):
        self.home = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.home, ignore_errors=True)

    def head(self, program, seed, more):
        result = subprocess.run([program, "drill", self.drill, "--seed", str(seed), "--operator",
                                 "expert", "--json"], capture_output=True, text=True, timeout=120,
                                check=False, env=dict(os.environ, STUDYLAB_HOME=self.home, **more))
        self.assertEqual(result.returncode, 0, result.stderr)
        ledger = json.loads(result.stdout)["ledger"]
        return ledger["head"], ledger["entries"], ledger["lab_head"]

    def heads(self, program, **more):
        with ThreadPoolExecutor(2) as pool:
            seeds = range(FIRST, LAST + 1)
            return list(pool.map(lambda seed: self.head(program, seed, more), seeds))


class Recorded(Heads, unittest.TestCase):
    """A change that only moves code leaves every chain as it was. A change of facts, of the drill
    or of the version writes the list again: `UPDATE_GOLDEN=1`."""

    def test_heads_are_those_recorded(self):
        heads = self.heads(PROGRAM)
        lines = "".join(f"{seed} {entries} {head} {lab_head}\n" for seed, (head, entries, lab_head)
                        in zip(range(FIRST, LAST + 1), heads))
        if os.environ.get("UPDATE_GOLDEN"):
            RECORDED.write_text("seed entries head lab_head\n" + lines, encoding="utf-8")
        recorded = RECORDED.read_text(encoding="utf-8").splitlines(keepends=True)
        self.assertEqual("".join(recorded[FIRST:LAST + 1]), "".join(lines.splitlines(
            keepends=True)[:len(recorded) - FIRST]))


class OfSomeSeeds(Heads):
    last = 50

    def test_heads_are_those_recorded(self):
        seeds = range(1, self.last + 1)
        with ThreadPoolExecutor(2) as pool:
            heads = list(pool.map(lambda seed: self.head(PROGRAM, seed, {}), seeds))
        lines = "".join(f"{seed} {entries} {head} {lab_head}\n" for seed, (head, entries, lab_head)
                        in zip(seeds, heads))
        path = GOLDEN / f"heads-{self.drill}.txt"
        if os.environ.get("UPDATE_GOLDEN"):
            path.write_text("seed entries head lab_head\n" + lines, encoding="utf-8")
        self.assertEqual(path.read_text(encoding="utf-8"), "seed entries head lab_head\n" + lines)


class RecordedGaps(OfSomeSeeds, unittest.TestCase):
    drill = "route-gap"


class RecordedWakes(OfSomeSeeds, unittest.TestCase):
    drill = "stuck-wake"


class RecordedRestores(OfSomeSeeds, unittest.TestCase):
    drill = "database-restore"


class RecordedUpgrades(OfSomeSeeds, unittest.TestCase):
    drill = "host-upgrade"
    last = 200


class RecordedOutages(OfSomeSeeds, unittest.TestCase):
    drill = "provider-outage"


class Hardware(Heads, unittest.TestCase):
    def test_other_routines_of_the_c_library_agree(self):
        self.assertEqual(self.heads(PROGRAM), self.heads(PROGRAM, GLIBC_TUNABLES=OTHER_HARDWARE))


class Builds(Heads, unittest.TestCase):
    def test_every_build_agrees(self):
        expected = self.heads(PROGRAM)
        for other in ("STUDYLAB_SANITIZED", "STUDYLAB_NATIVE"):
            with self.subTest(other):
                self.assertEqual(expected, self.heads(os.environ[other]))


if __name__ == "__main__":
    unittest.main()
