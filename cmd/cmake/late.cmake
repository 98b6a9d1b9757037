# SPDX-License-Identifier: GPL-3.0-or-later
# kp_late_library(TARGET PREFIX NAME): what few commands need is loaded by those, not by every start. libxlsxwriter
# and libzip bring in libcrypto, which is a third of the time that a command takes. TARGET gets the library's name as
# KP_<PREFIX>_SONAME and its headers; where that name cannot be found out, the library itself. PREFIX is
# that of pkg_check_modules.
set(KP_LATE_PACKAGES "" CACHE INTERNAL "")

function(kp_late_library target prefix name)
    find_library(KP_${prefix}_PATH ${name} HINTS ${${prefix}_LIBRARY_DIRS})
    mark_as_advanced(KP_${prefix}_PATH)
    set(soname "")
    if(CMAKE_SYSTEM_NAME STREQUAL Linux AND CMAKE_OBJDUMP AND KP_${prefix}_PATH)
        execute_process(COMMAND ${CMAKE_OBJDUMP} -p ${KP_${prefix}_PATH}
            OUTPUT_VARIABLE headers ERROR_QUIET)
        if(headers MATCHES "SONAME +([^ \n]+)")
            set(soname ${CMAKE_MATCH_1})
        endif()
    endif()
    if(NOT soname)
        target_link_libraries(${target} PUBLIC PkgConfig::${prefix})
        return()
    endif()
    target_include_directories(${target} SYSTEM PRIVATE ${${prefix}_INCLUDE_DIRS})
    target_compile_definitions(${target} PRIVATE KP_${prefix}_SONAME="${soname}")
    target_link_libraries(${target} PUBLIC ${CMAKE_DL_LIBS})

    # The package's own Depends would not know of it.
    find_program(DPKG_QUERY dpkg-query)
    mark_as_advanced(DPKG_QUERY)
    get_filename_component(place ${KP_${prefix}_PATH} DIRECTORY)
    if(DPKG_QUERY)
        # A package may still name /lib what has long been /usr/lib.
        string(REGEX REPLACE "^/usr/" "/" older ${place})
        execute_process(COMMAND ${DPKG_QUERY} -S ${place}/${soname} ${older}/${soname}
            OUTPUT_VARIABLE owner ERROR_QUIET)
        if(owner MATCHES "^([^:, ]+)")
            set(KP_LATE_PACKAGES ${KP_LATE_PACKAGES} ${CMAKE_MATCH_1} CACHE INTERNAL "")
        endif()
    endif()
endfunction()
