#include "evidence/file_lock.h"

#include <gtest/gtest.h>

#include "evidence/folder_testing.h"

namespace studylab::evidence {
namespace {

TEST(FileLock, IsHeldByOneUntilItsObjectEnds) {
  Folder const folder;
  auto const path = folder.path() / "lock";
  EXPECT_FALSE(FileLock::held(path));
  {
    auto const first = FileLock::take(path);
    ASSERT_TRUE(first) << first.error();
    EXPECT_TRUE(*first);
    auto const second = FileLock::take(path);
    ASSERT_TRUE(second) << second.error();
    EXPECT_FALSE(*second);
    EXPECT_TRUE(FileLock::held(path));
  }
  EXPECT_FALSE(FileLock::held(path));
  EXPECT_TRUE(*FileLock::take(path));
}

TEST(FileLock, SaysWhyAFileCannotBeOpened) {
  Folder const folder;
  auto const lock = FileLock::take(folder.path() / "none" / "lock");
  ASSERT_FALSE(lock);
  EXPECT_NE(lock.error().find("none/lock: No such file"), std::string::npos) << lock.error();
}

}  // namespace
}  // namespace studylab::evidence
