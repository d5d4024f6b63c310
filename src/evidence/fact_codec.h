#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/hash.h"
#include "model/facts.h"
#include "model/lab_facts.h"

namespace studylab::evidence {

// Facts as the payloads of entries, and back. A payload is the fact's fields in declared order in
// the canonical encoding (base/codec.h).

// Every kind is written in this version. A kind whose fields change gets the next one, and what was
// written before is read for ever.
inline constexpr std::uint8_t fact_version = 1;

// Kinds below are the platform's, kinds from here on the lab's: an entry shows to which chain it
// belongs even where its kind is not known.
inline constexpr std::uint16_t first_lab_kind = 5000;

struct Kind {
  std::uint16_t number;
  std::string_view name;
};
// All kinds this program knows, ascending by number.
std::span<Kind const> fact_kinds();
std::span<Kind const> lab_kinds();
// The name of a kind of either chain; empty where it is not known.
std::string_view kind_name(std::uint16_t number);

std::uint16_t kind_of(Fact const& fact);
std::uint16_t kind_of(LabFact const& fact);

std::string encode_fact(Fact const& fact);
std::string encode_fact(LabFact const& fact);

// A fact of a kind or version that this program does not know: written by another. Kept as bytes.
struct UnknownFact {
  std::uint16_t kind = 0;
  std::uint8_t version = 0;
  std::string payload;

  friend bool operator==(UnknownFact const&, UnknownFact const&) = default;
};
using ReadFact = std::variant<Fact, UnknownFact>;
using ReadLabFact = std::variant<LabFact, UnknownFact>;

// Reads a payload. The error says what does not read: a known kind whose payload is not the
// encoding of any fact of it. What reads encodes to equal bytes.
std::expected<ReadFact, std::string> decode_fact(std::uint16_t kind, std::uint8_t version,
                                                 Bytes payload);
std::expected<ReadLabFact, std::string> decode_lab_fact(std::uint16_t kind, std::uint8_t version,
                                                        Bytes payload);

// Whether decode_fact or decode_lab_fact would read it, at a small part of the cost. The error is
// the same.
std::expected<void, std::string> check_fact(std::uint16_t kind, std::uint8_t version,
                                            Bytes payload);

}  // namespace studylab::evidence
