#include "model/messages.h"

namespace studylab {
namespace {

template <class Message>
std::string without_signature(Message const& message) {
  std::string bytes;
  Encoder encoder{bytes};
  Message::fields(message, [&](std::string_view name, auto const& field) {
    if (name != "signature") encoder.put(field);
  });
  return bytes;
}

}  // namespace

std::string signed_bytes(RouteEvent const& event) { return without_signature(event); }
std::string signed_bytes(Snapshot const& snapshot) { return without_signature(snapshot); }

}  // namespace studylab
