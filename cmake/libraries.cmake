# Debian 12's libraries; tools/packages-build.txt and packages-test.txt name the packages.
find_package(PkgConfig REQUIRED)
find_package(fmt REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(yaml-cpp REQUIRED)
find_package(CLI11 REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
pkg_check_modules(libsodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(libedit REQUIRED IMPORTED_TARGET libedit)

if(STUDYLAB_TESTS)
  find_package(Python3 QUIET COMPONENTS Interpreter)
  find_package(GTest QUIET)
  find_path(rapidcheck_include rapidcheck.h)
  find_library(rapidcheck_library rapidcheck)
  if(NOT Python3_FOUND OR NOT GTest_FOUND OR NOT rapidcheck_include OR NOT rapidcheck_library)
    message(NOTICE "No tests: they need Python 3, GoogleTest and RapidCheck")
    set(STUDYLAB_TESTS OFF)
  endif()
endif()

# A run allocates about ten thousand small objects, and mimalloc saves a tenth of its time. The
# sanitizers have their own allocator.
if(NOT STUDYLAB_SANITIZE AND NOT STUDYLAB_FUZZERS)
  find_package(mimalloc 2.0 QUIET)
  if(mimalloc_FOUND)
    set(STUDYLAB_ALLOCATOR mimalloc)
  endif()
endif()
