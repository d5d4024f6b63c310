#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "cli/commands.h"
#include "cli/pager.h"
#include "cli/terminal.h"
#include "command_language/wrap.h"
#include "lab/runs/documents.h"

namespace studylab::cli {
namespace {

std::string wrapped_for(Out const& out, std::string text) {
  return out.terminal() ? language::wrapped(text, out.width()) : std::move(text);
}

// A runbook, or the rules of every drill; nullptr: neither.
language::Runbook const* readable(std::string_view id) {
  auto const& every = language::operator_path_section();
  return id == every.id ? &every : language::find_runbook(id);
}

}  // namespace

Exit show_runbooks(std::string const& id, Json json) {
  Out out;
  if (id.empty()) {
    boost::json::array all;
    for (auto const& runbook : language::runbooks()) all.push_back(runs::document(runbook));
    if (json == Json::yes)
      out.line(boost::json::serialize(all));
    else
      print_paged(out, wrapped_for(out, language::runbooks_page()));
    return Exit::done;
  }
  if (auto const* line = language::find_line(id); line != nullptr && json == Json::no) {
    out.line(wrapped_for(out, language::line_page(*line)));
    return Exit::done;
  }
  auto const* runbook = readable(id);
  if (runbook == nullptr) {
    std::string known;
    for (auto const& one : language::runbooks()) known += fmt::format(" {}", one.id);
    print_error(fmt::format("'{}' is not a valid runbook; expected one of{} {}, or a rule's ID", id,
                            known, language::operator_path_section().id));
    return Exit::usage;
  }
  if (json == Json::yes) {
    out.line(boost::json::serialize(runs::document(*runbook)));
    return Exit::done;
  }
  print_paged(out, wrapped_for(out, language::runbook_page(*runbook)));
  return Exit::done;
}

}  // namespace studylab::cli
