// The messages that carry out orders of the database service.
#include "control/control.h"
#include "control/databases/databases.h"
#include "control/restores/restores.h"

namespace studylab::control {
namespace {

kinds::Restore const& restore_at(State const& state, OperationId id) {
  return std::get<kinds::Restore>(at_key(state.operations, id).as);
}

WriterEpoch epoch_of(State const& state, DatabaseName const& database) {
  return at_key(state.databases, database).fence->ordered.epoch;
}

}  // namespace

DatabaseCommand database_message(State const& state, OrderFence const& order) {
  return FenceDatabase{order.database, epoch_of(state, order.database)};
}

DatabaseCommand database_message(State const& state, OrderAdmission const& order) {
  return AdmitWriters{order.database, epoch_of(state, order.database)};
}

DatabaseCommand database_message(State const& state, OrderCheck const& order) {
  return CheckDatabase{order.database, state.incident->entry};
}

DatabaseCommand database_message(State const& state, OrderRestore const& order) {
  auto const& restore = restore_at(state, order.restore);
  auto const& begun = *restore.begun;
  auto const& method = restore.planned->methods[static_cast<std::size_t>(begun.method)];
  return RestoreCopy{order.restore, restore.database, begun.method,
                     begun.base,    begun.target,     method.takes};
}

DatabaseCommand database_message(State const& state, OrderCutover const& order) {
  return CutOverCopy{order.restore, restore_at(state, order.restore).database};
}

DatabaseCommand database_message(State const& state, OrderSettling const& order) {
  auto const& restore = restore_at(state, order.restore);
  auto const& ordered = *restore.consumers.at(order.consumer).ordered;
  return SettleConsumer{order.restore, restore.database, order.consumer, ordered.choice};
}

}  // namespace studylab::control
