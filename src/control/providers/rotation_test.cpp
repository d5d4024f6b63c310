// A credential is replaced only for a cause; an unusable secret of an environment that sleeps is
// its owner's to replace.
#include <gtest/gtest.h>

#include "control/provider_platform_testing.h"
#include "control/wake_platform_testing.h"

namespace studylab::control {
namespace {

using testing::ProviderPlatform;
using testing::refusal_code;
using testing::WakePlatform;

struct RotatingPlatform : WakePlatform {
  BindingName const binding{"search"};

  RotatingPlatform() { add(BindingDeclared{binding, preview, ProviderName{"search-provider"}}); }

  void probe(SecretState secret) {
    SecretsProbed probed;
    probed.environment = state.bindings.at(binding).declared.environment;
    probed.secrets.push_back({binding, secret, now});
    add(probed);
  }
  Decision rotate() { return give(command_of(RotateSecret{binding})); }
};

TEST(Rotation, NeedsAFactAboutTheSecret) {
  RotatingPlatform p;
  EXPECT_EQ(refusal_code(p.rotate()), RefusalCode::rotation_without_cause);
  p.probe(SecretState::present);
  EXPECT_EQ(refusal_code(p.rotate()), RefusalCode::rotation_without_cause);
}

TEST(Rotation, OfAnUnusableSecretNamesTheOwner) {
  for (auto const secret : {SecretState::missing, SecretState::expired}) {
    RotatingPlatform p;
    p.probe(secret);
    auto const decision = p.rotate();
    ASSERT_EQ(refusal_code(decision), RefusalCode::nothing_of_this_kind);
    EXPECT_TRUE(decision.error().right.contains("--repair secret " + p.binding.value()));
  }
}

TEST(Rotation, OfACredentialThatItsProviderStatesToBeRevoked) {
  for (auto const stated : {SecretState::expired, SecretState::revoked}) {
    ProviderPlatform p;
    p.probe({.rejected = {p.db}, .stated = {{p.db, stated}}});
    ASSERT_TRUE(p.rotate(p.db));
    EXPECT_EQ(p.latest_stage(), Stage::healthy);
  }
}

TEST(Rotation, OfACredentialThatIsRejectedWhileAnotherIsAccepted) {
  ProviderPlatform p;
  p.probe({.rejected = {p.db}});
  EXPECT_TRUE(p.rotate(p.db));
}

TEST(Rotation, IsNoRemedyForASickProvider) {
  ProviderPlatform p;
  p.probe({.states = {{p.pg, ProviderState::down}}, .rejected = {p.db, p.preview_db}});
  EXPECT_EQ(refusal_code(p.rotate(p.db)), RefusalCode::rotation_without_cause)
      << "it rejects every credential";
  p.probe({.states = {{p.pg, ProviderState::down}}, .failing = {p.db}});
  EXPECT_EQ(refusal_code(p.rotate(p.db)), RefusalCode::rotation_without_cause)
      << "no call rejected";
  EXPECT_EQ(refusal_code(p.rotate(p.events)), RefusalCode::rotation_without_cause);
}

TEST(Rotation, NeedsAFreshCount) {
  ProviderPlatform p;
  p.probe({.rejected = {p.db}});
  p.now += probe_lifetime + std::chrono::seconds{1};
  EXPECT_EQ(refusal_code(p.rotate(p.db)), RefusalCode::rotation_without_cause);
}

}  // namespace
}  // namespace studylab::control
