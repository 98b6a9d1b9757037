# SPDX-License-Identifier: GPL-3.0-or-later
# kp_git2: the libgit2 that lib/store links.
add_library(kp_git2 INTERFACE)
target_link_libraries(kp_git2 INTERFACE PkgConfig::GIT2)
