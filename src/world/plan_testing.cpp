#include "world/plan_testing.h"

#include <utility>

namespace studylab::world {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

ReleaseRegistered release(Tiny const& tiny, ReleaseId id, std::uint8_t digest) {
  return ReleaseRegistered{id, tiny.environment, digest_of(digest), tiny.began, "passed", {}};
}

ArtifactStored artifact(Tiny const& tiny, std::uint8_t digest) {
  Manifest manifest;
  manifest.reads = manifest.writes = VersionRange{SchemaVersion{1}, SchemaVersion{5}};
  manifest.state_schema = 1;
  manifest.needs = {tiny.binding};
  manifest.readiness_path = "/ready";
  manifest.source = "main@1";
  return ArtifactStored{digest_of(digest), manifest, tiny.began};
}

void initial_nouns(Tiny const& tiny, std::vector<InitialFact>& facts) {
  facts.push_back(AppRegistered{AppName{"shop"}, PersonName{"ada"}});
  facts.push_back(EnvironmentDeclared{tiny.environment, AppName{"shop"}, Lane::production,
                                      tiny.route, tiny.partition, tiny.database, 2, 1, GapPolicy{},
                                      SessionStore::durable, Permille{50}, seconds{4}});
  facts.push_back(artifact(tiny, 1));
  facts.push_back(artifact(tiny, 2));
  facts.push_back(release(tiny, tiny.good, 1));
  facts.push_back(release(tiny, tiny.bad, 2));
  facts.push_back(ProviderRegistered{ProviderName{"pg-one"}, ProviderKind::database});
  facts.push_back(BindingDeclared{tiny.binding, tiny.environment, ProviderName{"pg-one"}});
  facts.push_back(DatabaseRegistered{tiny.database,
                                     tiny.environment,
                                     ProviderName{"pg-one"},
                                     SchemaVersion{3},
                                     {},
                                     DataClass::customer_data,
                                     seconds{60},
                                     minutes{30},
                                     WriterEpoch{1},
                                     1000});
}

void initialize_processes(Tiny const& tiny, std::vector<InitialFact>& facts) {
  for (std::uint32_t host = 1; host <= 2; ++host) {
    facts.push_back(HostRegistered{HostId{host}, digest_of(9), 8});
  }
  facts.push_back(PartitionOpened{tiny.partition, BaselineEpoch{1}});
  facts.push_back(RouteOwnerRecorded{tiny.route, tiny.environment, tiny.partition, RouteSequence{2},
                                     tiny.good, KeyEpoch{1}, OperationId{1},
                                     tiny.began - minutes{90}});
  for (std::uint32_t edge = 1; edge <= Tiny::edges; ++edge) {
    facts.push_back(EdgeRegistered{EdgeId{edge}, Boot{3}, tiny.began - minutes{500}});
  }
  for (std::uint32_t n = 1; n <= 2; ++n) {
    facts.push_back(AllocationRecorded{AllocationId{n}, tiny.environment, tiny.good, digest_of(1),
                                       HostId{n}, tiny.began - minutes{90}, 40});
  }
  facts.push_back(OperationRecorded{
      OperationId{1}, requests::Promotion{tiny.environment, tiny.good, {}, {}}, Stage::healthy,
      tiny.began - minutes{91}, Instant{}, PersonName{"ada"}, "weekly"});
  facts.push_back(OperationRecorded{
      tiny.promotion, requests::Promotion{tiny.environment, tiny.bad, {}, {}}, Stage::waiting,
      tiny.began - minutes{5}, tiny.began + seconds{3}, PersonName{"ada"}, "weekly"});
}

}  // namespace

Digest digest_of(std::uint8_t number) {
  Digest digest;
  digest.bytes.fill(number);
  return digest;
}

Plan tiny_plan(std::uint64_t seed) {
  Tiny const tiny;
  Plan plan;
  plan.seed = Seed{seed, {}};
  plan.opened.drill = "tiny";
  plan.opened.time_limit = minutes{30};
  plan.began = tiny.began;
  initial_nouns(tiny, plan.initial);
  initialize_processes(tiny, plan.initial);
  for (std::uint32_t edge = 1; edge <= Tiny::edges; ++edge) {
    plan.flows.push_back(
        Flow{tiny.route, EdgeId{edge}, 600 * edge, Permille{200}, 150, Permille{}});
    plan.evaluation_phase[EdgeId{edge}] = milliseconds{100 * edge};
  }
  Behaviour failing;
  failing.failing = Permille{300};
  failing.code = "cart_total";
  failing.log_lines = {"request {}: cart_total: no such field"};
  plan.changes.push_back({tiny.began, BehaviourChange{digest_of(2), failing}});
  plan.log_noise = {"request {} served", "cache warm"};
  return plan;
}

OperatorCommand given(Verb verb, std::string line) {
  OperatorCommand command;
  command.verb = std::move(verb);
  command.line = std::move(line);
  command.because = "the alert";
  command.by = PersonName{"op"};
  return command;
}

}  // namespace studylab::world
