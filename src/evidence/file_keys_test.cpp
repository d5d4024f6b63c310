#include "evidence/file_keys.h"

#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "evidence/file_write.h"
#include "evidence/folder_testing.h"
#include "evidence/run_testing.h"

namespace studylab::evidence {
namespace {

unsigned mode_of(std::filesystem::path const& path) {
  struct stat about{};
  return ::stat(path.c_str(), &about) == 0 ? about.st_mode & 0777 : 0;
}

TEST(Keys, AreCreatedAtTheFirstUseAndKept) {
  Folder const folder;
  auto const home = folder.path() / "a" / "home";
  auto const first = installation_key(home);
  ASSERT_TRUE(first) << first.error();
  EXPECT_EQ(mode_of(home / "keys" / "seal.key"), 0600u);
  EXPECT_EQ(mode_of(home / "keys"), 0700u);
  EXPECT_EQ(installation_key(home)->seed, first->seed);
  EXPECT_EQ(load_key(home / "keys" / "seal.key")->public_key, first->public_key);
  Folder const other;
  EXPECT_NE(installation_key(other.path())->seed, first->seed);
}

TEST(Keys, AKeyThatAnotherProcessCreatedFirstIsUsed) {
  Folder const folder;
  auto const path = folder.path() / "secret";
  EXPECT_EQ(make_secret_file(path, "first"), Made::yes);
  EXPECT_EQ(make_secret_file(path, "second"), Made::no);
  EXPECT_EQ(read_file(path), "first");
}

TEST(Keys, AKeyFileThatIsInvalidOrReadableByOthersIsRefused) {
  Folder const folder;
  ASSERT_TRUE(installation_key(folder.path()));
  auto const path = folder.path() / "keys" / "seal.key";
  ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
  EXPECT_EQ(installation_key(folder.path()).error(),
            path.string() + " can be read by other users; run 'chmod 600' on it");
  ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
  ASSERT_TRUE(write_file(path, "no key\n"));
  EXPECT_EQ(mode_of(path), 0600u);
  EXPECT_EQ(installation_key(folder.path()).error(), path.string() + " is not a key");
}

TEST(Keys, AHomeThatIsAFileIsReported) {
  Folder const folder;
  auto const home = folder.path() / "home";
  ASSERT_TRUE(write_file(home, ""));
  EXPECT_EQ(installation_key(home).error(),
            "cannot create " + (home / "keys").string() + ": Not a directory");
}

TEST(Seal, SignsTheSameBundleTheSameWay) {
  SmallRun const run;
  EXPECT_EQ(run.sealed(), run.sealed());
  auto bundle = run.sealed();
  seal(bundle, signing_key({}));
  EXPECT_NE(bundle.signature, run.sealed().signature);
  EXPECT_EQ(bundle.public_key, signing_key({}).public_key);
  EXPECT_TRUE(decode_bundle(as_bytes(encode_bundle(bundle))));
}

TEST(WriteFile, ReplacesTheWholeFileAndLeavesNoOtherFiles) {
  Folder const folder;
  auto const path = folder.path() / "file";
  ASSERT_TRUE(write_file(path, "one"));
  ASSERT_TRUE(write_file(path, "two"));
  EXPECT_EQ(read_file(path), "two");
  auto const link = folder.path() / "link";
  std::filesystem::create_symlink(path, link);
  ASSERT_TRUE(write_file(link, "three"));
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_EQ(read_file(path), "three");
  auto const files = std::filesystem::directory_iterator{folder.path()};
  EXPECT_EQ(std::distance(begin(files), end(files)), 2);
}

TEST(WriteFile, ANewFileGetsTheModeThatTheUmaskAllows) {
  Folder const folder;
  auto const path = folder.path() / "file";
  auto const before = ::umask(027);
  auto const written = write_file(path, "one");
  auto const secret = write_file(folder.path() / "secret", "two", Readers::owner);
  ::umask(before);
  ASSERT_TRUE(written && secret);
  EXPECT_EQ(mode_of(path), 0640u);
  EXPECT_EQ(mode_of(folder.path() / "secret"), 0600u);
  ASSERT_EQ(::chmod(path.c_str(), 0604), 0);
  ASSERT_TRUE(write_file(path, "three"));
  EXPECT_EQ(mode_of(path), 0604u) << "an existing file keeps its mode";
  ASSERT_TRUE(write_file(path, "four", Readers::owner));
  EXPECT_EQ(mode_of(path), 0600u);
}

TEST(WriteFile, FollowsALinkWhoseTargetDoesNotExistYet) {
  Folder const folder;
  auto const link = folder.path() / "link";
  std::filesystem::create_symlink("target", link);
  ASSERT_TRUE(write_file(link, "one"));
  EXPECT_TRUE(std::filesystem::is_symlink(link));
  EXPECT_EQ(read_file(folder.path() / "target"), "one");
}

TEST(WriteFile, CheckWritableWritesNothing) {
  Folder const folder;
  auto const path = folder.path() / "file";
  EXPECT_TRUE(check_writable(path));
  EXPECT_FALSE(std::filesystem::exists(path));
  EXPECT_TRUE(check_writable("/dev/null"));
  auto const none = folder.path() / "none" / "file";
  EXPECT_EQ(check_writable(none).error(), write_file(none, "x").error());
  EXPECT_EQ(check_writable(folder.path()).error(), write_file(folder.path(), "x").error());
  ASSERT_TRUE(write_file(path, "x"));
  EXPECT_EQ(check_writable(path / "in").error(), write_file(path / "in", "x").error());
}

TEST(WriteFile, TwoNamesOfOneFileAreTheSame) {
  Folder const folder;
  auto const file = folder.path() / "file";
  std::filesystem::create_symlink("file", folder.path() / "link");
  EXPECT_TRUE(same_file(file, folder.path() / "." / "file"));
  EXPECT_TRUE(same_file(file, folder.path() / "link"));
  EXPECT_FALSE(same_file(file, folder.path() / "other"));
  ASSERT_TRUE(write_file(file, "x"));
  EXPECT_TRUE(same_file(folder.path() / "link", file));
}

TEST(WriteFile, AnErrorNamesThePathAndTheReason) {
  Folder const folder;
  auto const none = folder.path() / "none" / "file";
  EXPECT_EQ(write_file(none, "x").error(),
            "cannot write " + none.string() + ": No such file or directory");
  EXPECT_EQ(write_file(folder.path(), "x").error(),
            "cannot write " + folder.path().string() + ": Is a directory");
  EXPECT_EQ(write_file("/dev/full", "x").error(),
            "cannot write /dev/full: No space left on device");
  EXPECT_TRUE(write_file("/dev/null", "x"));
  EXPECT_EQ(read_file(none).error().text,
            "cannot read " + none.string() + ": No such file or directory");
}

}  // namespace
}  // namespace studylab::evidence
