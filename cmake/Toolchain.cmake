# Compiler cache, linker, and wijkboek_options: the flags of every target of our own.

find_program(WIJKBOEK_CCACHE ccache)
find_program(WIJKBOEK_MOLD mold)

if(WIJKBOEK_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Precompiled headers need the sloppiness: their macros and times are not part of the hash.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros
      ${WIJKBOEK_CCACHE})
endif()
if(WIJKBOEK_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# Sanitizers go on every target, generated code included: half a program instrumented finds less.
if(WIJKBOEK_SANITIZE)
  add_compile_options(-fsanitize=${WIJKBOEK_SANITIZE} -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${WIJKBOEK_SANITIZE})
endif()

add_library(wijkboek_options INTERFACE)
target_include_directories(wijkboek_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(wijkboek_options INTERFACE
  # Some libraries ask for -pthread and some do not; precompiled headers need it the same everywhere.
  -pthread
  -Wall -Wextra -Wnon-virtual-dtor -Woverloaded-virtual -Wextra-semi -Wvla
  # Designated initializers leave the other fields at their defaults on purpose.
  -Wno-missing-field-initializers
  $<$<BOOL:${WIJKBOEK_WERROR}>:-Werror>
  # ccache sees a precompiled header only when the preprocessor keeps it as such.
  $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
  # GCC 12 warns falsely of std::string concatenation.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
if(WIJKBOEK_SANITIZE)
  # Instrumented code confuses this one, which clang does not have.
  target_compile_options(wijkboek_options INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()
# What tests reach is counted in our own code alone, by clang (docs/coverage.md).
if(WIJKBOEK_COVERAGE)
  target_compile_options(wijkboek_options INTERFACE -fprofile-instr-generate -fcoverage-mapping)
  add_link_options(-fprofile-instr-generate)
endif()
