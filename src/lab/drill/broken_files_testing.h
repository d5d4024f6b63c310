// One change in drills/bad-deploy.yaml, and the messages that follow. Included inside an array.
// clang-format off
{"UnknownKey", "  apps: 1..4", "  aps: 1..4",
 "x.yaml:9:3: topology.aps: 'aps' is not a valid key here; expected: 'apps', one of apps, "
 "environments, edges, hosts, replicas, history, live\n"
 "x.yaml:9:3: topology: 'apps' is missing; expected: the key 'apps'\n"},
{"MissingKey", "title: Production error rate rises after promotion\n", "",
 "x.yaml:2:1: the file: 'title' is missing; expected: the key 'title'\n"},
{"RepeatedKey", "title: Production", "title: Twice\ntitle: Production",
 "x.yaml:4:1: title: appears twice; expected: once\n"},
{"RangeBackwards", "apps: 1..4", "apps: 4..1",
 "x.yaml:9:9: topology.apps: '4..1' ends before it begins; expected: LOW..HIGH or one number, "
 "within 1..10\n"},
{"RangeOutOfBounds", "replicas: 1..3", "replicas: 1..9",
 "x.yaml:13:13: topology.replicas: '1..9' is not in bounds; expected: LOW..HIGH or one number, "
 "within 1..3\n"},
{"InvalidRange", "hosts: 3..7", "hosts: some",
 "x.yaml:12:10: topology.hosts: 'some' is not a valid range; expected: LOW..HIGH or one number, "
 "within 1..16\n"},
{"WrongType", "limits:\n  time: 60m", "limits: 60m",
 "x.yaml:149:9: limits: found a single value; expected: a map with time\n"},
{"UnknownRunbook", "runbook: bad-deploy", "runbook: bad-deplyo",
 "x.yaml:4:10: runbook: 'bad-deplyo' is not a valid runbook; expected: 'bad-deploy', one of "
 "bad-deploy, stuck-wake, route-gap, database-restore, host-upgrade, provider-outage\n"},
{"UnknownWorld", "worlds: [simulated]", "worlds: [simulatd]",
 "x.yaml:5:10: worlds.0: 'simulatd' is not a valid world; expected: 'simulated', one of simulated, "
 "live\n"},
{"BraceInAlert", "{route}", "{host}",
 "x.yaml:6:8: alert: unknown placeholder or unmatched brace; expected: {environment}, {route} and "
 "{operation}, and no other braces\n"},
{"UnknownSymptom", "is: observation-over-threshold", "is: observation-over",
 "x.yaml:24:7: symptom.is: 'observation-over' is not a valid symptom; expected: one of "
 "observation-over-threshold\n"},
{"UnknownFault", "is: failing-release", "is: failing-relese",
 "x.yaml:31:11: variants.0.fault.is: 'failing-relese' is not a valid fault; expected: "
 "'failing-release', one of failing-release, contracting-migration, destructive-migration, "
 "binding-gone, stalled-consumer, passing-burst\n"},
{"FaultWithoutName", "fault: {is: stalled-consumer}", "fault: {}",
 "x.yaml:116:12: variants.4.fault: 'is' is missing; expected: the key 'is'\n"},
{"ParameterOfAnotherFault", "fault: {is: stalled-consumer}", "fault: {is: stalled-consumer, failing: 500}",
 "x.yaml:116:35: variants.4.fault.failing: 'failing' is not a valid key here; expected: one of "
 "is\n"},
{"FaultParameterMissing", "      code: unhandled_exception\n", "",
 "x.yaml:31:7: variants.0.fault: 'code' is missing; expected: the key 'code'\n"},
{"UnknownClue", "- edge-behind", "- edge-ahead",
 "x.yaml:118:9: variants.4.clues.0: 'edge-ahead' is not a valid clue; expected: one of "
 "failed-by-new-release, failed-at-one-edge, under-threshold, bindings-answer, binding-gone, "
 "rollback-compatible, rollback-incompatible, no-rows-lost, rows-lost, edge-behind\n"},
{"ClueTwice", "      - bindings-answer\n", "      - failed-by-new-release\n",
 "x.yaml:39:9: variants.0.clues.1: 'failed-by-new-release' appears twice; expected: each clue "
 "once\n"},
{"UnknownRepair", "repairs: [edge-has-new-baseline]", "repairs: [edge-restarted]",
 "x.yaml:120:15: variants.4.repairs.0: 'edge-restarted' is not a valid repair; expected: one of "
 "nothing, earlier-release-owns, listed-fix-owns, brought-fix-owns, binding-answers, "
 "edge-has-new-baseline, repaired-forward, restored-by-pitr\n"},
{"UnknownRequiredFact", "{id: BD1, fact: environment-frozen}", "{id: BD1, fact: environment-cold}",
 "x.yaml:43:25: variants.0.required.0.fact: 'environment-cold' is not a valid required fact; "
 "expected: 'environment-frozen', one of environment-frozen, state-before-logs, class-in-force, "
 "rolled-back-by-operation, forward-fix-by-operation, data-restored-by-operation\n"},
{"RequiredStepNotInTheRunbook", "{id: BD1, fact: environment-frozen}", "{id: BDN1, fact: environment-frozen}",
 "x.yaml:43:14: variants.0.required.0.id: 'BDN1' is not a step of bad-deploy; expected: one of "
 "BD1, BD2, BD3, BD4, BD5\n"},
{"RequiredWithUnacceptedRepair", "with: [listed-fix-owns]}", "with: [binding-answers]}",
 "x.yaml:47:57: variants.0.required.4.with: 'binding-answers' is not an accepted repair of this "
 "variant; expected: one of its repairs\n"},
{"UnknownEnd", "end: resolved", "end: fixed",
 "x.yaml:49:10: variants.0.end: 'fixed' is not a valid end; expected: one of resolved, "
 "handed-over\n"},
{"ClassOfAnotherRunbook", "class: route-propagation", "class: missing-event",
 "x.yaml:28:3: variants: no variant has the class 'route-propagation'; expected: a variant for "
 "each class of the runbook\n"
 "x.yaml:115:12: variants.4.class: 'missing-event' is not a class of bad-deploy; expected: one of "
 "app-only, database-migration, runtime-service, route-propagation, no-fault\n"},
{"VariantWithoutClass", "    class: app-only\n", "",
 "x.yaml:28:5: variants.0: 'class' is missing; expected: the key 'class'\n"},
{"DuplicateVariant", "name: runtime-service", "name: app-only",
 "x.yaml:94:11: variants.3.name: another variant is called 'app-only'; expected: a unique name\n"},
{"CluesThatHoldElsewhere", "- rollback-incompatible", "- failed-by-new-release",
 "x.yaml:61:7: variants.1.clues: all of them hold in the world of 'app-only' too; expected: at "
 "least one that does not hold with 'failing-release'\n"
 "x.yaml:61:7: variants.1.clues: all of them hold in the world of 'runtime-service' too; expected: "
 "at least one that does not hold with 'binding-gone'\n"},
{"ClueThatNeverHolds", "- under-threshold", "- binding-gone",
 "x.yaml:132:7: variants.5.clues: all of them hold in the world of 'runtime-service' too; "
 "expected: at least one that does not hold with 'binding-gone'\n"
 "x.yaml:132:9: variants.5.clues.0: 'binding-gone' does not hold with the fault 'passing-burst'; "
 "expected: facts that the variant's own fault causes\n"},
{"RepairWithoutAFault", "repairs: [nothing]", "repairs: [earlier-release-owns]",
 "x.yaml:133:14: variants.5.repairs: these repairs do not fit the class 'no-fault'; expected: "
 "'nothing' alone with no-fault, and never with another class\n"},
{"UnknownDecoy", "- log-noise", "- noise",
 "x.yaml:147:5: decoys.6: 'noise' is not a valid decoy; expected: one of artifact-gone, "
 "ranges-unrecorded, served-with-symptoms, misfit-candidate, same-artifact-queued, "
 "promotions-elsewhere, log-noise\n"},
{"InvalidDuration", "time: 60m", "time: soon",
 "x.yaml:150:9: limits.time: 'soon' is not a valid duration; expected: a duration (90s, 5m, 250ms) "
 "or two with .. between, more than zero, at most 24h\n"},
{"DurationTooLong", "time: 60m", "time: 2562047788h",
 "x.yaml:150:9: limits.time: '2562047788h' is not a valid duration; expected: a duration (90s, 5m, "
 "250ms) or two with .. between, more than zero, at most 24h\n"},
{"InvalidName", "drill: bad-deploy", "drill: my drill /../x",
 "x.yaml:2:8: drill: 'my drill /../x' is not a valid name; expected: a lower-case letter, then "
 "lower-case letters, digits and hyphens, at most 40\n"},
{"ControlCharacterInText", "title: Production error", "title: \"\\e[31mProduction\" # ",
 "x.yaml:3:8: title: the text contains a control character; expected: one line of text\n"},
{"LevelMissing",
 "  easy: {owners: 60s..90s, promotions-elsewhere: 0..1, noise-lines: 1..2, apps: 1..2, pace: 800}\n", "",
 "x.yaml:153:3: levels: 'easy' is missing; expected: the key 'easy'\n"},
{"PaceOutOfBounds", "pace: 800", "pace: 5",
 "x.yaml:153:93: levels.easy.pace: '5' is not in bounds; expected: a whole number, 250..2000\n"},
{"TooManyStatements", "statements: 2..3", "statements: 2..9",
 "x.yaml:162:17: levels.hard.statements: '2..9' is not in bounds; expected: LOW..HIGH or one "
 "number, within 0..3\n"},
{"ClassWithoutHunch",
 "    - {class: no-fault, text: \"That is only noise. It will be over in a moment.\"}\n", "",
 "x.yaml:167:5: statements.hunches: no hunch names the class 'no-fault'; expected: one hunch for "
 "each class of the drill\n"},
{"TwoHunchesOfAClass", "{class: no-fault, text:", "{class: app-only, text:",
 "x.yaml:167:5: statements.hunches: no hunch names the class 'no-fault'; expected: one hunch for "
 "each class of the drill\n"
 "x.yaml:171:15: statements.hunches.4.class: 'app-only' appears twice; expected: each class once\n"},
{"PlaceholderInStatement", "Roll {environment} back now", "Roll {operation} back now",
 "x.yaml:173:7: statements.demands.0: unknown placeholder or unmatched brace; expected: "
 "{environment} and {route}, and no other braces\n"},
{"InvalidYaml", "worlds: [simulated]", "worlds: [simulated",
 "x.yaml:6:6: the file: end of sequence flow not found; expected: a closing ] or } for each [ or "
 "{\n"},
{"Tab", "  apps: 1..4", "\tapps: 1..4",
 "x.yaml:9:6: the file: a tab in the indentation; expected: spaces\n"},
{"KeyTooFarRight", "    class: app-only\n", "     class: app-only\n",
 "x.yaml:29:11: the file: illegal map value; expected: `KEY: VALUE`, the keys of a map and the "
 "items of a list each in one column, and quotes around a text that contains ': ' or begins with a "
 "special character\n"},
{"KeyWithoutColon", "title: Production", "title Production",
 "x.yaml:4:8: the file: illegal map value; expected: `KEY: VALUE`, the keys of a map and the items "
 "of a list each in one column, and quotes around a text that contains ': ' or begins with a "
 "special character\n"},
{"UnquotedPlaceholder", "alert: \"Error", "alert: {environment} \"Error",
 "x.yaml:6:22: the file: end of map not found; expected: `KEY: VALUE`, the keys of a map and the "
 "items of a list each in one column, and quotes around a text that contains ': ' or begins with a "
 "special character\n"},
{"UnknownAnchor", "causes: [provider]", "causes: *causes",
 "x.yaml:111:13: the file: the referenced anchor is not defined; expected: *NAME after an &NAME "
 "further up\n"},
{"AListInPlaceOfAValue", "time: 60m", "time: [60m]",
 "x.yaml:150:9: limits.time: found a list; expected: a duration (90s, 5m, 250ms) or two with .. "
 "between, more than zero, at most 24h\n"},
{"AValueInPlaceOfAList", "repairs: [nothing]", "repairs: nothing",
 "x.yaml:133:14: variants.5.repairs: found a single value; expected: a list with at least one "
 "item\n"},
{"AMapInPlaceOfAList", "decoys:\n  - artifact-gone", "decoys:\n  artifact-gone: yes",
 "x.yaml:142:3: the file: end of map not found; expected: `KEY: VALUE`, the keys of a map and the "
 "items of a list each in one column, and quotes around a text that contains ': ' or begins with a "
 "special character\n"},
{"AListInPlaceOfAMap", "topology:\n  apps: 1..4", "topology:\n  - apps: 1..4",
 "x.yaml:10:3: the file: end of map not found; expected: `KEY: VALUE`, the keys of a map and the "
 "items of a list each in one column, and quotes around a text that contains ': ' or begins with a "
 "special character\n"},
{"EmptyList", "repairs: [nothing]", "repairs: []",
 "x.yaml:133:14: variants.5.repairs: found an empty list; expected: a list with at least one "
 "item\n"},
{"EmptyValue", "title: Production error rate rises after promotion", "title:",
 "x.yaml:3:1: title: found nothing; expected: text\n"},
{"RangeWithAHyphen", "apps: 1..4", "apps: 1-4",
 "x.yaml:9:9: topology.apps: '1-4' is not a valid range; expected: LOW..HIGH or one number, within "
 "1..10\n"},
{"ThresholdInPercent", "threshold: 20 ", "threshold: 2% ",
 "x.yaml:25:14: symptom.threshold: '2%' is not in bounds; expected: a whole number, 1..50\n"},
{"ThresholdTooHigh", "threshold: 20 ", "threshold: 200 ",
 "x.yaml:25:14: symptom.threshold: '200' is not in bounds; expected: a whole number, 1..50\n"},
{"ShareOverAThousand", "failing: 1000            #", "failing: 1001            #",
 "x.yaml:32:16: variants.0.fault.failing: '1001' is not in bounds; expected: LOW..HIGH or one "
 "number, within 100..1000\n"},
{"ShareInPercent", "failing: 1000            #", "failing: 100%            #",
 "x.yaml:32:16: variants.0.fault.failing: '100%' is not a valid range; expected: LOW..HIGH or one "
 "number, within 100..1000\n"},
{"DurationWithoutUnit", "time: 60m", "time: 60",
 "x.yaml:150:9: limits.time: '60' is not a valid duration; expected: a duration (90s, 5m, 250ms) "
 "or two with .. between, more than zero, at most 24h\n"},
{"DurationsBackwards", "owners: 60s..180s", "owners: 180s..60s",
 "x.yaml:154:20: levels.normal.owners: '180s..60s' is not a valid duration; expected: a duration "
 "(90s, 5m, 250ms) or two with .. between, more than zero, at most 24h\n"},
{"DurationOfZero", "silent-edge: 60s..120s", "silent-edge: 0s",
 "x.yaml:161:18: levels.hard.silent-edge: '0s' is not a valid duration; expected: a duration (90s, "
 "5m, 250ms) or two with .. between, more than zero, at most 24h\n"},
{"NameWithCapitals", "name: app-only", "name: App_Only",
 "x.yaml:28:11: variants.0.name: 'App_Only' is not a valid name; expected: a lower-case letter, "
 "then lower-case letters, digits and hyphens, at most 40\n"},
{"StepTwice", "{id: BD2, fact: state-before-logs}", "{id: BD1, fact: environment-frozen}",
 "x.yaml:44:14: variants.0.required.1.id: 'BD1' is required twice; expected: each step once\n"},
{"StepWithoutFact", "{id: BD2, fact: state-before-logs}", "{id: BD2}",
 "x.yaml:44:9: variants.0.required.1: 'fact' is missing; expected: the key 'fact'\n"},
{"UnknownCause", "causes: [provider]", "causes: [vendor]",
 "x.yaml:111:14: variants.3.causes.0: 'vendor' is not a valid cause; expected: one of app, "
 "platform, provider\n"},
{"UnknownScope", "    class: app-only\n", "    class: app-only\n    scope: everyone\n",
 "x.yaml:30:12: variants.0.scope: 'everyone' is not a valid scope; expected: one of unstated, "
 "customer, platform, both\n"},
{"DecoyTwice", "- ranges-unrecorded", "- artifact-gone",
 "x.yaml:142:5: decoys.1: 'artifact-gone' appears twice; expected: each once\n"},
{"WorldTwice", "worlds: [simulated]", "worlds: [simulated, simulated]",
 "x.yaml:5:21: worlds.1: 'simulated' appears twice; expected: each once\n"},
{"UnknownLevel", "  hard:", "  hardest:",
 "x.yaml:153:3: levels: 'hard' is missing; expected: the key 'hard'\n"
 "x.yaml:155:3: levels.hardest: 'hardest' is not a valid key here; expected: one of easy, normal, "
 "hard\n"},
{"KeyOfALevel", "noise-lines: 2..4}", "noise: 2..4}",
 "x.yaml:154:11: levels.normal: 'noise-lines' is missing; expected: the key 'noise-lines'\n"
 "x.yaml:154:59: levels.normal.noise: 'noise' is not a valid key here; expected: one of owners, "
 "promotions-elsewhere, noise-lines, apps, pace, silent-edge, silent-monitor, "
 "old-check, statements\n"},
{"NothingForAFault", "repairs: [edge-has-new-baseline]", "repairs: [edge-has-new-baseline, nothing]",
 "x.yaml:120:14: variants.4.repairs: these repairs do not fit the class 'route-propagation'; "
 "expected: 'nothing' alone with no-fault, and never with another class\n"},
{"TwoDrillsInOneFile", "title: Production", "---\ntitle: Production",
 "x.yaml:2:1: the file: 'title' is missing; expected: the key 'title'\n"
 "x.yaml:2:1: the file: 'runbook' is missing; expected: the key 'runbook'\n"
 "x.yaml:2:1: the file: 'worlds' is missing; expected: the key 'worlds'\n"
 "x.yaml:2:1: the file: 'alert' is missing; expected: the key 'alert'\n"
 "x.yaml:2:1: the file: 'topology' is missing; expected: the key 'topology'\n"
 "x.yaml:2:1: the file: 'traffic' is missing; expected: the key 'traffic'\n"
 "x.yaml:2:1: the file: 'symptom' is missing; expected: the key 'symptom'\n"
 "x.yaml:2:1: the file: 'variants' is missing; expected: the key 'variants'\n"
 "x.yaml:2:1: the file: 'decoys' is missing; expected: the key 'decoys'\n"
 "x.yaml:2:1: the file: 'limits' is missing; expected: the key 'limits'\n"
 "x.yaml:2:1: the file: 'levels' is missing; expected: the key 'levels'\n"
 "x.yaml:3:1: the file: another document begins here; expected: one document, without a line of "
 "---\n"},
{"TooManyUsers", "users: 300..2400 ", "users: 300..2400000 ",
 "x.yaml:21:10: traffic.users: '300..2400000' is not in bounds; expected: LOW..HIGH or one number, "
 "within 1..1000000\n"},
{"OthersInWords", "others: 1..12", "others: few",
 "x.yaml:19:11: traffic.others: 'few' is not a valid range; expected: LOW..HIGH or one number, "
 "within 1..100000\n"},
{"UnsafeInPercent", "unsafe: 60..250 ", "unsafe: 6%..25% ",
 "x.yaml:20:11: traffic.unsafe: '6%..25%' is not a valid range; expected: LOW..HIGH or one number, "
 "within 0..1000\n"},
    // clang-format on
