// The messages that carry out orders of providers.
#include "control/control.h"
#include "control/failovers/failovers.h"
#include "control/jobs/jobs.h"

namespace studylab::control {
namespace {

template <class Kind>
Kind const& as(State const& state, OperationId id) {
  return std::get<Kind>(at_key(state.operations, id).as);
}

}  // namespace

ProviderCommand provider_message(State const& state, OrderFailoverFence const& order) {
  auto const& failover = as<kinds::Failover>(state, order.failover);
  auto const& database = at_key(state.databases, failover.database);
  return FenceOldRegion{order.failover, failover.database, next(database.writer_epoch)};
}

ProviderCommand provider_message(State const& state, OrderPromotion const& order) {
  auto const& failover = as<kinds::Failover>(state, order.failover);
  return PromoteReplica{order.failover, failover.database, failover.region};
}

ProviderCommand provider_message(State const& state, OrderRotation const& order) {
  return IssueCredential{order.rotation, as<kinds::Rotation>(state, order.rotation).binding};
}

ProviderCommand provider_message(State const& state, OrderJob const& order) {
  auto const& job = as<kinds::Job>(state, order.job);
  return RunJob{order.job, job.provider, job.takes};
}

}  // namespace studylab::control
