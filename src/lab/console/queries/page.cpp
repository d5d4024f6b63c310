#include "lab/console/queries/page.h"

#include <algorithm>

#include <fmt/format.h>

#include "control/references/references.h"
#include "lab/console/render/units.h"

namespace studylab::console {
namespace {

constexpr std::size_t usual_rows = 16;  // of an answer

}  // namespace

Duration age(Page const& page, Instant since) { return age(since, page.now()); }

Page::Page(QueryContext const& context, EntryId own) : context_(context), own_(own) {
  shown_.reserve(usual_rows);
  names_.reserve(usual_rows);
  data_.open_row("as_of");
  data_.entry("entry", context.state.last_entry);
  data_.duration("age", age(*this, context.state.last_at));
  data_.close();
  if (own) data_.entry("entry", own);
}

void Page::open(std::string_view name, EntryId entry) {
  STUDYLAB_CHECK(entry);
  if (entry != own_) shown_.push_back(entry);
  data_.open_row(name);
  data_.entry("entry", entry);
}

void Page::absent(std::string_view name) {
  if (data_.has_open()) null(name);
}

void Page::remember(std::string_view name) {
  if (!state().shown_names.contains(name) && std::ranges::find(names_, name) == names_.end()) {
    names_.emplace_back(name);
  }
}

QueryAnswer Page::answer() && {
  std::ranges::sort(shown_);
  shown_.erase(std::unique(shown_.begin(), shown_.end()), shown_.end());
  return {std::move(data_), std::move(shown_), std::move(names_)};
}

void Page::set(std::string_view name, Instant at) {
  if (at == Instant{}) {
    null(name);
  } else {
    data_.time(name, at);
  }
}

void Page::set(std::string_view name, Prose prose) {
  data_.text(name, prose.text);
  constexpr std::string_view between = " \t`'\"(),;";
  auto text = prose.text;
  while (true) {
    auto const begin = text.find_first_not_of(between);
    if (begin == std::string_view::npos) return;
    text.remove_prefix(begin);
    auto const end = std::min(text.find_first_of(between), text.size());
    auto word = text.substr(0, end);
    while (!word.empty() && (word.back() == ':' || word.back() == '.')) word.remove_suffix(1);
    if (control::latest_entry(state(), std::string{word})) remember(word);
    text.remove_prefix(end);
  }
}

void Page::set(std::string_view name, VersionRange const& range) {
  set(name, fmt::format("{}..{}", range.low.value(), range.high.value()));
}

void Page::set(std::string_view name, std::vector<BindingName> const& names) {
  std::vector<std::string_view> texts;
  for (auto const& binding : names) {
    remember(binding.value());
    texts.emplace_back(binding.value());
  }
  data_.texts(name, texts);
}

void Page::set_name(std::string_view name, std::string_view value) {
  if (value.empty()) {
    null(name);
  } else {
    remember(value);
    data_.text(name, value);
  }
}

}  // namespace studylab::console
