#include "world/sim/sim_providers.h"

#include <algorithm>

#include <fmt/format.h>

namespace studylab::world::sim {
namespace {

using namespace std::chrono_literals;

// How long providers take; a job takes as long as its order says.
constexpr Between fencing_region{1s, 3s};
constexpr Between promoting{5s, 15s};
constexpr Between issuing{2s, 6s};
constexpr Between answering_probe{5ms, 40ms};

std::string order_key(ProviderCommand const& command) {
  return match(
      command,
      [](FenceOldRegion const& c) { return fmt::format("fence {}", to_text(c.operation)); },
      [](PromoteReplica const& c) { return fmt::format("promote {}", to_text(c.operation)); },
      [](IssueCredential const& c) { return fmt::format("issue {}", to_text(c.operation)); },
      [](RunJob const& c) { return fmt::format("job {}", to_text(c.operation)); });
}

Instant whole_minute_after(Instant at) {
  constexpr Duration minute = 1min;
  auto const over = at.time_since_epoch() % minute;
  return over == Duration{} ? at : at - over + minute;
}

bool is_well(ProviderChange const& change) {
  return change.slow == Permille{} && change.failing == Permille{};
}

}  // namespace

// --- what a round finds ---

// The same numbers are drawn for every provider, sick or not.
std::vector<provider::ProviderAnswer> SimProviders::probe_all() {
  std::vector<provider::ProviderAnswer> answers;
  answers.reserve(platform_.providers.size());
  for (auto const& [name, known] : platform_.providers) {
    if (!known.watch) continue;
    auto const failing = static_cast<std::uint32_t>(probes_.between(0, 999));
    auto const slow = static_cast<std::uint32_t>(probes_.between(0, 999));
    provider::ProviderAnswer answer{name, ProbeOutcome::answered, drawn(probes_, answering_probe)};
    auto const truth = context_.programs.provider(name);
    if (failing < truth.failing.value()) {
      bool const rejects = truth.rejects == ProviderChange::Rejects::yes;
      answer.outcome = rejects ? ProbeOutcome::rejected : ProbeOutcome::failed;
    } else if (slow < truth.slow.value()) {
      answer.latency += truth.latency;
    }
    answers.push_back(std::move(answer));
  }
  return answers;
}

void SimProviders::list_bindings() {
  uncounted_.clear();
  slow_.clear();
  counted_routes_.clear();
  for (auto const& [name, binding] : platform_.bindings) {
    auto const& route = platform_.environments.at(binding.declared.environment).declared.route;
    auto of = std::ranges::find(counted_routes_, route, &CountedRoute::route);
    if (of == counted_routes_.end()) of = counted_routes_.insert(of, {route, {}, {}});
    of->calls.push_back({name, {}});
    of->places.push_back(uncounted_.size());
    auto const provider = context_.programs.provider_of(name);
    auto const credential = context_.programs.credential(name);
    uncounted_.push_back({name, provider, 0, 0, 0, 0, credential.stated, credential.since});
    slow_.push_back(context_.programs.provider(provider).slow);
  }
  listed_version_ = context_.programs.version();
}

// Ascending by binding.
std::vector<BindingCount> SimProviders::count_all(Span span) {
  bool const listed = listed_version_ == context_.programs.version() &&
                      uncounted_.size() == platform_.bindings.size();
  if (!listed) list_bindings();
  auto counts = uncounted_;
  for (auto& [route, calls, places] : counted_routes_) {
    for (auto& of : calls) of.calls = {};
    traffics_.add_calls(route, span, calls);
    for (std::size_t n = 0; n < calls.size(); ++n) {
      auto const& made = calls[n].calls;
      auto& count = counts[places[n]];
      count.calls = made.all;
      count.failed = made.failed;
      count.slow = (made.all - made.failed) * slow_[places[n]].value() / 1000;
      count.rejected = made.rejected;
    }
  }
  return counts;
}

// A proof whose checker is stalled keeps its age.
std::vector<RegionProof> SimProviders::check_regions(Instant now) {
  std::vector<RegionProof> proofs;
  proofs.reserve(proofs_.size());
  for (auto& [key, proof] : proofs_) {
    if (proof.checker == ProofChange::Checker::runs) proof.seen.seen_at = now;
    proofs.push_back(proof.seen);
  }
  return proofs;
}

provider::ProvidersAnswered SimProviders::answer(provider::ProbeProviders const& round) {
  return {round.round, probe_all(), count_all({round.from, round.until}),
          check_regions(round.until)};
}

std::optional<Instant> SimProviders::recovery_of(ProviderName const& provider) const {
  std::optional<Instant> first;
  for (auto const& change : context_.plan.changes) {
    auto const* of = std::get_if<ProviderChange>(&change.what);
    bool const recovers =
        of != nullptr && of->provider == provider && is_well(*of) && change.at > context_.now();
    if (recovers && (!first || change.at < *first)) first = change.at;
  }
  return first;
}

ProviderStatus SimProviders::status() const {
  ProviderStatus status;
  auto const say = [&](std::string sentence) {
    if (!status.said.empty()) status.said += "; ";
    status.said += sentence;
  };
  for (auto const& [name, known] : platform_.providers) {
    if (is_well(context_.programs.provider(name))) continue;
    auto expects = recovery_of(name);
    if (expects) expects = whole_minute_after(*expects);
    say(expects ? fmt::format("{} expects to be well by {}", name.value(), to_text(*expects))
                : fmt::format("{} does not know yet when it will be well", name.value()));
    status.sick.push_back({name, expects});
  }
  for (auto const& [name, binding] : platform_.bindings) {
    auto const credential = context_.programs.credential(name);
    if (credential.state == SecretState::present) continue;
    say(fmt::format("{} does not accept the credential of {} since {}: it is {}",
                    binding.declared.provider.value(), name.value(), to_text(credential.since),
                    to_text(credential.state)));
  }
  return status;
}

// --- what the plan does ---

void SimProviders::apply(ProviderChange const& change) {
  context_.programs.change(change);
  traffics_.changed();
}

void SimProviders::apply(CredentialChange const& change) {
  context_.programs.change(change, context_.now());
  traffics_.changed();
}

void SimProviders::apply(ProofChange const& change) {
  auto& proof = proofs_[{change.database, change.region, change.kind}];
  proof.checker = change.checker;
  proof.seen = {
      change.database, change.region, change.kind, change.proven, context_.now() - change.age,
      change.lag,      change.what};
}

// --- orders ---

Duration SimProviders::time_of(ProviderCommand const& command) {
  return match(
      command, [&](FenceOldRegion const&) { return drawn(times_, fencing_region); },
      [&](PromoteReplica const&) { return drawn(times_, promoting); },
      [&](IssueCredential const&) { return drawn(times_, issuing); },
      [](RunJob const& c) { return c.takes; });
}

void SimProviders::take(ProviderCommand const& command) {
  auto key = order_key(command);
  if (std::ranges::find(begun_, key) != begun_.end()) return;
  begun_.push_back(std::move(key));
  context_.queue.put(context_.now() + time_of(command), ProviderWorked{command});
}

void SimProviders::work(ProviderCommand const& command) {
  match(
      command, [&](FenceOldRegion const& c) { fence(c); },
      [&](PromoteReplica const& c) { promote(c); }, [&](IssueCredential const& c) { issue(c); },
      [&](RunJob const& c) { finish(c); });
}

// From here on no write of the old region is taken: the traffic answers it 503.
void SimProviders::fence(FenceOldRegion const& order) {
  auto const& registered = platform_.databases.at(order.database).registered;
  auto const& route = platform_.environments.at(registered.environment).declared.route;
  context_.programs.set_writes(route, Programs::Writes::refused);
  traffics_.changed();
  service_.report([&](Origin const& origin) {
    return FailoverFenced{order.operation, order.database, order.epoch, origin};
  });
}

void SimProviders::promote(PromoteReplica const& order) {
  auto const& registered = platform_.databases.at(order.database).registered;
  auto const& replica = platform_.replicas.at({order.database, order.region}).registered;
  auto const& route = platform_.environments.at(registered.environment).declared.route;
  for (auto const& [name, binding] : platform_.bindings) {
    bool const its = binding.declared.environment == registered.environment &&
                     binding.declared.provider == registered.provider;
    if (its) context_.programs.bind(name, replica.provider);
  }
  context_.programs.set_writes(route, Programs::Writes::allowed);
  traffics_.changed();
  auto const lag = proofs_.find({order.database, order.region, ProofKind::lag});
  auto const behind = lag == proofs_.end() ? Duration{} : lag->second.seen.lag;
  service_.report([&](Origin const& origin) {
    return ReplicaPromoted{order.operation,  order.database, order.region,
                           replica.provider, behind,         origin};
  });
}

void SimProviders::issue(IssueCredential const& order) {
  context_.programs.change(
      CredentialChange{order.binding, SecretState::present, CredentialChange::States::yes},
      context_.now());
  traffics_.changed();
  service_.report(
      [&](Origin const& origin) { return SecretRotated{order.operation, order.binding, origin}; });
}

// A job fails if its provider does not answer at its end.
void SimProviders::finish(RunJob const& order) {
  bool const works = context_.programs.answers(order.provider);
  service_.report([&](Origin const& origin) {
    return JobEnded{order.operation, works ? JobResult::done : JobResult::failed,
                    works ? std::string{} : order.provider.value() + " does not answer", origin};
  });
}

}  // namespace studylab::world::sim
