#include "command_language/verbs.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/check.h"
#include "model/facts.h"

namespace studylab::language {
namespace {

using namespace std::chrono_literals;

// The rows by their words.
std::vector<VerbRow const*> const& sorted_rows() {
  static std::vector<VerbRow const*> const sorted = [] {
    std::vector<VerbRow const*> all;
    for (auto const& row : verb_rows()) all.push_back(&row);
    std::ranges::sort(all, {}, &VerbRow::words);
    return all;
  }();
  return sorted;
}

// `show` and each query's word; built once, so that a view of it can be returned.
std::string_view query_words(QueryKind kind) {
  static auto const words = [] {
    std::array<std::string, enum_size<QueryKind>> all;
    for (std::uint32_t n = 0; n < all.size(); ++n) {
      all[n] = "show " + std::string{to_text(static_cast<QueryKind>(n))};
    }
    return all;
  }();
  return kind == QueryKind::logs ? std::string_view{"logs"} : words[static_cast<std::size_t>(kind)];
}

}  // namespace

VerbRow const* find_verb(std::string_view words) {
  auto const& sorted = sorted_rows();
  auto const at = std::ranges::lower_bound(sorted, words, {}, &VerbRow::words);
  return at != sorted.end() && (*at)->words == words ? *at : nullptr;
}

std::string_view words_of(OperatorCommand const& command) {
  using View = std::string_view;
  return match(
      command.verb, [](Query const& v) { return query_words(v.query); },
      [](Hint const&) { return View{"hint"}; }, [](Classify const&) { return View{"classify"}; },
      [](Note const&) { return View{"note"}; }, [](StateImpact const&) { return View{"impact"}; },
      [](Close const&) { return View{"close"}; }, [](Wait const&) { return View{"wait"}; },
      [](Freeze const&) { return View{"freeze"}; },
      [](Unfreeze const&) { return View{"unfreeze"}; },
      [](Cancel const&) { return View{"cancel"}; },
      [](Rollback const&) { return View{"rollback"}; },
      [](Deploy const&) { return View{"deploy"}; },
      [](RepairPropagation const&) { return View{"repair-propagation"}; },
      [](Wake const&) { return View{"wake"}; }, [](Retry const&) { return View{"retry"}; },
      [](NotifyOwner const&) { return View{"notify-owner"}; },
      [](Escalate const&) { return View{"escalate"}; },
      [](SetGapPolicy const&) { return View{"gap-policy"}; },
      [](TakeSnapshot const&) { return View{"snapshot"}; },
      [](VerifySnapshot const&) { return View{"verify"}; },
      [](Resume const&) { return View{"resume"}; }, [](Restart const&) { return View{"restart"}; },
      [](PublishStatus const&) { return View{"status publish"}; },
      [](ResolveStatus const&) { return View{"status resolve"}; },
      [](RotateSecret const&) { return View{"rotate-secret"}; },
      [](Cordon const&) { return View{"cordon"}; },
      [](Uncordon const&) { return View{"uncordon"}; },
      [](Headroom const&) { return View{"headroom"}; },
      [](Postcheck const&) { return View{"postcheck"}; },
      [](Replace const&) { return View{"replace"}; }, [](Drain const&) { return View{"drain"}; },
      [](Rebuild const&) { return View{"rebuild"}; },
      [](RecordDrift const&) { return View{"record-drift"}; },
      [](FenceWriters const&) { return View{"fence"}; },
      [](UnfenceWriters const&) { return View{"unfence"}; },
      [](PlanRestore const&) { return View{"restore plan"}; },
      [](RunRestore const&) { return View{"restore run"}; },
      [](CutOverRestore const&) { return View{"restore cutover"}; },
      [](Reconcile const&) { return View{"reconcile"}; },
      [](Pause const&) { return View{"pause"}; }, [](Unpause const&) { return View{"unpause"}; },
      [](FailOver const&) { return View{"failover"}; },
      [](ProhibitedCommand const& v) { return to_text(v.verb); });
}

namespace {

// Most commands are queries: their rows are found once.
VerbRow const* query_row(QueryKind kind) {
  static auto const rows = [] {
    std::array<VerbRow const*, enum_size<QueryKind>> all;
    for (std::uint32_t n = 0; n < all.size(); ++n) {
      all[n] = find_verb(query_words(static_cast<QueryKind>(n)));
    }
    return all;
  }();
  return rows[static_cast<std::size_t>(kind)];
}

}  // namespace

VerbRow const& row_of(OperatorCommand const& command) {
  auto const* query = std::get_if<Query>(&command.verb);
  auto const* row = query != nullptr ? query_row(query->query) : find_verb(words_of(command));
  STUDYLAB_CHECK(row != nullptr);
  return *row;
}

bool is_prohibited(OperatorCommand const& command) {
  return std::holds_alternative<ProhibitedCommand>(command.verb);
}

bool is_prohibited(VerbRow const& row) { return row.kind == CommandKind::prohibited; }

std::string object_of(OperatorCommand const& command) {
  return match(
      command.verb, [](Query const& v) { return v.object; },
      [](Hint const&) { return std::string{}; },
      [](Classify const& v) { return std::string{to_text(v.fault_class)}; },
      [](Note const&) { return std::string{}; }, [](StateImpact const&) { return std::string{}; },
      [](Close const&) { return std::string{}; }, [](Wait const& v) { return v.operation; },
      [](Freeze const& v) { return v.environment.value(); },
      [](Unfreeze const& v) { return v.environment.value(); },
      [](Cancel const& v) { return v.operation; },
      [](Rollback const& v) { return v.environment.value(); },
      [](Deploy const& v) { return v.environment.value(); },
      [](RepairPropagation const& v) { return v.edge; },
      [](Wake const& v) { return v.environment.value(); },
      [](Retry const& v) { return v.operation; },
      [](NotifyOwner const& v) { return v.environment.value(); },
      [](Escalate const& v) { return std::string{to_text(v.team)}; },
      [](SetGapPolicy const& v) { return v.environment.value(); },
      [](TakeSnapshot const& v) { return v.edge; }, [](VerifySnapshot const& v) { return v.edge; },
      [](Resume const& v) { return v.edge; }, [](Restart const& v) { return v.object; },
      [](PublishStatus const& v) { return v.environment.value(); },
      [](ResolveStatus const& v) { return v.environment.value(); },
      [](RotateSecret const& v) { return v.binding.value(); },
      [](Cordon const& v) { return v.host; }, [](Uncordon const& v) { return v.host; },
      [](Headroom const& v) { return v.host; }, [](Postcheck const& v) { return v.host; },
      [](Replace const& v) { return v.host; }, [](Drain const& v) { return v.host; },
      [](Rebuild const& v) { return v.host; }, [](RecordDrift const& v) { return v.host; },
      [](FenceWriters const& v) { return v.database.value(); },
      [](UnfenceWriters const& v) { return v.database.value(); },
      [](PlanRestore const& v) { return v.database.value(); },
      [](RunRestore const& v) { return v.database.value(); },
      [](CutOverRestore const& v) { return v.database.value(); },
      [](Reconcile const& v) { return v.database.value(); },
      [](Pause const& v) { return v.environment.value(); },
      [](Unpause const& v) { return v.environment.value(); },
      [](FailOver const& v) { return v.database.value(); },
      [](ProhibitedCommand const& v) { return v.object; });
}

bool takes_plan(VerbRow const& row) {
  return row.kind == CommandKind::hold || row.kind == CommandKind::repair || is_prohibited(row) ||
         row.words == "close";
}

bool is_prohibited_option(std::string_view name) {
  return name == "--as" || name == "--without-database-check";
}

std::span<FreeRow const> free_rows() {
  static constexpr FreeRow rows[] = {
      {"help", "help [VERB|scoring|--all]", "list the verbs, or explain one; `?` is the same"},
      {"recall", "recall [WORD]",
       "print what was already shown; without a word, one line for each thing"},
      {"show runbook", "show runbook", "the runbook of this drill: its steps and prohibitions"},
  };
  return rows;
}

CommandKind kind_of(OperatorCommand const& command) {
  if (is_prohibited(command)) return CommandKind::prohibited;
  if (command.plan == PlanOnly::yes) return CommandKind::check;
  auto const* notice = std::get_if<NotifyOwner>(&command.verb);
  if (notice != nullptr && notice->repair) return CommandKind::repair;
  // The database and provider teams only answer a question.
  auto const* escalate = std::get_if<Escalate>(&command.verb);
  bool const asks =
      escalate != nullptr && (escalate->team == Team::database || escalate->team == Team::provider);
  if (asks) return CommandKind::check;
  return row_of(command).kind;
}

Duration cost_of(CommandKind kind) {
  switch (kind) {
    case CommandKind::query:
    case CommandKind::record: return 5s;
    case CommandKind::check:
    case CommandKind::hold:
    case CommandKind::repair:
    case CommandKind::prohibited: return 10s;
  }
  STUDYLAB_CHECK(false);
}

Duration cost_of(OperatorCommand const& command) {
  if (auto const* wait = std::get_if<Wait>(&command.verb)) {
    return wait->length ? *wait->length : wait->at_most.value_or(wait_at_most);
  }
  return cost_of(kind_of(command));
}

namespace {

Reach reach_of(Team team) {
  switch (team) {
    case Team::capacity: return Reach::host;
    case Team::security: return Reach::edge;
    case Team::database: return Reach::database;
    case Team::provider:
    case Team::owner: return Reach::environment;
  }
  STUDYLAB_CHECK(false);
}

Reach reach_of(NotifyOwner const& notice) {
  bool const one_binding =
      notice.repair == RepairKind::binding || notice.repair == RepairKind::secret;
  return one_binding ? Reach::binding : Reach::environment;
}

}  // namespace

Reach reach_of(OperatorCommand const& command) {
  auto const& row = row_of(command);
  auto const kind = kind_of(command);
  bool const acts =
      kind == CommandKind::hold || kind == CommandKind::repair || kind == CommandKind::prohibited;
  if (!acts) return Reach::none;
  if (auto const* restart = std::get_if<Restart>(&command.verb)) {
    return parse_id<AllocationId>(restart->object) ? Reach::allocation : Reach::environment;
  }
  if (auto const* notice = std::get_if<NotifyOwner>(&command.verb)) return reach_of(*notice);
  if (auto const* escalate = std::get_if<Escalate>(&command.verb)) return reach_of(escalate->team);
  return row.reach;
}

}  // namespace studylab::language
