#include "lab/grade/reason.h"

#include <fmt/format.h>

#include "base/check.h"
#include "model/facts.h"

namespace studylab::grade {
namespace {

std::string_view in_words(Deadline deadline) {
  switch (deadline) {
    case Deadline::logs: return "before the logs";
    case Deadline::first_repair: return "before the first repair";
    case Deadline::end: return "before the end";
  }
  check_failed("a deadline", __FILE__, __LINE__);
}

std::string_view in_words(Unread what) {
  switch (what) {
    case Unread::operation: return "the operation's state was";
    case Unread::owner: return "the route owner was";
    case Unread::both: return "operation state and route owner were";
  }
  check_failed("an unread fact", __FILE__, __LINE__);
}

std::string_view in_words(Healthy healthy) {
  switch (healthy) {
    case Healthy::no_fault: return "nothing was at fault";
    case Healthy::already_repaired: return "the incident had been repaired already";
    case Healthy::symptom_absent: return "the symptom was absent";
    case Healthy::shown: return "what had been shown said that it was healthy";
    case Healthy::by_facts: return "the facts showed no need of it";
    case Healthy::found_nothing: return "nothing was found to repair";
  }
  check_failed("a health", __FILE__, __LINE__);
}

std::string_view in_words(CloseRef missing) {
  switch (missing) {
    case CloseRef::clue: return "a clue";
    case CloseRef::repair: return "what resolved the incident";
    case CloseRef::query_after_repair: return "a query after the repair";
    case CloseRef::symptom_after_class: return "a query of the symptom after the class";
  }
  check_failed("a reference of close", __FILE__, __LINE__);
}

std::string_view in_words(Followup what) {
  switch (what) {
    case Followup::repaired_thing:
      return "what was repaired was not queried after the last repair had taken effect";
    case Followup::symptom:
      return "the symptom was not queried after the last repair had taken effect";
    case Followup::symptom_after_class: return "the symptom was not queried after the class";
  }
  check_failed("a follow-up query", __FILE__, __LINE__);
}

std::string text_of(CluesNotShown const& reason) {
  auto text = fmt::format("not queried {}: ", in_words(reason.before));
  for (std::size_t i = 0; i < reason.clues.size(); ++i) {
    if (i != 0) text += "; ";
    text += reason.clues[i]->words;
  }
  return text;
}

std::string text_of(WrongScope const& reason) {
  auto const stated = reason.stated == Scope::unstated ? std::string_view{"none"}
                                                       : studylab::to_text(reason.stated);
  return fmt::format("the class {} is right, and its scope was {}; {} is right",
                     studylab::to_text(reason.right), stated, studylab::to_text(reason.scope));
}

std::string text_of(WrongClass const& reason) {
  auto const when =
      reason.by == Deadline::first_repair ? "when the first repair was attempted" : "at the end";
  if (!reason.stated) {
    return fmt::format("no class was stated {}; {} is right", when,
                       studylab::to_text(reason.right));
  }
  return fmt::format("the class was {} {}; {} is right", studylab::to_text(*reason.stated), when,
                     studylab::to_text(reason.right));
}

std::string text_of(IdleReferences const& reason) {
  std::string names;
  for (auto const ref : reason.refs) names += (names.empty() ? "" : ", ") + studylab::to_text(ref);
  return fmt::format("{} references show no clue, and two are free: {}", reason.refs.size(), names);
}

std::string text_of(NeedlessRepair const& reason) {
  auto const because = in_words(reason.because);
  if (reason.because == Healthy::found_nothing) {
    return fmt::format("{}, and {}", grade::in_words(reason.verb), because);
  }
  return fmt::format("{}{}, although {}", grade::in_words(reason.verb),
                     reason.moved == Moved::something ? "" : " (it moved nothing)", because);
}

std::string text_of(NotRepaired const& reason) {
  auto const& why = reason.lacked.words;
  return "no accepted repair was reached" + (why.empty() ? why : ": " + why);
}

std::string text_of(StepLeftOut const& reason) {
  auto const text = fmt::format("left out: {}", reason.fact->words);
  return reason.objects.empty() ? text : fmt::format("{}; missing for {}", text, reason.objects);
}

std::string text_of(OutsideIncident const& reason) {
  auto const what = reason.repair ? grade::in_words(*reason.repair) : std::string_view{"a hold"};
  return fmt::format("{} of {}, which is not the incident's", what, reason.object);
}

std::string text_of(TooSlow const& reason) {
  auto const in_words = [](Duration length) {
    auto const seconds = std::chrono::floor<std::chrono::seconds>(length).count();
    return seconds < 60 ? fmt::format("{}s", seconds)
                        : fmt::format("{}m{:02}s", seconds / 60, seconds % 60);
  };
  return fmt::format("requests failed for {}; the expert needed {}, and up to {} is free",
                     in_words(reason.failed), in_words(reason.reference), in_words(reason.allowed));
}

std::string text_of(ImpactOff const& reason) {
  return fmt::format(
      "stated {} user{} and {} minute{}; `show incident` would have printed {} and {} then",
      reason.users, reason.users == 1 ? "" : "s", reason.minutes, reason.minutes == 1 ? "" : "s",
      reason.users_shown, reason.minutes_shown);
}

}  // namespace

std::string_view in_words(RepairVerb verb) {
  switch (verb) {
    case RepairVerb::rollback: return "a rollback";
    case RepairVerb::deploy: return "a deploy";
    case RepairVerb::rebaseline: return "a new baseline";
    case RepairVerb::restart: return "a restart";
    case RepairVerb::retry: return "a retry";
    case RepairVerb::notice: return "a repair asked of an app owner";
    case RepairVerb::escalation: return "an escalation";
    case RepairVerb::wake: return "a wake";
    case RepairVerb::uncordon: return "a lifted cordon";
    case RepairVerb::replacement: return "a replacement of allocations";
    case RepairVerb::drain: return "a drain";
    case RepairVerb::rebuild: return "a rebuild";
    case RepairVerb::drift_record: return "a record of drift";
    case RepairVerb::restore_run: return "a restored copy";
    case RepairVerb::restore_cutover: return "a cut-over";
    case RepairVerb::reconcile: return "a choice about events";
    case RepairVerb::unfence: return "a lifted fence";
    case RepairVerb::failover: return "a failover";
    case RepairVerb::rotation: return "a new credential";
  }
  check_failed("a repair's verb", __FILE__, __LINE__);
}

std::string text_of(ClassChanged const& r) {
  return fmt::format("the class changed from {} to {}", studylab::to_text(r.from),
                     studylab::to_text(r.to));
}

std::string text_of(NeedlessHandOver const& r) {
  return fmt::format("handed over to {}, although {}", studylab::to_text(r.team),
                     in_words(r.because));
}

std::string text_of(NotClosed const&) { return "the incident was not closed"; }
std::string text_of(ImpactNotStated const&) { return "the impact was not stated"; }

std::string to_text(Reason const& reason) {
  return match(
      reason,
      [](StateNotRead const& r) {
        return fmt::format("{} not read {}", in_words(r.what), in_words(r.before));
      },
      [](CluesNotShown const& r) { return text_of(r); },
      [](WrongClass const& r) { return text_of(r); },
      [](WrongScope const& r) { return text_of(r); },
      [](ClassTooLate const& r) {
        return fmt::format("{} was stated only after the first repair was attempted",
                           studylab::to_text(r.right));
      },
      [](ClassWithoutClue const& r) {
        return std::string{r.shown == Basis::some_clue
                               ? "no reference of the right class shows a clue"
                               : "the class was a guess: no clue had been shown or is referred to"};
      },
      [](IdleReferences const& r) { return text_of(r); },
      [](ClassChanged const& r) { return text_of(r); },
      [](Refused const& r) {
        return fmt::format("{} was refused with {}, which is forbidden", r.verb, r.code);
      },
      [](RefusedAgain const& r) {
        return fmt::format("{} was refused with {} again, and nothing had changed", r.verb, r.code);
      },
      [](NotRepaired const& r) { return text_of(r); },
      [](NeedlessRepair const& r) { return text_of(r); },
      [](NeedlessHandOver const& r) { return text_of(r); },
      [](UnacceptedRepair const& r) {
        return fmt::format("{}, which does not repair this fault", in_words(r.verb));
      },
      [](OutsideIncident const& r) { return text_of(r); },
      [](WiderThanNeeded const& r) {
        return fmt::format("{} acts wider than the repair needs: {} is enough", in_words(r.verb),
                           studylab::to_text(r.needed));
      },
      [](FalseStatus const& r) {
        return fmt::format("a published status blames {}, which the facts contradict", r.cause);
      },
      [](StepLeftOut const& r) { return text_of(r); }, [](TooSlow const& r) { return text_of(r); },
      [](NotClosed const& r) { return text_of(r); },
      [](ImpactNotStated const& r) { return text_of(r); },
      [](ImpactOff const& r) { return text_of(r); },
      [](CloseLacks const& r) {
        return fmt::format("close does not refer to {}", in_words(r.missing));
      },
      [](EvidenceLacks const& r) {
        return fmt::format("neither a note nor close refers to {}", r.missing->name);
      },
      [](NotQueriedAfter const& r) { return std::string{in_words(r.what)}; },
      [](WithoutBecause const&) { return std::string{"a hold or repair without --because"}; },
      [](HintTaken const&) { return std::string{"a hint was taken"}; });
}

}  // namespace studylab::grade
