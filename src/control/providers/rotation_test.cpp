// A secret is rotated only for a cause, and an unusable one is its owner's to replace.
#include <gtest/gtest.h>

#include "control/wake_platform_testing.h"

namespace studylab::control {
namespace {

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

}  // namespace
}  // namespace studylab::control
