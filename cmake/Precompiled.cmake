# Headers that nearly every file includes, parsed once: this halves the time of a debug build. Users'
# builds go without, so that a file which forgets to include something is found.
#
# GCC and ccache agree on it only with the flag and the "sloppiness" set here
# (https://ccache.dev/manual/4.8.html, "Precompiled headers").
option(INVITECTL_PRECOMPILE "Parse the standard headers once (debug builds)" OFF)

set(invitectl_std_headers
    <algorithm> <array> <chrono> <cstdint> <functional> <initializer_list> <limits> <map> <memory> <numeric>
    <optional> <ostream> <set> <span> <sstream> <stop_token> <string> <string_view> <tuple> <utility>
    <variant> <vector>)

# A target whose headers others of the same kind use again.
function(invitectl_precompiled name)
    file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/generated/${name}.cpp" CONTENT "// Carries precompiled headers.\n")
    add_library(${name} OBJECT "${PROJECT_BINARY_DIR}/generated/${name}.cpp")
    target_link_libraries(${name} PRIVATE invitectl_build_settings ${ARGN})
    target_compile_options(${name} PRIVATE -fpch-preprocess)
endfunction()

# JSON takes five times as long without any optimisation, and tests read and write it all the time: who
# does so is optimised in debug builds too, and needs headers that were.
set(invitectl_json_flags $<$<CONFIG:Debug>:-O1>)

if(INVITECTL_PRECOMPILE)
    invitectl_precompiled(invitectl_std_prelude)
    target_precompile_headers(invitectl_std_prelude PRIVATE ${invitectl_std_headers})
    invitectl_precompiled(invitectl_json_prelude)
    target_precompile_headers(invitectl_json_prelude PRIVATE ${invitectl_std_headers})
    target_compile_options(invitectl_json_prelude PRIVATE ${invitectl_json_flags})
    if(INVITECTL_BUILD_TESTS)
        invitectl_precompiled(invitectl_test_prelude GTest::gmock GTest::gtest)
        target_precompile_headers(invitectl_test_prelude PRIVATE ${invitectl_std_headers}
            <fstream> <gmock/gmock.h> <gtest/gtest.h>)
        # Compiled as the programs that use them are, not as a library.
        set_target_properties(invitectl_test_prelude PROPERTIES POSITION_INDEPENDENT_CODE OFF)
        target_compile_options(invitectl_test_prelude PRIVATE -fPIE)
    endif()
endif()

# Lets a target use the headers of a prelude.
function(invitectl_use_precompiled target prelude)
    if(INVITECTL_PRECOMPILE)
        target_precompile_headers(${target} REUSE_FROM ${prelude})
        target_compile_options(${target} PRIVATE -fpch-preprocess)
    endif()
endfunction()

# The same for a library that reads and writes JSON.
function(invitectl_use_precompiled_for_json target)
    target_compile_options(${target} PRIVATE ${invitectl_json_flags})
    invitectl_use_precompiled(${target} invitectl_json_prelude)
endfunction()
