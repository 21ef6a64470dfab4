#!/bin/sh
# Labels the lines of IN whose number modulo COUNT is INDEX: label-shard.sh INDEX COUNT IN OUT
set -eu
[ $# -eq 4 ] || { echo "usage: label-shard.sh INDEX COUNT IN.jsonl OUT_FOLDER" >&2; exit 2; }
index=$1 count=$2 input=$3 output=$4
part=$output/part-$index-of-$count.jsonl
# Without these a part of no lines would count as done.
[ "$index" -ge 0 ] && [ "$index" -lt "$count" ] || { echo "INDEX is 0 to COUNT - 1" >&2; exit 2; }
[ -r "$input" ] && [ ! -d "$input" ] || { echo "$input: cannot be read" >&2; exit 2; }

if [ -e "$part" ]; then
  echo "$part: done before"
  exit 0
fi
mkdir -p "$output"
# Another try of the same part may still be running somewhere: it has a file of its own.
unfinished=$part.$$.$(hostname)
trap 'rm -f "$unfinished" "$unfinished.torn"' EXIT

code=0
{ awk -v i="$index" -v n="$count" '(NR - 1) % n == i' "$input" || : >"$unfinished.torn"; } |
  ${GLOSA:-glosa} label --stdin --jobs "${JOBS:-1}" ${OPTIONS:-} >"$unfinished" || code=$?
# 1: some lines were bad, and their answers say so. A pipe's code is that of its last command.
[ "$code" -le 1 ] || exit "$code"
[ ! -e "$unfinished.torn" ] || { echo "$input: was not read to its end" >&2; exit 1; }
mv "$unfinished" "$part"
echo "$part: $(wc -l <"$part") records"
