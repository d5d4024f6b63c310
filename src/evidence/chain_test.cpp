#include "evidence/chain.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "evidence/load_testing.h"
#include "evidence/run_testing.h"
#include "evidence/verify_chain.h"
#include "model/arbitrary_testing.h"

namespace studylab::evidence {
namespace {

std::string text_of(Bytes bytes) {
  return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

TEST(Chain, BeginsEmptyWithAHeadOfZeros) {
  Chain const chain;
  EXPECT_EQ(chain.size(), 0u);
  EXPECT_EQ(chain.head(), Hash{});
  EXPECT_EQ(verify_chain(chain.bytes(), ChainKind::platform), Head{});
}

TEST(Chain, KeepsFactsAndBytesOfEachEntry) {
  SmallRun const run;
  EXPECT_EQ(run.platform.size(), 5u);
  EXPECT_EQ(fact_if<Noted>(run.platform.entry(EntryId{3}).fact)->text, "note 2");
  auto const raw = run.platform.raw(EntryId{3});
  EXPECT_EQ(raw.kind, Noted::fact_kind.number);
  EXPECT_EQ(raw.sequence, 3u);
  EXPECT_EQ(raw.at, SmallRun::at(2));
  EXPECT_EQ(raw.previous, hash_of(run.platform.raw(EntryId{2})));
  EXPECT_EQ(raw.payload, encode_fact(run.platform.entry(EntryId{3}).fact));
  EXPECT_EQ(body_of(raw), text_of(run.platform.body(EntryId{3})));
  EXPECT_EQ(run.platform.head(), hash_of(run.platform.raw(EntryId{5})));
  EXPECT_EQ(to_text(run.lab.entries()[2].id), "lab entry 3");
}

TEST(Chain, TermsNeverDecrease) {
  Chain chain;
  chain.begin_term(Term{2});
  chain.append(SmallRun::at(0), make_fact(Noted{}));
  chain.append(SmallRun::at(1), make_fact(Noted{}));
  EXPECT_EQ(chain.raw(EntryId{2}).term, Term{2});
  EXPECT_TRUE(verify_chain(chain.bytes(), ChainKind::platform));

  std::string bytes;
  auto first = chain.raw(EntryId{1});
  auto second = chain.raw(EntryId{2});
  second.term = Term{1};
  put_entry(bytes, first);
  put_entry(bytes, second);
  auto const verified = verify_chain(as_bytes(bytes), ChainKind::platform);
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error(), (ChainError{2, "its term is before the previous entry's"}));
}

TEST(Chain, VerifiesToItsHead) {
  SmallRun const run;
  EXPECT_EQ(verify_chain(run.platform.bytes(), ChainKind::platform),
            (Head{5, run.platform.head()}));
  EXPECT_EQ(verify_chain(run.lab.bytes(), ChainKind::lab), (Head{3, run.lab.head()}));
}

TEST(Chain, NamesTheFirstEntryThatDoesNotVerify) {
  SmallRun const run;
  auto const whole = text_of(run.platform.bytes());
  auto const third = whole.find("note 2");
  auto changed = whole;
  changed[third] = 'N';
  auto const broken = verify_chain(as_bytes(changed), ChainKind::platform);
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().entry, 3u);
  EXPECT_EQ(broken.error().what, "the next entry contains a different hash");

  auto const cut = verify_chain(as_bytes(whole).first(third), ChainKind::platform);
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().entry, 3u);
  EXPECT_EQ(cut.error().what, "it is cut short");

  auto const other = verify_chain(run.lab.bytes(), ChainKind::platform);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().entry, 1u);
  EXPECT_EQ(other.error().what, "its kind 5001 does not belong in this chain");
}

TEST(Chain, CanBeContinuedFromItsBytes) {
  SmallRun const run;
  auto loaded = load_chain(run.platform.bytes());
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->head(), run.platform.head());
  EXPECT_EQ(loaded->append(SmallRun::at(9), make_fact(Noted{"later", {}})), EntryId{6});
  EXPECT_TRUE(verify_chain(loaded->bytes(), ChainKind::platform));
  auto const lab = load_lab_chain(run.lab.bytes());
  ASSERT_TRUE(lab);
  EXPECT_EQ(lab->head(), run.lab.head());
}

TEST(Chain, AnUnknownKindIsVerifiedAndHashedAsBytes) {
  SmallRun const run;
  auto bytes = text_of(run.platform.bytes());
  RawEntry const later{{4000, 9, Term{}, 6, SmallRun::at(9), run.platform.head()},
                       "from another version"};
  put_entry(bytes, later);
  EXPECT_EQ(verify_chain(as_bytes(bytes), ChainKind::platform), (Head{6, hash_of(later)}));
  EXPECT_EQ(platform_facts(as_bytes(bytes)).size(), 5u);

  auto const loaded = load_chain(as_bytes(bytes));
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().entry, 6u);
  EXPECT_EQ(loaded.error().what, "this program does not know its kind");
}

TEST(Chain, ReadsBackAnyFactsThatWereAppended) {
  EXPECT_TRUE(rc::check("facts of a chain are those appended", [] {
    Chain chain;
    auto const count = *rc::gen::inRange(0, 6);
    for (int i = 0; i < count; ++i) {
      auto const at = SmallRun::at(i);
      if (*rc::gen::arbitrary<bool>()) {
        chain.append(at, make_fact(arbitrary<RequestsObserved>()));
      } else {
        chain.append(at, make_fact(arbitrary<OwnerNotified>()));
      }
    }
    auto const head = verify_chain(chain.bytes(), ChainKind::platform);
    RC_ASSERT(head.has_value());
    RC_ASSERT(*head == (Head{chain.size(), chain.head()}));
    auto const facts = platform_facts(chain.bytes());
    RC_ASSERT(facts.size() == chain.size());
    for (std::size_t i = 0; i < facts.size(); ++i) {
      RC_ASSERT(facts[i].id == chain.entries()[i].id);
      RC_ASSERT(encode_fact(facts[i].fact) == encode_fact(chain.entries()[i].fact));
    }
  }));
}

}  // namespace
}  // namespace studylab::evidence
