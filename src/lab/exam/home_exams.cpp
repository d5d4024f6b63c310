#include "lab/exam/home_exams.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <fstream>
#include <utility>

#include <fmt/format.h>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include "base/limits.h"
#include "lab/exam/results_file.h"

namespace studylab::exam {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::string_view name_prefix = "exam-";
// A document lists invalid runs, each with its reason.
constexpr std::size_t max_document = 32 * limits::mib;

// The N of `exam-N`; none: not such a name.
std::optional<std::uint64_t> number_of(std::string_view name) {
  if (!name.starts_with(name_prefix)) return std::nullopt;
  auto const digits = name.substr(name_prefix.size());
  std::uint64_t number = 0;
  auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  bool const whole = error == std::errc{} && end == digits.data() + digits.size();
  // A name has one form, without leading zeros.
  if (!whole || number == 0 || digits.starts_with('0')) return std::nullopt;
  return number;
}

std::string text_of(json::object const& object, std::string_view key) {
  auto const* value = object.if_contains(key);
  auto const* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string{} : std::string{*text};
}

// The first line of a results file, without its end.
bool take_header(std::string const& line, HomeExam& exam) {
  boost::system::error_code bad;
  auto const value = json::parse(line, bad);
  auto const* header = bad ? nullptr : value.if_object();
  auto const* runs = header == nullptr ? nullptr : header->if_contains("runs");
  if (runs == nullptr || !runs->is_int64() || runs->get_int64() < 0) return false;
  exam.title = text_of(*header, "exam");
  exam.operator_kind = text_of(*header, "operator");
  exam.version = text_of(*header, "version");
  exam.planned = static_cast<std::uint64_t>(runs->get_int64());
  return true;
}

std::chrono::sys_seconds written_at(fs::path const& file) {
  std::error_code bad;
  auto const at = fs::last_write_time(file, bad);
  if (bad) return {};
  return std::chrono::floor<std::chrono::seconds>(fs::file_time_type::clock::to_sys(at));
}

}  // namespace

fs::path HomeExams::file(std::string const& name) const { return folder_ / name / "exam.yaml"; }

fs::path HomeExams::document_file(std::string const& name) const {
  return folder_ / name / "document.json";
}

std::vector<std::uint64_t> HomeExams::numbers() const {
  std::vector<std::uint64_t> found;
  std::error_code failed;
  for (fs::directory_iterator at{folder_, failed}, end; !failed && at != end;
       at.increment(failed)) {
    if (auto const number = number_of(at->path().filename().string())) found.push_back(*number);
  }
  std::ranges::sort(found);
  return found;
}

// Only whole lines count: the process that writes drops a part of a line when it continues. False:
// the first line is missing, or not that of an exam.
bool HomeExams::read_more(fs::path const& results, Read& read) {
  std::error_code bad;
  auto const size = fs::file_size(results, bad);
  if (bad) return false;
  if (size < read.bytes) read = {};  // another file took its place
  if (size == read.bytes) return read.bytes > 0;
  std::ifstream file{results, std::ios::binary};
  file.seekg(static_cast<std::streamoff>(read.bytes));
  std::string line;
  while (std::getline(file, line) && !file.eof()) {
    if (read.bytes == 0 && !take_header(line, read.exam)) return false;
    if (read.bytes != 0) ++read.exam.done;
    read.bytes += line.size() + 1;
  }
  return read.bytes > 0;
}

std::optional<HomeExam> HomeExams::find(std::string_view given) {
  if (!number_of(given)) return std::nullopt;
  std::string const name{given};
  auto& read = read_[name];
  std::error_code none;
  auto const results = fs::path{file(name).string() + ".results"};
  if (!read_more(results, read)) {
    read_.erase(name);
    return std::nullopt;
  }
  auto exam = read.exam;
  exam.name = name;
  exam.began = written_at(file(name));
  exam.complete = fs::exists(document_file(name), none);
  return exam;
}

std::vector<HomeExam> HomeExams::all() {
  std::vector<HomeExam> all;
  for (auto const number : numbers()) {
    if (auto exam = find(fmt::format("{}{}", name_prefix, number))) all.push_back(std::move(*exam));
  }
  return all;
}

std::expected<std::string, std::string> HomeExams::add(Exam const& exam, std::string_view text) {
  if (auto const made = evidence::make_folder(folder_); !made) {
    return std::unexpected(made.error());
  }
  auto const known = numbers();
  auto number = known.empty() ? 1 : known.back() + 1;
  std::error_code bad;
  // Another server of this home may take the same number.
  while (!fs::create_directory(folder_ / fmt::format("{}{}", name_prefix, number), bad)) {
    if (bad) {
      return std::unexpected(evidence::failure("create a folder in", folder_, bad.value()));
    }
    ++number;
  }
  auto name = fmt::format("{}{}", name_prefix, number);
  if (auto const kept = evidence::write_file(file(name), text, evidence::Readers::owner); !kept) {
    return std::unexpected(kept.error());
  }
  auto const results = ResultsFile::open(file(name).string() + ".results", exam, Bundles::no);
  if (!results) return std::unexpected(results.error().text);
  if (auto const synced = results->sync(); !synced) return std::unexpected(synced.error());
  return name;
}

std::expected<std::string, std::string> HomeExams::document(std::string const& name) const {
  auto text = evidence::read_file(document_file(name), max_document);
  if (!text) return std::unexpected(text.error().text);
  return std::move(*text);
}

std::expected<void, std::string> HomeExams::keep_document(std::string const& name,
                                                          std::string_view document) const {
  return evidence::write_file(document_file(name), document, evidence::Readers::owner);
}

}  // namespace studylab::exam
