# SPDX-License-Identifier: GPL-3.0-or-later
# kp_git2: the libgit2 that lib/store links.
#
# KAMPLAN_STATIC_GIT2: the distribution's libgit2.a, with git2_offline.c in the place of its network
# parts: git_libgit2_init() then reads no certificates and the loader has 20 libraries less to bring
# in, which is most of the time that a command takes to start. AUTO does so where that works, ON
# insists on it, OFF links the shared library. What else libgit2.a wants, pkg-config knows;
# --as-needed drops what only the network parts wanted. The names that git2_offline.c answers to are
# libgit2's own affair and change between versions, so a small program must link and run first.
set(KAMPLAN_STATIC_GIT2 AUTO CACHE STRING
    "Link libgit2.a without its network parts, which starts faster: AUTO (where it works), ON, OFF")
set_property(CACHE KAMPLAN_STATIC_GIT2 PROPERTY STRINGS AUTO ON OFF)
add_library(kp_git2 INTERFACE)

function(kp_link_static_git2 linked)
    set(${linked} FALSE PARENT_SCOPE)
    find_library(GIT2_ARCHIVE libgit2.a HINTS ${GIT2_LIBRARY_DIRS})
    mark_as_advanced(GIT2_ARCHIVE)
    if(NOT GIT2_ARCHIVE)
        set(fault "there is no libgit2.a" PARENT_SCOPE)
        return()
    endif()
    set(wanted ${GIT2_STATIC_LIBRARIES})
    list(REMOVE_ITEM wanted git2)
    list(TRANSFORM GIT2_STATIC_LIBRARY_DIRS PREPEND -L OUTPUT_VARIABLE places)
    set(offline ${CMAKE_SOURCE_DIR}/cmd/cmake/git2_offline.c)
    # --undefined brings the substitutes in before the archive could offer its own members.
    set(options -Wl,--as-needed -Wl,--undefined=git_http__expect_continue ${places})

    # That it works is asked once for each archive.
    if(NOT KP_GIT2_OFFLINE_TRIED STREQUAL "${GIT2_ARCHIVE} ${GIT2_VERSION}" OR
        NOT KP_GIT2_OFFLINE_RUNS EQUAL 0)
        set(probe ${CMAKE_BINARY_DIR}/generated/git2_probe.c)
        file(READ ${offline} offline_source)
        file(WRITE ${probe} "${offline_source}
#include <git2.h>
int main(void)
{
    git_repository *repository = NULL;
    return git_libgit2_init() == 1 && git_repository_open(&repository, \"/\") < 0 ? 0 : 1;
}
")
        unset(KP_GIT2_OFFLINE_RUNS CACHE)
        unset(KP_GIT2_OFFLINE_LINKS CACHE)
        try_run(KP_GIT2_OFFLINE_RUNS KP_GIT2_OFFLINE_LINKS
            ${CMAKE_BINARY_DIR}/generated/probe ${probe}
            CMAKE_FLAGS "-DINCLUDE_DIRECTORIES=${GIT2_INCLUDE_DIRS}"
            LINK_OPTIONS ${options}
            LINK_LIBRARIES ${GIT2_ARCHIVE} ${wanted}
            COMPILE_OUTPUT_VARIABLE fault)
        set(KP_GIT2_OFFLINE_TRIED "${GIT2_ARCHIVE} ${GIT2_VERSION}" CACHE INTERNAL "")
    endif()
    if(NOT KP_GIT2_OFFLINE_LINKS OR NOT KP_GIT2_OFFLINE_RUNS EQUAL 0)
        set(fault "${fault}" PARENT_SCOPE)
        return()
    endif()

    add_library(git2_offline STATIC ${offline})
    target_include_directories(kp_git2 INTERFACE ${GIT2_INCLUDE_DIRS})
    target_link_options(kp_git2 INTERFACE ${options})
    target_link_libraries(kp_git2 INTERFACE git2_offline ${GIT2_ARCHIVE} ${wanted})
    set(${linked} TRUE PARENT_SCOPE)
endfunction()

set(static FALSE)
if(KAMPLAN_STATIC_GIT2)
    kp_link_static_git2(static)
endif()
if(static)
    message(STATUS "libgit2 ${GIT2_VERSION}: linked without its network parts")
else()
    if(KAMPLAN_STATIC_GIT2 AND NOT KAMPLAN_STATIC_GIT2 STREQUAL AUTO)
        message(FATAL_ERROR "${fault}\nlibgit2 ${GIT2_VERSION} cannot be linked without its "
            "network parts; build with -DKAMPLAN_STATIC_GIT2=OFF")
    endif()
    message(STATUS "libgit2 ${GIT2_VERSION}: the shared library")
    target_link_libraries(kp_git2 INTERFACE PkgConfig::GIT2)
endif()
