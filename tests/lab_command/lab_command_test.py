"""./lab in a small repository of its own, with package tools that only record how they were
called."""

import os
import pty
import select
import shutil
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))

PRESETS = """\
{"version": 6, "configurePresets": [
  {"name": "release", "generator": "Ninja", "binaryDir": "${sourceDir}/build/release"}]}
"""

CMAKE = """\
cmake_minimum_required(VERSION 3.25)
project(small NONE)
add_custom_command(OUTPUT studylab COMMAND sh "${PROJECT_SOURCE_DIR}/make.sh"
                   DEPENDS "${PROJECT_SOURCE_DIR}/make.sh" VERBATIM)
add_custom_target(tests ALL COMMAND echo tests are not built here && false DEPENDS studylab)
"""

MAKE = """\
printf '#!/bin/sh\\necho "studylab in $(pwd -P):"; for w in "$@"; do echo "[$w]"; done\\n' >studylab
chmod +x studylab
echo built >>built
"""

FAKES = {
    "dpkg-query": 'echo "dpkg-query" >>"$CALLS"\n'
                  'for name in $(cat "$INSTALLED"); do echo "installed $name"; done\n',
    "apt-get": 'if [ "$1" = -s ]; then [ -e "$LISTS" ]; exit; fi\n'
               'echo "apt-get $* front=$DEBIAN_FRONTEND" >>"$CALLS"\n'
               'case " $* " in *" update "*) touch "$LISTS"; exit 0 ;; esac\n'
               'if [ ! -e "$LISTS" ]; then echo "E: Unable to locate package g++"; exit 100; fi\n'
               'while [ $# -gt 0 ]; do\n'
               '  case $1 in -o) shift ;; -*|install) ;; *) echo "$1" >>"$INSTALLED" ;; esac\n'
               '  shift\n'
               'done\n',
    "id": 'echo "${FAKE_UID:-0}"\n',
}

SUDO = 'echo "sudo $1" >>"$CALLS"\n[ "$SUDO_WORKS" = yes ] || exit 1\n' \
       'while [ "${1#-}" != "$1" ]; do shift; done\nexec "$@"\n'


