# A layer is one folder of src/ as one static library: invitectl_<folder>.
#
#   invitectl_layer(store SOURCES a.cpp b.cpp USES domain ports)
#
# USES names layers on lower lines of the design's picture (tests/rules/layers.txt); PACKAGES names
# third-party targets, kept private so that they cannot leak into another layer's includes. JSON says that
# reading and writing it is much of the layer's work.
function(invitectl_layer name)
    cmake_parse_arguments(LAYER "JSON" "" "SOURCES;USES;PACKAGES" ${ARGN})
    add_library(invitectl_${name} STATIC ${LAYER_SOURCES})
    target_include_directories(invitectl_${name} PRIVATE "${PROJECT_SOURCE_DIR}/src")
    target_link_libraries(invitectl_${name} PUBLIC invitectl_build_settings)
    foreach(layer IN LISTS LAYER_USES)
        target_link_libraries(invitectl_${name} PUBLIC invitectl_${layer})
    endforeach()
    target_link_libraries(invitectl_${name} PRIVATE ${LAYER_PACKAGES})
    if(LAYER_JSON)
        invitectl_use_precompiled_for_json(invitectl_${name})
    else()
        invitectl_use_precompiled(invitectl_${name} invitectl_std_prelude)
    endif()
endfunction()

# Where tests find the checkout, the build and Discord's reference: in a header of its own, so that only the
# files that need it are compiled anew in another clone.
if(INVITECTL_BUILD_TESTS)
    file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/generated/test_paths.hpp" CONTENT [[
#pragma once
#define INVITECTL_SOURCE_DIR "@PROJECT_SOURCE_DIR@"
#define INVITECTL_BINARY_DIR "@PROJECT_BINARY_DIR@"
#define INVITECTL_DISCORD_REFERENCE "@INVITECTL_DISCORD_REFERENCE@"
]] @ONLY)
endif()

# A test program per folder of tests/, registered case by case with CTest.
#
#   invitectl_test(store SOURCES a_test.cpp USES store engine)
function(invitectl_test name)
    cmake_parse_arguments(TEST "" "TIMEOUT" "SOURCES;USES;PACKAGES" ${ARGN})
    if(NOT TEST_TIMEOUT)
        set(TEST_TIMEOUT 300)
    endif()
    add_executable(${name}_test ${TEST_SOURCES})
    target_include_directories(${name}_test PRIVATE "${PROJECT_SOURCE_DIR}/src" "${PROJECT_SOURCE_DIR}"
        "${PROJECT_BINARY_DIR}/generated")
    foreach(layer IN LISTS TEST_USES)
        target_link_libraries(${name}_test PRIVATE invitectl_${layer})
    endforeach()
    target_link_libraries(${name}_test PRIVATE
        invitectl_build_settings ${TEST_PACKAGES} GTest::gmock GTest::gtest GTest::gtest_main)
    invitectl_use_precompiled(${name}_test invitectl_test_prelude)
    gtest_discover_tests(${name}_test TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 120
        PROPERTIES TIMEOUT ${TEST_TIMEOUT})
endfunction()
