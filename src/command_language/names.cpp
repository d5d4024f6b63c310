#include "command_language/names.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "base/ids.h"
#include "base/instant.h"
#include "model/enums.h"

namespace studylab::language {
namespace {

constexpr std::size_t max_name_length = 200;

bool is_word(std::string_view text) {
  auto const fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"._:/@+-"}.find(c) != std::string_view::npos;
  };
  return !text.empty() && text.size() <= max_name_length && text.front() != '-' &&
         std::ranges::all_of(text, fits);
}

bool is_environment(std::string_view text) {
  auto const slash = text.find('/');
  if (slash == std::string_view::npos) return false;
  auto const app = text.substr(0, slash);
  return is_word(app) && app.find(':') == std::string_view::npos &&
         parse_enum<Lane>(text.substr(slash + 1)).has_value();
}

bool is_cause(std::string_view text) {
  constexpr std::string_view provider = "provider:";
  if (text == "platform" || text == "app") return true;
  return text.starts_with(provider) && is_word(text.substr(provider.size()));
}

bool is_target(std::string_view text) {
  constexpr std::string_view before = "before:";
  if (text.starts_with(before)) return parse_id<EntryId>(text.substr(before.size())).has_value();
  return parse_instant(text).has_value();
}

bool is_duration(std::string_view text) {
  auto const length = parse_duration(text);
  return length && *length > Duration::zero() && *length <= max_duration;
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, text) != words.end();
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr std::size_t max_compared_length = 64;
constexpr std::size_t far_away = 1000;

// Insertions, deletions, replacements and swaps of neighbours; case is ignored.
std::size_t distance(std::string_view a, std::string_view b) {
  if (a.size() > max_compared_length || b.size() > max_compared_length) return far_away;
  std::array<std::array<std::size_t, max_compared_length + 1>, 3> rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& now = rows[i % 3];
    auto const& above = rows[(i + 2) % 3];
    auto const& two_above = rows[(i + 1) % 3];
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      bool const same = lower(a[i - 1]) == lower(b[j - 1]);
      now[j] = std::min({above[j] + 1, now[j - 1] + 1, above[j - 1] + (same ? 0U : 1U)});
      bool const swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                           lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) now[j] = std::min(now[j], two_above[j - 2] + 1);
    }
  }
  return rows[a.size() % 3][b.size()];
}

// Keeps the nearest candidate; of equally near ones the first.
struct Nearest {
  std::string_view text;
  std::optional<std::string_view> best{};
  std::size_t best_distance = far_away;

  void offer(std::string_view candidate) {
    auto const d = distance(text, candidate);
    // A typing error changes at most a third of a word; one letter may always be wrong.
    auto const most = std::max<std::size_t>(1, std::max(text.size(), candidate.size()) / 3);
    if (d <= most && d < best_distance) {
      best = candidate;
      best_distance = d;
    }
  }
};

// Parts that are often omitted: the prefix (`17` for `op-17`, `b` for `edge-b`), the lane (`shop`).
bool is_part(std::string_view text, std::string_view name) {
  if (text.empty() || name.size() <= text.size()) return false;
  auto const before = name.size() - text.size() - 1;
  if (name.ends_with(text) && name[before] == '-') return true;
  return name.starts_with(text) && name[text.size()] == '/';
}

template <class Fits>
std::optional<std::string_view> nearest_shown(std::string_view text, ShownNames const& shown,
                                              Fits const& fits) {
  Nearest found{text};
  for (auto const& name : shown) {
    if (fits(name)) found.offer(name);
  }
  if (found.best) return found.best;
  for (auto const& name : shown) {
    if (fits(name) && is_part(text, name)) return name;
  }
  return std::nullopt;
}

}  // namespace