class LabCommand(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="lab command ")
        self.addCleanup(scratch.cleanup)
        self.scratch = os.path.realpath(scratch.name)
        self.repository = os.path.join(self.scratch, "a clone")
        os.makedirs(os.path.join(self.repository, "tools"))
        for name in ("lab", "tools/build", "tools/install-packages", "tools/run-tests"):
            shutil.copy(os.path.join(ROOT, name), os.path.join(self.repository, name))
        self.write("CMakePresets.json", PRESETS)
        self.write("CMakeLists.txt", CMAKE)
        self.write("make.sh", MAKE)
        self.write("tools/packages-build.txt", "# needed\ng++\ncmake\n")
        self.write("tools/packages-test.txt", "clang-19\n")
        self.make_tools()
        self.calls_file = os.path.join(self.scratch, "calls")
        self.installed_file = os.path.join(self.scratch, "installed")
        self.lists_file = os.path.join(self.scratch, "lists")
        for path in (self.calls_file, self.installed_file, self.lists_file):
            open(path, "w", encoding="utf-8").close()

    def write(self, path, text):
        with open(os.path.join(self.repository, path), "w", encoding="utf-8") as file:
            file.write(text)

    def make_tools(self):
        """A PATH with everything except sudo and the real package tools."""
        self.bin = os.path.join(self.scratch, "bin")
        os.makedirs(self.bin)
        for folder in ("/usr/bin", "/bin", "/usr/local/bin"):
            for name in os.listdir(folder) if os.path.isdir(folder) else []:
                link = os.path.join(self.bin, name)
                if name not in FAKES and name != "sudo" and not os.path.lexists(link):
                    os.symlink(os.path.join(folder, name), link)
        for name, text in FAKES.items():
            self.fake(name, text)

    def fake(self, name, text):
        path = os.path.join(self.bin, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\n" + text)
        os.chmod(path, 0o755)

    def environment(self, **more):
        return {"PATH": self.bin, "HOME": self.scratch, "CALLS": self.calls_file,
                "INSTALLED": self.installed_file, "LISTS": self.lists_file, "LC_ALL": "C.UTF-8",
                **more}

    def lab(self, *words, lab=None, cwd=None, stdin="", another=None, **more):
        done = subprocess.run([lab or os.path.join(self.repository, "lab"), *words],
                              cwd=cwd or self.scratch, env=self.environment(**more), input=stdin,
                              capture_output=True, text=True, check=False, timeout=120,
                              **(another or {}))
        self.out, self.err = done.stdout, done.stderr
        return done.returncode

    def calls(self):
        with open(self.calls_file, encoding="utf-8") as file:
            return file.read().splitlines()

    def built(self):
        count = os.path.join(self.repository, "build", "release", "built")
        try:
            with open(count, encoding="utf-8") as file:
                return len(file.readlines())
        except OSError:
            return 0

    def test_without_arguments_it_builds_and_starts_the_local_app(self):
        self.assertEqual(0, self.lab())
        self.assertEqual(f"studylab in {self.scratch}:\n[serve]\n[--browser]\n", self.out)
        self.assertEqual(1, self.built())

    def test_a_drill_at_the_prompt_needs_no_node(self):
        self.assertEqual(0, self.lab("drill", "bad-deploy"))
        self.assertEqual([], [call for call in self.calls() if "npm" in call or "node" in call])
        self.assertFalse(os.path.exists(os.path.join(self.repository, "build", ".pages-built")))

    def test_help_never_installs_or_builds(self):
        for words in (["--help"], ["-h"], ["help"], ["drill", "--help"], ["test", "--help"],
                      ["drill", "bad-deploy", "--seed", "7", "-h"]):
            self.assertEqual(0, self.lab(*words), words)
            self.assertIn("./lab", self.out)
        self.assertEqual([], self.calls())
        self.assertFalse(os.path.exists(os.path.join(self.repository, "build")))

    def test_a_built_program_prints_its_own_help(self):
        self.lab("drills")
        self.assertEqual(0, self.lab("drill", "--help"))
        self.assertEqual(f"studylab in {self.scratch}:\n[drill]\n[--help]\n", self.out)

    def test_it_installs_missing_packages_builds_and_runs_the_program(self):
        with open(self.installed_file, "w", encoding="utf-8") as file:
            file.write("cmake\n")
        self.assertEqual(0, self.lab("drill", "bad-deploy", "--as", "a b"))
        self.assertEqual(f"studylab in {self.scratch}:\n[drill]\n[bad-deploy]\n[--as]\n[a b]\n",
                         self.out)
        apt = [call for call in self.calls() if call.startswith("apt-get")]
        self.assertEqual(1, len(apt), apt)
        self.assertRegex(apt[0], r"^apt-get -y .*install --no-install-recommends g\+\+ "
                                 r"front=noninteractive$")
        self.assertIn("installing 1 Debian packages: g++", self.err)

    def test_the_second_run_neither_asks_nor_builds(self):
        self.lab("drills")
        calls, built = self.calls(), self.built()
        self.assertEqual(0, self.lab("drills"))
        self.assertEqual("", self.err)
        self.assertEqual((calls, built), (self.calls(), self.built()))

    def test_package_lists_are_fetched_only_if_necessary(self):
        os.remove(self.lists_file)
        self.assertEqual(0, self.lab("drills"))
        kinds = ["update" if " update " in call else "install" for call in self.calls()
                 if call.startswith("apt-get")]
        self.assertEqual(["update", "install"], kinds)

    def test_a_longer_package_list_is_noticed(self):
        self.lab("drills")
        self.write("tools/packages-build.txt", "g++\ncmake\nmold\n")  # newer than the program
        self.assertEqual(0, self.lab("drills"))
        self.assertIn("install --no-install-recommends mold ", self.calls()[-1])

    def test_without_root_and_sudo_it_prints_the_command(self):
        self.assertEqual(3, self.lab("drill", "bad-deploy", FAKE_UID="1000"))
        self.assertEqual("", self.out)
        last = self.err.splitlines()[-1]
        self.assertEqual('su -c "apt-get update && apt-get install -y --no-install-recommends '
                         'g++ cmake"', last)
        self.assertFalse([call for call in self.calls() if call.startswith("apt-get")])

    def test_sudo_without_permission_counts_as_missing(self):
        self.fake("sudo", SUDO)
        self.assertEqual(3, self.lab("drill", "bad-deploy", FAKE_UID="1000"))
        self.assertTrue(self.err.splitlines()[-1].startswith('sudo sh -c "apt-get update && '))

    def test_sudo_is_used_if_permitted(self):
        self.fake("sudo", SUDO)
        self.assertEqual(0, self.lab("drills", FAKE_UID="1000", SUDO_WORKS="yes"))
        self.assertIn("sudo -n", self.calls())
        self.assertIn("[drills]", self.out)

    def test_root_is_not_needed_if_everything_is_installed(self):
        with open(self.installed_file, "w", encoding="utf-8") as file:
            file.write("cmake\ng++\n")
        self.assertEqual(0, self.lab("drills", FAKE_UID="1000"))

    def test_packages_that_cannot_be_installed_are_reported(self):
        self.fake("apt-get", 'echo "E: Unable to fetch some archives"; exit 100\n')
        self.assertEqual(3, self.lab("drills"))
        self.assertIn("E: Unable to fetch some archives", self.err)
        self.assertIn("apt-get could not install", self.err.splitlines()[-1])

    def test_on_another_system_it_builds_with_what_is_installed(self):
        os.unlink(os.path.join(self.bin, "dpkg-query"))
        self.assertEqual(0, self.lab("drills"), self.err)
        self.assertIn("this is not Debian", self.err)
        self.assertIn("[drills]", self.out)
        self.assertEqual([], self.calls())

    def test_it_works_from_any_folder_and_through_a_link(self):
        link = os.path.join(self.scratch, "linked lab")
        os.symlink(os.path.join(self.repository, "lab"), link)
        self.assertEqual(0, self.lab("drills", lab=link, cwd="/"))
        self.assertEqual("studylab in /:\n[drills]\n", self.out)

    def test_the_program_gets_standard_input(self):
        self.write("make.sh", "cat >/dev/null\nprintf '#!/bin/sh\\ncat\\n' >studylab\n"
                              "chmod +x studylab\n")
        self.assertEqual(0, self.lab("drill", stdin="show symptom\n"))
        self.assertEqual("show symptom\n", self.out)

    def test_a_moved_repository_runs_and_is_rebuilt_when_it_changes(self):
        self.lab("drills")
        moved = os.path.join(self.scratch, "elsewhere")
        os.rename(self.repository, moved)
        self.repository = moved
        self.assertEqual(0, self.lab("drills"), self.err)
        self.assertEqual("", self.err)
        self.write("make.sh", MAKE + "# changed\n")
        self.assertEqual(0, self.lab("drills"), self.err)
        self.assertEqual(1, self.built())

    def test_a_failed_build_shows_its_error_and_is_tried_again(self):
        self.write("make.sh", "echo 'a.cpp:3:1: error: no such thing'; exit 1\n")
        for _ in range(2):
            self.assertEqual(3, self.lab("drills"))
            self.assertIn("a.cpp:3:1: error: no such thing", self.err)
            self.assertIn("the build of build/release failed", self.err.splitlines()[-1])
            self.assertEqual("", self.out)

    def test_a_clone_built_by_another_user_runs_and_is_not_changed(self):
        self.lab("drills")
        another = self.become_another()
        self.assertEqual(0, self.lab("drills", another=another), self.err)
        self.assertEqual(("", f"studylab in {self.scratch}:\n[drills]\n"), (self.err, self.out))
        self.write("make.sh", MAKE + "# changed\n")
        self.assertEqual(0, self.lab("drills", another=another), self.err)
        self.assertIn("another user built the program", self.err)
        self.assertIn("[drills]", self.out)
        self.assertEqual(1, self.built())

    def become_another(self):
        """Options of subprocess.run that start a program as a user with read access only."""
        os.chmod(self.scratch, 0o755)
        if os.geteuid() == 0:
            return {"user": 65534, "group": 65534, "extra_groups": []}
        build = os.path.join(self.repository, "build")
        self.addCleanup(os.chmod, build, 0o755)
        os.chmod(build, 0o555)
        return {}

    def test_a_package_that_was_removed_is_installed_again(self):
        self.lab("drills")
        with open(self.installed_file, "w", encoding="utf-8") as file:
            file.write("cmake\n")
        self.write("make.sh", 'grep -q g++ "$INSTALLED" || { echo "error: no g++"; exit 1; }\n'
                   + MAKE)
        self.assertEqual(0, self.lab("drills"), self.err)
        self.assertIn("install --no-install-recommends g++ ", self.calls()[-1])

    def test_a_changed_source_is_built(self):
        self.lab("drills")
        self.write("make.sh", MAKE + "# changed\n")
        self.assertEqual(0, self.lab("drills"))
        self.assertEqual(2, self.built())

    def begin(self, *words, **pipes):
        one = subprocess.Popen([os.path.join(self.repository, "lab"), *words], cwd=self.scratch,
                               env=self.environment(), stdout=subprocess.PIPE, text=True,
                               **{"stdin": subprocess.DEVNULL, "stderr": subprocess.PIPE, **pipes})
        self.addCleanup(one.communicate)
        self.addCleanup(one.kill)
        return one

    def test_two_at_once_build_once_and_both_run(self):
        gate = os.path.join(self.scratch, "gate")
        os.mkfifo(gate)
        self.write("make.sh", f"cat '{gate}'\n" + MAKE)
        first = self.begin("drills")
        with open(gate, "w", encoding="utf-8"):  # opens when the build reads it
            second = self.begin("drills")
            self.assertIn("waiting for another ./lab", second.stderr.readline())
        ends = [one.communicate(timeout=120) for one in (first, second)]
        self.assertEqual([0, 0], [first.returncode, second.returncode], ends)
        self.assertEqual([f"studylab in {self.scratch}:\n[drills]\n"] * 2, [out for out, _ in ends])
        self.assertEqual(1, self.built())
        self.assertNotIn("waiting", ends[0][1])

    def test_the_program_does_not_inherit_the_lock(self):
        self.write("make.sh", "printf '#!/bin/sh\\necho on\\n[ \"$1\" = long ] && exec cat\\n"
                              "exit 0\\n' >studylab\nchmod +x studylab\n")
        self.lab("short")
        long = self.begin("long", stdin=subprocess.PIPE)
        self.assertEqual("on\n", long.stdout.readline())
        self.assertEqual(0, self.lab("short"))
        self.assertNotIn("waiting", self.err)
        self.assertIsNone(long.poll())

    def on_terminal(self, *words, answer="", **more):
        """Runs ./lab with its own terminal and types this; returns its exit status and output."""
        try:
            child, parent = pty.fork()
        except OSError as error:
            self.skipTest(f"no terminals here: {error}")
        if child == 0:
            try:
                os.chdir(self.scratch)
                lab = os.path.join(self.repository, "lab")
                os.execve(lab, [lab, *words], self.environment(TERM="xterm", **more))
            finally:
                os._exit(99)
        os.write(parent, answer.encode())
        shown = b""
        while select.select([parent], [], [], 60)[0]:
            try:
                chunk = os.read(parent, 4096)
            except OSError:
                break
            if not chunk:
                break
            shown += chunk
        os.close(parent)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode()

    def test_a_terminal_shows_the_progress_of_the_build(self):
        status, shown = self.on_terminal("--yes", "drills")
        self.assertEqual(0, status, shown)
        self.assertIn("[1/1]", shown)

    def test_at_a_terminal_it_names_the_packages_and_enter_installs_them(self):
        status, shown = self.on_terminal("drills", answer="\n")
        self.assertEqual(0, status, shown)
        self.assertIn("needs 2 Debian packages that are not installed:\r\n  g++ cmake", shown)
        self.assertEqual(1, shown.count("[Y/n]"), shown)
        self.assertIn("[drills]", shown)
        self.assertIn("install --no-install-recommends g++ cmake ", self.calls()[-1])

    def test_at_a_terminal_the_answer_no_installs_nothing(self):
        status, shown = self.on_terminal("drills", answer="n\n")
        self.assertEqual(3, status, shown)
        self.assertIn("apt-get install -y --no-install-recommends g++ cmake", shown)
        self.assertEqual([], [call for call in self.calls() if call.startswith("apt-get")])
        self.assertEqual(0, self.built())

    def test_at_a_terminal_yes_does_not_ask(self):
        status, shown = self.on_terminal("--yes", "drills")
        self.assertEqual(0, status, shown)
        self.assertNotIn("[Y/n]", shown)
        self.assertIn("installing 2 Debian packages: g++ cmake", shown)

    def test_at_a_terminal_sudo_may_ask_for_the_password(self):
        self.fake("sudo", 'echo "sudo $1" >>"$CALLS"\n'
                          "case $1 in -n) exit 1 ;; -v) exit 0 ;; esac\nexec \"$@\"\n")
        status, shown = self.on_terminal("--yes", "drills", FAKE_UID="1000")
        self.assertEqual(0, status, shown)
        self.assertIn("sudo may ask for your password", shown)
        self.assertIn("sudo -v", self.calls())
        self.assertIn("[drills]", shown)

    def test_a_build_folder_that_cannot_be_written_is_one_clear_line(self):
        self.write("build", "a file where the folder should be")
        self.assertEqual(3, self.lab("drills"))
        self.assertEqual(f"lab: cannot write in {self.repository}/build\n", self.err)


if __name__ == "__main__":
    unittest.main()
