set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# No NDEBUG in any build type: assertions must also be on in the build that people use.
set(CMAKE_CXX_FLAGS_RELEASE "-O2")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g")

add_library(studylab_flags INTERFACE)
target_include_directories(studylab_flags INTERFACE "${PROJECT_SOURCE_DIR}/src")
target_compile_options(studylab_flags INTERFACE
  -Wall -Wextra $<$<BOOL:${STUDYLAB_WERROR}>:-Werror> -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual -Wvla
  # The same results on every machine, even if the processor has a fused multiply-add.
  -ffp-contract=off)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # These depend on the optimizer, and GCC 12 reports false positives in std::string, std::variant and
  # std::expected (its bugs 105651, 105593, 105762, 80635). Clang and the sanitizers check the same.
  target_compile_options(studylab_flags INTERFACE
    -Wno-restrict -Wno-maybe-uninitialized -Wno-array-bounds -Wno-stringop-overflow
    -Wno-stringop-overread -Wno-dangling-pointer -Wno-free-nonheap-object
    # Nearly every unit needs half a gigabyte: collecting garbage before costs a sixth of the time.
    "SHELL:--param ggc-min-heapsize=700000")
elseif(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # A lambda over the fields of a struct without fields does not use its captures, and
  # std::stable_sort of libstdc++ 12 uses functions that C++17 deprecated.
  target_compile_options(studylab_flags INTERFACE
    -Wno-unused-lambda-capture -Wno-deprecated-declarations)
endif()

set(CMAKE_UNITY_BUILD ${STUDYLAB_UNITY})
set(CMAKE_UNITY_BUILD_BATCH_SIZE 32)
if(STUDYLAB_SYNTAX_ONLY)
  set(CMAKE_CXX_COMPILE_OBJECT
      "<CMAKE_CXX_COMPILER> <DEFINES> <INCLUDES> <FLAGS> -fsyntax-only <SOURCE> && : > <OBJECT>")
endif()

find_program(studylab_mold NAMES mold)
if(studylab_mold)
  add_link_options(-fuse-ld=mold)
endif()

set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
if(STUDYLAB_SANITIZE OR STUDYLAB_FUZZERS)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "STUDYLAB_SANITIZE and STUDYLAB_FUZZERS need clang++-19")
  endif()
  # -O1: half the compile time of -O2, and better traces.
  set(CMAKE_CXX_FLAGS_RELEASE "-O1 -g1")
  target_compile_options(studylab_flags INTERFACE ${sanitizers})
  target_compile_definitions(studylab_flags INTERFACE _GLIBCXX_ASSERTIONS)
  add_link_options(${sanitizers})
endif()
if(STUDYLAB_PLANTED_BUGS)
  set(CMAKE_CXX_FLAGS_RELEASE "-O1")
endif()
if(STUDYLAB_FUZZERS)
  target_compile_options(studylab_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(STUDYLAB_NATIVE)
  target_compile_options(studylab_flags INTERFACE -march=native)
endif()
if(STUDYLAB_PLANTED_BUGS)
  target_compile_definitions(studylab_flags INTERFACE STUDYLAB_PLANTED_BUGS)
endif()