bool has_form(std::string_view text, NameForm form) {
  switch (form) {
    case NameForm::environment: return is_environment(text);
    case NameForm::operation: return parse_id<OperationId>(text).has_value();
    case NameForm::release: return parse_id<ReleaseId>(text).has_value();
    case NameForm::allocation: return parse_id<AllocationId>(text).has_value();
    case NameForm::edge: return parse_id<EdgeId>(text).has_value();
    case NameForm::host: return parse_id<HostId>(text).has_value();
    case NameForm::hold: return parse_id<HoldId>(text).has_value();
    case NameForm::allocation_or_environment:
      return parse_id<AllocationId>(text).has_value() || is_environment(text);
    case NameForm::host_or_environment:
      return parse_id<HostId>(text).has_value() || is_environment(text);
    case NameForm::notice: return parse_id<NoticeId>(text).has_value();
    case NameForm::operation_or_notice:
      return parse_id<OperationId>(text).has_value() || parse_id<NoticeId>(text).has_value();
    case NameForm::route:
    case NameForm::digest:
    case NameForm::database:
    case NameForm::provider:
    case NameForm::binding:
    case NameForm::any_release:
    case NameForm::word:
    case NameForm::reference:
    case NameForm::label: return is_word(text);
    case NameForm::cause: return is_cause(text);
    case NameForm::target: return is_target(text);
    case NameForm::method: return is_one_of(text, {"pitr", "backup", "forward-repair"});
    case NameForm::event_choice: return is_one_of(text, {"replay", "skip", "compensate"});
    case NameForm::duration: return is_duration(text);
    case NameForm::text: return text.find_first_not_of(' ') != std::string_view::npos;
  }
  return false;
}

std::string_view written(NameForm form) {
  switch (form) {
    case NameForm::environment: return "APP/LANE, such as shop/production";
    case NameForm::operation: return "op-N, such as op-12";
    case NameForm::release:
    case NameForm::any_release: return "rel-N, such as rel-4";
    case NameForm::allocation: return "alloc-N, such as alloc-7";
    case NameForm::edge: return "edge-LETTER, such as edge-b";
    case NameForm::host: return "host-N, such as host-2";
    case NameForm::hold: return "hold-N, such as hold-3";
    case NameForm::allocation_or_environment: return "alloc-N or APP/LANE, such as shop/production";
    case NameForm::host_or_environment: return "host-N or APP/LANE, such as shop/production";
    case NameForm::cause: return "provider:NAME, platform or app";
    case NameForm::target: return "a time such as 2026-03-01T03:00:05Z, or before:entry-40";
    case NameForm::notice: return "notice-N, such as notice-1";
    case NameForm::operation_or_notice: return "op-N or notice-N, such as op-12";
    case NameForm::route:
    case NameForm::digest:
    case NameForm::database:
    case NameForm::provider:
    case NameForm::binding:
    case NameForm::word: return "one word of letters, digits and ._:/@+-";
    case NameForm::reference: return "an entry or a name, such as entry-57, op-12 or edge-b";
    case NameForm::label: return "a name of letters, digits and ._:/@+-";
    case NameForm::method: return "pitr, backup or forward-repair";
    case NameForm::event_choice: return "replay, skip or compensate";
    case NameForm::duration: return "a duration of at most 24h, such as 90s, 5m or 2h";
    case NameForm::text: return "a text that is not blank, in quotes";
  }
  return {};
}

std::string_view listed_by(NameForm form) {
  switch (form) {
    case NameForm::environment: return "show environments";
    case NameForm::operation:
    case NameForm::operation_or_notice: return "show operations";
    case NameForm::release:
    case NameForm::any_release: return "show releases ENV";
    case NameForm::allocation:
    case NameForm::allocation_or_environment: return "show allocations";
    case NameForm::edge: return "show edges";
    case NameForm::host:
    case NameForm::host_or_environment: return "show hosts";
    case NameForm::hold:
    case NameForm::notice: return "show incident";
    case NameForm::route: return "show routes";
    case NameForm::digest: return "show artifacts";
    case NameForm::database: return "show databases";
    case NameForm::provider: return "show providers";
    case NameForm::binding: return "show bindings";
    case NameForm::word:
    case NameForm::reference:
    case NameForm::label:
    case NameForm::cause:
    case NameForm::target:
    case NameForm::method:
    case NameForm::event_choice:
    case NameForm::duration:
    case NameForm::text: return {};
  }
  return {};
}

std::optional<std::string_view> nearest(std::string_view text,
                                        std::span<std::string_view const> words) {
  Nearest found{text};
  for (auto const word : words) found.offer(word);
  return found.best;
}

std::optional<std::string_view> nearest_name(std::string_view text, NameForm form,
                                             ShownNames const& shown, IsOfKind const& is_of_kind) {
  return nearest_shown(text, shown, [&](std::string_view name) {
    return has_form(name, form) && (!is_of_kind || is_of_kind(name, form));
  });
}

std::optional<std::string_view> nearest_name(std::string_view text, ShownNames const& shown) {
  auto const prefix = text.substr(0, text.find('-') + 1);
  auto const alike = [&](std::string_view name) {
    return !prefix.empty() && name.starts_with(prefix);
  };
  auto const near = nearest_shown(text, shown, alike);
  return near ? near : nearest_shown(text, shown, [](std::string_view) { return true; });
}

}  // namespace studylab::language
