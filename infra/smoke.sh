#!/usr/bin/env bash
# Asks a deployment whether it is well, from outside and as nobody in particular: ready, its document served, its pages there, and closed where it must be.
#   smoke.sh ADDRESS
set -euo pipefail
address=${1:?"usage: smoke.sh ADDRESS"}
address=${address%/}
status() { curl -s --max-time 30 --output /dev/null --write-out '%{http_code}' "$@" || true; }

# A new version takes a while to start, longest where nothing is kept warm.
for _ in $(seq 40); do
  ready=$(status "$address/api/v1/health/ready")
  [ "$ready" = 200 ] && break
  sleep 10
done

failed=0
expect() { # PATTERN [CURL'S OPTIONS] ADDRESS
  local wanted=$1 got
  shift
  got=$(status "$@")
  # shellcheck disable=SC2053 # a pattern: [...] stands for one of these
  if [[ $got == $wanted ]]; then
    printf 'ok    %s  %s\n' "$got" "${*: -1}"
  else
    printf 'FAILED %s instead of %s  %s\n' "$got" "$wanted" "${*: -1}"
    failed=1
  fi
}
expect 200 "$address/api/v1/health"
expect 200 "$address/api/v1/health/ready"
expect 200 "$address/api/v1/openapi.json"
expect 401 "$address/api/v1/me"
expect 401 --header 'Authorization: Bearer none' "$address/api/v1/cycles"
expect 404 "$address/api/v1/nothing-here"
# A page leads whoever has not signed in to where people sign in.
expect 302 "$address/"
# Plain HTTP must lead to HTTPS, by whichever of the redirects the front end uses; a machine at home (http://127.0.0.1) has none.
case $address in https://*) expect '30[1278]' "http://${address#https://}/api/v1/health" ;; esac
exit "$failed"
