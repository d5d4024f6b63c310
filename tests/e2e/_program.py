"""Shared by tests of the program: a home of their own, and how to run it."""
import json
import os
import shutil
import signal
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["STUDYLAB"]


class ProgramTest(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.home, ignore_errors=True)

    def environment(self, home=None):
        return dict(os.environ, STUDYLAB_HOME=home or self.home)

    def run_program(self, *words, stdin="", **options):
        environment = self.environment(options.pop("home", None))
        return subprocess.run([PROGRAM, *words], input=stdin, text=True, capture_output=True,
                              env=environment, timeout=120, check=False, **options)

    def drill(self, *words, **options):
        return self.run_program("drill", "bad-deploy", *words, **options)

    def expert(self, seed, *words, **options):
        """The debrief of the expert's run."""
        result = self.drill("--seed", str(seed), "--operator", "expert", "--json", *words,
                            **options)
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout)

    def start(self, *words, **options):
        """A run that has answered one command and waits for the next one."""
        environment = self.environment(options.pop("home", None))
        process = subprocess.Popen([PROGRAM, "drill", "bad-deploy", "--seed", "8", "--io", "jsonl",
                                    *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, env=environment,
                                   # Under nohup the tests ignore SIGHUP and would pass that on.
                                   preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
                                   **options)
        self.addCleanup(self.end, process)
        process.stdout.readline()
        process.stdin.write("show incident\n")
        process.stdin.flush()
        process.stdout.readline()
        return process

    def end(self, process):
        if process.poll() is None:
            process.kill()
        process.communicate()

    def killed(self, *words, count=1):
        """The ids of runs whose processes were killed."""
        before = set(self.runs())
        processes = [self.start(*words) for _ in range(count)]
        for process in processes:
            process.kill()
            process.wait()
        return sorted(set(self.runs()) - before)

    def runs(self):
        folder = os.path.join(self.home, "runs")
        return sorted(os.listdir(folder)) if os.path.isdir(folder) else []

    def history(self, *words, **options):
        result = self.run_program("history", "--json", *words, **options)
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout)

    def make_read_only(self):
        """From here on only root may write in the home. Returns the options of run_program that let
        another user run it."""
        self.addCleanup(subprocess.run, ["chmod", "-R", "u+w", self.home], check=True)
        subprocess.run(["chmod", "-R", "a-w", self.home], check=True)
        if os.geteuid() != 0:
            return {}
        somebody = {"user": 65534, "group": 65534, "extra_groups": []}
        subprocess.run(["chown", "-R", "65534:65534", self.home], check=True)
        try:
            subprocess.run([PROGRAM, "--version"], stdout=subprocess.DEVNULL, check=True,
                           **somebody)
        except (OSError, subprocess.CalledProcessError) as error:
            self.skipTest(f"only root may run the program here: {error}")
        return somebody

    def one_line(self, result, status, *parts):
        self.assertEqual(result.returncode, status, result.stderr)
        lines = result.stderr.strip().splitlines()
        self.assertEqual(len(lines), 1, result.stderr)
        for part in parts:
            self.assertIn(part, lines[0])

    def path(self, *names):
        return os.path.join(self.home, *names)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)
