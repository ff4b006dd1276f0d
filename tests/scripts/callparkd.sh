#!/bin/sh
# Talks to a running callparkd: with curl, and with tests/callparkd/client.c where curl is too
# polite. Closes with "N passed, N failed".
# Environment: TOP, BUILD (the program is $BUILD/examples/callparkd), CC.
# Skipped (77) without curl, unless REQUIRE_TOOLS is set: then it fails.

TOP=${TOP:-.}
program=${BUILD:-build}/examples/callparkd
work=$(mktemp -d) || exit 1
pid=
helpers=
slow=
passed=0
failed=0
TZ=UTC
export TZ

# shellcheck disable=SC2086
finish()
{
    [ -z "$pid$helpers$slow" ] || kill $pid $helpers $slow 2>/dev/null
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM

command -v curl >/dev/null || {
    echo "curl is not installed"
    [ -z "$REQUIRE_TOOLS" ] || exit 1
    exit 77
}
[ -x "$program" ] || { echo "there is no $program"; exit 1; }
# shellcheck disable=SC2086
${CC:-cc} -O1 -o "$work/client" "$TOP/tests/callparkd/client.c" || exit 1

# ---- Judging ----

# is WHAT WANTED GOT
is()
{
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED %s\n    wanted: %s\n    got:    %s\n' "$1" "$2" "$3"
    fi
}

# has WHAT PATTERN TEXT: a basic regular expression
has()
{
    if printf '%s\n' "$3" | grep -q -e "$2"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED %s\n    wanted: %s\n    in:     %s\n' "$1" "$2" "$3"
    fi
}

# Waits for at most 20 s until COMMAND succeeds.
until_()
{
    tries=200
    until "$@" 2>/dev/null; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || return 1
        sleep 0.1
    done
}

# ---- The server ----

# start OPTION...: sets $pid, $url, $port
start()
{
    : >"$work/out"
    "$program" --listen 127.0.0.1:0 --operator-token op "$@" >"$work/out" 2>"$work/err" &
    pid=$!
    until_ grep -q '^listening on ' "$work/out" || { cat "$work/err"; echo "does not start"; exit 1; }
    url=$(sed -n 's/^listening on //p' "$work/out")
    port=${url##*:}
}

# stop WHAT [SIGNAL]: it ends well, whatever it was through, and has had nothing to complain of
stop()
{
    kill -"${2:-TERM}" "$pid"
    wait "$pid"
    is "$1: exit status" 0 $?
    is "$1: no complaints" "" "$(cat "$work/err")"
    pid=
}

# ask TOKEN METHOD PATH [BODY [CURL OPTION...]]: prints the status, a blank and the body
ask()
{
    token=$1
    method=$2
    path=$3
    body=${4-}
    shift 3
    [ $# -eq 0 ] || shift
    [ -z "$token" ] || set -- -H "Authorization: Bearer $token" "$@"
    [ -z "$body" ] || set -- --data-binary "$body" -H 'Content-Type: application/json' "$@"
    curl -sS -m 20 -o "$work/body" -w '%{http_code} ' -X "$method" "$@" "$url$path"
    cat "$work/body"
    rm -f "$work/body"
}

# The same, but only the status.
status()
{
    ask "$@" | cut -d ' ' -f 1
}

# call ID EXTENSION: a call appears
call()
{
    is "call $1" 201 "$(status op POST /calls "{\"id\":\"$1\",\"extension\":\"$2\",\
\"callerName\":\"Caller $1\",\"callerNumber\":\"555\"}")"
}

# park TOKEN EXTENSION ID [SECONDS]
park()
{
    ask "$1" PUT "/uapi/phoneCalls/@me/$2/$3" \
        "{\"action\":\"Park\",\"phoneCallViewId\":\"00\",\"maxInParking\":${4:-180}}"
}

# field NAME: of each line of JSON that is read, the member NAME as it stands there
field()
{
    sed -n "s/.*\"$1\":\(\"[^\"]*\"\|[^,}]*\).*/\1/p"
}

# The JSON of the parked call ID in /lots.
parked()
{
    ask op GET /lots | tr '{' '\n' | grep "\"callId\":\"$1\""
}

# ---- Tests ----

webex_call=Y2lzY29zcGFyazovL3VzL0NBTEwvQkNMRC9jYWxsaGFsZi00ODg6MA
uapi_call='/uapi/phoneCalls/12/0003*210/b817d2618fe6f1804333'

examples_of_the_documents()
{
    start --base-url https://x.x.x.x
    call one 1000
    call two 1000
    is "slots 1 and 2" "202 202" "$(park token-20 1000 one | cut -c 1-3) $(park token-20 1000 two |
        cut -c 1-3)"
    is "UAPI park" "202 [{\"id\":\"b817d2618fe6f1804333\",\"extension\":\"0003*210\",\
\"link\":{\"self\":\"https://x.x.x.x/uapi/phoneCalls/12/0003*210/b817d2618fe6f1804333\"}}]" \
        "$(ask token-12 PUT "$uapi_call" \
            '{"action": "Park", "maxInParking": "30", "phoneCallViewId": "01"}')"
    list=$(ask token-12 GET "$uapi_call")
    is "UAPI list" "200 {\"entry\":[{\"id\":\"b817d2618fe6f1804333\",\"extension\":\"0003*210\",\
\"ownerId\":\"3\",\"ownerName\":\"Default Organization\",\"answered\":\"2012-06-27T16:08:55+03:00\",\
\"published\":\"2012-06-27T16:08:50+02:00\",\"phoneCallView\":[{\"id\":\"01\",\
\"extension\":\"0003*210\",\"answered\":\"2012-06-27T16:08:55+03:00\",\"status\":\"5\",\
\"callerId\":\"John Doe <3333>\",\"source\":[\"0003*210\"],\"destination\":[\"3235742879\"],\
\"parked\":\"NOW\",\"parkedPos\":\"3\",\"parkedBy\":\"0003*210\"}],\
\"link\":{\"self\":\"https://x.x.x.x/uapi/phoneCalls/12/0003*210/b817d2618fe6f1804333\"}}],\
\"startIndex\":0,\"totalResults\":1,\"itemsPerPage\":20,\"filtered\":false,\"sorted\":false,\
\"paging\":{}}" "$(printf %s "$list" | sed 's/"parked":"[^"]*"/"parked":"NOW"/')"
    has "when it was parked" "\"parked\":\"$(date -u +%Y-%m-%dT%H):[0-5][0-9]:[0-5][0-9]+00:00\"" "$list"
    is "Webex park" "200 {\"parkedAgainst\":{\"name\":\"John Smith\",\"number\":\"+12223334444\",\
\"personId\":\"Y2lzY29zcGFyazovL3VzL1BFT1BMRS9hMTlkODJhMi00ZTY5LTU5YWEtOWYyZi1iY2E2MzEwMTNhNjg=\",\
\"placeId\":\"Y2lzY29zcGFyazovL3VzL1BMQUNFL2ExOWQ4MmEyLTRlNjktNTlhYS05ZjJmLWJjYTYzMTAxM2E2OA==\",\
\"privacyEnabled\":false,\"callType\":\"location\"}}" \
        "$(ask token-21 POST /v1/telephony/calls/park \
            "{ \"callId\": \"$webex_call\", \"destination\": \"1000\", \"isGroupPark\": false }")"
    is "Webex retrieve" "201 {\"callId\":\"$webex_call\",\"callSessionId\":\"$webex_call\"}" \
        "$(ask token-20 POST /telephony/calls/retrieve '{"destination":"+12223334444"}')"
    has "the older prefix" '^200 {"entry"' "$(ask token-12 GET "/unifiedapi/phoneCalls/210")"
    stop "examples"
    is "who was parked still" "still parked: b817d2618fe6f1804333 in org-3 at 3
still parked: one in org-3 at 1
still parked: two in org-3 at 2" "$(grep '^still' "$work/out" | sort)"
}

tokens()
{
    start
    is "UAPI without a token" 401 "$(status '' PUT "$uapi_call" '{}')"
    is "UAPI with an unknown token" 401 "$(status token-9 PUT "$uapi_call" '{}')"
    is "UAPI with the operator's" 401 "$(status op PUT "$uapi_call" '{}')"
    is "Webex without a token" 401 "$(status '' POST /telephony/calls/park '{}')"
    for path in /lots /events; do
        is "$path without a token" 401 "$(status '' GET $path)"
        is "$path with an unknown token" 401 "$(status token-9 GET $path)"
        is "$path with a longer token" 401 "$(status opp GET $path)"
        is "$path with a shorter token" 401 "$(status o GET $path)"
        is "$path with a user's token" 403 "$(status token-12 GET $path)"
        is "$path with the token in the URL" 401 "$(status '' GET "$path?token=op")"
    done
    is "the scheme in small letters" 200 \
        "$(status '' GET /lots '' -H 'Authorization: bearer op')"
    is "another scheme" 401 "$(status '' GET /lots '' -H 'Authorization: Basic op')"
    has "401 says what is wanted" '^WWW-Authenticate: Bearer' "$(curl -sSi "$url/lots")"
    stop "tokens" INT
    start
    is "a token given is not printed" "" "$(grep token "$work/out")"
    stop "tokens again"
    : >"$work/out" # the lines of the last one must not be taken for this one's
    "$program" --listen 127.0.0.1:0 >"$work/out" 2>"$work/err" &
    pid=$!
    until_ grep -q '^listening on ' "$work/out"
    url=$(sed -n '2s/^listening on //p' "$work/out")
    is "a token made up" 200 "$(status "$(sed -n '1s/^operator token: //p' "$work/out")" GET /lots)"
    stop "a token made up"
}

paths()
{
    start
    is "unknown path" '404 {"error":"there is no such path"}' "$(ask op GET /nothing)"
    is "an own path, longer" 404 "$(status op GET /lots/1)"
    is "not quite the service's" 404 "$(status op GET /uapix/phoneCalls)"
    is "no such method" 405 "$(status op POST /lots)"
    has "what there is" '^Allow: GET, HEAD' "$(curl -sSi -X POST -H 'Authorization: Bearer op' "$url/lots")"
    is "a method of the board" 405 "$(status '' POST /)"
    is "HEAD of the lots" "200 0" \
        "$(curl -sSI -o /dev/null -w '%{http_code} %{size_download}' -H 'Authorization: Bearer op' "$url/lots")"
    is "HEAD of the events" "200 0" \
        "$(curl -sSI -o /dev/null -w '%{http_code} %{size_download}' -H 'Authorization: Bearer op' "$url/events")"
    is "an escape reaches the service" '200' "$(status token-12 GET "/uapi/phoneCalls/12/0003%2A210")"
    has "so does a bad one" 'request_invalid' "$(ask token-12 GET "/uapi/phoneCalls/12/0003%2")"
    has "and an escaped slash" 'request_invalid' "$(ask token-12 GET "/uapi/phoneCalls/12%2F0003*210")"
    has "and the query" 'count_invalid' "$(ask token-12 GET "/uapi/phoneCalls/12/0003*210?count=x")"
    stop "paths"
}

board()
{
    start
    curl -sSi "$url/" | tr -d '\r' >"$work/board"
    nonce=$(sed -n "s/^Content-Security-Policy: .*script-src 'nonce-\([0-9a-f]*\)'.*/\1/p" "$work/board")
    is "a nonce" 32 ${#nonce}
    is "tags without it" 0 "$(grep -c '<script\(>\| [^n]\)\|<style\(>\| [^n]\)' "$work/board")"
    is "the page's own has it" 1 "$(grep -c "<script nonce=\"$nonce\"" "$work/board")"
    has "nothing from elsewhere" "^Content-Security-Policy: default-src 'none';" "$(cat "$work/board")"
    has "types are not guessed" '^X-Content-Type-Options: nosniff' "$(cat "$work/board")"
    has "it is not kept" '^Cache-Control: no-store' "$(cat "$work/board")"
    is "another one each time" 0 "$(curl -sSi "$url/" | grep -c "$nonce")"
    has "it ends" '</html>' "$(tail -n 2 "$work/board")"
    stop "board"
}

calls()
{
    start
    for bad in '' '[]' '{' '{}x' '{"id":"x"}' '{"extension":"1000"}' '{"id":1,"extension":"1000"}' \
        '{"id":"","extension":"1000"}' '{"id":"x\u0000y","extension":"1000"}' \
        '{"id":"x","extension":"1000","views":{}}' '{"id":"x","extension":"1000","views":[{}]}' \
        '{"id":"x","extension":"1000","views":[{"id":"1"},{"id":"1"}]}' \
        '{"id":"x","extension":"1000","views":[{"id":"1","source":[1]}]}' \
        "{\"id\":\"$(printf %0256d 0)\",\"extension\":\"1000\"}"; do
        is "bad call $bad" 400 "$(status op POST /calls "$bad")"
    done
    is "invalid UTF-8" 400 "$(status op POST /calls "$(printf '{"id":"\377","extension":"1000"}')")"
    is "no such extension" 404 "$(status op POST /calls '{"id":"x","extension":"999"}')"
    call x/1 1000
    is "the same again" 409 "$(status op POST /calls '{"id":"x/1","extension":"1000"}')"
    has "it has a view" '"callerId":"Caller x/1 <555>"' "$(ask token-20 GET /uapi/phoneCalls/@me/1000)"
    is "hang up" 204 "$(status op DELETE /calls/x%2f1)"
    is "hang up again" 404 "$(status op DELETE /calls/x%2f1)"
    is "a bad escape" 404 "$(status op DELETE /calls/x%2)"
    call x 1000
    is "park" 202 "$(park token-20 1000 x | cut -c 1-3)"
    is "hang up when parked" 204 "$(status op DELETE /calls/x)"
    is "it is not parked now" "" "$(parked x)"
    is "it is gone" 400 "$(park token-20 1000 x | cut -c 1-3)"
    stop "calls"
}

lots()
{
    start
    call x 1000
    park token-20 1000 x 60 >"$work/answer"
    ask token-20 POST /telephony/calls/park "{\"callId\":\"x\"}" >"$work/answer"
    is "parked already" 409 "$(cut -c 1-3 "$work/answer")"
    ask token-21 POST /telephony/calls/park "{\"callId\":\"$webex_call\",\"isGroupPark\":true}" \
        >"$work/answer"
    is "group park" 200 "$(cut -c 1-3 "$work/answer")"
    lots=$(ask op GET /lots | sed 's/"\(time\|parkedAt\)":"[^"]*"/"\1":"T"/g;
        s/"lastEvent":[0-9]*/"lastEvent":0/; s/"secondsParked":[0-9]*/"secondsParked":0/g
        s/"secondsLeft":\(60\|5[0-9]\),/"secondsLeft":60,/; s/"secondsLeft":1[78][0-9]/"secondsLeft":180/')
    is "lots" "200 {\"time\":\"T\",\"lastEvent\":0,\"clockSpeed\":1,\"lots\":[{\"name\":\"org-3\",\
\"first\":1,\"last\":100,\"slots\":100,\"free\":99,\"taken\":1,\"calls\":[\
{\"ticket\":1,\"state\":\"waiting\",\"slot\":1,\"label\":\"1\",\"extension\":null,\"callId\":\"x\",\
\"callerName\":\"Caller x\",\"callerNumber\":\"555\",\"parker\":\"1000\",\"parkerName\":\"John Smith\",\
\"parkedAt\":\"T\",\"secondsParked\":0,\"secondsLeft\":60,\"timeout\":60,\"target\":null,\"step\":null,\
\"round\":0,\"serial\":null},\
{\"ticket\":2,\"state\":\"waiting\",\"slot\":null,\"label\":null,\"extension\":\"1000\",\
\"callId\":\"$webex_call\",\"callerName\":\"Jane Caller\",\"callerNumber\":\"5550100\",\
\"parker\":\"1001\",\"parkerName\":\"Ann Private\",\"parkedAt\":\"T\",\"secondsParked\":0,\
\"secondsLeft\":180,\"timeout\":180,\"target\":null,\"step\":null,\"round\":0,\"serial\":null}],\
\"groups\":[{\"name\":\"sales\",\"members\":[\
{\"extension\":\"1000\",\"name\":\"John Smith\",\"available\":true,\"held\":true},\
{\"extension\":\"1001\",\"name\":\"Ann Private\",\"available\":true,\"held\":false}]}]}]}" "$lots"
    stop "lots"
}

retrievals()
{
    start
    call x 1000
    park token-20 1000 x >"$work/answer"
    is "no ticket" 404 "$(status op POST /retrievals/9 '{"extension":"1001"}')"
    is "nothing like a ticket" 404 "$(status op POST /retrievals/x '{"extension":"1001"}')"
    is "no extension" 404 "$(status op POST /retrievals/1 '{"extension":"999"}')"
    is "no body" 400 "$(status op POST /retrievals/1)"
    is "a user" 403 "$(status token-20 POST /retrievals/1 '{"extension":"1001"}')"
    is "retrieve" '200 {"ticket":1,"callId":"x","extension":"1001"}' \
        "$(ask op POST /retrievals/1 '{"extension":"1001"}')"
    is "again" 404 "$(status op POST /retrievals/1 '{"extension":"1001"}')"
    is "it is the retriever's now" 202 "$(park token-21 1001 x | cut -c 1-3)"
    is "it does not ring" 409 "$(status op POST /recalls/2 '{"outcome":"answered"}')"
    is "nor is this a recall" 404 "$(status op POST /recalls/1 '{"outcome":"answered"}')"
    is "no such outcome" 400 "$(status op POST /recalls/2 '{"outcome":"lost"}')"
    is "UnPark by the service" 200 "$(status token-21 PUT /uapi/phoneCalls/@me/1001/x \
        '{"action":"UnPark","phoneCallViewId":"00","sendCallTo":"1000"}')"
    is "it is that extension's now" 202 "$(park token-20 1000 x | cut -c 1-3)"
    stop "retrievals"
}

# Two organizations with an extension of the same number, and somebody with a delegate.
organizations()
{
    cat >"$work/two.json" <<'END'
{ "lots": [ { "name": "a", "first": 1, "last": 9, "prefix": "*5", "labelWidth": 2 },
            { "name": "aa", "first": 1, "last": 9 } ],
  "users": [
    { "id": "1", "token": "t1", "organization": "3", "extensions": ["1000"], "lot": "a",
      "delegates": ["2"] },
    { "id": "2", "token": "t2", "organization": "3", "extensions": ["1001"], "lot": "a" },
    { "id": "3", "token": "t3", "organization": "3", "extensions": ["1002"], "lot": "a" },
    { "id": "4", "token": "t4", "organization": "33", "extensions": ["1000", "2000"], "lot": "aa" } ],
  "calls": [ { "id": "x", "extension": "1000", "organization": "3", "callerName": "Ann" },
             { "id": "y", "extension": "1000", "organization": "33" } ] }
END
    start --directory "$work/two.json"
    is "whose extension?" 404 "$(status op POST /calls '{"id":"z","extension":"1000"}')"
    is "his" 201 "$(status op POST /calls '{"id":"z","extension":"1000","organization":"33"}')"
    is "another's call is none" "$(park t4 1000 nothing)" "$(park t4 1000 x)"
    has "a delegate sees who calls" '"callerId":"Ann"' "$(ask t2 GET /uapi/phoneCalls/1/1000)"
    has "nobody else" 'user_invalid' "$(ask t3 GET /uapi/phoneCalls/1/1000)"
    is "a delegate parks" 202 "$(status t2 PUT /uapi/phoneCalls/1/1000/x \
        '{"action":"Park","phoneCallViewId":"00"}')"
    has "the label" '"slot":1,"label":"\*501"' "$(parked x)"
    is "for another's extension" 404 "$(status op POST /retrievals/1 '{"extension":"2000"}')"
    is "by the label, elsewhere" 404 "$(status t4 POST /telephony/calls/retrieve '{"destination":"*501"}')"
    is "by the label" 201 "$(status t3 POST /telephony/calls/retrieve '{"destination":"*501"}')"
    has "it is there now" '"id":"x"' "$(ask t3 GET /uapi/phoneCalls/@me/1002)"
    stop "organizations"
}

# framing WHAT STATUS TEXT: the answer to TEXT, after which the connection is closed; if what
# comes behind a refused request is answered too, that shows, as a second status
framing()
{
    # shellcheck disable=SC2059
    answer=$(printf "$3" | "$work/client" "$port" raw | tr -d '\r' |
        sed -n 's/.*HTTP\/1.1 \([0-9]*\) .*/\1/p; $p' | uniq | tr '\n' ' ')
    is "$1" "$2 [closed] " "$answer"
}

limits()
{
    start
    post='POST /calls HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer op\r\n'
    get='GET /nothing HTTP/1.1\r\nHost: x\r\n'
    bye="${get}Connection: close\r\n\r\n"
    framing "an ordinary request" 404 "$bye"
    framing "HTTP/1.0" 404 'GET /nothing HTTP/1.0\r\n\r\n'
    framing "HTTP/2.0" 505 'GET /nothing HTTP/2.0\r\nHost: x\r\n\r\n'
    framing "length and coding" 400 "${post}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n$bye"
    framing "coding and length" 400 "${post}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n$bye"
    framing "two lengths" 400 "${post}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}$bye"
    framing "the same length twice" 400 "${post}Content-Length: 2\r\ncontent-length: 2\r\n\r\n{}$bye"
    framing "lengths in one" 400 "${post}Content-Length: 2, 2\r\n\r\n{}$bye"
    framing "a negative length" 400 "${post}Content-Length: -2\r\n\r\n{}$bye"
    framing "no number" 400 "${post}Content-Length: two\r\n\r\n{}$bye"
    framing "a length beyond all" 413 "${post}Content-Length: 99999999999999999999\r\n\r\n{}$bye"
    framing "a large length" 413 "${post}Content-Length: 99999999\r\n\r\n{}$bye"
    framing "a blank before the colon" 400 "${post}Content-Length : 2\r\n\r\n{}$bye"
    framing "a continued length" 400 "${post}Content-Length: 2\r\n 0\r\n\r\n{}$bye"
    framing "a length in the next line" 400 "${post}Content-Length:\r\n 2\r\n\r\n{}$bye"
    framing "a continued header" 400 "${post}X: 1\r\n Content-Length: 2\r\n\r\n{}$bye"
    framing "another coding" 400 "${post}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n$bye"
    framing "no coding" 400 "${post}Transfer-Encoding: identity\r\n\r\n{}$bye"
    framing "two codings" 400 "${post}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    framing "chunks with HTTP/1.0" 400 'POST /calls HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'
    framing "a bad chunk" 400 "${post}Transfer-Encoding: chunked\r\n\r\nxy\r\n\r\n"
    framing "a chunk beyond all" 413 "${post}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n\r\n"
    framing "no Host" 400 'GET /nothing HTTP/1.1\r\n\r\n'
    framing "two Hosts" 400 "${get}Host: y\r\n\r\n"
    framing "two tokens" 400 "${get}Authorization: Bearer op\r\nAuthorization: Bearer x\r\n\r\n"
    framing "no colon" 400 "${get}Content-Length\r\n\r\n"
    framing "no name" 400 "${get}: x\r\nContent-Length: 5\r\n\r\n"
    framing "a NUL in a name" 400 "${get}X\\0: x\r\n\r\n"
    framing "a NUL in front" 400 "${get}\\0X: x\r\n\r\n"
    framing "a NUL in a value" 400 "${get}X: x\\0y\r\n\r\n"
    framing "a CR in a value" 400 "${get}X: x\ry\r\n\r\n"
    framing "a line without CR" 400 "${get}X: x\n\r\n"
    framing "a NUL in the target" 400 'GET /nothing\0x HTTP/1.1\r\nHost: x\r\n\r\n'
    framing "a blank in the target" 400 'GET /no thing HTTP/1.1\r\nHost: x\r\n\r\n'
    framing "a large header" 431 "${get}X: $(printf %070000d 0)\r\n\r\n"
    framing "many headers" 431 "${get}$(i=0; while [ $i -lt 3000 ]; do printf 'X:\\r\\n'; i=$((i + 1)); done)\r\n"
    framing "a long target" 414 "GET /$(printf %070000d 0) HTTP/1.1\r\nHost: x\r\n\r\n"
    framing "a request behind a body that nobody wanted" 404 \
        "${get}Content-Length: 4\r\n\r\nGET $bye"

    pad=$(printf %065475d 0)
    is "the largest body" 201 "$(status op POST /calls "{\"id\":\"max\",\"extension\":\"1000\",\"x\":\"${pad}xxxxxxxxxxxxxxxxx\"}")"
    printf '{"id":"over","extension":"1000","x":"%s"}' "${pad}xxxxxxxxxxxxxxxxxxxxxxx" >"$work/over"
    printf '{"id":"full","extension":"1000","x":"%s"}' "${pad}xxxxxxxxxxxxxxxxxxxxxx" >"$work/full"
    is "sizes" "65536 65537" "$(wc -c <"$work/full" | tr -d ' ') $(wc -c <"$work/over" | tr -d ' ')"
    for how in 'X-How: length' 'Transfer-Encoding: chunked'; do
        is "64 KiB, $how" 201 "$(status op POST /calls "@$work/full" -H "$how")"
        is "a byte more, $how" '413 {"error":"the body is too large"}' \
            "$(ask op POST /calls "@$work/over" -H "$how")"
        is "hang up" 204 "$(status op DELETE /calls/full)"
    done
    head -c 3000000 /dev/zero >"$work/huge"
    is "3 MB" 413 "$(status op POST /calls "@$work/huge")"
    is "3 MB in chunks are not read to their end" 000 \
        "$(status op POST /calls "@$work/huge" -H 'Transfer-Encoding: chunked' -H 'Expect:' 2>/dev/null)"
    is "nothing came of it" 404 "$(status op DELETE /calls/over)"

    is "connections of one address" 100 "$("$work/client" "$port" many 130 1)"
    is "connections of five addresses" 400 "$("$work/client" "$port" many 500 5)"
    is "afterwards it serves" 200 "$(status op GET /lots)"
    stop "limits"
}

# Clients that take their time, both at once; and the comments of a stream with no events.
slow_clients()
{
    start
    printf 'GET /lots HTTP/1.1\r\nHost: x\r\nX: never to be finished\r\n' |
        "$work/client" "$port" slow >"$work/slow1" &
    one=$!
    printf 'POST /calls HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n%0500d' 0 |
        "$work/client" "$port" slow >"$work/slow2" &
    two=$!
    curl -sSN -m 33 -H 'Authorization: Bearer op' "$url/events" >"$work/quiet" 2>/dev/null &
    three=$!
    helpers="$one $two $three"
    wait $one $two
    for which in 1 2; do
        seconds=$(cat "$work/slow$which")
        has "slow client $which is closed after 15 s" '^1[4-9]$\|^2[0-9]$' "$seconds"
    done
    wait $three
    helpers=
    is "a comment every 15 s" 2 "$(grep -c '^:$' "$work/quiet")"
    stop "slow clients"
}

# race WHAT WANTED TOKEN METHOD PATH BODY PATH BODY: the status codes, in order
race()
{
    what=$1
    wanted=$2
    for which in 1 2; do
        if [ $which = 1 ]; then where=$5 text=$6; else where=$7 text=$8; fi
        printf '%s %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' \
            "$4" "$where" "$3" ${#text} "$text" >"$work/race$which"
    done
    is "$what" "$wanted" "$("$work/client" "$port" race "$work/race1" "$work/race2" | tr ' ' '\n' | sort |
        tr '\n' ' ')"
}

races()
{
    sed 's/"last": 100/"last": 1/' "$TOP/docs/examples/callparkd/directory.json" >"$work/small.json"
    start --directory "$work/small.json"
    body='{"action":"Park","phoneCallViewId":"00"}'
    retrieve='{"destination":"1001"}'
    for turn in 1 2 3 4 5 6 7 8 9 10; do
        call "a$turn" 1000
        call "b$turn" 1000
        race "one slot, turn $turn" "202 503 " token-20 PUT "/uapi/phoneCalls/@me/1000/a$turn" "$body" \
            "/uapi/phoneCalls/@me/1000/b$turn" "$body"
        is "hang up" "204 204" "$(status op DELETE "/calls/a$turn") $(status op DELETE "/calls/b$turn")"
        call "c$turn" 1000
        call "d$turn" 1000
        race "one extension, turn $turn" "200 409 " token-20 POST \
            /telephony/calls/park "{\"callId\":\"c$turn\",\"destination\":\"1001\"}" \
            /telephony/calls/park "{\"callId\":\"d$turn\",\"destination\":\"1001\"}"
        race "one call, turn $turn" "201 404 " token-20 POST \
            /telephony/calls/retrieve "$retrieve" /telephony/calls/retrieve "$retrieve"
    done
    stop "races"
}

load()
{
    start
    is "10080 requests" "10080 requests answered over 40 connections" \
        "$("$work/client" "$port" load 10080 40 op 2>&1)"
    is "nothing is left of them" "0" "$(ask op GET /lots | grep -o '"callId":"load-' | grep -c .)"
    stop "load"
}

# Follows the events into FILE: listen FILE [LAST]; sets $listener
listen()
{
    if [ -n "$2" ]; then
        set -- "$1" -H "Last-Event-ID: $2"
    else
        set -- "$1"
    fi
    file=$1
    shift
    : >"$file" # now, and not when curl begins
    curl -sSN -m 60 -H 'Authorization: Bearer op' "$@" "$url/events" >"$file" 2>/dev/null &
    listener=$!
    helpers="$helpers $listener"
    until_ test -s "$file"
}

unlisten()
{
    kill "$listener" 2>/dev/null
    wait "$listener" 2>/dev/null
}

events()
{
    start
    before=$(ask op GET /lots | field lastEvent)
    listen "$work/live"
    call x 1000
    park token-20 1000 x 60 >"$work/answer"
    ask op POST /retrievals/1 '{"extension":"1001"}' >"$work/answer"
    until_ grep -q '"kind":"ended"' "$work/live"
    is "events" "id: $((before + 1))
event: change
id: $((before + 2))
event: change" "$(grep '^id\|^event' "$work/live")"
    data=$(sed -n 's/^data: //p' "$work/live")
    is "kinds" '"parked"
"ended"' "$(printf '%s\n' "$data" | field kind)"
    is "numbers" "$((before + 1))
$((before + 2))" "$(printf '%s\n' "$data" | field number)"
    is "an event" '"kind":"parked","lot":"org-3","reason":null,"by":"20","stops":null,"ticket":1,"state":"waiting","slot":1,"label":"1","extension":null,"callId":"x","callerName":"Caller x","callerNumber":"555","parker":"1000","parkerName":"John Smith","parkedAt":"T","secondsParked":0,"secondsLeft":60,"timeout":60,"target":null,"step":null,"round":0,"serial":null}' \
        "$(printf '%s\n' "$data" | sed -n '1s/.*\("kind".*\)/\1/p' | sed 's/"parkedAt":"[^"]*"/"parkedAt":"T"/')"
    is "how it ended" '"reason":"retrieved","by":"1001"' "$(printf '%s\n' "$data" |
        sed -n '2s/.*\("reason":[^,]*,"by":[^,]*\).*/\1/p')"
    unlisten

    listen "$work/resumed" $((before + 1))
    until_ grep -q '^data' "$work/resumed"
    is "resuming" "id: $((before + 2))" "$(grep '^id' "$work/resumed")"
    unlisten
    listen "$work/resumed" $((before + 2))
    park token-21 1001 x >"$work/answer"
    until_ grep -q '^data' "$work/resumed"
    is "resuming at the end" "id: $((before + 3))
event: change" "$(grep '^id\|^event' "$work/resumed")"
    unlisten
    for last in 1 nonsense -1 $((before + 9)) 99999999999999999999 18446744073709551615; do
        listen "$work/reload" "$last"
        until_ grep -q '^data' "$work/reload"
        is "not known: $last" "id: $((before + 3))
event: reload
data: {\"lastEvent\":$((before + 3))}" "$(grep -v '^$' "$work/reload")"
        unlisten
    done

    # Of 1002 events more the ring keeps 1000.
    "$work/client" "$port" load 3006 1 op >"$work/answer" 2>&1
    now=$(ask op GET /lots | field lastEvent)
    listen "$work/far" $((now - 1000))
    until_ grep -q "^id: $now\$" "$work/far"
    is "the ring, whole" 1000 "$(grep -c '^event: change' "$work/far")"
    is "in order" "" "$(sed -n 's/^id: //p' "$work/far" | sort -n -c 2>&1)"
    unlisten
    listen "$work/far" $((now - 1001))
    until_ grep -q '^data' "$work/far"
    is "one further back" 1 "$(grep -c '^event: reload' "$work/far")"
    call y 1000
    park token-20 1000 y >"$work/answer"
    until_ grep -q "^event: change" "$work/far"
    is "and going on" "id: $((now + 1))" "$(grep '^id' "$work/far" | tail -n 1)"
    unlisten

    listen "$work/end"
    stop "events"
    wait "$listener"
    is "the stream ends as it should" 0 $?
    is "with the last events" '"drained"
"drained"' "$(sed -n 's/^data: //p' "$work/end" | field reason)"
    start
    listen "$work/other" "$now"
    until_ grep -q '^data' "$work/other"
    is "of another run" 1 "$(grep -c '^event: reload' "$work/other")"
    unlisten
    stop "another run"
    helpers=
}

# A listener that does not read is cut off when its next event is gone; others are not.
lazy_listener()
{
    start
    printf 'GET /events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer op\r\n\r\n' |
        "$work/client" "$port" lazy >"$work/lazy" &
    lazy=$!
    helpers=$lazy
    sleep 0.5
    "$work/client" "$port" load 60000 20 op >"$work/answer" 2>&1
    is "it is not waited for" "60000 requests answered over 20 connections" "$(cat "$work/answer")"
    kill $lazy
    wait $lazy
    helpers=
    is "it is closed" "[closed]" "$(tail -n 1 "$work/lazy")"
    stop "lazy listener"
}

# in_lots CALL TEXT: the parked call has it
in_lots()
{
    parked "$1" | grep -q "$2"
}

recalls()
{
    sed 's/"rounds": 0/"rounds": 2, "alternate": "1001", "to": "parkerAlternate"/; s/"to": "parker",//' \
        "$TOP/docs/examples/callparkd/directory.json" >"$work/rounds.json"
    sed 's/"timeout": 180/"timeout": 20/; s/"ring": 30/"ring": 900, "ringOther": 900/' \
        "$work/rounds.json" >"$work/long.json"
    start --clock-speed 20 --directory "$work/long.json"
    has "the speed" '"clockSpeed":20,' "$(ask op GET /lots)"
    listen "$work/recall"
    call x 1000
    ask token-20 POST /telephony/calls/park '{"callId":"x","destination":"1001"}' >"$work/answer"
    is "park" 200 "$(cut -c 1-3 "$work/answer")"
    until_ in_lots x '"state":"ringing"'
    has "who is rung" '"timeout":20,"target":"1000","step":"parker","round":1,"serial":[1-9]' "$(parked x)"
    is "nobody there" 204 "$(status op POST /recalls/1 '{"outcome":"failed"}')"
    until_ in_lots x '"step":"alternate"'
    until_ in_lots x '"state":"ringing"'
    has "who is rung then" '"target":"1001","step":"alternate","round":1' "$(parked x)"
    is "not now" 204 "$(status op POST /recalls/1 '{"outcome":"deferred"}')"
    until_ in_lots x '"state":"ringing"'
    has "he is rung again" '"target":"1001","step":"alternate","round":1' "$(parked x)"
    is "he answers" 204 "$(status op POST /recalls/1 '{"outcome":"answered"}')"
    is "it is over" "" "$(parked x)"
    is "the call is his" 202 "$(park token-21 1001 x 3600 | cut -c 1-3)"
    until_ grep -q '"ticket":2,' "$work/recall"
    unlisten
    is "all that happened" '"parked"
"ringing"
"recall-failed"
"ringing"
"recall-deferred"
"ringing"
"recall-answered"
"ended"
"parked"' "$(sed -n 's/^data: //p' "$work/recall" | field kind)"
    is "how it ended" '"recalled"' "$(sed -n 's/^data: //p' "$work/recall" | field reason | grep -v null)"
    stop "recalls"

    # To its end by itself: two rounds of two rings, then it is released and gone.
    start --clock-speed 400 --directory "$work/rounds.json"
    listen "$work/recall"
    call x 1000
    ask token-20 POST /telephony/calls/park '{"callId":"x"}' >"$work/answer"
    until_ grep -q '"released"' "$work/recall"
    is "rings" '"1000"
"1001"
"1000"
"1001"' "$(sed -n 's/^data: //p' "$work/recall" | grep '"kind":"ringing"' | field target)"
    is "released, so gone" 404 "$(status op DELETE /calls/x)"
    first=$(grep '"kind":"parked"' "$work/recall" | field number)
    has "released after 180 + 30 + 30 + 10 + 30 + 30 s of park time" '"secondsParked":3[1-9][0-9],' \
        "$(grep '"released"' "$work/recall")"
    is "numbers without gaps" "$((first + 9))" "$(grep '"released"' "$work/recall" | field number)"
    unlisten
    helpers=
    stop "released"
}

# refused WHAT TEXT ARGUMENT...: exit status 2, and TEXT is in what is said
refused()
{
    what=$1
    text=$2
    shift 2
    said=$("$program" --listen 127.0.0.1:0 "$@" 2>&1 </dev/null)
    is "$what: exit status" 2 $?
    has "$what" "$text" "$said"
}

# bad WHAT TEXT SED: the example's directory, edited, is refused
bad()
{
    sed "$3" "$TOP/docs/examples/callparkd/directory.json" >"$work/bad.json"
    refused "$1" "bad.json: $2" --directory "$work/bad.json"
}

bad_input()
{
    refused "an option" 'unrecognized option' --nothing
    refused "an argument" 'not an option: x' x
    refused "a speed" 'clock-speed: not valid: 0' --clock-speed 0
    refused "no speed" 'clock-speed: not valid: 1x' --clock-speed 1x
    refused "an address" 'listen: not valid: 8080' --listen 8080
    refused "a port" 'listen: not valid: x:70000' --listen x:70000
    refused "no file" 'No such file' --directory "$work/none.json"
    refused "a directory" 'Is a directory' --directory "$work"
    # shellcheck disable=SC2016
    bad "no JSON" 'the text is not JSON' '$d'
    # shellcheck disable=SC2016
    bad "more than JSON" 'something follows' '$s/$/ x/'
    bad "no UTF-8" 'the text is not UTF-8' "s/John Smith/$(printf '\377')/"
    bad "lots" '"lots" is not an array of objects' 's/"lots": \[/"lots": [1,/'
    bad "a lot's name" 'lots: "name" is missing' 's/"name": "org-3", "context"/"context"/'
    bad "a lot twice" 'groups: sales: exists already' 's/{ "lot": "org-3"/{ "lot": "org-3", "name": "sales", "members": [] }, &/'
    bad "a range" 'lots: org-3: .*slot' 's/"last": 100/"last": 100000000/'
    bad "a number" 'lots: "first" is not an integer' 's/"first": 1/"first": 1.5/'
    bad "a timeout" 'lots: "timeout" is not an integer from 10 to 3600' 's/"timeout": 180/"timeout": 5/'
    bad "limits" 'lots: org-3: ' 's/"timeoutMax": 3600/"timeoutMax": 100/'
    bad "a target" 'lots: "to" is not known: nobody' 's/"to": "parker"/"to": "nobody"/'
    bad "a context" 'lots: "context" is not known' 's/"context": "organization"/"context": "x"/'
    bad "a group's lot" 'groups: sales: no such parking lot' 's/"lot": "org-3", "name": "sales"/"lot": "x", "name": "sales"/'
    bad "a member twice" 'groups: sales: ' 's/"members": \["1000"/"members": ["1001"/'
    bad "a user's id" 'users: "id" is missing' 's/"id": "12", //'
    bad "an id twice" 'users: user 12 has an id of somebody' 's/"id": "20"/"id": "12"/'
    bad "a token twice" 'users: user 20 has the token of somebody' 's/token-20/token-12/'
    bad "an extension twice" 'users: user 21 has the extension of somebody' 's/"extensions": \["1001"\]/"extensions": ["1000"]/'
    bad "a number twice" 'users: user 21 has the number of somebody' 's/"number": "1001"/"number": "1000"/'
    bad "a user's lot" 'user 21 has a lot that does not exist: x' 's/"number": "1001", "lot": "org-3"/"number": "1001", "lot": "x"/'
    bad "privacy" 'users: "privacy" is neither' 's/"privacy": true/"privacy": 1/'
    bad "a call type" 'users: "callType" is not known' 's/"callType": "organization"/"callType": "x"/'
    bad "a call's extension" 'calls: b817d2618fe6f1804333 has an extension that is nobody' 's/4333", "extension": "0003\*210"/4333", "extension": "1"/'
    bad "a call twice" 'calls: b817d2618fe6f1804333 is there twice' "s/\"$webex_call\"/\"b817d2618fe6f1804333\"/"
    bad "a view" 'calls: "source" is not an array of strings' 's/"source": \[/"source": [1,/'
    start
    said=$("$program" --listen "127.0.0.1:$port" 2>&1)
    is "a port in use" "1 callparkd: cannot listen on 127.0.0.1:$port: Address already in use" "$? $said"
    stop "a port in use"
}

[ $# -gt 0 ] || {
    sh "$0" slow_clients >"$work/slow" & # it waits most of the time
    slow=$!
    set -- examples_of_the_documents tokens paths board calls lots organizations retrievals \
        limits races events lazy_listener load recalls bad_input
}
for test; do
    command -v "$test" >/dev/null || failed=$((failed + 1))
    $test
done
if [ -n "$slow" ]; then
    wait "$slow" || failed=$((failed + 1))
    cat "$work/slow"
    passed=$((passed + $(sed -n 's/^\([0-9]*\) passed.*/\1/p' "$work/slow")))
    echo "with these:"
fi
echo "$passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
