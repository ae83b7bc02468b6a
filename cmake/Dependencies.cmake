# Every third-party library, found once. All are Debian 12 packages; tools/deps lists them.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(SQLiteCpp REQUIRED)
find_package(fmt REQUIRED)
find_package(date REQUIRED)
pkg_check_modules(SQLITE3 REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(TOMLPLUSPLUS REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(SPDLOG REQUIRED IMPORTED_TARGET spdlog)
if(INVITECTL_BUILD_TESTS OR INVITECTL_BUILD_SANDBOX)
    # Without its pkg-config flags cpp-httplib is compiled with another ABI than the library has.
    pkg_check_modules(HTTPLIB REQUIRED IMPORTED_TARGET cpp-httplib)
endif()
if(INVITECTL_BUILD_TESTS)
    find_package(GTest REQUIRED)
    # Debian's own interpreter: the one that python3-jsonschema is installed for.
    find_program(INVITECTL_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH REQUIRED)
    include(GoogleTest)
endif()
