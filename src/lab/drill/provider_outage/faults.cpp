#include "lab/drill/provider_outage/faults.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/check.h"
#include "base/random.h"
#include "lab/drill/read.h"
#include "lab/grade/facts/errors.h"
#include "lab/grade/provider_outage/clues.h"

namespace studylab::drill::provider_outage {
namespace {

using namespace std::chrono_literals;
using world::ProviderChange;

constexpr Permille every{1000};
// Of a brownout's answers; the monitor calls an answer slow from 500 ms on.
constexpr Duration slow_answer = 2s;
// Some of its answers fail from the start.
constexpr Permille slow_failing{250};

// --- outages ---

enum class Target : std::uint8_t {
  database,
  object_store,
  queue,
  payment,
  records,  // the archive's, which the control plane needs too
  job_queue,
};

ProviderName target_of(Target target, Incident const& incident) {
  switch (target) {
    case Target::database: return provider_of(ProviderKind::database);
    case Target::object_store: return provider_of(ProviderKind::object_store);
    case Target::queue: return provider_of(ProviderKind::queue);
    case Target::payment: return provider_of(ProviderKind::payment);
    case Target::records: return incident.records;
    case Target::job_queue: return incident.job_queue;
  }
  check_failed("a target", __FILE__, __LINE__);
}

// Calls that failed or were slow, and that `wanted` accepts.
template <class Wanted>
bool shows_calls(Fact const& fact, Wanted wanted) {
  auto const* probed = fact_if<ProvidersProbed>(fact);
  return probed != nullptr && std::ranges::any_of(probed->bindings, [&](BindingCount const& count) {
           return count.failed + count.slow > 0 && wanted(count);
         });
}

bool shows_state(Fact const& fact, ProviderName const& provider) {
  auto const* probed = fact_if<ProvidersProbed>(fact);
  return probed != nullptr && std::ranges::any_of(probed->providers, [&](ProviderProbe const& one) {
           return one.provider == provider &&
                  (one.state == ProviderState::degraded || one.state == ProviderState::down);
         });
}

struct Outage : OutageFault {
  Target target = Target::database;
  Proofs found = Proofs::drawn;
  DurationRange lasts;

  void put_into(Injection const& into, DrawnRun& run) const override;
  Proofs proofs() const override { return found; }
};

// A brownout is slow at first.
void fail(ProviderName const& provider, Instant from, Random& random, DrawnRun& run) {
  auto& changes = run.plan.changes;
  enum class Way : std::uint8_t { fails, rejects, slows };
  auto const way = static_cast<Way>(random.below(3));
  auto const brownout = std::chrono::seconds{random.between(25, 40)};
  ProviderChange change{provider, Permille{}, every, ProviderChange::Rejects::no, {}};
  if (way == Way::rejects) change.rejects = ProviderChange::Rejects::yes;
  if (way == Way::slows) {
    ProviderChange slow{provider, every, slow_failing, ProviderChange::Rejects::no, slow_answer};
    changes.push_back({from, slow});
    from += brownout;
  }
  changes.push_back({from, change});
}

void Outage::put_into(Injection const& into, DrawnRun& run) const {
  Random random{into.seed, "outage"};
  auto const& incident = into.incident;
  auto const provider = target_of(target, incident);
  auto const usual = Duration{random.between(lasts.low.count(), lasts.high.count())};
  auto const length = at_pace(into.times.pace, usual);
  // Also where no environment uses the provider, so that only the second probe shows it: an outage
  // that began earlier would be in the first answer after the alert.
  fail(provider, incident.alert_at + 200ms, random, run);
  run.plan.changes.push_back(
      {incident.alert_at + length,
       ProviderChange{provider, Permille{}, Permille{}, ProviderChange::Rejects::no, {}}});
  run.is_witness = [provider](Fact const& fact) {
    auto const its = [&](BindingCount const& one) { return one.provider == provider; };
    return shows_state(fact, provider) || shows_calls(fact, its);
  };
  run.faults.push_back(FaultInjected{"provider-down", provider.value()});
}

// --- one credential ---

struct CredentialRefused : OutageFault {
  void put_into(Injection const& into, DrawnRun& run) const override {
    Random random{into.seed, "credential"};
    auto const& binding = into.incident.credential;
    using States = world::CredentialChange::States;
    auto const state = random.chance(500) ? SecretState::expired : SecretState::revoked;
    auto const states = random.chance(500) ? States::yes : States::no;
    run.plan.changes.push_back(
        {into.incident.alert_at + 200ms, world::CredentialChange{binding, state, states}});
    run.is_witness = [binding](Fact const& fact) {
      return shows_calls(fact, [&](BindingCount const& one) { return one.binding == binding; });
    };
    run.faults.push_back(FaultInjected{"credential-refused", binding.value()});
  }
};

struct OwnErrors : OutageFault {
  void put_into(Injection const& into, DrawnRun& run) const override {
    run.is_witness = [](Fact const& fact) { return fact_if<IncidentOpened>(fact) != nullptr; };
    run.faults.push_back(FaultInjected{"own-errors", into.incident.environment.value()});
  }
};

// --- proofs ---

class Proving {
 public:
  Proving(Injection const& into, DrawnRun& run)
      : into_(into), run_(run), random_(into.seed, "region") {}

