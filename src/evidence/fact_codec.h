#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/hash.h"
#include "model/fact_kind.h"
#include "model/facts.h"
#include "model/lab_facts.h"

namespace studylab::evidence {

// Converts facts to payloads of entries and back. A payload is the fact's fields in declared order
// in the canonical encoding (base/codec.h).

// Kinds below belong to the platform, kinds from here on to the lab, so that an entry of an unknown
// kind still shows its chain.
inline constexpr std::uint16_t first_lab_kind = 5000;

// All kinds that this program knows, ascending by number.
std::span<FactKind const> fact_kinds();
std::span<FactKind const> lab_kinds();
// The name of a kind of either chain; empty if it is unknown.
std::string_view kind_name(std::uint16_t number);

FactKind const& kind_of(Fact const& fact);
FactKind const& kind_of(LabFact const& fact);

std::string encode_fact(Fact const& fact);
std::string encode_fact(LabFact const& fact);

// A fact of a kind or version that this program does not know, as bytes.
struct UnknownFact {
  std::uint16_t kind = 0;
  std::uint8_t version = 0;
  std::string payload;

  friend bool operator==(UnknownFact const&, UnknownFact const&) = default;
};
using ReadFact = std::variant<Fact, UnknownFact>;
using ReadLabFact = std::variant<LabFact, UnknownFact>;

// Reads a payload. The error names a known kind whose payload is not the encoding of a fact. A fact
// that was read encodes to the same bytes.
std::expected<ReadFact, std::string> decode_fact(std::uint16_t kind, std::uint8_t version,
                                                 Bytes payload);
std::expected<ReadLabFact, std::string> decode_lab_fact(std::uint16_t kind, std::uint8_t version,
                                                        Bytes payload);

// Whether decode_fact or decode_lab_fact would read it, at a fraction of the cost. Same error.
std::expected<void, std::string> check_fact(std::uint16_t kind, std::uint8_t version,
                                            Bytes payload);

}  // namespace studylab::evidence
