"""One drill of each runbook is passed in the pages by pointing alone: nothing is typed."""
import unittest

from _browser import SMALL
from _pointing import PointingTest


class ByPointing(PointingTest):
    """Each line that the expert runs can be put together from what the pages offer."""

    def test_a_bad_deploy(self):
        self.pass_by_pointing("bad-deploy", "runtime-service", 12)

    def test_a_stuck_wake(self):
        self.pass_by_pointing("stuck-wake", "readiness", 12)

    def test_a_route_gap(self):
        self.pass_by_pointing("route-gap", "missing-event", 5)

    def test_a_database_restore(self):
        self.pass_by_pointing("database-restore", "corruption", 12)

    def test_a_host_upgrade(self):
        self.pass_by_pointing("host-upgrade", "plain", 12)

    def test_a_provider_outage(self):
        self.pass_by_pointing("provider-outage", "payment", 12)


class OnASmallScreen(PointingTest):
    size = SMALL

    def test_a_stuck_wake(self):
        self.pass_by_pointing("stuck-wake", "readiness", 12)


if __name__ == "__main__":
    unittest.main()
