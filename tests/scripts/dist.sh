#!/bin/sh
# Writes libcallpark-VERSION.tar.gz into the current directory, the same bytes
# for the same sources. What git does not track goes in too, but for what
# builds leave behind; the tarball holds ./configure.
set -e

name=libcallpark-$VERSION
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
here=$PWD
cd "$TOP"
date=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || stat -c %Y NEWS)}

mkdir "$work/$name"
for entry in Makefile configure.ac configure .config.mk.in callpark.pc.in bootstrap COPYING NEWS \
    README.md .clang-format .editorconfig .gitignore .ci include lib tests docs; do
    [ ! -e "$entry" ] || cp -R "$entry" "$work/$name"
done
find "$work/$name" \( -name '*~' -o -name '.*.sw?' -o -name '*.o' -o -name '*.orig' \) \
    -exec rm -f {} +
chmod -R u=rwX,go=rX "$work/$name"

tar -C "$work" --format=ustar --sort=name --owner=0 --group=0 --numeric-owner \
    --mtime="@$date" -cf "$work/$name.tar" "$name"
gzip -9n "$work/$name.tar"
cd "$here"
mv "$work/$name.tar.gz" .
echo "$name.tar.gz"
