#include "lab/runs/not_stored.h"

#include <utility>

namespace studylab::runs {
namespace {

class NotStored : public Storage {
 public:
  explicit NotStored(std::string run) : run_(std::move(run)) {}

  std::string const& run() const override { return run_; }
  Result begin(console::RunOptions const&, evidence::Chain const&) override { return {}; }
  Result keep(console::RunOptions const&) override { return {}; }
  Result save(evidence::Chain const&) override { return {}; }
  std::expected<evidence::SigningKey, std::string> key() const override { return refused(); }
  Result seal(std::string_view, std::string_view) override { return refused(); }

 private:
  std::unexpected<std::string> refused() const {
    return std::unexpected(run_ + " is not stored, so it is not sealed");
  }

  std::string run_;
};

class SealedNotStored final : public NotStored {
 public:
  SealedNotStored(std::string run, evidence::SigningKey const& key)
      : NotStored(std::move(run)), key_(key) {}

  std::expected<evidence::SigningKey, std::string> key() const override { return key_; }
  Result seal(std::string_view, std::string_view) override { return {}; }

 private:
  evidence::SigningKey key_;
};

}  // namespace

std::unique_ptr<Storage> not_stored(std::string run) {
  return std::make_unique<NotStored>(std::move(run));
}

std::unique_ptr<Storage> not_stored(std::string run, evidence::SigningKey const& key) {
  return std::make_unique<SealedNotStored>(std::move(run), key);
}

}  // namespace studylab::runs
