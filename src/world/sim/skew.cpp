#include "world/sim/skew.h"

namespace studylab::world::sim {
namespace {

class Skewing {
 public:
  explicit Skewing(Duration ahead) : ahead_(ahead) {}

  void shift(Origin& origin) const { move(origin.at); }
  void shift(RequestsObserved& f) const {
    move(f.from);
    move(f.until);
  }
  void shift(EdgeViewReported& f) const {
    for (auto& partition : f.partitions) move(partition.applied_at);
  }
  // Its answer was issued by a clock that differs from the edge's.
  void shift(SnapshotFetched& f) const { move(f.issued_at); }
  void shift(GateReported& f) const {
    move(f.from);
    move(f.until);
    for (auto& row : f.rows) {
      if (row.oldest) move(*row.oldest);
    }
  }
  void shift(AllocationStagesReported& f) const {
    for (auto& stage : f.stages) {
      move(stage.began);
      move(stage.ended);
    }
  }
  void shift(BindingsProbed& f) const {
    for (auto& binding : f.bindings) move(binding.since);
  }
  void shift(SecretsProbed& f) const {
    for (auto& secret : f.secrets) move(secret.since);
  }
  void shift(ProvidersProbed& f) const {
    move(f.from);
    move(f.until);
    for (auto& provider : f.providers) move(provider.since);
    for (auto& binding : f.bindings) move(binding.secret_since);
  }
  void shift(RegionsChecked& f) const {
    for (auto& proof : f.proofs) move(proof.seen_at);
  }

 private:
  // A default instant means none.
  void move(Instant& at) const {
    if (at != Instant{}) at += ahead_;
  }

  Duration ahead_;
};

template <class Kind>
void shift_if(Skewing const& skewing, Fact& fact) {
  auto const* known = fact_if<Kind>(fact);
  if (known == nullptr) return;
  auto changed = *known;
  skewing.shift(changed);
  fact = make_fact(std::move(changed));
}

}  // namespace

Report skewed(Report report, Duration ahead) {
  Skewing const skewing{ahead};
  auto& fact = report.fact;
  shift_if<RequestsObserved>(skewing, fact);
  shift_if<EdgeViewReported>(skewing, fact);
  shift_if<SnapshotFetched>(skewing, fact);
  shift_if<GateReported>(skewing, fact);
  shift_if<AllocationStagesReported>(skewing, fact);
  shift_if<BindingsProbed>(skewing, fact);
  shift_if<SecretsProbed>(skewing, fact);
  shift_if<ProvidersProbed>(skewing, fact);
  shift_if<RegionsChecked>(skewing, fact);
  // The fact is this function's own.
  if (auto const* origin = origin_of(fact)) skewing.shift(const_cast<Origin&>(*origin));
  return report;
}

}  // namespace studylab::world::sim
