"""Complete transcripts. `UPDATE_GOLDEN=1` writes them again; review the difference before a
commit."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["STUDYLAB"]
GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "golden"
GAP = ["route-gap", "--operator", "expert"]
WAKE = ["stuck-wake", "--operator", "expert"]
RESTORE = ["database-restore", "--operator", "expert"]
UPGRADE = ["host-upgrade", "--operator", "expert"]
OUTAGE = ["provider-outage", "--operator", "expert"]
# Exit status and arguments; the drill is bad-deploy unless they begin with another.
RUNS = {
    "app-only": (0, ["--seed", "1", "--variant", "app-only", "--operator", "expert"]),
    "database-migration": (0, ["--seed", "2", "--variant", "database-migration", "--operator",
                               "expert"]),
    "destructive-migration": (0, ["--seed", "3", "--variant", "database-migration-destructive",
                                  "--operator", "expert"]),
    "runtime-service": (0, ["--seed", "4", "--variant", "runtime-service", "--operator", "expert"]),
    "route-propagation": (0, ["--seed", "5", "--variant", "route-propagation", "--operator",
                              "expert"]),
    "no-fault": (0, ["--seed", "6", "--variant", "no-fault", "--operator", "expert"]),
    "gap-missing-event": (0, GAP + ["--seed", "1", "--variant", "missing-event"]),
    "gap-stale-snapshot": (0, GAP + ["--seed", "2", "--variant", "stale-snapshot"]),
    "gap-forged-snapshot": (0, GAP + ["--seed", "3", "--variant", "forged-snapshot"]),
    "gap-tampered-table": (0, GAP + ["--seed", "4", "--variant", "tampered-table"]),
    "gap-edge-restart": (0, GAP + ["--seed", "5", "--variant", "edge-restart-in-gap"]),
    "gap-allocations-down": (0, GAP + ["--seed", "6", "--variant", "allocations-down-during-gap"]),
    "gap-no-fault": (0, GAP + ["--seed", "7", "--variant", "no-fault"]),
    "wake-artifact-pull": (0, WAKE + ["--seed", "1", "--variant", "artifact-pull"]),
    "wake-secrets": (0, WAKE + ["--seed", "2", "--variant", "secrets"]),
    "wake-bindings": (0, WAKE + ["--seed", "3", "--variant", "bindings"]),
    "wake-readiness": (0, WAKE + ["--seed", "4", "--variant", "readiness"]),
    "wake-capacity": (0, WAKE + ["--seed", "5", "--variant", "capacity"]),
    "wake-stampede": (0, WAKE + ["--seed", "6", "--variant", "stampede"]),
    "wake-no-fault": (0, WAKE + ["--seed", "7", "--variant", "no-fault"]),
    "restore-corruption": (0, RESTORE + ["--seed", "1", "--variant", "corruption"]),
    "restore-migration": (0, RESTORE + ["--seed", "2", "--variant", "destructive-migration"]),
    "restore-lost-writes": (0, RESTORE + ["--seed", "3", "--variant", "lost-writes"]),
    "restore-environment": (0, RESTORE + ["--seed", "4", "--variant", "wrong-environment"]),
    "restore-consumers": (0, RESTORE + ["--seed", "5", "--variant", "queue-consumers"]),
    "restore-no-fault": (0, RESTORE + ["--seed", "6", "--variant", "no-fault"]),
    "upgrade-plain": (0, UPGRADE + ["--seed", "1", "--variant", "plain"]),
    "upgrade-no-headroom": (0, UPGRADE + ["--seed", "2", "--variant", "no-headroom"]),
    "upgrade-no-slots-left": (0, UPGRADE + ["--seed", "3", "--variant", "no-slots-left"]),
    "upgrade-below-quorum": (0, UPGRADE + ["--seed", "4", "--variant", "below-quorum"]),
    "upgrade-drift": (0, UPGRADE + ["--seed", "5", "--variant", "drift"]),
    "upgrade-stuck-sessions": (0, UPGRADE + ["--seed", "6", "--variant", "stuck-sessions"]),
    "upgrade-two-hosts": (0, UPGRADE + ["--seed", "7", "--variant", "two-hosts"]),
    "upgrade-already-upgraded": (0, UPGRADE + ["--seed", "8", "--variant", "already-upgraded"]),
    "outage-database": (0, OUTAGE + ["--seed", "1", "--variant", "database"]),
    "outage-object-store": (0, OUTAGE + ["--seed", "2", "--variant", "object-store"]),
    "outage-queue": (0, OUTAGE + ["--seed", "3", "--variant", "queue"]),
    "outage-payment": (0, OUTAGE + ["--seed", "4", "--variant", "payment"]),
    "outage-platform-too": (0, OUTAGE + ["--seed", "5", "--variant", "platform-too"]),
    "outage-platform-only": (0, OUTAGE + ["--seed", "6", "--variant", "platform-only"]),
    "outage-proven": (0, OUTAGE + ["--seed", "7", "--variant", "failover-proven"]),
    "outage-unproven": (0, OUTAGE + ["--seed", "8", "--variant", "failover-unproven"]),
    "outage-credential": (0, OUTAGE + ["--seed", "9", "--variant", "credential-fault"]),
    "outage-no-fault": (0, OUTAGE + ["--seed", "10", "--variant", "no-fault"]),
    "reckless": (1, ["--seed", "3", "--variant", "route-propagation", "--operator", "reckless"]),
}


class Golden(unittest.TestCase):
    maxDiff = None

    def transcript(self, status, words):
        home = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, home, ignore_errors=True)
        drill = ["bad-deploy"] if words[0].startswith("--") else []
        result = subprocess.run([PROGRAM, "drill", *drill, *words], capture_output=True,
                                text=True, timeout=60, check=False,
                                env=dict(os.environ, STUDYLAB_HOME=home))
        self.assertEqual((result.returncode, result.stderr), (status, ""))
        return re.sub(r"run-[0-9a-z]{10}", "run-0000000000", result.stdout)

    def test_transcripts(self):
        for name, (status, words) in RUNS.items():
            with self.subTest(name):
                path = GOLDEN / f"{name}.txt"
                text = self.transcript(status, words)
                if os.environ.get("UPDATE_GOLDEN"):
                    GOLDEN.mkdir(exist_ok=True)
                    path.write_text(text, encoding="utf-8")
                self.assertEqual(path.read_text(encoding="utf-8"), text)


if __name__ == "__main__":
    unittest.main()
