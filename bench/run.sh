#!/bin/sh
# bench: the promises with numbers, measured side by side on this machine.
#
#   sh bench/run.sh [cached|streams|hot|made|rest|import …]      nothing named: all of them
#
#   STOPPRESS_BIN   the program (build/stoppress)      BENCH_DIR      where it works (var/bench, kept)
#   BENCH_STORIES   sizes of `made` (10000 300000)     BENCH_ROUNDS   of `cached` (5)
#   BENCH_STREAMS   open streams (10000)               BENCH_SECONDS  of a round (5)
#   SERVER_CPU, CLIENT_CPU   which core does what (0 and 1)
#
# Everything stays on 127.0.0.1. As root the measured processes are given precedence over others.
# CPU time per request is the steady figure where a machine is shared; medians of rounds that
# alternate between the two sides are what the table shows. bench/README.md says how to read it.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
bin=${STOPPRESS_BIN:-$root/build/stoppress}
dir=${BENCH_DIR:-$root/var/bench}
server_cpu=${SERVER_CPU:-0} client_cpu=${CLIENT_CPU:-1}
rounds=${BENCH_ROUNDS:-5} seconds=${BENCH_SECONDS:-5} streams=${BENCH_STREAMS:-10000}
sizes=${BENCH_STORIES:-10000 300000}
tools=$dir/tools
mkdir -p "$tools"
[ -x "$bin" ] || { echo "bench: $bin is not there; ./dev build makes it" >&2; exit 1; }

say() { printf '%s\n' "bench: $*" >&2; }
stop() { say "$*"; exit 1; }

# ── what is started is ended ───────────────────────────────────────────────────────────────────

server_pid= nginx_pids=
end_server() {
    [ -z "$server_pid" ] || { kill "$server_pid" 2>/dev/null && wait "$server_pid" 2>/dev/null; } || true
    server_pid=
}
end_nginx() {
    for pid in $nginx_pids; do kill "$pid" 2>/dev/null || true; done
    nginx_pids=
}
trap 'code=$?; end_server; end_nginx; [ $code = 0 ] || say "ended with $code"' EXIT
trap 'exit 130' INT TERM

# Before others on a shared machine; where it may not be, it is not.
prefer() {
    for pid in "$@"; do
        renice -n -20 -p "$pid" >/dev/null 2>&1 || true
        { echo -20 >"/proc/$pid/autogroup"; } 2>/dev/null || true
    done
}
as_client() { setsid -w sh -c '{ echo -20 >/proc/self/autogroup; } 2>/dev/null; exec "$@"' - taskset -c "$client_cpu" "$@"; }

# serve SITE [flags]: one core; sets $server_pid, $address and $token
serve() {
    site=$1; shift
    : >"$site.out"
    setsid taskset -c "$server_cpu" "$bin" serve --data "$site" --listen 127.0.0.1:0 \
        --network-threads 1 "$@" >"$site.out" 2>"$site.log" 9>&- &
    server_pid=$!
    tries=0
    until address=$(sed -n 's,^Stoppress serves http://\(.*\)/$,\1,p' "$site.out") && [ -n "$address" ]; do
        tries=$((tries + 1))
        kill -0 "$server_pid" 2>/dev/null && [ $tries -lt 6000 ] || stop "it does not start: $(tail -n 3 "$site.log")"
        sleep 0.01
    done
    [ -f "$site.token" ] || "$bin" token --data "$site" --user bench@example.org --role editor 2>/dev/null | tail -n 1 >"$site.token"
    token=$(cat "$site.token")
    prefer "$server_pid"
}

