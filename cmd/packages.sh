# shellcheck shell=sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Read by cmd/start.sh and tests/run.sh (". cmd/packages.sh"): install_packages ""|tests finds out what
# is missing to build, or to test, kamplan, says what it will install, and installs only that.

# What is needed, how its presence is seen (c: a command, p: a pkg-config file, h: a header, y: a module
# of the system's Python), and its package for apt, dnf, pacman, apk and brew; "-" where the system brings
# it itself.
packages_needed() {
    cat <<'END'
c:cc            gcc               gcc                 gcc           gcc                -
h:stdio.h       libc6-dev         glibc-devel         gcc           musl-dev           -
c:make          make              make                make          make               -
c:cmake         cmake             cmake               cmake         cmake              cmake
c:pkg-config    pkg-config        pkgconf-pkg-config  pkgconf       pkgconf            pkgconf
c:msgfmt        gettext           gettext             gettext       gettext            gettext
h:libintl.h     libc6-dev         glibc-devel         glibc         gettext-dev        gettext
c:git           git               git                 git           git                git
p:readline      libreadline-dev   readline-devel      readline      readline-dev       readline
p:libgit2       libgit2-dev       libgit2-devel       libgit2       libgit2-dev        libgit2
p:libcjson      libcjson-dev      cjson-devel         cjson         cjson-dev          cjson
p:libutf8proc   libutf8proc-dev   utf8proc-devel      libutf8proc   utf8proc-dev       utf8proc
p:xlsxwriter    libxlsxwriter-dev libxlsxwriter-devel libxlsxwriter libxlsxwriter-dev  libxlsxwriter
p:libzip        libzip-dev        libzip-devel        libzip        libzip-dev         libzip
p:expat         libexpat1-dev     expat-devel         expat         expat-dev          expat
p:libmd         libmd-dev         libmd-devel         libmd         libmd-dev          libmd
p:libcmark      libcmark-dev      cmark-devel         cmark         cmark-dev          cmark
h:csv.h         libcsv-dev        libcsv-devel        libcsv        libcsv-dev         libcsv
END
    [ "$1" = tests ] || return 0
    cat <<'END'
p:cmocka        libcmocka-dev     libcmocka-devel     cmocka        cmocka-dev         cmocka
p:vterm         libvterm-dev      libvterm-devel      libvterm      libvterm-dev       libvterm
c:clang         clang             clang               clang         clang              llvm
c:clang-format  clang-format      clang-tools-extra   clang         clang-extra-tools  llvm
c:xmllint       libxml2-utils     libxml2             libxml2       libxml2-utils      libxml2
c:jq            jq                jq                  jq            jq                 jq
c:node          nodejs            nodejs              nodejs        nodejs             node
c:npm           npm               npm                 npm           npm                node
c:chromium      chromium          chromium            chromium      chromium           chromium
y:openpyxl      python3-openpyxl  python3-openpyxl    python-openpyxl  py3-openpyxl    -
c:man           man-db            man-db              man-db        mandoc             -
END
}

package_present() {
    case $1 in
    c:*) command -v "${1#c:}" >/dev/null ;;
    p:*) pkg-config --exists "${1#p:}" 2>/dev/null ;;
    y:*) # Homebrew has none of these; what needs them is left out there
        command -v brew >/dev/null || /usr/bin/python3 -c "import ${1#y:}" 2>/dev/null
        ;;
    h:*) printf '#include <%s>\n' "${1#h:}" | cc -E - >/dev/null 2>&1 ;;
    esac
}

# Homebrew keeps these beside the system's own, older ones; the build must see them first.
package_kegs() {
    for keg in readline gettext llvm; do
        prefix=$(brew --prefix "$keg" 2>/dev/null) || continue
        PATH=$prefix/bin:$PATH
        PKG_CONFIG_PATH=$prefix/lib/pkgconfig:${PKG_CONFIG_PATH-}
        CMAKE_PREFIX_PATH=$prefix:${CMAKE_PREFIX_PATH-}
    done
    export PATH PKG_CONFIG_PATH CMAKE_PREFIX_PATH
}

# package_manager NAME PACKAGE…: as root unless it is brew's.
package_manager() {
    manager=$1
    shift
    as_root=
    [ "$(id -u)" = 0 ] || as_root=sudo
    case $manager in
    apt-get)
        $as_root apt-get update -q &&
            $as_root env DEBIAN_FRONTEND=noninteractive \
                apt-get install -q -y --no-install-recommends "$@"
        ;;
    dnf) $as_root dnf install -y "$@" ;;
    pacman) $as_root pacman -Sy --needed --noconfirm "$@" ;;
    apk) $as_root apk add "$@" ;;
    brew) brew install "$@" ;;
    esac
}

install_packages() {
    found=
    for found in apt-get dnf pacman apk brew none; do
        command -v "$found" >/dev/null && break
    done
    [ "$found" != brew ] || package_kegs

    missing=
    packages=
    while read -r need apt dnf pacman apk brew; do
        package_present "$need" && continue
        missing="$missing ${need#?:}"
        case $found in
        apt-get) package=$apt ;;
        dnf) package=$dnf ;;
        pacman) package=$pacman ;;
        apk) package=$apk ;;
        brew) package=$brew ;;
        *) package=- ;;
        esac
        case " $packages - " in
        *" $package "*) ;;
        *) packages="$packages $package" ;;
        esac
    done <<END
$(packages_needed "$1")
END
    [ -n "$missing" ] || return 0
    echo "missing:$missing" >&2
    if [ -z "$packages" ]; then
        echo "install these in your system's own way, then run this again" >&2
        return 1
    fi
    if [ "$found" != brew ] && [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        echo "root must install these packages:$packages" >&2
        return 1
    fi

    # The manager's own chatter is shown only when something goes wrong.
    echo "installing with $found:$packages" >&2
    log=$(mktemp)
    # shellcheck disable=SC2086 # a list of words
    if ! package_manager "$found" $packages >"$log" 2>&1 </dev/null; then
        sed 's|[a-z]*://[^ ]*|(address)|g' "$log" >&2
        rm -f "$log"
        echo "could not install:$packages" >&2
        return 1
    fi
    rm -f "$log"
    [ "$found" != brew ] || package_kegs
}
