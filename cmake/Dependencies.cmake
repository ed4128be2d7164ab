# Every library we link, as Debian 12 packages it; docs/dependencies.md says why each is here.

find_package(Threads REQUIRED)
find_package(Protobuf 3.21 REQUIRED)
find_package(gRPC 1.51 CONFIG REQUIRED)
find_package(absl CONFIG REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(SQLite3 3.40 REQUIRED)
find_package(CLI11 CONFIG REQUIRED)
find_package(PkgConfig REQUIRED)
# The compiled httplib must be used with the features it was built with; its pkg-config file says which.
pkg_check_modules(httplib REQUIRED IMPORTED_TARGET cpp-httplib)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(cairo REQUIRED IMPORTED_TARGET cairo-pdf)
pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(xlsxwriter REQUIRED IMPORTED_TARGET xlsxwriter)
pkg_check_modules(prometheus REQUIRED IMPORTED_TARGET prometheus-cpp-pull)

find_library(WIJKBOEK_LIBCSV csv REQUIRED)
find_path(WIJKBOEK_LIBCSV_INCLUDE csv.h REQUIRED)
add_library(libcsv INTERFACE)
target_link_libraries(libcsv INTERFACE ${WIJKBOEK_LIBCSV})
target_include_directories(libcsv SYSTEM INTERFACE ${WIJKBOEK_LIBCSV_INCLUDE})

find_library(WIJKBOEK_LIBGLPK glpk REQUIRED)
find_path(WIJKBOEK_LIBGLPK_INCLUDE glpk.h REQUIRED)
add_library(libglpk INTERFACE)
target_link_libraries(libglpk INTERFACE ${WIJKBOEK_LIBGLPK})
target_include_directories(libglpk SYSTEM INTERFACE ${WIJKBOEK_LIBGLPK_INCLUDE})

# A server's needs: the stubs' runtime, reflection, and health checking (which libgrpc++ holds).
add_library(wijkboek_grpc_server_runtime INTERFACE)
target_link_libraries(wijkboek_grpc_server_runtime INTERFACE gRPC::grpc++ gRPC::grpc++_reflection)

if(BUILD_TESTING OR NOT DEFINED BUILD_TESTING)
  find_package(GTest REQUIRED)
endif()
