# SPDX-License-Identifier: GPL-3.0-or-later
# Where a distribution expects things; the .mo files are in translations.cmake. The tree may be
# moved as a whole: the program looks for ../share/kamplan beside its own directory first.
install(DIRECTORY sessions/ DESTINATION ${CMAKE_INSTALL_DATADIR}/kamplan/sessions
    FILES_MATCHING PATTERN "*.json" PATTERN "*.csv")
install(FILES README.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

if(TARGET kamplan)
    install(TARGETS kamplan RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})

    # The man page and the completions are printed by the program, from its table of commands.
    function(kp_print_help file destination)
        set(out ${CMAKE_BINARY_DIR}/help/${file})
        get_filename_component(directory ${out} DIRECTORY)
        file(MAKE_DIRECTORY ${directory})
        add_custom_command(OUTPUT ${out}
            COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C.UTF-8 $<TARGET_FILE:kamplan> help ${ARGN} > ${out}
            DEPENDS kamplan VERBATIM)
        install(FILES ${out} DESTINATION ${CMAKE_INSTALL_DATADIR}/${destination})
        set_property(GLOBAL APPEND PROPERTY kp_help_files ${out})
    endfunction()
    kp_print_help(kamplan.1 man/man1 --man)
    kp_print_help(bash/kamplan bash-completion/completions --completion bash)
    kp_print_help(zsh/_kamplan zsh/site-functions --completion zsh)
    kp_print_help(fish/kamplan.fish fish/vendor_completions.d --completion fish)
    get_property(help_files GLOBAL PROPERTY kp_help_files)
    add_custom_target(help_files ALL DEPENDS ${help_files})
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "the kamplan authors <kamplan@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY ${PROJECT_DESCRIPTION})
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
list(JOIN KP_LATE_PACKAGES ", " CPACK_DEBIAN_PACKAGE_DEPENDS)
# Sharing a workspace and compacting its history are git's own work.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS git)
include(CPack)
