# wijkboek_add_library(name SOURCES ... [PUBLIC ...] [PRIVATE ...] [PCH proto|grpc])
# wijkboek_add_executable(name SOURCES ... [PRIVATE ...] [PCH proto|grpc])
#
# A static library or a program of our own, with wijkboek_options. PCH names the precompiled headers it
# shares: `proto` (event.pb.h, Abseil, the standard library) or `grpc` (the same and grpcpp.h). A library
# without sources yet becomes an interface library, a program without sources is left out.

function(_wijkboek_finish name pch)
  target_link_libraries(${name} PRIVATE wijkboek_options)
  if(pch)
    target_precompile_headers(${name} REUSE_FROM wijkboek_pch_${pch})
    target_link_libraries(${name} PRIVATE wijkboek_${pch})
  endif()
endfunction()

function(wijkboek_add_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "PCH" "SOURCES;PUBLIC;PRIVATE")
  if(NOT arg_SOURCES)
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE ${arg_PUBLIC} ${arg_PRIVATE})
    return()
  endif()
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
  _wijkboek_finish(${name} "${arg_PCH}")
endfunction()

function(wijkboek_add_executable name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "PCH" "SOURCES;PRIVATE")
  if(NOT arg_SOURCES)
    return()
  endif()
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_PRIVATE})
  _wijkboek_finish(${name} "${arg_PCH}")
endfunction()

# One of the programs that are installed; in the build tree they stand together in bin/.
function(wijkboek_install_program name)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
  install(TARGETS ${name})
endfunction()
