# SPDX-License-Identifier: GPL-3.0-or-later
# kp_git2: the libgit2 that lib/store links.
#
# With KAMPLAN_STATIC_GIT2 it is the distribution's libgit2.a, with git2_offline.c in the place of
# its network parts: git_libgit2_init() then reads no certificates and the loader has 20 libraries
# less to bring in. What else libgit2.a wants, pkg-config knows; --as-needed drops what only the
# network parts wanted. The names that git2_offline.c answers to are libgit2's own affair and
# change between versions, so a small program must link and run first.
add_library(kp_git2 INTERFACE)
if(NOT KAMPLAN_STATIC_GIT2)
    target_link_libraries(kp_git2 INTERFACE PkgConfig::GIT2)
    return()
endif()

find_library(GIT2_ARCHIVE libgit2.a HINTS ${GIT2_LIBRARY_DIRS} REQUIRED)
mark_as_advanced(GIT2_ARCHIVE)
set(wanted ${GIT2_STATIC_LIBRARIES})
list(REMOVE_ITEM wanted git2)
set(offline ${CMAKE_CURRENT_LIST_DIR}/git2_offline.c)

if(NOT DEFINED GIT2_OFFLINE_RUNS)
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
    try_run(GIT2_OFFLINE_RUNS GIT2_OFFLINE_LINKS ${CMAKE_BINARY_DIR}/generated/probe ${probe}
        CMAKE_FLAGS "-DINCLUDE_DIRECTORIES=${GIT2_INCLUDE_DIRS}"
        LINK_OPTIONS -Wl,--as-needed
        LINK_LIBRARIES ${GIT2_ARCHIVE} ${wanted}
        COMPILE_OUTPUT_VARIABLE fault)
    if(NOT GIT2_OFFLINE_LINKS OR NOT GIT2_OFFLINE_RUNS EQUAL 0)
        unset(GIT2_OFFLINE_RUNS CACHE)
        message(FATAL_ERROR "${fault}\nlibgit2 ${GIT2_VERSION} cannot be linked without its network "
            "parts; build with -DKAMPLAN_STATIC_GIT2=OFF")
    endif()
endif()

add_library(git2_offline STATIC ${offline})
target_include_directories(kp_git2 INTERFACE ${GIT2_INCLUDE_DIRS})
# --undefined brings the substitutes in before the archive could offer its own members.
target_link_options(kp_git2 INTERFACE -Wl,--as-needed -Wl,--undefined=git_http__expect_continue)
target_link_libraries(kp_git2 INTERFACE git2_offline ${GIT2_ARCHIVE} ${wanted})
