#include "lab/console/queries/page.h"

#include <algorithm>

#include <fmt/format.h>

namespace studylab::console {
namespace {

// An answer is built in one block of memory, which is released as a whole.
constexpr std::size_t first_block = 4096;

// Ages are printed in whole seconds.
Duration whole_seconds(Duration age) {
  return std::chrono::floor<std::chrono::seconds>(std::max(age, Duration{}));
}

boost::json::object as_of(QueryContext const& context, boost::json::storage_ptr const& storage) {
  boost::json::object object(storage);
  object["entry"] = to_text(context.state.last_entry);
  object["age"] = to_text(whole_seconds(context.now - context.state.last_at));
  return object;
}

boost::json::array array_of(std::vector<Row> rows, boost::json::storage_ptr const& storage) {
  boost::json::array array(storage);
  array.reserve(rows.size());
  for (auto& row : rows) array.emplace_back(std::move(row).take());
  return array;
}

}  // namespace

Page::Page(QueryContext const& context)
    : context_(context),
      storage_(boost::json::make_shared_resource<boost::json::monotonic_resource>(first_block)),
      data_(storage_) {
  data_.reserve(8);
  data_.emplace("as_of", as_of(context, storage_));
}

Row Page::row(EntryId entry) {
  STUDYLAB_CHECK(entry);
  shown_.push_back(entry);
  return Row{*this, entry};
}

Row Page::own_row(EntryId own) { return Row{*this, own}; }

std::string_view Page::name(std::string_view text) {
  if (!state().shown_names.contains(text) && std::ranges::find(names_, text) == names_.end()) {
    names_.emplace_back(text);
  }
  return text;
}

void Page::put(std::string_view key, Row row) { data_.emplace(key, std::move(row).take()); }

void Page::put(std::string_view key, std::vector<Row> rows) {
  data_.emplace(key, array_of(std::move(rows), storage_));
}

void Page::put(std::string_view key, std::string_view text) { data_.emplace(key, text); }

QueryAnswer Page::answer() && {
  std::ranges::sort(shown_);
  shown_.erase(std::unique(shown_.begin(), shown_.end()), shown_.end());
  return {std::move(data_), std::move(shown_), std::move(names_)};
}

Row::Row(Page& page, EntryId entry) : page_(&page), object_(page.storage()) {
  object_.reserve(12);
  object_.emplace("entry", to_text(entry));
}

Row& Row::put(std::string_view key, Row row) {
  object_.emplace(key, std::move(row).take());
  return *this;
}

Row& Row::put(std::string_view key, std::vector<Row> rows) {
  object_.emplace(key, array_of(std::move(rows), page_->storage()));
  return *this;
}

Row& Row::null(std::string_view key) {
  object_.emplace(key, nullptr);
  return *this;
}

Row& Row::age(std::string_view key, Instant since) {
  return put(key, whole_seconds(page_->now() - since));
}

void Row::set(std::string_view key, std::string_view text) { object_.emplace(key, text); }
void Row::set(std::string_view key, bool value) { object_.emplace(key, value); }

void Row::set(std::string_view key, Instant at) {
  if (at == Instant{}) {
    null(key);
  } else {
    set(key, to_text(at));
  }
}

void Row::set(std::string_view key, Duration length) { set(key, to_text(length)); }
void Row::set(std::string_view key, Digest const& digest) { set_name(key, short_text(digest)); }

void Row::set(std::string_view key, VersionRange const& range) {
  set(key, fmt::format("{}..{}", range.low.value(), range.high.value()));
}

void Row::set(std::string_view key, std::vector<BindingName> const& names) {
  boost::json::array array(object_.storage());
  array.reserve(names.size());
  for (auto const& name : names) array.emplace_back(page_->name(name.value()));
  object_.emplace(key, std::move(array));
}

void Row::set_name(std::string_view key, std::string_view name) {
  if (name.empty()) {
    null(key);
  } else {
    set(key, page_->name(name));
  }
}

void Row::set_number(std::string_view key, std::uint64_t number) { object_.emplace(key, number); }

}  // namespace studylab::console