  void prove(Proofs proofs) {
    // Drawn in every variant, so that one variant's proofs do not change another's.
    auto const drawn = static_cast<Proofs>(1 + random_.below(3));
    auto const missing = draw_missing();
    auto const stalled = random_.chance(500);
    auto const lag = std::chrono::milliseconds{random_.between(200, 4000)};
    if (proofs == Proofs::drawn) proofs = drawn;
    for (std::uint32_t n = 0; n < enum_size<ProofKind>; ++n) {
      auto const kind = static_cast<ProofKind>(n);
      if (proofs == Proofs::none && is_of_replica(kind)) {
        add(kind, Proven::no, {}, "the region has no replica");
      } else if (proofs == Proofs::one_missing && kind == missing) {
        miss(kind, stalled, lag);
      } else {
        add(kind, Proven::yes, lag, words_of(kind));
      }
    }
  }

 private:
  static bool is_of_replica(ProofKind kind) {
    return kind == ProofKind::replica || kind == ProofKind::lag || kind == ProofKind::fence;
  }
  static std::string words_of(ProofKind kind) {
    switch (kind) {
      case ProofKind::replica: return "it follows the primary";
      case ProofKind::lag: return "within the RPO";
      case ProofKind::runtime: return "hosts with free slots answer";
      case ProofKind::secrets: return "every secret is there";
      case ProofKind::artifacts: return "every artifact is in the region's store";
      case ProofKind::fence: return "the old region's writers can be fenced";
    }
    check_failed("a proof", __FILE__, __LINE__);
  }

  // The replica itself is there.
  ProofKind draw_missing() {
    return static_cast<ProofKind>(1 + random_.below(enum_size<ProofKind> - 1));
  }

  void miss(ProofKind kind, bool stalled, Duration lag) {
    if (stalled) {
      world::ProofChange change{into_.incident.database,
                                into_.incident.away,
                                kind,
                                Proven::yes,
                                kind == ProofKind::lag ? lag : Duration{},
                                words_of(kind)};
      change.checker = world::ProofChange::Checker::stalled;
      change.age = 12min;
      run_.plan.changes.push_back({run_.plan.began, change});
    } else if (kind == ProofKind::lag) {
      add(kind, Proven::yes, 20min, "far behind the primary");
    } else {
      add(kind, Proven::no, {}, "the check did not find it");
    }
  }

  void add(ProofKind kind, Proven proven, Duration lag, std::string what) {
    if (kind != ProofKind::lag) lag = Duration{};
    run_.plan.changes.push_back(
        {run_.plan.began, world::ProofChange{into_.incident.database, into_.incident.away, kind,
                                             proven, lag, std::move(what)}});
  }

  Injection const& into_;
  DrawnRun& run_;
  Random random_;
};

// --- their parameters ---

template <Target target, Proofs found>
std::shared_ptr<Fault> read_outage(Value const& value) {
  auto fault = std::make_shared<Outage>();
  fault->target = target;
  fault->found = found;
  fault->lasts = {6min, 9min};
  Fields const fields{value, {{"is"}, {"lasts"}}};
  if (auto const v = fields["lasts"]) take(v->durations(), fault->lasts);
  return fault;
}

template <class Plain>
std::shared_ptr<Fault> read_alone(Value const& value) {
  Fields{value, {{"is"}}};
  return std::make_shared<Plain>();
}

// --- the clues that hold in every world that they make ---

using grade::under_threshold;
namespace clues = grade::provider_outage;

constexpr std::array database_clues{&clues::database_sick, &clues::calls_fail,
                                    &clues::platform_well, &clues::no_replica};
constexpr std::array store_clues{&clues::object_store_sick, &clues::calls_fail,
                                 &clues::platform_well};
constexpr std::array queue_clues{&clues::queue_sick, &clues::calls_fail, &clues::platform_well};
constexpr std::array payment_clues{&clues::payment_sick, &clues::calls_fail, &clues::platform_well};
constexpr std::array shared_clues{&clues::database_sick, &clues::calls_fail,
                                  &clues::platform_degraded};
constexpr std::array job_queue_clues{&clues::queue_sick, &clues::no_customer,
                                     &clues::platform_degraded, &under_threshold};
constexpr std::array proven_clues{&clues::database_sick, &clues::calls_fail, &clues::platform_well,
                                  &clues::proofs_hold};
constexpr std::array unproven_clues{&clues::database_sick, &clues::calls_fail,
                                    &clues::platform_well, &clues::proof_missing};
constexpr std::array credential_clues{&clues::credential_rejected};
constexpr std::array own_clues{&clues::providers_well, &under_threshold};

}  // namespace

void prove_region(Proofs proofs, Injection const& into, DrawnRun& run) {
  Proving{into, run}.prove(proofs);
}

constexpr FaultKind database_down{"database-down", database_clues,
                                  read_outage<Target::database, Proofs::none>};
constexpr FaultKind object_store_down{"object-store-down", store_clues,
                                      read_outage<Target::object_store, Proofs::drawn>};
constexpr FaultKind queue_down{"queue-down", queue_clues,
                               read_outage<Target::queue, Proofs::drawn>};
constexpr FaultKind payment_down{"payment-down", payment_clues,
                                 read_outage<Target::payment, Proofs::drawn>};
constexpr FaultKind shared_database_down{"shared-database-down", shared_clues,
                                         read_outage<Target::records, Proofs::drawn>};
constexpr FaultKind job_queue_down{"job-queue-down", job_queue_clues,
                                   read_outage<Target::job_queue, Proofs::drawn>};
constexpr FaultKind database_down_with_replica{"database-down-with-replica", proven_clues,
                                               read_outage<Target::database, Proofs::all>};
constexpr FaultKind database_down_unproven{"database-down-unproven", unproven_clues,
                                           read_outage<Target::database, Proofs::one_missing>};
constexpr FaultKind credential_refused{"credential-refused", credential_clues,
                                       read_alone<CredentialRefused>};
constexpr FaultKind own_errors{"own-errors", own_clues, read_alone<OwnErrors>};

}  // namespace studylab::drill::provider_outage
