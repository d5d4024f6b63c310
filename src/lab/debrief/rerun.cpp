#include "lab/debrief/rerun.h"

#include <fmt/format.h>

#include "lab/drill/own.h"
#include "lab/runs/drive.h"
#include "lab/runs/not_stored.h"
#include "lab/runs/run.h"

namespace studylab::debrief {
namespace {

// The control plane may append several facts for one command; the console appends one.
bool goes_on(FactEntry const& entry, Act const& act, Given const& given) {
  return act.line == given.line && entry.at == given.at &&
         !std::holds_alternative<OperatorFact>(entry.fact);
}

std::expected<grade::AnswerKey, std::string> key_of_variant(drill::Drill const& drill,
                                                            std::string_view variant_name) {
  auto const* variant = drill.find(variant_name);
  if (variant == nullptr) {
    return std::unexpected(
        fmt::format("drill '{}' does not have the variant '{}'", drill.id, variant_name));
  }
  return drill::answer_key_of(drill, *variant);
}

}  // namespace

std::vector<Given> commands_of(std::span<FactEntry const> recorded) {
  std::vector<Given> commands;
  for (auto const& entry : recorded) {
    auto const* act = act_of(entry.fact);
    if (act == nullptr) continue;
    if (!commands.empty() && goes_on(entry, *act, commands.back())) {
      commands.back().last = entry.id;
    } else {
      commands.push_back({act->line, entry.at, entry.id, entry.id});
    }
  }
  return commands;
}

std::expected<grade::AnswerKey, std::string> answer_key_of(LabOpened const& opened) {
  auto const* drill = drill::find_drill(opened.drill, opened.drill_digest);
  if (drill == nullptr)
    return std::unexpected(drill::unknown_drill(opened.drill, opened.drill_digest));
  return key_of_variant(*drill, opened.variant);
}

std::expected<grade::AnswerKey, std::string> answer_key_of(console::Session const& session) {
  return key_of_variant(session.drill(), variant_of(session.lab_chain().entries()));
}

std::string_view variant_of(std::span<evidence::LabEntry const> lab) {
  for (auto const& entry : lab) {
    if (auto const* opened = std::get_if<LabOpened>(&entry.fact)) return opened->variant;
  }
  return {};
}

std::expected<grade::Score, std::string> score_of(console::Session const& session) {
  auto const& lab = session.lab_chain().entries();
  auto const key = answer_key_of(session);
  if (!key) return std::unexpected(key.error());
  return grade::grade({session.chain().entries(), lab}, *key);
}

std::expected<Played, std::string> play(drill::Drill const& drill,
                                        console::RunOptions const& options,
                                        std::span<Given const> first,
                                        lab::ExpertOptions expert_options,
                                        std::optional<ReferenceMeasured> const& reference) {
  auto run = runs::Run::open(drill, options, runs::not_stored("run-expert"));
  if (!run) return std::unexpected(run.error().text);
  lab::Expert expert{run->session().opening(), std::move(expert_options)};
  for (auto const& given : first) {
    if (run->session().ended()) break;
    expert.watch(run->repeat(given.line, given.at));
  }
  Played played;
  runs::drive(*run, expert, [&](std::string line, language::Answer const& answer) {
    played.commands.push_back({std::move(line), answer.clock});
  });
  if (reference) run->append_lab(LabFact{*reference});
  auto score = score_of(run->session());
  if (!score) return std::unexpected(score.error());
  played.score = std::move(*score);
  return played;
}

std::expected<Played, std::string> play(console::RunOptions const& options,
                                        std::span<Given const> first, lab::ExpertOptions expert,
                                        std::optional<ReferenceMeasured> const& reference) {
  auto const* drill = drill::find_drill(options.drill, options.own_drill);
  if (drill == nullptr)
    return std::unexpected(drill::unknown_drill(options.drill, options.own_drill));
  return play(*drill, options, first, std::move(expert), reference);
}

}  // namespace studylab::debrief
