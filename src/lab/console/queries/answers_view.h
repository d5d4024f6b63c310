#pragma once

#include <span>

#include "control/state.h"
#include "lab/console/queries/views.h"
#include "model/facts.h"

// The answers to commands other than queries, for people.
namespace studylab::console {

// A plan, its verdict first; `command` is what was planned, without `--plan`.
std::string plan_text(std::string_view command, boost::json::object const& data,
                      Moment const& moment, Screen const& screen);
// What a command did, in a sentence, and the command to watch it with.
std::string done_text(std::span<FactEntry const> facts, control::State const& state,
                      boost::json::object const& data, Moment const& moment, Screen const& screen);
std::string waited_text(boost::json::object const& data, Moment const& moment,
                        Screen const& screen);
std::string hint_text(boost::json::object const& data, Moment const& moment, Screen const& screen);
// `text` is the refusal's one line; its entry follows.
std::string refused_text(std::string_view text, Moment const& moment, Screen const& screen);

}  // namespace studylab::console
