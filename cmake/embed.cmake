# studylab_embed(TARGET FOLDER [FILES PATTERN] [HEADER FILE] [AS FUNCTION]): the files FOLDER/PATTERN
# become part of the target, a program, a library or a list of objects; their texts are read through
# FUNCTION, which HEADER declares. Usually they are drills. Run as a script (-DFOLDER=… -DPATTERN=…
# -DHEADER=… -DFUNCTION=… -DOUT=…), this file writes the source that holds them.
if(CMAKE_SCRIPT_MODE_FILE)
  set(code "#include \"${HEADER}\"\n\n#include <array>\n\nnamespace studylab::embedded {\n")
  file(GLOB files "${FOLDER}/${PATTERN}")
  list(SORT files)
  list(LENGTH files count)
  string(APPEND code "namespace {\nconstexpr std::array<File, ${count}> files{{\n")
  foreach(path IN LISTS files)
    get_filename_component(name "${path}" NAME_WE)
    file(READ "${path}" text)
    string(APPEND code "{\"${name}\", R\"studylab(${text})studylab\"},\n")
  endforeach()
  string(APPEND code "}};\n}\nstd::span<const File> ${FUNCTION}() { return files; }\n")
  string(APPEND code "}\n")
  file(WRITE "${OUT}" "${code}")
  return()
endif()

function(studylab_embed target folder)
  cmake_parse_arguments(arg "" "FILES;HEADER;AS" "" ${ARGN})
  if(NOT arg_FILES)
    set(arg_FILES "*.yaml")
    set(arg_HEADER "lab/embedded.h")
    set(arg_AS "drills")
  endif()
  file(GLOB data CONFIGURE_DEPENDS "${folder}/${arg_FILES}")
  # The list of files is part of the command, so that removing a file generates the source again.
  set(generated "${CMAKE_CURRENT_BINARY_DIR}/generated")
  set(list "${generated}/embedded-${target}.list")
  file(CONFIGURE OUTPUT "${list}" CONTENT "${data}\n")
  set(source "${generated}/embedded-${target}.cpp")
  set(script "${PROJECT_SOURCE_DIR}/cmake/embed.cmake")
  add_custom_command(
    OUTPUT "${source}"
    COMMAND "${CMAKE_COMMAND}" "-DFOLDER=${folder}" "-DPATTERN=${arg_FILES}"
            "-DHEADER=${arg_HEADER}" "-DFUNCTION=${arg_AS}" "-DOUT=${source}" -P "${script}"
    DEPENDS ${data} "${list}" "${script}"
    COMMENT "Embedding ${arg_AS} in ${target}"
    VERBATIM)
  set_source_files_properties("${source}" PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON
                              SKIP_PRECOMPILE_HEADERS ON
                              COMPILE_OPTIONS "-Wno-overlength-strings")
  target_sources(${target} PRIVATE "${source}")
endfunction()
