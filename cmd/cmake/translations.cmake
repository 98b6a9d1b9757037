# SPDX-License-Identifier: GPL-3.0-or-later
# cmd/po/LANG.po becomes locale/LANG/LC_MESSAGES/kamplan.mo, in the build tree as it will be installed.
# `cmake --build BUILD --target pot` brings the .po files up to the messages of the sources.
find_program(MSGFMT msgfmt REQUIRED)

foreach(lang da sv)
    set(po ${CMAKE_SOURCE_DIR}/cmd/po/${lang}.po)
    set(mo_dir ${CMAKE_BINARY_DIR}/locale/${lang}/LC_MESSAGES)
    file(MAKE_DIRECTORY ${mo_dir})
    add_custom_command(OUTPUT ${mo_dir}/kamplan.mo
        COMMAND ${MSGFMT} --check -o ${mo_dir}/kamplan.mo ${po}
        DEPENDS ${po} VERBATIM)
    list(APPEND mo_files ${mo_dir}/kamplan.mo)
    install(FILES ${mo_dir}/kamplan.mo DESTINATION ${CMAKE_INSTALL_LOCALEDIR}/${lang}/LC_MESSAGES)
endforeach()

add_custom_target(translations ALL DEPENDS ${mo_files})
add_custom_target(pot COMMAND sh ${CMAKE_SOURCE_DIR}/cmd/po/update.sh ${CMAKE_SOURCE_DIR} VERBATIM)
