#include "evidence/fact_codec.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include "base/check.h"
#include "base/codec.h"
#include "evidence/skip.h"

namespace studylab::evidence {
namespace {

// One row per kind, and how to read its payload.
template <class AnyFact>
struct Row {
  FactKind kind;
  std::optional<AnyFact> (*read)(Bytes) = nullptr;
  bool (*reads)(Bytes) = nullptr;
};

template <class AnyFact, class T>
std::optional<AnyFact> read_as(Bytes payload) {
  T fact{};
  Decoder decoder{payload};
  decoder.take(fact);
  if (!decoder.done()) return std::nullopt;
  AnyFact any{std::in_place_type<T>, std::move(fact)};
  return any;
}

template <class T>
bool reads_as(Bytes payload) {
  EncodingChecker skipper{payload};
  skipper.skip<T>();
  return skipper.done();
}

// A subject may be a struct that derives from its variant, as InitialFact.
template <class AnyFact, class... Ts>
void add_rows(std::vector<Row<AnyFact>>& rows, std::variant<Ts...> const*) {
  (rows.push_back({Ts::fact_kind, &read_as<AnyFact, Ts>, &reads_as<Ts>}), ...);
}

template <class... Subjects>
std::vector<Row<Fact>> rows_of(std::variant<Subjects...> const*) {
  std::vector<Row<Fact>> rows;
  (add_rows<Fact>(rows, static_cast<Subjects const*>(nullptr)), ...);
  return rows;
}

std::vector<Row<LabFact>> lab_rows() {
  std::vector<Row<LabFact>> rows;
  add_rows<LabFact>(rows, static_cast<LabFact const*>(nullptr));
  return rows;
}

// The kinds of one chain: `by_number[kind - first]` is the place of the kind's row, or 0.
template <class AnyFact>
class Kinds {
 public:
  Kinds(std::uint16_t first, std::vector<Row<AnyFact>> rows)
      : first_(first), rows_(std::move(rows)) {
    std::ranges::sort(rows_, {}, [](Row<AnyFact> const& row) { return row.kind.number; });
    places_.resize(rows_.back().kind.number - first_ + std::size_t{1});
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      STUDYLAB_CHECK(rows_[i].kind.number >= first_);
      auto& place = places_[static_cast<std::size_t>(rows_[i].kind.number - first_)];
      STUDYLAB_CHECK(place == 0);  // two kinds with one number
      place = static_cast<std::uint16_t>(i + 1);
      listed_.push_back(rows_[i].kind);
    }
  }

  Row<AnyFact> const* find(std::uint16_t kind) const {
    std::size_t const index = static_cast<std::size_t>(kind) - first_;
    if (kind < first_ || index >= places_.size() || places_[index] == 0) return nullptr;
    return &rows_[places_[index] - std::size_t{1}];
  }
  std::span<FactKind const> listed() const { return listed_; }

 private:
  std::uint16_t first_;
  std::vector<Row<AnyFact>> rows_;
  std::vector<std::uint16_t> places_;
  std::vector<FactKind> listed_;
};

Kinds<Fact> const& platform() {
  static Kinds<Fact> const kinds{0, rows_of(static_cast<FactSubjects const*>(nullptr))};
  return kinds;
}

Kinds<LabFact> const& lab() {
  static Kinds<LabFact> const kinds{first_lab_kind, lab_rows()};
  return kinds;
}

std::unexpected<std::string> wrong_fields(std::string_view name) {
  return std::unexpected(fmt::format("its fields are not those of a {}", name));
}

template <class AnyFact>
std::expected<std::variant<AnyFact, UnknownFact>, std::string> decode(Kinds<AnyFact> const& kinds,
                                                                      std::uint16_t kind,
                                                                      std::uint8_t version,
                                                                      Bytes payload) {
  auto const* row = kinds.find(kind);
  if (!row || row->kind.version != version) {
    return UnknownFact{kind, version,
                       std::string{reinterpret_cast<char const*>(payload.data()), payload.size()}};
  }
  auto fact = row->read(payload);
  if (!fact) return wrong_fields(row->kind.name);
  return std::move(*fact);
}

}  // namespace

std::span<FactKind const> fact_kinds() { return platform().listed(); }
std::span<FactKind const> lab_kinds() { return lab().listed(); }

std::string_view kind_name(std::uint16_t number) {
  if (auto const* row = platform().find(number)) return row->kind.name;
  if (auto const* row = lab().find(number)) return row->kind.name;
  return {};
}

FactKind const& kind_of(Fact const& fact) {
  return visit_fact(fact, [](auto const& f) -> FactKind const& { return f.fact_kind; });
}
FactKind const& kind_of(LabFact const& fact) {
  return std::visit([](auto const& f) -> FactKind const& { return f.fact_kind; }, fact);
}

std::string encode_fact(Fact const& fact) {
  return visit_fact(fact, [](auto const& f) { return encoded(f); });
}
std::string encode_fact(LabFact const& fact) {
  return std::visit([](auto const& f) { return encoded(f); }, fact);
}

std::expected<ReadFact, std::string> decode_fact(std::uint16_t kind, std::uint8_t version,
                                                 Bytes payload) {
  return decode(platform(), kind, version, payload);
}
std::expected<ReadLabFact, std::string> decode_lab_fact(std::uint16_t kind, std::uint8_t version,
                                                        Bytes payload) {
  return decode(lab(), kind, version, payload);
}

std::expected<void, std::string> check_fact(std::uint16_t kind, std::uint8_t version,
                                            Bytes payload) {
  auto const check = [&](auto const* row) -> std::expected<void, std::string> {
    bool const known = row != nullptr && row->kind.version == version;
    if (known && !row->reads(payload)) return wrong_fields(row->kind.name);
    return {};
  };
  return kind < first_lab_kind ? check(platform().find(kind)) : check(lab().find(kind));
}

}  // namespace studylab::evidence
