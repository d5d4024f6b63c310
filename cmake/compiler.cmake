# Chooses the compiler before project() does, unless the user has named one.
if(NOT CMAKE_CXX_COMPILER AND NOT DEFINED ENV{CXX})
  if(STUDYLAB_SANITIZE OR STUDYLAB_FUZZERS)
    find_program(studylab_compiler NAMES clang++-19 REQUIRED)
  else()
    find_program(studylab_compiler NAMES g++-12 g++ c++ REQUIRED)
  endif()
  set(CMAKE_CXX_COMPILER "${studylab_compiler}")
endif()

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release or Debug")
endif()

find_program(studylab_ccache NAMES ccache)
if(studylab_ccache AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  # Without this, ccache does not cache what is compiled with a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_SLOPPINESS=pch_defines,time_macros "${studylab_ccache}")
endif()
