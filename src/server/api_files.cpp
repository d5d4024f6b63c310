// What is sent as a file: a drill of one's own to practise, an evidence bundle to read.
#include <fmt/format.h>
#include <boost/json/object.hpp>

#include "base/limits.h"
#include "command_language/characters.h"
#include "evidence/bundle.h"
#include "evidence/file_keys.h"
#include "lab/drill/load.h"
#include "lab/runs/documents.h"
#include "lab/runs/own_drills.h"
#include "lab/runs/platform_at.h"
#include "lab/runs/sealed.h"
#include "server/api.h"
#include "server/body.h"
#include "server/responses.h"

namespace studylab::server {
namespace {

namespace json = boost::json;

constexpr unsigned unprocessable = 422;

// The bundle that was sent, and its drill made known if the home has it.
std::expected<evidence::Bundle, Response> bundle_in(Call const& call, runs::Store const& store) {
  auto bundle = evidence::decode_bundle(as_bytes(call.request.body));
  if (!bundle) return std::unexpected(problem(unprocessable, to_text(bundle.error())));
  if (auto const opened = runs::opened_of(*bundle)) {
    runs::know_drill(store.home(), opened->drill, opened->drill_digest);
  }
  return std::move(*bundle);
}

// A bundle that is whole, of which this program cannot show more.
Response cannot_show(runs::Problem const& why) {
  return problem(unprocessable,
                 fmt::format("both chains and the seal are valid, but {}", why.text));
}

}  // namespace

Reply Api::add_drill(Call const& call) {
  auto const& text = call.request.body;
  auto const file = shown_name(call.query);
  if (auto const read = drill::load_drill(text, file); !read) {
    return mistakes_in(file, read.error());
  }
  auto const own = runs::take_own_drill(text, file);
  if (!own) return problem(unprocessable, own.error().text);
  if (auto const kept = runs::keep_drill(store_.home(), *own); !kept) {
    return problem(500, kept.error());
  }
  auto response = json_response(runs::document(*own->drill));
  response.status = 201;
  return response;
}

Reply Api::read_evidence(Call const& call) {
  auto const bundle = bundle_in(call, store_);
  if (!bundle) return bundle.error();
  auto const result = runs::debrief_of(*bundle, {});
  if (!result) return cannot_show(result.error());
  auto const key = evidence::load_key(store_.home() / "keys" / "seal.key");
  return json_response(json::object{{"run", bundle->run},
                                    {"version", language::readable(bundle->program_version)},
                                    {"platform_entries", bundle->platform.head.size},
                                    {"lab_entries", bundle->lab.head.size},
                                    {"sealed_by", to_hex(bundle->public_key.bytes).substr(0, 16)},
                                    {"sealed_here", key && key->public_key == bundle->public_key},
                                    {"debrief", runs::debrief_document(*result)}});
}

Reply Api::platform_of_evidence(Call const& call) {
  auto const bundle = bundle_in(call, store_);
  if (!bundle) return bundle.error();
  auto const entry = static_cast<std::uint32_t>(std::stoul(call.query.at("entry")));
  auto const platform = runs::platform_at(*bundle, entry);
  if (!platform && platform.error().kind == runs::Problem::Kind::usage) {
    return problem(404, platform.error().text);
  }
  if (!platform) return cannot_show(platform.error());
  return json_response(runs::document(*platform, screen_in(call.query)));
}

}  // namespace studylab::server
