// One change in the file of another drill, and the messages that follow. Included inside an array.
// clang-format off
{"GapPlaceholder", "route-gap", "alert: \"{edge}", "alert: \"{host}",
 "x.yaml:6:8: alert: unknown placeholder or unmatched brace; expected: {environment}, {route} and "
 "{edge}, and no other braces\n"},
{"GapSymptom", "route-gap", "is: edge-gap", "is: edge-gaps",
 "x.yaml:24:7: symptom.is: 'edge-gaps' is not a valid symptom; expected: 'edge-gap', one of "
 "edge-gap\n"},
{"GapBlockedWithoutUnit", "route-gap", "fault: {is: lost-event, repair-blocked: 14s..18s}", "fault: {is: lost-event, repair-blocked: 14..18}",
 "x.yaml:30:45: variants.0.fault.repair-blocked: '14..18' is not a valid duration; expected: a "
 "duration (90s, 5m, 250ms) or two with .. between, more than zero, at most 24h\n"},
{"GapBehindTooFar", "route-gap", "behind: 2", "behind: 3",
 "x.yaml:44:42: variants.1.fault.behind: '3' is not in bounds; expected: LOW..HIGH or one number, "
 "within 1..2\n"},
{"GapLengthMissing", "route-gap", "behind: 2, length: 85s..100s", "behind: 2",
 "x.yaml:44:12: variants.1.fault: 'length' is missing; expected: the key 'length'\n"},
{"GapRestartMissing", "route-gap", "restart: 1s..2s, down", "restarts: 1s..2s, down",
 "x.yaml:88:12: variants.4.fault: 'restart' is missing; expected: the key 'restart'\n"
 "x.yaml:88:67: variants.4.fault.restarts: 'restarts' is not a valid key here; expected: "
 "'restart', one of is, repair-blocked, restart, down\n"},
{"GapDownTwice", "route-gap", "restart: 1s..2s, down: 1s..2s", "restart: 1s..2s, down: 1s..2s, down: 1s",
 "x.yaml:88:98: variants.4.fault.down: appears twice; expected: once\n"},
{"GapExitReasonEmpty", "route-gap", "why: \"killed: the host had no memory left\"", "why: \"\"",
 "x.yaml:106:12: variants.5.fault.why: found nothing; expected: text\n"},
{"GapExitUnquotedColon", "route-gap", "why: \"killed: the host had no memory left\"", "why: killed: no memory left",
 "x.yaml:106:18: the file: illegal map value; expected: `KEY: VALUE`, the keys of a map and the "
 "items of a list each in one column, and quotes around a text that contains ': ' or begins with a "
 "special character\n"},
{"GapFactOfAnotherRunbook", "route-gap", "{id: RG1, fact: policy-keys-age}", "{id: RG1, fact: environment-frozen}",
 "x.yaml:34:25: variants.0.required.0.fact: 'environment-frozen' is not a valid required fact; "
 "expected: one of policy-keys-age, snapshot-fetched, snapshot-verified, resumed-after-snapshot, "
 "propagation-recorded, security-escalated\n"},
{"GapStepOfAnotherRunbook", "route-gap", "{id: RG1, fact: policy-keys-age}", "{id: BD1, fact: policy-keys-age}",
 "x.yaml:34:14: variants.0.required.0.id: 'BD1' is not a step of route-gap; expected: one of RG1, "
 "RG2, RG3, RG4, RG5\n"},
{"GapDecoyOfAnotherRunbook", "route-gap", "- log-noise", "- wake-elsewhere",
 "x.yaml:130:5: decoys.1: 'wake-elsewhere' is not a valid decoy; expected: one of "
 "promotions-elsewhere, log-noise\n"},
{"WakeAlteredTooHigh", "stuck-wake", "altered: 500", "altered: 1500",
 "x.yaml:30:41: variants.0.fault.altered: '1500' is not in bounds; expected: a whole number, "
 "0..1000\n"},
{"WakeExpiredNegative", "stuck-wake", "expired: 500", "expired: -1",
 "x.yaml:42:43: variants.1.fault.expired: '-1' is not in bounds; expected: a whole number, "
 "0..1000\n"},
{"WakeLateMissing", "stuck-wake", "fault: {is: binding-unresolved, late: 333}", "fault: {is: binding-unresolved}",
 "x.yaml:54:12: variants.2.fault: 'late' is missing; expected: the key 'late'\n"},
{"WakeLogsNotAList", "stuck-wake", "      logs:\n        - \"startup check failed: template index has no entry for this build\"\n        - \"GET {probe} 503: not ready, startup checks failed\"\n", "      logs: startup checks failed\n",
 "x.yaml:68:13: variants.3.fault.logs: found a single value; expected: a list with at least one "
 "item\n"},
{"WakeStampedeTooSmall", "stuck-wake", "requests: 10000", "requests: 100",
 "x.yaml:98:37: variants.5.fault.requests: '100' is not in bounds; expected: LOW..HIGH or one "
 "number, within 1000..1000000\n"},
{"WakeClueOfAnotherRunbook", "stuck-wake", "- never-placed", "- edge-behind",
 "x.yaml:87:9: variants.4.clues.0: 'edge-behind' is not a valid clue; expected: one of "
 "artifact-not-stored, artifact-stored, secret-unusable, secrets-valid, binding-unresolved, "
 "bindings-answer, probe-fails, never-placed, no-free-slot, gate-full-in-bounds, "
 "hot-at-first-attempt, allocation-ready\n"},
{"WakeTooLittleTraffic", "stuck-wake", "incident: 110..180", "incident: 1..2",
 "x.yaml:18:13: traffic.incident: '1..2' is not in bounds; expected: LOW..HIGH or one number, "
 "within 100..100000\n"},
{"RestoreRowsZero", "database-restore", "rows: 2000..20000", "rows: 0..20000",
 "x.yaml:43:46: variants.1.fault.rows: '0..20000' is not in bounds; expected: LOW..HIGH or one "
 "number, within 1..1000000\n"},
{"RestoreWrongTooHigh", "database-restore", "wrong: 150..400", "wrong: 150..4000",
 "x.yaml:30:44: variants.0.fault.wrong: '150..4000' is not in bounds; expected: LOW..HIGH or one "
 "number, within 1..1000\n"},
{"RestoreRowsMissing", "database-restore", "fault: {is: unclean-failover, rows: 60..300}", "fault: {is: unclean-failover}",
 "x.yaml:55:12: variants.2.fault: 'rows' is missing; expected: the key 'rows'\n"},
{"RestoreRowsOfAFaultWithout", "database-restore", "fault: {is: lagging-replica}", "fault: {is: lagging-replica, rows: 5}",
 "x.yaml:93:34: variants.5.fault.rows: 'rows' is not a valid key here; expected: one of is\n"},
{"RestorePlaceholder", "database-restore", "replica of {database}", "replica of {databse}",
 "x.yaml:6:8: alert: unknown placeholder or unmatched brace; expected: {environment}, {route} and "
 "{database}, and no other braces\n"},
{"RestoreRepair", "database-restore", "repairs: [repaired-forward]", "repairs: [restored-forward]",
 "x.yaml:45:15: variants.1.repairs.0: 'restored-forward' is not a valid repair; expected: "
 "'repaired-forward', one of nothing, restored-by-pitr, repaired-forward\n"
 "x.yaml:48:47: variants.1.required.1.with: 'repaired-forward' is not an accepted repair of this "
 "variant; expected: one of its repairs\n"},
{"UpgradePathsNotAList", "host-upgrade", "paths: [/etc/limits.conf, /etc/sysctl.d/99-net.conf, /etc/resolv.conf, /usr/local/bin/tune]", "paths: /etc/limits.conf",
 "x.yaml:84:14: variants.4.fault.paths: found a single value; expected: a list with at least one "
 "item\n"},
{"UpgradeLastsBackwards", "host-upgrade", "lasts: 11m..14m", "lasts: 14m..11m",
 "x.yaml:102:42: variants.6.fault.lasts: '14m..11m' is not a valid duration; expected: a duration "
 "(90s, 5m, 250ms) or two with .. between, more than zero, at most 24h\n"},
{"UpgradeFaultMisspelt", "host-upgrade", "is: host-drifts", "is: host-drift",
 "x.yaml:83:11: variants.4.fault.is: 'host-drift' is not a valid fault; expected: 'host-drifts', "
 "one of host-outdated, slots-short, no-slots-left, member-exits, host-drifts, sessions-linger, "
 "drain-stays-open, host-current\n"},
{"UpgradeEndWithASpace", "host-upgrade", "end: handed-over", "end: handed over",
 "x.yaml:69:10: variants.2.end: 'handed over' is not a valid end; expected: 'handed-over', one of "
 "resolved, handed-over\n"},
{"UpgradeUnknownAnchor", "host-upgrade", "required: *upgrade\n    causes: [platform]\n    end: resolved\n\n  - name: stuck-sessions", "required: *upgrades\n    causes: [platform]\n    end: resolved\n\n  - name: stuck-sessions",
 "x.yaml:87:15: the file: the referenced anchor is not defined; expected: *NAME after an &NAME "
 "further up\n"},
{"UpgradeHostsTooMany", "host-upgrade", "hosts: 5..7 ", "hosts: 5..70 ",
 "x.yaml:12:10: topology.hosts: '5..70' is not in bounds; expected: LOW..HIGH or one number, "
 "within 1..16\n"},
{"GapOldCheck", "route-gap", "silent-edge: 60s..120s", "old-check: 60s..120s",
 "x.yaml:144:16: levels.hard.old-check: nothing is checked in a drill of route-gap; expected: the key "
 "only in drills of runbooks that check a host or a database\n"},
{"OutageSilentMonitorOfZero", "provider-outage", "silent-monitor: 32s..50s", "silent-monitor: 0s",
 "x.yaml:156:21: levels.hard.silent-monitor: '0s' is not a valid duration; expected: a duration "
 "(90s, 5m, 250ms) or two with .. between, more than zero, at most 24h\n"},
{"OutageScopeMisspelt", "provider-outage", "scope: customer\n    fault: {is: database-down,", "scope: customers\n    fault: {is: database-down,",
 "x.yaml:30:12: variants.0.scope: 'customers' is not a valid scope; expected: 'customer', one of "
 "unstated, customer, platform, both\n"},
{"OutageLastsMissing", "provider-outage", "fault: {is: queue-down, lasts: 6m..9m}", "fault: {is: queue-down}",
 "x.yaml:54:12: variants.2.fault: 'lasts' is missing; expected: the key 'lasts'\n"},
{"OutageLastsTooLong", "provider-outage", "fault: {is: queue-down, lasts: 6m..9m}", "fault: {is: queue-down, lasts: 25h}",
 "x.yaml:54:36: variants.2.fault.lasts: '25h' is not a valid duration; expected: a duration (90s, "
 "5m, 250ms) or two with .. between, more than zero, at most 24h\n"},
{"OutageClassOfAnotherRunbook", "provider-outage", "class: credential", "class: secrets",
 "x.yaml:28:3: variants: no variant has the class 'credential'; expected: a variant for each class "
 "of the runbook\n"
 "x.yaml:118:12: variants.8.class: 'secrets' is not a class of provider-outage; expected: one of "
 "database, object-store, queue, payment, credential, no-fault\n"},
{"OutageCauseTwiceRequired", "provider-outage", "with: [failed-over]", "with: [secret-rotated]",
 "x.yaml:103:45: variants.6.required.3.with: 'secret-rotated' is not an accepted repair of this "
 "variant; expected: one of its repairs\n"},
    // clang-format on
