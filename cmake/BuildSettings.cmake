# How every target of the project is compiled.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}")

set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG" CACHE STRING "Flags of a release build")
if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

# Paths count from the checkout, so that one clone finds in the cache what another has compiled.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
        "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" CCACHE_NOHASHDIR=1
        CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE_PROGRAM}")
endif()

# Test programs are many; a faster linker is used where there is one.
find_program(LLD_PROGRAM ld.lld)
if(LLD_PROGRAM AND CMAKE_BUILD_TYPE STREQUAL "Debug")
    add_link_options(-fuse-ld=lld)
endif()

# An interface target, so that third-party code compiled beside ours is not held to it.
add_library(invitectl_build_settings INTERFACE)
target_include_directories(invitectl_build_settings INTERFACE "${PROJECT_SOURCE_DIR}/include")
if(INVITECTL_STRICT)
    target_compile_options(invitectl_build_settings INTERFACE
        -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wcast-qual
        -Wcast-align -Wformat=2 -Wimplicit-fallthrough -Wnon-virtual-dtor -Woverloaded-virtual
        -Wextra-semi -Wunused -Wmissing-declarations -Werror)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # The two that are off are wrong about the standard library itself from -O1 on in GCC 12
        # (https://gcc.gnu.org/bugzilla/show_bug.cgi?id=105651, 105562).
        target_compile_options(invitectl_build_settings INTERFACE
            -Wduplicated-cond -Wduplicated-branches -Wlogical-op
            -Wno-maybe-uninitialized -Wno-restrict)
    endif()
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
    target_compile_options(invitectl_build_settings INTERFACE -fstack-protector-strong)
    target_compile_definitions(invitectl_build_settings INTERFACE _FORTIFY_SOURCE=2)
    add_link_options(-Wl,-z,relro,-z,now -pie)
endif()
