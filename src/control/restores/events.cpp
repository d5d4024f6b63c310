// What becomes of a consumer's events past a restore point.
#include "control/restores/restores.h"

namespace studylab::control {
namespace {

// Their effects were rows, which the restore removed: only a replay writes them again.
EventsCheck check_rows(EventsPast const& events, EventChoice choice) {
  switch (choice) {
    case EventChoice::replay: return {};
    case EventChoice::skip: return {events.processed + events.unprocessed, 0};
    // It takes back what is no longer there.
    case EventChoice::compensate: return {events.processed, 0};
  }
  return {};
}

// Their effects are outside, and a restore leaves them as they are.
EventsCheck check_outside(EventsPast const& events, EventChoice choice, bool by_key) {
  switch (choice) {
    case EventChoice::replay: return {0, by_key ? 0 : events.processed};
    case EventChoice::skip: return {events.unprocessed, 0};
    // What is taken back is done again, unless the consumer's keys say that it was done. If nothing
    // was left undone, it is only a repeat.
    case EventChoice::compensate:
      return {by_key ? events.processed : 0,
              !by_key && events.unprocessed == 0 ? events.processed : 0};
  }
  return {};
}

}  // namespace

EventsCheck check_events(ConsumerRegistered const& consumer, EventsPast const& events,
                         EventChoice choice) {
  if (consumer.effect == ConsumerEffect::database) return check_rows(events, choice);
  return check_outside(events, choice, consumer.idempotency == Idempotency::by_key);
}

}  // namespace studylab::control
