#pragma once

#include <span>

#include "control/state.h"
#include "lab/console/queries/views.h"
#include "model/facts.h"

// The text of answers to commands other than queries.
namespace studylab::console {

// A plan, with its verdict first; `command` is the planned command, without `--plan`.
std::string plan_text(std::string_view command, language::Data const& data, Moment const& moment,
                      Screen const& screen);
// What a command did, in a sentence, and the command that waits for its end.
std::string done_text(std::span<FactEntry const> facts, control::State const& state,
                      language::Data const& data, Moment const& moment, Screen const& screen);
std::string waited_text(language::Data const& data, Moment const& moment, Screen const& screen);
std::string hint_text(language::Data const& data, Moment const& moment, Screen const& screen);
// `text` is the one line of the refusal; its entry follows. A terminal also gets `cost`, what the
// refusal costs.
std::string refused_text(std::string_view text, std::string_view cost, Moment const& moment,
                         Screen const& screen);

}  // namespace studylab::console
