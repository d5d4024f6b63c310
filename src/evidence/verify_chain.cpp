#include "evidence/verify_chain.h"

#include <optional>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace studylab::evidence {
namespace {

// The head before the entries, the last sequence to walk to, and the head to end in; none: to the
// end of the bytes, with any head.
struct Goal {
  Head before;
  std::optional<std::uint64_t> last;
  std::optional<Hash> head;
};

// Why an entry cannot be in this kind of chain at any place; empty if it can.
std::string wrong_in_itself(EntryView const& entry, ChainKind kind) {
  bool const of_lab = entry.kind >= first_lab_kind;
  if (of_lab != (kind == ChainKind::lab)) {
    return fmt::format("its kind {} does not belong in this chain", entry.kind);
  }
  auto const fact = check_fact(entry.kind, entry.version, entry.payload);
  return fact ? std::string{} : fact.error();
}

// Whether the entry's successor, or the head, has the hash of the entry as it is.
bool successor_holds_hash(EntryView const& entry, std::uint64_t place, Bytes after,
                          Goal const& goal) {
  auto const hash = hash_of(entry);
  if (goal.last.value_or(place) == place && goal.head == hash) return true;
  auto const next = take_entry(after);
  return next && next->previous == hash;
}

// Why an entry cannot follow one of this term and time; empty if it can.
std::string_view wrong_in_time(EntryView const& entry, Term last_term, Instant last_at) {
  if (!is_date(entry.at)) return "its time is outside the years 0 to 9999";
  if (entry.term < last_term) return "its term is before the previous entry's";
  return entry.at < last_at ? "its time is before the previous entry's" : std::string_view{};
}

// Which of two entries is wrong, if the second does not follow `before`.
ChainError does_not_follow(EntryView const& entry, Head const& before, Bytes after,
                           Goal const& goal) {
  auto const place = before.size + 1;
  bool const once_more = hash_of(entry) == before.hash;
  bool const follows_another = entry.sequence == place || entry.sequence + 1 == place;
  if (place > goal.before.size + 1 && follows_another && !once_more &&
      successor_holds_hash(entry, place, after, goal)) {
    return {place - 1, "the next entry contains a different hash"};
  }
  if (entry.sequence != place) {
    return {place, fmt::format("the entry in its place has sequence {}", entry.sequence)};
  }
  return {place, "it does not contain the previous entry's hash"};
}

std::expected<Head, ChainError> walk(Bytes& rest, ChainKind kind, Goal const& goal) {
  Head head = goal.before;
  Term last_term;
  Instant last_at = earliest_date;
  while (goal.last ? head.size < *goal.last : !rest.empty()) {
    auto const place = head.size + 1;
    if (!goal.last && goal.head == head.hash) {
      return std::unexpected(ChainError{place, "it was not sealed"});
    }
    auto const entry = take_entry(rest);
    if (!entry) return std::unexpected(ChainError{place, std::string{entry.error()}});
    auto wrong = wrong_in_itself(*entry, kind);
    if (!wrong.empty()) return std::unexpected(ChainError{place, std::move(wrong)});
    if (entry->sequence != place || entry->previous != head.hash) {
      return std::unexpected(does_not_follow(*entry, head, rest, goal));
    }
    auto const wrong_time = wrong_in_time(*entry, last_term, last_at);
    if (!wrong_time.empty()) return std::unexpected(ChainError{place, std::string{wrong_time}});
    last_term = entry->term;
    last_at = entry->at;
    head = {place, hash_of(*entry)};
  }
  if (goal.head && head.hash != *goal.head) {
    if (!goal.last) return std::unexpected(ChainError{head.size + 1, "it is missing"});
    return std::unexpected(ChainError{head.size, "it is not the entry that was sealed"});
  }
  return head;
}

template <class Entry, class Decode>
std::vector<Entry> known_facts(Bytes bytes, Decode const& decode) {
  using AnyFact = decltype(Entry::fact);
  std::vector<Entry> facts;
  while (!bytes.empty()) {
    auto const entry = take_entry(bytes);
    STUDYLAB_CHECK(entry);
    auto fact = decode(entry->kind, entry->version, entry->payload);
    STUDYLAB_CHECK(fact);
    auto* known = std::get_if<AnyFact>(&*fact);
    if (!known) continue;
    facts.push_back({{static_cast<std::uint32_t>(entry->sequence)}, entry->at, std::move(*known)});
  }
  return facts;
}

}  // namespace

std::expected<Head, ChainError> verify_chain(Bytes bytes, ChainKind kind, Head const& before) {
  return walk(bytes, kind, {before, std::nullopt, std::nullopt});
}

std::expected<void, ChainError> verify_sealed(Bytes& rest, ChainKind kind, Head const& before,
                                              Head const& sealed) {
  auto const head = walk(rest, kind, {before, sealed.size, sealed.hash});
  if (!head) return std::unexpected(head.error());
  return {};
}

std::expected<void, ChainError> verify_unsealed(Bytes& rest, ChainKind kind, Head const& before,
                                                std::uint64_t last) {
  auto const head = walk(rest, kind, {before, last, std::nullopt});
  if (!head) return std::unexpected(head.error());
  return {};
}

std::expected<void, ChainError> verify_to(Bytes bytes, ChainKind kind, Head const& before,
                                          Hash const& head) {
  auto const verified = walk(bytes, kind, {before, std::nullopt, head});
  if (!verified) return std::unexpected(verified.error());
  return {};
}

std::vector<FactEntry> platform_facts(Bytes verified) {
  return known_facts<FactEntry>(verified, decode_fact);
}

std::vector<LabEntry> lab_facts(Bytes verified) {
  return known_facts<LabEntry>(verified, decode_lab_fact);
}

}  // namespace studylab::evidence
