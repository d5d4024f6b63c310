# The headers that nearly every source includes are parsed once, into two precompiled headers:
# `core` for the pure libraries, and `lab` for what is built on them. Every target that uses one
# must have its definitions (of Boost), so a third would be needed for other libraries. A build
# without unity does without them too: there, a source must include what it uses.
function(studylab_precompile name)
  cmake_parse_arguments(arg "" "" "HEADERS;LINKS" ${ARGN})
  if(NOT STUDYLAB_UNITY)
    return()
  endif()
  # A target with a precompiled header needs a source.
  set(source "${PROJECT_BINARY_DIR}/generated/${name}_headers.cpp")
  file(CONFIGURE OUTPUT "${source}" CONTENT "// Parsed before: the headers of ${name}.\n")
  add_library(${name}_headers OBJECT "${source}")
  target_link_libraries(${name}_headers PRIVATE studylab_flags ${arg_LINKS})
  target_precompile_headers(${name}_headers PRIVATE ${arg_HEADERS})
endfunction()

# studylab_use_precompiled(TARGET NAME): a target without sources has nothing to compile.
function(studylab_use_precompiled target name)
  get_target_property(type ${target} TYPE)
  if(TARGET ${name}_headers AND NOT type STREQUAL "INTERFACE_LIBRARY")
    target_precompile_headers(${target} REUSE_FROM ${name}_headers)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      target_compile_options(${target} PRIVATE -fpch-preprocess)  # for ccache
    endif()
  endif()
endfunction()

# What the pure libraries share: most of the standard library, and the facts.
set(core_headers
    <algorithm> <array> <charconv> <chrono> <compare> <concepts> <cstdint> <cstring> <deque>
    <expected> <functional> <map> <memory> <optional> <set> <span> <string> <string_view> <tuple>
    <type_traits> <utility> <variant> <vector> <fmt/format.h>
    "${PROJECT_SOURCE_DIR}/src/model/commands.h"
    "${PROJECT_SOURCE_DIR}/src/model/facts.h"
    "${PROJECT_SOURCE_DIR}/src/model/refusals.h")
set(lab_headers
    ${core_headers} <filesystem> <boost/json/array.hpp> <boost/json/object.hpp>
    <boost/json/serialize.hpp> <boost/json/value.hpp>
    "${PROJECT_SOURCE_DIR}/src/control/control.h"
    "${PROJECT_SOURCE_DIR}/src/evidence/entry.h"
    "${PROJECT_SOURCE_DIR}/src/lab/drill/drill.h"
    "${PROJECT_SOURCE_DIR}/src/world/world.h")
studylab_precompile(core HEADERS ${core_headers} LINKS fmt::fmt PkgConfig::libsodium)
studylab_precompile(lab HEADERS ${lab_headers} LINKS fmt::fmt PkgConfig::libsodium Boost::json)
if(STUDYLAB_TESTS AND NOT STUDYLAB_FUZZERS)
  studylab_precompile(core_tests HEADERS ${core_headers} <gtest/gtest.h>
                      LINKS fmt::fmt PkgConfig::libsodium GTest::gtest)
  studylab_precompile(lab_tests HEADERS ${lab_headers} <gtest/gtest.h>
                      LINKS fmt::fmt PkgConfig::libsodium Boost::json GTest::gtest)
endif()
