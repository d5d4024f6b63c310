#pragma once

#include <string>

#include "evidence/bundle.h"
#include "evidence/seal.h"

namespace studylab::evidence {

// A small ended run with two matching chains.
struct SmallRun {
  Hash nonce = blake2b(as_bytes("nonce"));
  Chain platform;
  LabChain lab;

  // `before`: the head of the platform's chain before the run.
  explicit SmallRun(int notes = 3, Head const& before = {}) : platform(before) {
    LabOpened lab_opened;
    lab_opened.drill = "bad-deploy";
    lab_opened.variant = "app-only";
    lab_opened.seed = 7;
    lab.append(at(0), lab_opened);
    RunOpened opened;
    opened.program_version = "0.1.0";
    opened.drill = "bad-deploy";
    opened.commitment = commitment(nonce, lab.body(LabEntryId{1}));
    platform.append(at(0), make_fact(opened));
    for (int i = 1; i <= notes; ++i) {
      Noted noted;
      noted.text = "note " + std::to_string(i);
      platform.append(at(i), make_fact(noted));
    }
    lab.append(at(1), FaultInjected{"bad-release", "rel-9"});
    lab.append(at(2), FaultWitnessed{EntryId{3}});
    platform.append(at(notes + 1), make_fact(RunEnded{RunEnding::closed}));
  }

  Bundle sealed() const {
    auto bundle = unsigned_bundle("run-1", platform, lab, nonce);
    seal(bundle, signing_key(blake2b(as_bytes("key")).bytes));
    return bundle;
  }

  static Instant at(int seconds) { return Instant{std::chrono::seconds{1'772'334'000 + seconds}}; }
};

}  // namespace studylab::evidence