cpu_ticks() { sed 's/^.*) //' "/proc/$1/stat" | awk '{print $12 + $13}'; }
resident_mb() { awk '/^VmRSS/{printf "%.1f", $2 / 1024}' "/proc/$1/status"; }
median() { sort -n | awk '{v[NR] = $1} END{print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2}'; }
value() { sed -n "s/^$1=//p"; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN{printf "%.2f", b ? a / b : 0}'; }
row() { printf '| %s | %s | %s |\n' "$1" "$2" "$3" | tee -a "$dir/rows"; }

build_tools() {
    for tool in pages desk streams hot corpus; do
        [ "$tools/$tool" -nt "bench/$tool.c" ] && [ "$tools/$tool" -nt bench/client.c ] && continue
        cc -O2 -std=gnu17 -D_GNU_SOURCE -Wall -Wextra -Wno-missing-field-initializers -o "$tools/$tool" \
            "bench/$tool.c" bench/client.c -lz -lm -lpthread || stop "bench/$tool.c does not build"
    done
}

# make_site COUNT: $dir/stories-COUNT, imported once and kept
make_site() {
    site=$dir/stories-$1
    [ -f "$site/.whole" ] && return 0
    rm -rf "$site" "$site.token"
    "$bin" init --data "$site" >/dev/null
    say "importing $1 stories into $site"
    start=$(date +%s%N)
    "$tools/corpus" "$1" >"$dir/corpus.jsonl"
    made=$(date +%s%N)
    "$bin" import jsonl --data "$site" "$dir/corpus.jsonl" 2>/dev/null >"$site.import"
    end=$(date +%s%N)
    rm -f "$dir/corpus.jsonl"
    awk -v n="$1" -v ns=$((end - made)) 'BEGIN{printf "%.0f\n", n / (ns / 1e9)}' >"$site.speed"
    touch "$site/.whole"
}

# list_paths SITE COUNT: addresses of that many of the newest English stories, through the API
list_paths() {
    [ "$(cat "$1.paths" 2>/dev/null | wc -l)" -ge "$2" ] && return 0
    : >"$1.paths"
    cursor=
    while [ "$(wc -l <"$1.paths")" -lt "$2" ]; do
        page=$(curl -sS "http://$address/api/v1/stories?edition=en&limit=100$cursor") || stop "the API does not answer"
        printf '%s' "$page" | grep -o '"url":"http://[^"]*","published_at"' |
            sed 's,^"url":"http://[^/]*,,; s,".*$,,' >>"$1.paths"
        next=$(printf '%s' "$page" | sed -n 's/.*"next":"\([^"]*\)".*/\1/p')
        [ -n "$next" ] || break
        cursor="&cursor=$next"
    done
}

# ── cached: nginx beside us ────────────────────────────────────────────────────────────────────

# One worker, sendfile $1, port $2; as strong as we could make it.
start_nginx() {
    conf=$dir/nginx-$1
    mkdir -p "$conf"
    cat >"$conf/nginx.conf" <<CONF
worker_processes 1;
worker_rlimit_nofile 20000;
daemon on;
pid $conf/pid;
error_log $conf/error.log;
$([ "$(id -u)" = 0 ] && echo 'user root;')
events { worker_connections 8192; use epoll; multi_accept on; accept_mutex off; }
http {
  types { text/html html; }
  charset utf-8;
  access_log off;
  server_tokens off;
  sendfile $1;
  tcp_nopush $1;
  tcp_nodelay on;
  output_buffers 2 128k;
  keepalive_timeout 300s;
  keepalive_requests 1000000000;
  reset_timedout_connection on;
  open_file_cache max=1000 inactive=1h;
  open_file_cache_valid 1h;
  open_file_cache_min_uses 1;
  gzip_static on;
  client_body_temp_path $conf/body; proxy_temp_path $conf/proxy; fastcgi_temp_path $conf/fastcgi;
  uwsgi_temp_path $conf/uwsgi; scgi_temp_path $conf/scgi;
  server { listen 127.0.0.1:$2 backlog=4096; root $dir/www; }
}
CONF
    PATH=$PATH:/usr/sbin setsid taskset -c "$server_cpu" nginx -c "$conf/nginx.conf" -p "$conf" 2>/dev/null 9>&- ||
        stop "nginx does not start: $(tail -n 2 "$conf/error.log")"
    master=$(cat "$conf/pid")
    nginx_pids="$nginx_pids $master"
    until worker=$(pgrep -P "$master"); do sleep 0.05; done
    prefer "$worker"
}

free_port() { node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }

# load URL PID: "requests-a-second cpu-us-a-request"
load() {
    before=$(cpu_ticks "$2")
    as_client wrk -t1 -c64 -d"${seconds}s" -H 'Accept-Encoding: gzip' "$1" >"$dir/wrk"
    after=$(cpu_ticks "$2")
    grep -q 'Non-2xx' "$dir/wrk" && stop "not every answer of $1 was 200"
    awk -v ticks=$((after - before)) '/requests in/{n = $1} /^Requests\/sec/{rps = $2} END{printf "%s %.3f\n", rps, ticks * 10000 / n}' "$dir/wrk"
}

# beside SITE PATH: the page at PATH from our cache and as nginx's file, in turns; two rows
beside() {
    path=$2
    serve "$1"
    mkdir -p "$dir/www"
    curl -s "http://$address$path" -o "$dir/www/story.html"
    curl -s -H 'Accept-Encoding: gzip' "http://$address$path" -o "$dir/www/story.html.gz"
    gzip -dc "$dir/www/story.html.gz" | cmp -s - "$dir/www/story.html" || stop "gzip and identity differ"
    port_on=$(free_port); start_nginx on "$port_on"; worker_on=$worker
    port_off=$(free_port); start_nginx off "$port_off"; worker_off=$worker
    : >"$dir/ours"; : >"$dir/on"; : >"$dir/off"
    load "http://$address$path" "$server_pid" >/dev/null # warm
    round=0
    while [ $round -lt "$rounds" ]; do
        round=$((round + 1))
        load "http://$address$path" "$server_pid" >>"$dir/ours"
        load "http://127.0.0.1:$port_on/story.html" "$worker_on" >>"$dir/on"
        load "http://$address$path" "$server_pid" >>"$dir/ours"
        load "http://127.0.0.1:$port_off/story.html" "$worker_off" >>"$dir/off"
        say "cached, round $round of $rounds: ours $(tail -n 1 "$dir/ours") · nginx sendfile $(tail -n 1 "$dir/on") · without $(tail -n 1 "$dir/off")"
    done
    end_nginx; end_server
    cpu_ours=$(cut -d' ' -f2 "$dir/ours" | median); rps_ours=$(cut -d' ' -f1 "$dir/ours" | median)
    cpu_on=$(cut -d' ' -f2 "$dir/on" | median); rps_on=$(cut -d' ' -f1 "$dir/on" | median)
    cpu_off=$(cut -d' ' -f2 "$dir/off" | median); rps_off=$(cut -d' ' -f1 "$dir/off" | median)
    best_cpu=$(printf '%s\n%s\n' "$cpu_on" "$cpu_off" | sort -n | head -n 1)
    best_rps=$(printf '%s\n%s\n' "$rps_on" "$rps_off" | sort -n | tail -n 1)
    bytes=$(wc -c <"$dir/www/story.html.gz")
    row "cached story page, gzip ($bytes bytes), 64 connections, one core: nginx's CPU a request / ours" "≥ 1.3" \
        "**$(ratio "$best_cpu" "$cpu_ours")** (ours $cpu_ours µs; nginx sendfile on $cpu_on, off $cpu_off)"
    row "the same in requests a second: ours / nginx's" "≥ 1.0" \
        "**$(ratio "$rps_ours" "$best_rps")** (ours $rps_ours; nginx sendfile on $rps_on, off $rps_off)"
}

# nearest BYTES < paths: the one whose gzip is nearest to so many bytes
nearest() {
    while read -r path; do
        printf '%s %s\n' "$(curl -s -o /dev/null -w '%{size_download}' -H 'Accept-Encoding: gzip' "http://$address$path")" "$path"
    done | awk -v wanted="$1" '{d = $1 > wanted ? $1 - wanted : wanted - $1} NR == 1 || d < best {best = d; path = $2} END{print path}'
}

# A page as they are, and one of the size that peers are measured with.
measure_cached() {
    make_site 10000
    site=$dir/long
    if [ ! -f "$site/.whole" ]; then
        rm -rf "$site" "$site.token"
        "$bin" init --data "$site" >/dev/null
        "$tools/corpus" 60 2000 >"$dir/corpus.jsonl"
        "$bin" import jsonl --data "$site" "$dir/corpus.jsonl" >/dev/null 2>&1
        touch "$site/.whole"
    fi
    serve "$site"
    list_paths "$site" 100
    long=$(nearest 12400 <"$site.paths")
    end_server
    serve "$dir/stories-10000"
    list_paths "$dir/stories-10000" 100
    short=$(sed -n 1p "$dir/stories-10000.paths")
    end_server
    beside "$dir/stories-10000" "$short"
    beside "$dir/long" "$long"
}

# ── streams ────────────────────────────────────────────────────────────────────────────────────

measure_streams() {
    make_site 10000
    for kind in program page; do
        serve "$dir/stories-10000" --streams-max $((streams + 1000)) --connections-max $((streams + 2000))
        curl -s -o "$dir/front" "http://$address/en/" # whoever has a stream has read a page
        as_client "$tools/streams" "$address" "$token" "$server_pid" "$streams" 20 $kind >"$dir/streams-$kind"
        end_server
        row "$(value opened <"$dir/streams-$kind") open $kind streams, a flash a second" "none lost, p99 ≤ 200 ms, ≤ 10 KB each" \
            "lost **$(value lost <"$dir/streams-$kind")**, p50 $(value heard_p50 <"$dir/streams-$kind"), p99 **$(value heard_p99 <"$dir/streams-$kind") ms**, **$(value kb_a_stream <"$dir/streams-$kind") KB** each; the flash's own answer p99 $(value answer_p99 <"$dir/streams-$kind") ms"
    done
}

# ── hot ────────────────────────────────────────────────────────────────────────────────────────

measure_hot() {
    make_site 20000
    serve "$dir/stories-20000"
    list_paths "$dir/stories-20000" 10000
    head -n 10000 "$dir/stories-20000.paths" >"$dir/hot.paths"
    "$tools/pages" "$address" "$dir/hot.paths" 1 >/dev/null
    for pace in ${BENCH_PACES:-2000 10000}; do
        as_client "$tools/hot" "$address" "$token" "$dir/hot.paths" 20 "$pace" 64 >"$dir/hot"
        row "$(wc -l <"$dir/hot.paths") hot pages, a flash a second, $pace reads a second, one core" \
            "next read right; readers' p99 ≤ 20 ms, API's ≤ 100 ms" \
            "stale **$(($(value stale <"$dir/hot") + $(value unchanged <"$dir/hot")))** of $(value reads <"$dir/hot"); readers' p50 $(value reading_p50 <"$dir/hot"), p99 **$(value reading_p99 <"$dir/hot") ms**; API's p50 $(value answer_p50 <"$dir/hot"), p99 **$(value answer_p99 <"$dir/hot") ms**"
    done
    end_server
}

# ── made ───────────────────────────────────────────────────────────────────────────────────────

measure_made() {
    first=
    for size in $sizes; do
        make_site "$size"
        started=$(date +%s%N)
        serve "$dir/stories-$size"
        curl -s -o "$dir/front" "http://$address/en/"
        first_ms=$((($(date +%s%N) - started) / 1000000))
        list_paths "$dir/stories-$size" 2000
        awk 'NR % 2 == 0' "$dir/stories-$size.paths" | head -n 1000 >"$dir/made.paths"
        end_server
        serve "$dir/stories-$size"
        curl -s -o "$dir/front" "http://$address/en/"
        as_client "$tools/pages" "$address" "$dir/made.paths" 2 >"$dir/pages-$size"
        as_client "$tools/desk" "$address" "$token" 200 >"$dir/desk-$size"
        printf '%s\n' /en/news/politics/ /en/news/ /en/region/mena/ /en/topic/topic-en-0/ /en/latest/ '/en/latest/?page=20' >"$dir/lists"
        end_server
        serve "$dir/stories-$size" --page-cache-mb 0
        for list in $(cat "$dir/lists"); do
            for again in 1 2 3 4 5 6 7 8 9; do echo "$list"; done >"$dir/list"
            as_client "$tools/pages" "$address" "$dir/list" 1 | value round1_p50
        done >"$dir/lists-$size"
        end_server
        story=$(value round1_p50 <"$dir/pages-$size"); front=$(value front_made_p50 <"$dir/desk-$size")
        row "story made from the store, $size stories (1,000 read for the first time, median)" "≤ 1 ms" \
            "**$story ms**, p99 $(value round1_p99 <"$dir/pages-$size") (from the cache: $(value round2_p50 <"$dir/pages-$size"))"
        row "front made from the store, $size stories (after each of 200 publishes)" "≤ 3 ms" \
            "**$front ms**, p99 $(value front_made_p99 <"$dir/desk-$size")"
        row "lists made from the store, nothing cached, $size stories: section, section with subsections, region, topic, latest, its page 20" "–" \
            "$(paste -sd' ' "$dir/lists-$size") ms"
        row "publish over the API, synced, $size stories" "≤ 10 ms" \
            "**$(value publish_p50 <"$dir/desk-$size") ms**, p99 $(value publish_p99 <"$dir/desk-$size")"
        row "start with $size stories to the first front" "–" "$first_ms ms"
        [ -z "$first" ] && first="$story $front" ||
            row "the same with $size stories as with ${sizes%% *}: story, front" "≤ 1.5" \
                "**$(ratio "$story" "${first% *}")**, **$(ratio "$front" "${first#* }")**"
    done
}

# ── rest and import ────────────────────────────────────────────────────────────────────────────

measure_rest() {
    [ -d "$dir/demo" ] || "$bin" init --data "$dir/demo" --demo >/dev/null
    setsid "$bin" serve --data "$dir/demo" --listen 127.0.0.1:0 >"$dir/demo.out" 2>/dev/null 9>&- &
    server_pid=$!
    sleep 1
    address=$(sed -n 's,^Stoppress serves http://\(.*\)/$,\1,p' "$dir/demo.out")
    start=$(resident_mb "$server_pid")
    for edition in en es ar; do
        curl -s "http://$address/$edition/" | grep -o 'href="/[^"#]*' | sed 's/href="//' | sort -u |
            while read -r path; do
                curl -s -o "$dir/front" -H 'Accept-Encoding: gzip' "http://$address$path"
                curl -s -o "$dir/front" -H 'Accept-Encoding: br' "http://$address$path"
            done
    done
    sleep 1
    row "memory at rest with the demo (on a default start; after every page linked from the fronts was read)" "≤ 40 MB" \
        "**$start MB**; $(resident_mb "$server_pid") MB"
    end_server
}

measure_import() {
    for size in 10000 $sizes; do
        [ -f "$dir/stories-$size.speed" ] || make_site "$size"
    done
    for size in $(printf '%s\n' 10000 $sizes | sort -nu); do
        row "import jsonl, $size stories into an empty site" "–" "$(cat "$dir/stories-$size.speed") stories a second"
    done
}

# ── what was asked ─────────────────────────────────────────────────────────────────────────────

: >"$dir/rows"
build_tools
exec 9>"$dir/lock"
flock 9
[ $# -gt 0 ] || set -- cached streams hot made rest import
say "$(nproc) cores, load $(cut -d' ' -f1-3 /proc/loadavg); $("$bin" version | head -n 1)"
printf '| What | Reach | Measured |\n|---|---|---|\n'
for what in "$@"; do
    case $what in
    cached | streams | hot | made | rest | import) "measure_$what" ;;
    *) stop "there is no $what; there are cached streams hot made rest import" ;;
    esac
done
