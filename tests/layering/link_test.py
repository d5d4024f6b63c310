"""Each pure library links completely against only what it may use.

Needs a build: STUDYLAB_BUILD names its folder (default: build/release).
"""

import os
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
BUILD = os.environ.get("STUDYLAB_BUILD") or os.path.join(ROOT, "build", "release")
COMPILER = os.environ.get("STUDYLAB_CXX") or shutil.which("g++-12") or "g++"

# What each pure library may use besides the standard library, fmt and libsodium.
PURE = {
    "base": [],
    "model": ["base"],
    "evidence": ["model", "base"],
    "control": ["model", "base"],
    "edge": ["model", "base"],
    "runner": ["model", "base"],
    "provider": ["model", "base"],
}

# What the linker cannot refuse, because libc, libstdc++ and libsodium provide it.
FORBIDDEN = re.compile(r"""
    ^(?: f?open(?:64)? | openat(?:64)? | freopen(?:64)? | creat | unlink | socket | connect | bind
       | send(?:to|msg)? | recv(?:from|msg)? | poll | select | epoll_\w+ | fork | v?fork | exec\w*
       | time | clock | clock_gettime | gettimeofday | nanosleep | usleep | sleep
       | getenv | secure_getenv | s?rand(?:om)?(?:_r)? | getrandom | getentropy | arc4random\w*
       | randombytes\w* | pthread_create | thrd_create
       | crypto_sign | crypto_sign_(?:seed_)?keypair | crypto_sign(?:_ed25519)?_detached
       )$
    | std::chrono::_V2::\w+_clock::now
    | std::random_device
    | std::thread::
    | std::basic_[io]?f(?:ilebuf|stream)
    | std::basic_filebuf
    | std::filesystem::
    """, re.X)


def link(main, archive, others, out):
    command = [COMPILER, "-o", out, main, "-Wl,--whole-archive", archive,
               "-Wl,--no-whole-archive", *others, "-Wl,--no-undefined", "-lfmt", "-lsodium"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stderr


def forbidden_symbols(archive):
    done = subprocess.run(["nm", "--undefined-only", "--demangle", "--format=posix", archive],
                          capture_output=True, text=True, check=True)
    names = {re.sub(r" U\b.*$", "", line) for line in done.stdout.splitlines() if " U" in line}
    return sorted(name for name in names if FORBIDDEN.search(re.sub(r"@.*", "", name)))


class Scratch(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.main = self.write("main.cpp", "int main() {}\n")

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def archive(self, name, text):
        source = self.write(name + ".cpp", text)
        subprocess.run([COMPILER, "-c", source, "-o", source + ".o"], check=True)
        path = os.path.join(self.folder, f"lib{name}.a")
        subprocess.run(["ar", "rcs", path, source + ".o"], check=True)
        return path

    def links(self, archive, others):
        return link(self.main, archive, others, os.path.join(self.folder, "out"))


class PureLibraries(Scratch):
    def check(self, name):
        self.assertTrue(os.path.isdir(BUILD), f"no build in {BUILD}")
        archive = os.path.join(BUILD, f"lib{name}.a")
        if not os.path.exists(archive):
            self.assertFalse(has_sources(name), f"{archive} is not built")
            return
        others = [os.path.join(BUILD, f"lib{other}.a") for other in PURE[name]]
        linked, why = self.links(archive, [other for other in others if os.path.exists(other)])
        self.assertTrue(linked, why)
        self.assertEqual([], forbidden_symbols(archive))


def has_sources(name):
    """Whether the library has an archive: a folder of headers does not."""
    other = r"_test(ing)?\.cpp$|^(file_|seal)" if name == "evidence" else r"_test(ing)?\.cpp$"
    for _, _, files in os.walk(os.path.join(ROOT, "src", name)):
        if any(file.endswith(".cpp") and not re.search(other, file) for file in files):
            return True
    return False


for _name in PURE:
    setattr(PureLibraries, f"test_{_name}_links_alone",
            lambda self, name=_name: self.check(name))


class PlantedViolations(Scratch):
    def test_using_another_library_does_not_link(self):
        planted = self.archive("planted", "int edge(); int f() { return edge(); }\n")
        linked, why = self.links(planted, [])
        self.assertFalse(linked)
        self.assertIn("edge()", why)

    def test_what_it_may_use_links(self):
        lower = self.archive("lower", "int lower() { return 1; }\n")
        planted = self.archive("planted", "#include <sodium.h>\nint lower();\n"
                                          "int f() { return lower() + "
                                           "(int)crypto_hash_sha256_bytes(); }\n")
        self.assertEqual((True, ""), self.links(planted, [lower]))
        self.assertEqual([], forbidden_symbols(planted))

    def test_a_clock_randomness_file_thread_or_signature_is_found(self):
        for head, code, seen in [
                ("<chrono>", "std::chrono::system_clock::now();", "system_clock::now"),
                ("<chrono>", "std::chrono::steady_clock::now();", "steady_clock::now"),
                ("<ctime>", "time(nullptr);", "time"),
                ("<cstdlib>", 'getenv("HOME");', "getenv"),
                ("<cstdlib>", "rand();", "rand"),
                ("<random>", "std::random_device{}();", "std::random_device"),
                ("<fstream>", 'std::ofstream{"x"};', "std::basic_ofstream"),
                ("<thread>", "std::thread{[] {}}.join();", "std::thread"),
                ("<fcntl.h>", 'open("x", 0);', "open"),
                ("<sodium.h>", "randombytes_random();", "randombytes_random"),
                ("<sodium.h>", "crypto_sign_detached(0, 0, 0, 0, 0);", "crypto_sign_detached")]:
            planted = self.archive("planted", f"#include {head}\nvoid f() {{ {code} }}\n")
            found = forbidden_symbols(planted)
            self.assertTrue(any(seen in name for name in found), f"{code} gave {found}")


if __name__ == "__main__":
    unittest.main()
