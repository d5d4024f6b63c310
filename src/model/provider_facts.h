#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/enums.h"
#include "model/fact_kind.h"
#include "model/origin.h"

namespace studylab {

// Bindings, providers and regions, as the monitor probes them, and what providers did.
// Kinds 800 to 899 belong to this subject.

struct ProbedBinding {
  BindingName binding;
  ProviderName provider;
  BindingState state = BindingState::answers;
  Instant since;  // in this state

  STUDYLAB_FIELDS(binding, provider, state, since)
};

// Every binding of one environment, at once. Probed when an incident opens on it, and after that
// whenever a state changes.
struct BindingsProbed {
  static constexpr FactKind fact_kind{801, 1, "BindingsProbed"};

  EnvironmentName environment;
  std::vector<ProbedBinding> bindings;
  Origin origin;

  STUDYLAB_FIELDS(environment, bindings, origin)
};

struct ProbedSecret {
  BindingName binding;
  SecretState state = SecretState::present;
  Instant since;  // in this state; of an expired one, when it expired

  STUDYLAB_FIELDS(binding, state, since)
};

// The secrets of every binding of an environment that may sleep, with each BindingsProbed of it and
// whenever one changes.
struct SecretsProbed {
  static constexpr FactKind fact_kind{802, 1, "SecretsProbed"};

  EnvironmentName environment;
  std::vector<ProbedSecret> secrets;
  Origin origin;

  STUDYLAB_FIELDS(environment, secrets, origin)
};

// A provider's state, by its probes. `missed`: probes in a row that were not answered well.
struct ProviderProbe {
  ProviderName provider;
  ProviderState state = ProviderState::unknown;
  Instant since;  // in this state
  ProbeOutcome last = ProbeOutcome::answered;
  Duration latency;  // of the last probe
  std::uint32_t missed = 0;

  STUDYLAB_FIELDS(provider, state, since, last, latency, missed)
};

// What the binding proxies of runners counted: the calls of programs through one binding.
// `rejected` calls are those whose credential the provider refused; they are among the failed.
// `secret` is what the provider states about this credential.
struct BindingCount {
  BindingName binding;
  ProviderName provider;
  std::uint64_t calls = 0;
  std::uint64_t failed = 0;
  std::uint64_t slow = 0;
  std::uint64_t rejected = 0;
  SecretState secret = SecretState::present;
  Instant secret_since;  // in this state

  STUDYLAB_FIELDS(binding, provider, calls, failed, slow, rejected, secret, secret_since)
};

// The probes of every watched provider and the counts of every binding from `from` to `until`.
// Reported at every report_interval, and at once when a state changes or a binding begins or stops
// failing.
struct ProvidersProbed {
  static constexpr FactKind fact_kind{803, 1, "ProvidersProbed"};

  Instant from;
  Instant until;
  std::vector<ProviderProbe> providers;
  std::vector<BindingCount> bindings;
  Origin origin;

  STUDYLAB_FIELDS(from, until, providers, bindings, origin)
};

// One proof about a database's replica in a region, as last seen at `seen_at`. `lag`: of the
// replica; of the kind `lag` only. `what` is the finding in words.
struct RegionProof {
  DatabaseName database;
  RegionName region;
  ProofKind kind = ProofKind::replica;
  Proven proven = Proven::no;
  Instant seen_at;
  Duration lag;
  std::string what;

  STUDYLAB_FIELDS(database, region, kind, proven, seen_at, lag, what)
};

// Every proof of every replica, with each ProvidersProbed that is due at its interval, and when one
// changes.
struct RegionsChecked {
  static constexpr FactKind fact_kind{804, 1, "RegionsChecked"};

  std::vector<RegionProof> proofs;
  Origin origin;

  STUDYLAB_FIELDS(proofs, origin)
};

// When a provider expects to be well; none: it does not know.
struct ProviderEstimated {
  static constexpr FactKind fact_kind{805, 1, "ProviderEstimated"};

  NoticeId notice;
  ProviderName provider;
  std::optional<Instant> expects;
  Origin origin;

  STUDYLAB_FIELDS(notice, provider, expects, origin)
};

// The binding has a new credential, and the old one is refused.
struct SecretRotated {
  static constexpr FactKind fact_kind{806, 1, "SecretRotated"};

  OperationId operation;
  BindingName binding;
  Origin origin;

  STUDYLAB_FIELDS(operation, binding, origin)
};

// No login of the old region writes any more.
struct FailoverFenced {
  static constexpr FactKind fact_kind{807, 1, "FailoverFenced"};

  OperationId operation;
  DatabaseName database;
  WriterEpoch epoch;  // in force from here on
  Origin origin;

  STUDYLAB_FIELDS(operation, database, epoch, origin)
};

// The replica takes writes, and the environment's bindings to the database lead to its provider.
// `behind`: how far it was behind the last write of the old region.
struct ReplicaPromoted {
  static constexpr FactKind fact_kind{808, 1, "ReplicaPromoted"};

  OperationId operation;
  DatabaseName database;
  RegionName region;
  ProviderName provider;
  Duration behind;
  Origin origin;

  STUDYLAB_FIELDS(operation, database, region, provider, behind, origin)
};

// A job, or a migration that was scheduled by itself, has ended. `why`: what made it fail.
enum class JobResult : std::uint8_t { done, failed };
struct JobEnded {
  static constexpr FactKind fact_kind{809, 1, "JobEnded"};

  OperationId operation;
  JobResult result = JobResult::done;
  std::string why;
  Origin origin;

  STUDYLAB_FIELDS(operation, result, why, origin)
};

using ProviderFact =
    std::variant<BindingsProbed, SecretsProbed, ProvidersProbed, RegionsChecked, ProviderEstimated,
                 SecretRotated, FailoverFenced, ReplicaPromoted, JobEnded>;

}  // namespace studylab
