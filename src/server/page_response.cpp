#include "server/page_response.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/hash.h"
#include "server/gzip.h"
#include "server/pages.h"
#include "server/responses.h"

namespace studylab::server {
namespace {

struct ContentType {
  std::string_view ending;
  std::string_view type;
  bool is_text = true;
};

constexpr ContentType content_types[] = {{".html", "text/html; charset=utf-8"},
                                         {".js", "text/javascript; charset=utf-8"},
                                         {".css", "text/css; charset=utf-8"},
                                         {".svg", "image/svg+xml"},
                                         {"", "application/octet-stream", false}};

struct Page {
  PageFile file;
  ContentType content;
  std::string compressed;  // empty: it would not be smaller
  std::string hash;
};

Page page_of(PageFile const& file) {
  auto const* content = std::ranges::find_if(
      content_types, [&](ContentType const& one) { return file.path.ends_with(one.ending); });
  Page page{file, *content, {}, to_text(blake2b(as_bytes(file.bytes))).substr(0, 32)};
  if (content->is_text) page.compressed = gzip(file.bytes);
  if (page.compressed.size() >= file.bytes.size()) page.compressed.clear();
  return page;
}

// Compressed at the first request.
std::vector<Page> const& pages() {
  static auto const all = [] {
    std::vector<Page> made;
    for (auto const& file : page_files()) made.push_back(page_of(file));
    return made;
  }();
  return all;
}

std::string_view trimmed(std::string_view text) {
  auto const begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

// Removes what comes before the next mark, and the mark, and returns it without spaces around it.
std::string_view take_until(std::string_view& rest, char mark) {
  auto const part = rest.substr(0, rest.find(mark));
  rest.remove_prefix(std::min(rest.size(), part.size() + 1));
  return trimmed(part);
}

// Whether an If-None-Match header has this tag.
bool has_tag(std::string_view header, std::string_view tag) {
  while (!header.empty()) {
    auto one = take_until(header, ',');
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == tag || one == "*") return true;
  }
  return false;
}

Response response_of(Page const& page, Request const& request) {
  bool const compressed =
      !page.compressed.empty() && accepts_gzip(request.header("accept-encoding"));
  auto const tag = fmt::format("\"{}{}\"", page.hash, compressed ? "-gzip" : "");
  Response response{200, std::string{page.content.type}, {}, {}};
  auto& headers = response.headers;
  headers.emplace_back("ETag", tag);
  headers.emplace_back("Cache-Control", has_content_hash(page.file.path)
                                            ? "public, max-age=31536000, immutable"
                                            : "no-cache");
  if (!page.compressed.empty()) headers.emplace_back("Vary", "Accept-Encoding");
  if (has_tag(request.header("if-none-match"), tag)) {
    response.status = 304;
    return response;
  }
  if (compressed) headers.emplace_back("Content-Encoding", "gzip");
  response.body = compressed ? page.compressed : std::string{page.file.bytes};
  return response;
}

}  // namespace

bool accepts_gzip(std::string_view header) {
  bool any = false;
  while (!header.empty()) {
    auto parameters = take_until(header, ',');
    auto const name = take_until(parameters, ';');
    auto const quality = trimmed(parameters);
    bool const refused =
        quality.starts_with("q=0") && quality.find_first_not_of("0.", 2) == std::string_view::npos;
    if (name == "gzip" || name == "x-gzip") return !refused;
    if (name == "*") any = !refused;
  }
  return any;
}

bool has_content_hash(std::string_view path) {
  constexpr std::string_view folder = "/assets/";
  constexpr std::size_t hash_size = 8;  // as Vite makes it
  auto const dot = path.rfind('.');
  if (!path.starts_with(folder) || dot == std::string_view::npos) return false;
  auto const name = path.substr(folder.size(), dot - folder.size());
  if (name.size() <= hash_size + 1) return false;
  auto const hash = name.substr(name.size() - hash_size);
  return name[name.size() - hash_size - 1] == '-' && std::ranges::all_of(hash, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  c == '_' || c == '-';
         });
}

Response page_response(Request const& request) {
  if (pages().empty()) {
    return problem(404, "this program was built without pages; its API is under /api/v1");
  }
  if (request.method != "GET" && request.method != "HEAD") {
    return problem(405, "pages accept GET");
  }
  auto const path = request.path == "/" ? std::string{"/index.html"} : request.path;
  auto const found =
      std::ranges::find_if(pages(), [&](Page const& page) { return page.file.path == path; });
  return found == pages().end() ? problem(404, "no such page") : response_of(*found, request);
}

}  // namespace studylab::server
