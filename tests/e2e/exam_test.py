"""Exams: results that do not depend on interruptions, and programs that do what they like."""
import json
import operator
import os
import random
import signal
import statistics
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
from _program import PROGRAM, ProgramTest  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
DRILLS = """drills:
  - {drill: bad-deploy, seeds: 1..120}
  - {drill: route-gap, seeds: [3, 5, 20..60], level: easy}
  - {drill: stuck-wake, seeds: 1..40, level: hard}
"""


def tossed(scores, end, share):
    """The limit of the mean by Gaffke's method, by tossing the weights."""
    numbers = scores + [end]
    toss = random.Random(1)
    means = []
    for _ in range(20_000):
        weights = [toss.expovariate(1) for _ in numbers]
        means.append(sum(map(operator.mul, weights, numbers)) / sum(weights))
    return sorted(means)[round(share * len(means))]


class ExamTest(ProgramTest):
    """The home lies in a folder of the test, which also has the exam; programs, and what they
    write, are in `work`, because nothing can be created beside a hidden file."""

    def setUp(self):
        super().setUp()
        os.mkdir(self.path("work"))

    def environment(self, home=None):
        return super().environment(home or self.path("home"))

    def program(self, text):
        """The operator that runs this shell script."""
        script = self.write("work/program.sh", text)
        return f"exec:exec sh {script}"

    def exam_file(self, operator, drills=DRILLS, more=""):
        return self.write("exam.yaml", f"exam: A round\noperator: {operator}\n{more}{drills}")

    def exam(self, *words, status=0, **options):
        """The document of an exam."""
        result = self.run_program("exam", self.path("exam.yaml"), "--json", *words, **options)
        self.assertEqual(result.returncode, status, result.stderr)
        return json.loads(result.stdout)

    def results(self, name="exam.yaml.results"):
        """The results by drill and seed, without the first line."""
        with open(self.path(name), encoding="utf-8") as file:
            lines = [json.loads(line) for line in file][1:]
        return {(line["drill"], line["seed"]): line for line in lines}


