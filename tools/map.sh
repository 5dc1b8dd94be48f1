#!/bin/sh
# map: which folder of src/ includes which, counted from the includes themselves.
#   tools/map.sh          prints the map     tools/map.sh --check   fails when an arrow points up
set -eu
cd "$(dirname "$0")/.."

# The order of src/meson.build is the order of the layers.
order=$(sed -n "s/^subdir('\(.*\)')/\1/p" src/meson.build)
machines='template assets http cache live due media count'

edges=$(for folder in $order; do
    cat src/"$folder"/*.[ch] 2>/dev/null | sed -n 's/^#include "\([a-z_]*\)\/.*/\1/p' |
        grep -vx "$folder" | sort | uniq -c | sort -rn |
        while read -r count to; do echo "$folder $to $count"; done
done)

if [ "${1:-}" = --check ]; then
    printf '%s\n' "$edges" | awk -v order="$order" -v machines="$machines" '
        BEGIN { n = split(order, o, /[ \n]+/); for (i = 1; i <= n; i++) rank[o[i]] = i
                m = split(machines, a, " "); for (i = 1; i <= m; i++) machine[a[i]] = 1 }
        NF == 3 {
            if (rank[$2] > rank[$1]) { print "map: " $1 " includes " $2 ", which stands above it"; bad = 1 }
            if (machine[$1] && machine[$2]) { print "map: " $1 " includes " $2 ": machines do not include each other"; bad = 1 }
        }
        END { exit bad }'
    exit
fi
for folder in $order; do
    printf '%-9s -> %s\n' "$folder" "$(printf '%s\n' "$edges" | awk -v f="$folder" '$1 == f { printf "%s(%s) ", $2, $3 }')"
done
