# SPDX-License-Identifier: GPL-3.0-or-later
# Language, warnings, sanitizers and hardening. Every target of ours links kp_flags, privately.
set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug or Release" FORCE)
endif()
set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG")

include(CheckCCompilerFlag)
include(CheckIPOSupported)
include(CheckPIESupported)
check_pie_supported(LANGUAGES C)

add_library(kp_flags INTERFACE)
target_compile_definitions(kp_flags INTERFACE _POSIX_C_SOURCE=200809L _DEFAULT_SOURCE
    $<$<PLATFORM_ID:Darwin>:_DARWIN_C_SOURCE>)

# Compilers differ in what they know; a flag unknown to this one is left out.
function(kp_try_flags)
    foreach(flag ${ARGN})
        string(MAKE_C_IDENTIFIER "HAVE${flag}" known)
        check_c_compiler_flag(${flag} ${known})
        if(${known})
            target_compile_options(kp_flags INTERFACE ${flag})
        endif()
    endforeach()
endfunction()

kp_try_flags(-Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wvla
    -Wformat=2 -Wundef -Wpointer-arith -Wcast-qual -Wold-style-definition -Wimplicit-fallthrough
    -Wnull-dereference -Wlogical-op -Wduplicated-cond -Wcomma)
if(KAMPLAN_WERROR)
    target_compile_options(kp_flags INTERFACE -Werror)
endif()

if(KAMPLAN_SANITIZE OR KAMPLAN_FUZZ)
    set(sanitize -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_compile_options(kp_flags INTERFACE ${sanitize})
    target_link_options(kp_flags INTERFACE ${sanitize})
endif()
if(KAMPLAN_FUZZ)
    if(NOT CMAKE_C_COMPILER_ID MATCHES Clang)
        message(FATAL_ERROR "KAMPLAN_FUZZ needs clang: cmake --preset fuzz")
    endif()
    target_compile_options(kp_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

if(CMAKE_BUILD_TYPE STREQUAL Release AND NOT KAMPLAN_SANITIZE AND NOT KAMPLAN_FUZZ)
    kp_try_flags(-fstack-protector-strong -fstack-clash-protection)
    target_compile_options(kp_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
    if(NOT APPLE)
        target_link_options(kp_flags INTERFACE -Wl,-z,relro,-z,now -Wl,--as-needed)
    endif()
    check_ipo_supported(RESULT lto_works OUTPUT lto_fault LANGUAGES C)
    if(lto_works)
        set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)
    endif()
endif()
