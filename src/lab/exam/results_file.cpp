#include "lab/exam/results_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include <fmt/format.h>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/limits.h"
#include "base/version.h"
#include "evidence/file_write.h"
#include "lab/console/options.h"

namespace studylab::exam {
namespace {

namespace fs = std::filesystem;

// A result with 64 KiB of standard error, each byte of which JSON may escape with six.
constexpr std::size_t max_result_line = 1 * limits::mib;

std::unexpected<runs::Problem> cannot(std::string_view doing, fs::path const& path) {
  return runs::problem(runs::Problem::Kind::missing, evidence::failure(doing, path, errno));
}

// The lines of an open file, one by one, so that its size does not matter.
class Lines {
 public:
  explicit Lines(int file) : file_(file) {}

  // The next whole line; none at the end, or if the rest is only a part of a line.
  std::optional<std::string> next() {
    while (true) {
      auto const end = buffer_.find('\n', at_);
      if (end != std::string::npos) {
        auto line = buffer_.substr(at_, end - at_);
        whole_ += line.size() + 1;
        at_ = end + 1;
        return line;
      }
      if (buffer_.size() - at_ > max_result_line || !read_more()) return std::nullopt;
    }
  }
  // The length of all lines so far.
  off_t whole() const { return static_cast<off_t>(whole_); }
  bool failed() const { return failed_; }
  bool too_long() const { return buffer_.size() - at_ > max_result_line; }

 private:
  bool read_more() {
    buffer_.erase(0, std::exchange(at_, 0));
    std::array<char, 64 * limits::kib> some{};
    ssize_t size = 0;
    while ((size = ::read(file_, some.data(), some.size())) < 0 && errno == EINTR) {
    }
    failed_ = size < 0;
    if (size > 0) buffer_.append(some.data(), static_cast<std::size_t>(size));
    return size > 0;
  }

  int file_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::size_t whole_ = 0;
  bool failed_ = false;
};

}  // namespace

std::string header_line(Exam const& exam, Bundles bundles) {
  auto const digest_or_null = [](Hash const& hash) {
    return hash == Hash{} ? boost::json::value(nullptr) : boost::json::value(to_text(hash));
  };
  boost::json::object header{{"exam", exam.title},
                             {"file", to_hex(exam.digest.bytes)},
                             {"version", program_version()},
                             {"salt", digest_or_null(console::digest_of_salt(exam.salt))},
                             {"operator", exam.operator_kind},
                             {"operator_files", digest_or_null(exam.operator_digest)},
                             {"bundles", bundles == Bundles::yes},
                             {"runs", exam.items.size()}};
  if (!exam.own_drills.empty()) {
    auto& drills = header["own_drills"].emplace_object();
    for (auto const& own : exam.own_drills) {
      drills[own.drill->id] = to_hex(own.drill->digest.bytes);
    }
  }
  return boost::json::serialize(header);
}

std::expected<ResultsFile, runs::Problem> ResultsFile::open(fs::path path, Exam const& exam,
                                                            Bundles bundles) {
  int const file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (file < 0) return cannot("open", path);
  ResultsFile results{std::move(path), exam, file};
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return cannot("lock", results.path_);
    return runs::problem(
        runs::Problem::Kind::missing,
        fmt::format("another process is writing the results in {}", results.path_.string()));
  }
  if (auto taken = results.read(header_line(exam, bundles)); !taken) {
    return std::unexpected(std::move(taken.error()));
  }
  return results;
}

ResultsFile::ResultsFile(ResultsFile&& other) noexcept
    : path_(std::move(other.path_)),
      exam_(other.exam_),
      file_(std::exchange(other.file_, -1)),
      results_(std::move(other.results_)) {}

ResultsFile::~ResultsFile() { forget(); }

void ResultsFile::forget() {
  if (file_ >= 0) ::close(std::exchange(file_, -1));
}

std::expected<void, runs::Problem> ResultsFile::read(std::string const& header) {
  using Kind = runs::Problem::Kind;
  Lines lines{file_};
  std::size_t number = 0;
  while (auto const line = lines.next()) {
    ++number;
    if (number == 1 && *line != header) {
      return runs::problem(
          Kind::usage,
          fmt::format("{}:1: not the results of this exam, program version, salt, operator and use "
                      "of --bundles; name another file with --results, or remove this one",
                      path_.string()));
    }
    if (number == 1) continue;
    if (auto taken = take(*line, number); !taken) return taken;
  }
  if (lines.failed()) return cannot("read", path_);
  if (lines.too_long()) {
    return runs::problem(Kind::missing,
                         fmt::format("{}:{}: the line is too long", path_.string(), number + 1));
  }
  // A part of a line comes from a process that was killed while it wrote.
  if (::ftruncate(file_, lines.whole()) != 0 || ::lseek(file_, 0, SEEK_END) < 0) {
    return cannot("write", path_);
  }
  if (number > 0) return {};
  if (auto written = write(header); !written) {
    return runs::problem(Kind::missing, std::move(written.error()));
  }
  return {};
}

std::expected<void, runs::Problem> ResultsFile::take(std::string_view line, std::size_t number) {
  auto result = result_from_json(line);
  if (!result) {
    return runs::problem(runs::Problem::Kind::missing,
                         fmt::format("{}:{}: {}", path_.string(), number, result.error()));
  }
  Key key{result->drill, result->level, result->seed};
  results_.emplace(std::move(key), std::move(*result));
  return {};
}

std::vector<std::size_t> ResultsFile::missing() const {
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < exam_->items.size(); ++i) {
    if (!results_.contains(key_of(exam_->items[i]))) positions.push_back(i);
  }
  return positions;
}

std::vector<Result> ResultsFile::in_order() const {
  std::vector<Result> all;
  for (auto const& item : exam_->items) {
    auto const found = results_.find(key_of(item));
    if (found != results_.end()) all.push_back(found->second);
  }
  return all;
}

std::expected<void, std::string> ResultsFile::append(Result result) {
  if (auto written = write(to_json(result)); !written) return written;
  Key key{result.drill, result.level, result.seed};
  results_.emplace(std::move(key), std::move(result));
  return {};
}

std::expected<void, std::string> ResultsFile::write(std::string line) {
  line.push_back('\n');
  if (evidence::write_all(file_, line)) return {};
  return std::unexpected(evidence::failure("write", path_, errno));
}

std::expected<void, std::string> ResultsFile::sync() const {
  // EINVAL: a file such as a pipe has nothing to sync.
  if (::fsync(file_) == 0 || errno == EINVAL) return {};
  return std::unexpected(evidence::failure("sync", path_, errno));
}

}  // namespace studylab::exam