class Results(ExamTest):
    def test_three_kills_do_not_change_the_document(self):
        self.exam_file("expert")
        whole = self.exam("--results", self.path("whole"), "--jobs", "2")
        self.assertEqual(whole["runs"], 203)
        self.assertTrue(whole["complete"])
        for after in (10, 40, 90):
            self.kill_after(after)
        with open(self.path("exam.yaml.results"), encoding="utf-8") as file:
            before = file.read()
        self.assertGreaterEqual(before.count("\n"), 91)
        self.assertLess(before.count("\n"), 204)
        with open(self.path("exam.yaml.results"), "a", encoding="utf-8") as file:
            file.write('{"drill":"bad-dep')
        self.assertEqual(self.exam("--jobs", "1"), whole)
        with open(self.path("exam.yaml.results"), encoding="utf-8") as file:
            self.assertTrue(file.read().startswith(before[:before.rindex("\n") + 1]))
        self.assertEqual(self.results(), self.results("whole"))
        self.assertEqual(os.listdir(self.path("home", "runs")), [])

    def kill_after(self, lines):
        """Kills an exam and its processes when the results have this many lines."""
        path = self.path("exam.yaml.results")
        process = subprocess.Popen([PROGRAM, "exam", self.path("exam.yaml"), "--jobs", "2"],
                                   env=self.environment(), start_new_session=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(self.end, process)
        while process.poll() is None:
            if os.path.exists(path):
                with open(path, "rb") as file:
                    if file.read().count(b"\n") > lines:
                        break
        self.assertIsNone(process.poll(), "the exam ended before it was killed")
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()

    def test_the_numbers_are_those_of_the_runs(self):
        self.exam_file("reckless", "drills:\n  - {drill: bad-deploy, seeds: 1..30}\n")
        document = self.exam()
        runs = list(self.results().values())
        scores = [run["score"] for run in runs]
        self.assertAlmostEqual(document["score"]["mean"], statistics.mean(scores), places=3)
        passed = sum(run["outcome"] == "passed" for run in runs)
        self.assertEqual(document["passed"], passed)
        z, n, p = statistics.NormalDist().inv_cdf(0.975), len(runs), passed / len(runs)
        half = z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
        for end, sign in (("low", -1), ("high", 1)):
            self.assertAlmostEqual(document["pass_rate"][end],
                                   (p + z * z / (2 * n) + sign * half) / (1 + z * z / n), places=3)
        self.assertAlmostEqual(document["score"]["low"], tossed(scores, 0, 0.025), delta=0.4)
        self.assertAlmostEqual(document["score"]["high"], tossed(scores, 100, 0.975), delta=0.4)
        for rule in document["rules"]:
            losers = [run for run in runs if rule["rule"] in run["lost"]]
            self.assertEqual(rule["runs"], len(losers))
            self.assertEqual(rule["points_lost"], sum(
                min(run["lost"][rule["rule"]], 100) for run in losers))
        self.assertEqual(sum(one["runs"] for one in document["classes"]), n)

    def test_a_run_is_the_same_as_with_drill(self):
        self.exam_file("reckless", "drills:\n  - {drill: bad-deploy, seeds: 3}\n")
        self.exam()
        [run] = self.results().values()
        alone = json.loads(self.drill("--seed", "3", "--operator", "reckless", "--json").stdout)
        self.assertEqual(run["head"], alone["ledger"]["head"])
        self.assertEqual(run["score"], alone["score"])
        self.assertEqual(run["variant"], alone["variant"])

    def test_bundles_of_every_drill_verify_and_replay(self):
        self.write("salt", "an examiner's secret")
        levels = ["easy", "normal", "hard"]
        drills = sorted(name[:-5] for name in os.listdir(os.path.join(ROOT, "drills")))
        self.assertGreaterEqual(len(drills), 6)
        rows = [(drill, levels[n % 3], n % 7 + 1) for n, drill in enumerate(drills)]
        rows += [(drill, levels[(n + 1) % 3], n % 7 + 2) for n, drill in enumerate(drills)]
        self.exam_file("reckless", "drills:\n" + "".join(
            f"  - {{drill: {drill}, seeds: {seed}, level: {level}}}\n"
            for drill, level, seed in rows), "salt-file: salt\n")
        document = self.exam("--bundles", self.path("bundles"))
        self.assertEqual(document["runs"], len(rows))
        names = sorted(os.listdir(self.path("bundles")))
        self.assertEqual(names, sorted(f"{drill}-{level}-{seed}.bundle"
                                       for drill, level, seed in rows))
        for name in names:
            with self.subTest(name):
                result = self.run_program(
                    "evidence", "verify", self.path("bundles", name), "--replay", "--salt-file",
                    self.path("salt"), "--key", self.path("home", "keys", "seal.key"))
                self.assertEqual(result.returncode, 0, result.stderr)

    def test_the_results_of_another_exam_are_refused(self):
        self.exam_file("expert", "drills:\n  - {drill: bad-deploy, seeds: 1}\n")
        self.exam()
        self.one_line(self.run_program("exam", self.path("exam.yaml"), "--operator", "idle"), 2,
                      "exam.yaml.results", "--results")

    def test_mistakes_are_lines_with_their_place(self):
        self.exam_file("expert", "drills:\n  - {drill: bad-deplyo, seeds: 1..x}\n")
        result = self.run_program("exam", self.path("exam.yaml"))
        self.assertEqual(result.returncode, 2)
        first, second = result.stderr.splitlines()
        self.assertIn("exam.yaml:4:13: drills.0.drill: 'bad-deplyo' is not a valid drill", first)
        self.assertIn("exam.yaml:4:32: drills.0.seeds: '1..x'", second)
        self.one_line(self.run_program("exam", self.path("none")), 3, "none")

    def test_tables_for_people(self):
        self.exam_file("idle", "drills:\n  - {drill: bad-deploy, seeds: 1..9}\n")
        result = self.run_program("exam", self.path("exam.yaml"))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("operator idle", result.stdout)
        self.assertIn("points lost", result.stdout)
        self.assertEqual([], [line for line in result.stdout.splitlines() if len(line) > 100])


# Each run starts the program again; a counter in a file lets only the second one go wrong.
WRAPPER = """n=$(cat "{count}" 2>/dev/null || echo 0); echo $((n + 1)) > "{count}"
if [ "$n" = 1 ]; then {bad}; else exec sh {good}; fi
"""
WRONG = {
    "hang": ("trap '' TERM; read -r a; read -r b", "took longer than its 10 s"),
    "memory": (f"exec {sys.executable} -c 'a=[]\nwhile True: a.append(bytes(1<<20))'",
               "exited with status 1"),
    "die": ("kill -SEGV $$", "signal 11"),
    "exit": ("exit 3", "exited with status 3"),
    "endless line": ("tr '\\0' x < /dev/zero", "a line of more than"),
    "flood": ("yes garbage", "wrote more than 5000 lines"),
    "bytes": ("cat /dev/urandom", "wrote"),
}


class Programs(ExamTest):
    def wrong_exam(self, bad, time):
        operator = self.program(WRAPPER.format(
            count=self.path("work", "count"), bad=bad,
            good=os.path.join(ROOT, "examples", "example_operator.sh")))
        self.exam_file(operator, "drills:\n  - {drill: bad-deploy, seeds: 1..3}\n",
                       f"time: {time}\nmemory: 128M\n")

    def test_each_wrong_program_fails_its_own_run_only(self):
        for name, (bad, failure) in WRONG.items():
            with self.subTest(name):
                for file in ("work/count", "exam.yaml.results"):
                    if os.path.exists(self.path(file)):
                        os.remove(self.path(file))
                self.wrong_exam(bad, "10s" if name == "hang" else "2m")
                self.exam()
                runs = self.results()
                self.assertIn(failure, runs["bad-deploy", 2]["program_failure"])
                self.assertEqual(runs["bad-deploy", 2]["outcome"], "failed")
                for seed in (1, 3):
                    self.assertEqual(runs["bad-deploy", seed]["program_failure"], "")
                    self.assertGreater(runs["bad-deploy", seed]["score"], 0)

    def test_the_examples_operate(self):
        for operator in ("sh \"$OPERATOR_DIR/example_operator.sh\"",
                         f"{sys.executable} \"$OPERATOR_DIR/example_operator.py\""):
            with self.subTest(operator):
                self.exam_file("expert", "drills:\n  - {drill: bad-deploy, seeds: 1..6}\n"
                                         "  - {drill: stuck-wake, seeds: 1..2}\n")
                document = self.exam("--operator", "exec:" + operator, "--results",
                                     self.path(operator.split()[0].split("/")[-1] + ".results"),
                                     cwd=os.path.join(ROOT, "examples"))
                self.assertEqual(document["failed_programs"], [])
                self.assertEqual(document["runs"], 8)
                self.assertGreater(document["score"]["mean"], 0)

    def test_standard_error_is_kept_up_to_64_kib(self):
        self.exam_file("exec:yes 0123456 | head -c 300000 >&2; echo the end >&2",
                       "drills:\n  - {drill: bad-deploy, seeds: 1}\n")
        self.exam()
        [run] = self.results().values()
        self.assertEqual(len(run["program_errors"]), 64 * 1024)
        self.assertTrue(run["program_errors"].endswith("0123456\nthe end\n"))

    def test_the_environment_does_not_lead_to_the_lab(self):
        self.exam_file("exec:env >&2; pwd >&2; ls -A >&2",
                       "drills:\n  - {drill: bad-deploy, seeds: 1}\n")
        self.exam()
        [run] = self.results().values()
        lines = run["program_errors"].splitlines()
        self.assertFalse([line for line in lines if "STUDYLAB_" in line or "XDG_" in line])
        [home] = [line[5:] for line in lines if line.startswith("HOME=")]
        self.assertIn(home, lines)  # of pwd
        self.assertEqual(lines[-1], home)  # the folder is empty
        self.assertFalse(os.path.exists(home))

    def confined(self):
        probe = subprocess.run(
            [sys.executable, "-c", "import ctypes,sys\n"
             "sys.exit(ctypes.CDLL(None).syscall(444, 0, 0, 1) <= 0)"], check=False)
        if probe.returncode:
            self.skipTest("this system has no Landlock")

    def test_the_home_the_exam_and_the_results_cannot_be_read(self):
        self.confined()
        self.write("salt", "an examiner's secret")
        hidden = ["home/keys/seal.key", "home/keys", "home", "salt", "exam.yaml",
                  "exam.yaml.results", "bundles", "."]
        files = " ".join(self.path(name) for name in hidden)
        operator = self.program(f"""for file in {files}; do
  cat "$file" > copy 2> /dev/null && echo "read $file" >&2
  ls "$file/" > copy 2> /dev/null && echo "listed $file" >&2
  [ -f "$file" ] && echo x 2> /dev/null >> "$file" && echo "wrote $file" >&2
  touch "$file/new" 2> /dev/null && echo "created in $file" >&2
done
cat "$0" > copy && ls /usr > copy && echo "others can be read" >&2
""")
        self.exam_file(operator, "drills:\n  - {drill: bad-deploy, seeds: 1}\n",
                       "salt-file: salt\n")
        self.exam("--bundles", self.path("bundles"))
        [run] = self.results().values()
        self.assertEqual(run["program_errors"], "others can be read\n")
        with open(self.path("salt"), encoding="utf-8") as file:
            self.assertEqual(file.read(), "an examiner's secret")

    def test_nothing_that_it_started_is_left(self):
        """Also not what has left its process group, nor after a kill of the lab."""
        mark = self.path("a-mark-of-this-test")
        for end in ("exit 0", "exec sleep 600"):
            operator = self.program(f"setsid sh -c 'sleep 600; : {mark}' &\n{end}\n")
            self.exam_file(operator, "drills:\n  - {drill: bad-deploy, seeds: 1}\n", "time: 5s\n")
            self.exam("--results", self.path(end.replace(" ", "-")))
            self.assertEqual(self.processes_with(mark), [])
        self.exam_file(operator, "drills:\n  - {drill: bad-deploy, seeds: 1}\n", "time: 10m\n")
        process = subprocess.Popen([PROGRAM, "exam", self.path("exam.yaml")],
                                   env=self.environment(), stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, start_new_session=True)
        self.addCleanup(self.end, process)
        deadline = time.monotonic() + 100
        while not self.processes_with(mark) and time.monotonic() < deadline:
            pass
        self.assertTrue(self.processes_with(mark))
        process.kill()
        process.communicate()
        while self.processes_with(mark) and time.monotonic() < deadline:
            pass
        self.assertEqual(self.processes_with(mark), [])

    def processes_with(self, text):
        found = []
        for number in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{number}/cmdline", "rb") as file:
                    if text.encode() in file.read() and int(number) != os.getpid():
                        found.append(number)
            except OSError:
                pass
        return found

    def test_it_reads_exactly_what_jsonl_prints(self):
        commands = ["show incident", "nonsense", "", "{\"command\":\"show status\"}",
                    "\"quoted x\""]
        stdin = "".join(command + "\n" for command in commands)
        piped = self.drill("--seed", "5", "--io", "jsonl", stdin=stdin).stdout.splitlines()
        heard = self.path("work", "heard")
        operator = self.program("".join(f"printf '%s\\n' '{line}'\n" for line in commands)
                                + f"exec >&-\ncat > {heard}\n")
        self.drill("--seed", "5", "--operator", operator)
        with open(heard, encoding="utf-8") as file:
            read = [json.loads(line) for line in file]
        piped = [json.loads(line) for line in piped]
        self.assertEqual(len(read), len(piped))
        self.assertEqual(read[1:-1], piped[1:-1])
        self.assertEqual(read[0] | {"run": ""}, piped[0] | {"run": ""})
        same = {"run": "", "operator": "", "ledger": ""}
        self.assertEqual(read[-1]["debrief"] | same, piped[-1]["debrief"] | same)

    def test_drill_names_what_the_program_did(self):
        result = self.drill("--seed", "1", "--operator", "exec:echo oops >&2; exit 7")
        self.assertEqual(result.returncode, 1)
        self.assertIn("the program: oops", result.stderr)
        self.assertIn("exited with status 7", result.stderr)
        self.one_line(self.drill("--operator", "exec:"), 2, "exec:COMMAND")


if __name__ == "__main__":
    unittest.main()
