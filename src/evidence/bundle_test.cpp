#include "evidence/bundle.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "evidence/run_testing.h"

namespace studylab::evidence {
namespace {

// A bundle file split into its parts, so that a test can reassemble it incorrectly.
struct Parts {
  std::string header;
  std::vector<std::string> platform;  // each with its length before it
  std::vector<std::string> lab;
  std::string signature;

  explicit Parts(Bundle const& bundle) {
    auto const file = encode_bundle(bundle);
    platform = split(bundle.platform.bytes);
    lab = split(bundle.lab.bytes);
    auto const entries = bundle.platform.bytes + bundle.lab.bytes;
    auto const start = file.find(entries);
    header = file.substr(0, start);
    signature = file.substr(start + entries.size());
  }

  static std::vector<std::string> split(std::string const& bytes) {
    std::vector<std::string> entries;
    for (auto rest = as_bytes(bytes); !rest.empty();) {
      auto const size = length_size + take_entry(rest).value().body.size();
      entries.push_back(bytes.substr(bytes.size() - rest.size() - size, size));
    }
    return entries;
  }

  std::string file() const {
    auto out = header;
    for (auto const& entry : platform) out += entry;
    for (auto const& entry : lab) out += entry;
    return out + signature;
  }

  // The name of the part that contains the byte at `offset`.
  std::string part_at(std::size_t offset) const {
    if (offset < header.size()) return "header";
    offset -= header.size();
    for (std::size_t i = 0; i < platform.size(); ++i) {
      if (offset < platform[i].size()) return fmt::format("platform entry-{}", i + 1);
      offset -= platform[i].size();
    }
    for (std::size_t i = 0; i < lab.size(); ++i) {
      if (offset < lab[i].size()) return fmt::format("lab entry {}", i + 1);
      offset -= lab[i].size();
    }
    return "signature";
  }
};

std::string where(std::string const& file) {
  auto const bundle = decode_bundle(as_bytes(file));
  return bundle ? "nowhere" : bundle.error().where;
}

TEST(Bundle, IsReadBackAsItWasWritten) {
  SmallRun const run;
  auto const bundle = run.sealed();
  auto const read = decode_bundle(as_bytes(encode_bundle(bundle)));
  ASSERT_TRUE(read) << to_text(read.error());
  EXPECT_EQ(*read, bundle);
  EXPECT_EQ(read->run, "run-1");
  EXPECT_EQ(read->drill, "bad-deploy");
  EXPECT_EQ(read->platform.head, (Head{5, run.platform.head()}));
  ASSERT_EQ(read->platform_entries().size(), 5u);
  EXPECT_EQ(fact_name(read->platform_entries()[4].fact), "RunEnded");
  ASSERT_EQ(read->lab_entries().size(), 3u);
  EXPECT_TRUE(std::get_if<FaultWitnessed>(&read->lab_entries()[2].fact));
}

// A platform has one chain; a run is a span of it.
TEST(Bundle, ARunCanBeASpanOfALongerChain) {
  SmallRun const run{3, {40, blake2b(as_bytes("entry 40"))}};
  EXPECT_EQ(run.platform.size(), 45u);
  EXPECT_EQ(run.platform.entry(EntryId{41}).id, EntryId{41});
  auto const file = encode_bundle(run.sealed());
  auto const bundle = decode_bundle(as_bytes(file));
  ASSERT_TRUE(bundle) << to_text(bundle.error());
  EXPECT_EQ(*bundle, run.sealed());
  EXPECT_EQ(bundle->platform_entries().front().id, EntryId{41});

  // An entry is named by its number in the chain, also if another head before it is stated.
  auto changed = file;
  changed[changed.find("note 2")] = 'N';
  EXPECT_EQ(where(changed), "platform entry-43");
  auto const stated = file.find(std::string{run.platform.before().hash.bytes.begin(),
                                            run.platform.before().hash.bytes.end()});
  auto moved = file;
  moved[stated] ^= 1;
  EXPECT_EQ(where(moved), "header");
}

TEST(Bundle, AnyChangedBitIsLocated) {
  Parts const parts{SmallRun{}.sealed()};
  auto const whole = parts.file();
  for (std::size_t byte = 0; byte < whole.size(); ++byte) {
    for (int bit = 0; bit < 8; ++bit) {
      auto changed = whole;
      changed[byte] = static_cast<char>(changed[byte] ^ (1 << bit));
      ASSERT_EQ(where(changed), parts.part_at(byte)) << "byte " << byte << " bit " << bit;
    }
  }
}

TEST(Bundle, ARemovedEntryIsNamed) {
  Parts const whole{SmallRun{}.sealed()};
  for (std::size_t i = 0; i < whole.platform.size(); ++i) {
    auto parts = whole;
    parts.platform.erase(parts.platform.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_EQ(where(parts.file()), fmt::format("platform entry-{}", i + 1));
  }
  for (std::size_t i = 0; i < whole.lab.size(); ++i) {
    auto parts = whole;
    parts.lab.erase(parts.lab.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_EQ(where(parts.file()), fmt::format("lab entry {}", i + 1));
  }
}

TEST(Bundle, TheFirstOfTwoSwappedEntriesIsNamed) {
  Parts const whole{SmallRun{}.sealed()};
  for (std::size_t i = 0; i < whole.platform.size(); ++i) {
    for (std::size_t j = i + 1; j < whole.platform.size(); ++j) {
      auto parts = whole;
      std::swap(parts.platform[i], parts.platform[j]);
      EXPECT_EQ(where(parts.file()), fmt::format("platform entry-{}", i + 1));
    }
  }
  for (std::size_t i = 0; i < whole.lab.size(); ++i) {
    auto parts = whole;
    std::swap(parts.platform[1], parts.lab[i]);
    EXPECT_EQ(where(parts.file()), "platform entry-2");
  }
}

// What a forger would add at `place`: an entry that follows the previous one correctly.
std::string forged(Chain const& chain, std::uint32_t place) {
  auto raw = chain.raw(EntryId{std::min(place, chain.size())});
  raw.sequence = place;
  if (place > 1) raw.previous = hash_of(chain.raw(EntryId{place - 1}));
  raw.at += Duration{1};
  std::string bytes;
  put_entry(bytes, raw);
  return bytes;
}

TEST(Bundle, AnAddedEntryIsNamed) {
  SmallRun const run;
  Parts const whole{run.sealed()};
  for (std::uint32_t i = 1; i <= run.platform.size() + 1; ++i) {
    auto parts = whole;
    parts.platform.insert(parts.platform.begin() + i - 1, forged(run.platform, i));
    EXPECT_EQ(where(parts.file()), fmt::format("platform entry-{}", i));
  }
  for (std::size_t i = 0; i < whole.lab.size(); ++i) {
    auto parts = whole;
    auto const twice = parts.lab[i];
    parts.lab.insert(parts.lab.begin() + static_cast<std::ptrdiff_t>(i), twice);
    auto const first = where(parts.file());
    EXPECT_EQ(first, fmt::format("lab entry {}", i + 2)) << "the first of the two reads";
  }
}

TEST(Bundle, ADuplicatedEntryIsNamedAtItsSecondPosition) {
  Parts const whole{SmallRun{}.sealed()};
  for (std::size_t i = 0; i < whole.platform.size(); ++i) {
    auto parts = whole;
    auto const twice = parts.platform[i];
    parts.platform.insert(parts.platform.begin() + static_cast<std::ptrdiff_t>(i), twice);
    EXPECT_EQ(where(parts.file()), fmt::format("platform entry-{}", i + 2));
  }
}

// The header of a run with these numbers of entries.
std::string header_for(Parts const& parts) {
  auto header = parts.header.substr(0, parts.header.size() - 8);
  Encoder encoder{header};
  encoder.put(static_cast<std::uint32_t>(parts.platform.size()));
  encoder.put(static_cast<std::uint32_t>(parts.lab.size()));
  return header;
}

TEST(Bundle, AHeaderChangedToMatchTheEntriesHidesNothing) {
  SmallRun const run;
  Parts const whole{run.sealed()};
  ASSERT_EQ(header_for(whole), whole.header);
  auto const named = [](Parts parts) {
    parts.header = header_for(parts);
    return where(parts.file());
  };
  for (std::uint32_t i = 1; i <= whole.platform.size(); ++i) {
    auto parts = whole;
    parts.platform.erase(parts.platform.begin() + i - 1);
    EXPECT_EQ(named(parts), fmt::format("platform entry-{}", i));
  }
  for (std::uint32_t i = 1; i <= whole.platform.size() + 1; ++i) {
    auto parts = whole;
    parts.platform.insert(parts.platform.begin() + i - 1, forged(run.platform, i));
    EXPECT_EQ(named(parts), fmt::format("platform entry-{}", i));
  }
  for (std::size_t i = 0; i < whole.lab.size(); ++i) {
    auto fewer = whole;
    fewer.lab.erase(fewer.lab.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_EQ(named(fewer), fmt::format("lab entry {}", i + 1));
    auto more = whole;
    more.lab.insert(more.lab.begin() + static_cast<std::ptrdiff_t>(i), whole.lab[i]);
    EXPECT_EQ(named(more), fmt::format("lab entry {}", i + 2));
  }
  // Nothing but the header is wrong.
  auto header_alone = whole;
  header_alone.header = header_for({[&] {
    auto other = whole;
    other.lab.pop_back();
    return other;
  }()});
  EXPECT_EQ(where(header_alone.file()), "header");
}

TEST(Bundle, AChainOfAnotherRunIsNamedByItsFirstEntry) {
  Parts const whole{SmallRun{}.sealed()};
  SmallRun other;
  LabOpened opened;
  opened.seed = 8;
  other.lab = LabChain{};
  other.lab.append(SmallRun::at(0), opened);
  for (int i = 1; i <= 4; ++i) other.lab.append(SmallRun::at(i), FaultWitnessed{EntryId{2}});
  auto const lab = other.lab.bytes();
  auto parts = whole;
  parts.lab = Parts::split(std::string{lab.begin(), lab.end()});
  EXPECT_EQ(where(parts.file()), "lab entry 1");
  parts.lab.resize(whole.lab.size());
  EXPECT_EQ(where(parts.file()), "lab entry 1");

  Chain platform;
  auto first = *fact_if<RunOpened>(other.platform.entries()[0].fact);
  first.commitment = commitment(other.nonce, other.lab.body(LabEntryId{1}));
  platform.append(SmallRun::at(0), make_fact(first));
  for (int i = 1; i < 9; ++i) platform.append(SmallRun::at(i), make_fact(Noted{"other", {}}));
  auto const bytes = platform.bytes();
  parts = whole;
  parts.platform = Parts::split(std::string{bytes.begin(), bytes.end()});
  EXPECT_EQ(where(parts.file()), "platform entry-1");
}

TEST(Bundle, AnEntryRewrittenWithAllLaterEntriesIsNamed) {
  SmallRun run;
  Parts parts{run.sealed()};
  // A second run that differs in its third entry. Its chain is consistent in itself.
  Chain other;
  for (auto entry : run.platform.entries()) {
    if (entry.id.number == 3) entry.fact = make_fact(Noted{"something else", {}});
    other.append(entry.at, std::move(entry.fact));
  }
  auto const forged_bytes = other.bytes();
  parts.platform = Parts::split(std::string{forged_bytes.begin(), forged_bytes.end()});
  EXPECT_EQ(where(parts.file()), "platform entry-5");
}

TEST(Bundle, ACutFileIsReportedAtThePartWhereItEnds) {
  Parts const parts{SmallRun{}.sealed()};
  auto const whole = parts.file();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(where(whole.substr(0, size)), parts.part_at(size)) << size;
  }
}

TEST(Bundle, BytesAfterTheSignatureAreFound) {
  auto const whole = encode_bundle(SmallRun{}.sealed());
  EXPECT_EQ(where(whole + "x"), "signature");
  EXPECT_EQ(where(whole + whole), "signature");
}

// The holder of a key can sign anything, but a bundle that cannot be a run is still refused.
TEST(Bundle, ASignedBundleWhoseChainsDoNotBelongTogetherIsRefused) {
  SmallRun run;
  auto bundle = run.sealed();
  auto const sign = [&] {
    seal(bundle, signing_key({}));
    return where(encode_bundle(bundle));
  };
  ASSERT_EQ(sign(), "nowhere");

  bundle.nonce = blake2b(as_bytes("another"));
  EXPECT_EQ(sign(), "platform entry-1");
  bundle.nonce = run.nonce;

  bundle.drill = "stuck-wake";
  EXPECT_EQ(sign(), "header");
  bundle.drill = "bad-deploy";

  LabChain other;
  other.append(SmallRun::at(0), LabOpened{});
  auto const bytes = other.bytes();
  bundle.lab = {{}, std::string{bytes.begin(), bytes.end()}, {1, other.head()}};
  EXPECT_EQ(sign(), "platform entry-1");

  bundle.lab = {};
  EXPECT_EQ(sign(), "lab entry 1");
  bundle.platform = {};
  EXPECT_EQ(sign(), "platform entry-1");
}

// Bundles that only the holder of a key can write, and that no run can produce.
struct Impossible {
  SmallRun run;
  Bundle bundle = run.sealed();

  // The run's chain with other entries, rewritten and signed.
  std::string platform(std::vector<RawEntry> entries) {
    return sealed(bundle.platform, std::move(entries));
  }
  std::string lab(std::vector<RawEntry> entries) { return sealed(bundle.lab, std::move(entries)); }
  std::vector<RawEntry> platform_entries() const { return raw(run.platform); }
  std::vector<RawEntry> lab_entries() const { return raw(run.lab); }

 private:
  template <class AnyChain>
  static std::vector<RawEntry> raw(AnyChain const& chain) {
    std::vector<RawEntry> entries;
    for (auto const& entry : chain.entries()) entries.push_back(chain.raw(entry.id));
    return entries;
  }
  std::string sealed(SealedChain& chain, std::vector<RawEntry> entries) {
    chain = SealedChain{};
    for (auto& entry : entries) {
      entry.sequence = chain.head.size + 1;
      entry.previous = chain.head.hash;
      put_entry(chain.bytes, entry);
      chain.head = {entry.sequence, hash_of(entry)};
    }
    seal(bundle, signing_key({}));
    return where(encode_bundle(bundle));
  }
};

TEST(Bundle, DecreasingTimesAreRefused) {
  Impossible it;
  auto entries = it.platform_entries();
  entries[3].at = entries[1].at;
  EXPECT_EQ(it.platform(entries), "platform entry-4");
  EXPECT_EQ(it.platform(it.platform_entries()), "nowhere");
  auto lab = it.lab_entries();
  lab[2].at = lab[0].at;
  EXPECT_EQ(it.lab(lab), "lab entry 3");
}

TEST(Bundle, TimesOutsideTheYears0To9999AreRefused) {
  for (auto const at : {Instant::min(), earliest_date - Duration{1}}) {
    Impossible it;
    auto entries = it.platform_entries();
    entries[0].at = at;
    EXPECT_EQ(it.platform(entries), "platform entry-1");
  }
  for (auto const at : {Instant::max(), latest_date + Duration{1}}) {
    Impossible it;
    auto entries = it.platform_entries();
    entries[4].at = at;
    EXPECT_EQ(it.platform(entries), "platform entry-5");
  }
}

TEST(Bundle, ARunOpensOnceAndEndsOnce) {
  Impossible it;
  auto const entries = it.platform_entries();
  auto const with = [&](std::size_t place, std::size_t copy) {
    auto changed = entries;
    auto one = entries[copy];
    one.at = entries[place].at;
    changed[place] = one;
    return changed;
  };
  EXPECT_EQ(it.platform(with(2, 4)), "platform entry-3") << "ended in between";
  EXPECT_EQ(it.platform(with(3, 4)), "platform entry-4") << "ended twice";
  EXPECT_EQ(it.platform(with(2, 0)), "platform entry-3") << "opened twice";
  auto swapped = entries;
  std::swap(swapped[3].payload, swapped[4].payload);
  std::swap(swapped[3].kind, swapped[4].kind);
  EXPECT_EQ(it.platform(swapped), "platform entry-4") << "something after the end";
  it.platform(entries);
  auto lab = it.lab_entries();
  lab[1].kind = lab[0].kind;
  lab[1].payload = lab[0].payload;
  EXPECT_EQ(it.lab(lab), "lab entry 2");
}

TEST(Bundle, ARunWithoutItsEndingIsRefused) {
  SmallRun run;
  auto bundle = run.sealed();
  auto const last = run.platform.raw(EntryId{5});
  std::string bytes;
  put_entry(bytes, last);
  bundle.platform.bytes.resize(bundle.platform.bytes.size() - bytes.size());
  bundle.platform.head = {4, last.previous};
  seal(bundle, signing_key({}));
  EXPECT_EQ(where(encode_bundle(bundle)), "platform entry-5");
}

TEST(Bundle, AnUnsupportedFormatVersionIsReported) {
  auto file = encode_bundle(SmallRun{}.sealed());
  file[18] = 2;
  auto const read = decode_bundle(as_bytes(file));
  ASSERT_FALSE(read);
  EXPECT_EQ(to_text(read.error()), "header: its format is version 2; this program reads version 1");
  EXPECT_EQ(to_text(decode_bundle(as_bytes("PK\x03\x04")).error()),
            "header: not an evidence bundle");
}

TEST(Bundle, AnyDamageIsFound) {
  EXPECT_TRUE(rc::check("several bytes changed, removed or inserted", [] {
    SmallRun const run;
    auto const whole = encode_bundle(run.sealed());
    auto changed = whole;
    auto const count = *rc::gen::inRange(1, 5);
    for (int i = 0; i < count; ++i) {
      auto const at = *rc::gen::inRange<std::size_t>(0, changed.size());
      auto const size = *rc::gen::inRange<std::size_t>(0, 80);
      changed.replace(at, size, *rc::gen::arbitrary<std::string>());
    }
    RC_PRE(changed != whole);
    RC_ASSERT(!decode_bundle(as_bytes(changed)));
  }));
}

}  // namespace
}  // namespace studylab::evidence
