// The `main` of every test program: its tests have an empty home of their own.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

int main(int count, char** words) {
  testing::InitGoogleTest(&count, words);
  std::string home = std::filesystem::temp_directory_path() / "studylab-test-XXXXXX";
  if (mkdtemp(home.data()) == nullptr || setenv("STUDYLAB_HOME", home.c_str(), 1) != 0) {
    std::perror(home.c_str());
    return 3;
  }
  int const status = RUN_ALL_TESTS();
  std::error_code lost;
  std::filesystem::remove_all(home, lost);
  return status;
}
