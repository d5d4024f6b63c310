#include "lab/debrief/reference.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "lab/debrief/rerun.h"
#include "lab/runs/not_stored.h"

namespace studylab::debrief {
namespace {

grade::AcceptedRepair const* taken(grade::Score const& score, grade::AnswerKey const& key) {
  auto const found = std::ranges::find(key.repairs, score.repair, &grade::AcceptedRepair::name);
  return found == key.repairs.end() ? nullptr : *found;
}

bool usable(std::expected<Played, std::string> const& played) {
  return played && (played->score.resolved || played->score.handed_over ||
                    played->score.outcome == grade::Outcome::invalid);
}

ReferenceMeasured measured_by(grade::Score const& score) {
  return {std::string{score.repair}, score.impact};
}

std::string set_policy(EnvironmentName const& environment, GapPolicy const& policy,
                       std::string_view why) {
  auto line = fmt::format("gap-policy {} {}", environment.value(), to_text(policy.mode));
  if (policy.max_age != Duration{}) {
    line += fmt::format(" --max-age {}", studylab::to_text(policy.max_age));
  }
  return line + fmt::format(" --because \"{}\"", why);
}

bool is_repeated(console::RunOptions const& options, EntryId entry) {
  return options.repeated && entry <= options.repeated->entry;
}

// The commands of the beginning that the run repeats: its reference is measured from there.
std::vector<Given> repeated_commands(console::Session const& session) {
  if (!session.options().repeated) return {};
  auto commands = commands_of(session.chain().entries());
  std::erase_if(commands,
                [&](Given const& one) { return !is_repeated(session.options(), one.first); });
  return commands;
}

// The gap policies that the run set on the incident's environment, as commands without references.
std::vector<std::string> gap_policies_of(console::Session const& session) {
  auto const& incident = session.platform().incident;
  std::vector<std::string> lines;
  for (auto const& entry : session.chain().entries()) {
    auto const* set = fact_if<GapPolicySet>(entry.fact);
    if (is_repeated(session.options(), entry.id)) continue;
    if (set == nullptr || !incident || set->environment != environment_of(incident->opened))
      continue;
    lines.push_back(set_policy(set->environment, set->policy, "as in the run"));
  }
  return lines;
}

// An incident does not close while a policy that was set is in force. The run may have kept it, or
// never have closed; the expert sets the declared one again.
std::vector<std::string> declared_policy(console::Session const& session) {
  if (gap_policies_of(session).empty()) return {};
  auto const name = environment_of(session.platform().incident->opened);
  auto const& environment = session.platform().environments.at(name);
  if (environment.gap_policy == environment.declared.gap_policy) return {};
  return {set_policy(name, environment.declared.gap_policy, "as declared")};
}

TruthMeasured const* truth_of(console::Session const& session) {
  for (auto const& entry : session.lab_chain().entries()) {
    if (auto const* truth = std::get_if<TruthMeasured>(&entry.fact)) return truth;
  }
  return nullptr;
}

}  // namespace

std::string reference_key(console::Session const& session, grade::Score const& score) {
  return fmt::format("{} {}", score.repair, fmt::join(gap_policies_of(session), "; "));
}

std::expected<ReferenceMeasured, std::string> reference_of(console::Session const& session) {
  auto const own = score_of(session);
  if (!own) return std::unexpected(own.error());
  auto const& options = session.options();
  if (options.operator_kind == "expert" && own->resolved) return measured_by(*own);
  auto const key = answer_key_of(session);
  if (!key) return std::unexpected(key.error());

  auto const* used = taken(*own, *key);
  auto const repairs = used != nullptr ? std::vector{used} : key->repairs;
  lab::ExpertOptions alike{.before_repair = gap_policies_of(session),
                           .before_close = declared_policy(session)};
  auto const first = repeated_commands(session);
  std::optional<ReferenceMeasured> costliest;
  std::string why = "the answer key accepts no repair";
  for (auto const* repair : repairs) {
    alike.strategy = lab::strategy_for(key->runbook, repair->name);
    auto played = play(session.drill(), options, first, alike, std::nullopt);
    if (!usable(played)) {
      why = played ? fmt::format("the expert does not repair the fault by {}", repair->name)
                   : played.error();
      continue;
    }
    auto reference = measured_by(played->score);
    bool const dearer =
        !costliest || reference.measured.failed_time > costliest->measured.failed_time;
    if (dearer) costliest = std::move(reference);
  }
  // If this seed does not have this repair (no listed fix), the expert takes the one that it
  // prefers.
  if (!costliest) {
    alike.strategy = {};
    if (auto played = play(session.drill(), options, first, alike, std::nullopt); usable(played)) {
      costliest = measured_by(played->score);
    }
  }
  if (!costliest) return std::unexpected(why);
  return *costliest;
}

std::optional<UntouchedMeasured> left_untouched(console::Session const& session) {
  auto const* truth = truth_of(session);
  if (truth == nullptr || truth->symptom_present == 0) return std::nullopt;
  auto again = runs::Run::open(session.drill(), session.options(), runs::not_stored(session.run()));
  if (!again) return std::nullopt;
  auto const& recorded = session.chain().entries();
  for (auto const& given : commands_of(recorded)) {
    if (fact_if<IncidentClosed>(recorded[given.first.number - 1].fact) != nullptr) break;
    again->repeat(given.line, given.at);
  }
  auto const deadline = again->session().deadline();
  again->pass_to(deadline);
  auto const* at_limit = truth_of(again->session());
  if (at_limit == nullptr) return std::nullopt;
  return UntouchedMeasured{at_limit->measured, deadline, at_limit->symptom_present};
}

void append_reference(runs::Run& run) {
  auto reference = reference_of(run.session());
  if (reference) {
    run.append_lab(LabFact{std::move(*reference)});
  } else if (!run.session().options().repeated) {
    // From a repeated beginning the expert may not be able to resolve the incident; time is then
    // not graded.
    run.append_lab(LabFact{LabFailed{std::move(reference.error())}});
  }
  if (auto untouched = left_untouched(run.session())) run.append_lab(LabFact{*untouched});
}

}  // namespace studylab::debrief
