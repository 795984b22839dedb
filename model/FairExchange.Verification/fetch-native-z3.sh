#!/bin/sh
# fetch-native-z3.sh FOLDER ASK-LDCONFIG SYSTEM-FOLDERS
# Puts Debian's libz3.so.4 into FOLDER, unless the system has a libz3 or FOLDER has it already. Needs no root.
set -eu
folder=$1
ask_ldconfig=$2
system_folders=$3

# A pattern such as /usr/lib/*-linux-gnu* is meant to be expanded here.
old_ifs=$IFS
IFS=';'
for pattern in $system_folders; do
    for library in $pattern/libz3.so $pattern/libz3.so.*; do
        if [ -e "$library" ]; then
            # What an earlier build fetched would hide the system's.
            rm -f "${folder}libz3.so.4"
            exit 0
        fi
    done
done
IFS=$old_ifs
if [ "$ask_ldconfig" = true ] && { ldconfig -p || /sbin/ldconfig -p; } 2>/dev/null | grep -q 'libz3\.so'; then
    exit 0
fi

[ -e "${folder}libz3.so.4" ] && exit 0
mkdir -p "$folder"
work=$(mktemp -d "${folder}fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

# With the machine's package lists; failing that, with lists of our own, which take no root to update.
if ! apt-get download libz3-4; then
    mkdir -p lists/partial cache/archives/partial
    set -- -o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work/cache" \
        -o Acquire::Retries=0 -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 -o Acquire::Languages=none
    apt-get "$@" update
    apt-get "$@" download libz3-4
fi

dpkg-deb -x libz3-4_*.deb unpacked
library=$(find unpacked -name 'libz3.so.4' -type f | head -n 1)
# A rename: a build that runs beside this one sees the whole file or none.
mv -f "$library" "${folder}libz3.so.4"
