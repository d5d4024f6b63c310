// Every single bit of a whole run's bundle: one that is flipped is missed, and where it lies is
// named. A few entries here; in a soak (STUDYLAB_SWEEP=all) every one.
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "evidence/bundle.h"
#include "evidence/seal.h"
#include "lab/drill/load.h"
#include "lab/fuzz/fuzz_run.h"

namespace studylab::fuzz {
namespace {

// A part of a file, as `verify` names it.
struct FilePart {
  std::string name;
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::vector<FilePart> parts_of(evidence::Bundle const& bundle, std::string const& file) {
  std::vector<FilePart> parts;
  auto const add = [&](std::string name, std::size_t size) {
    auto const begin = parts.empty() ? 0 : parts.back().end;
    parts.push_back({std::move(name), begin, begin + size});
  };
  add("header", file.find(bundle.platform.bytes));
  auto const add_chain = [&](std::string_view name, std::string const& bytes) {
    std::uint64_t place = 0;
    for (auto rest = as_bytes(bytes); !rest.empty();) {
      auto const before = rest.size();
      EXPECT_TRUE(evidence::take_entry(rest));
      add(fmt::format("{}{}", name, ++place), before - rest.size());
    }
  };
  add_chain("platform entry-", bundle.platform.bytes);
  add_chain("lab entry ", bundle.lab.bytes);
  add("signature", file.size() - parts.back().end);
  return parts;
}

// Whether the bits of a part are flipped here.
bool is_swept(std::size_t part, std::size_t parts) {
  static std::size_t const step = [] {
    auto const* wanted = std::getenv("STUDYLAB_SWEEP");
    std::string_view const words{wanted == nullptr ? "" : wanted};
    return words == "all" ? 1 : words == "few" ? 100 : 16;
  }();
  return part % step == 0 || part + 1 == parts;
}

void flip(char& byte, int bit) { byte = static_cast<char>(byte ^ (1 << bit)); }

// The bits of a part, one after the other; the first that is not missed where it lies ends it.
::testing::AssertionResult every_flip_is_missed(std::string& file, FilePart const& part) {
  for (auto at = part.begin; at < part.end; ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      flip(file[at], bit);
      auto const read = evidence::decode_bundle(as_bytes(file));
      flip(file[at], bit);
      if (read || read.error().where != part.name) {
        return ::testing::AssertionFailure()
               << "bit " << bit << " of byte " << at << " in " << part.name << ": "
               << (read ? "it reads" : to_text(read.error()));
      }
    }
  }
  return ::testing::AssertionSuccess();
}

TEST(BundleFlips, OfAWholeRunAreMissedWhereTheyWere) {
  auto const& drill = *drill::find_drill("bad-deploy");
  Scenario scenario{&drill, 7, "app-only", console::Text::no, {}};
  auto const run = run_scenario(scenario, by_kind("expert"));
  ASSERT_EQ(run.failed, "");
  auto bundle = run.session().bundle();
  evidence::seal(bundle, evidence::signing_key({}));
  auto file = evidence::encode_bundle(bundle);
  ASSERT_TRUE(evidence::decode_bundle(as_bytes(file)));
  auto const parts = parts_of(bundle, file);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!is_swept(i, parts.size())) continue;
    ASSERT_TRUE(every_flip_is_missed(file, parts[i]));
  }
}

}  // namespace
}  // namespace studylab::fuzz
