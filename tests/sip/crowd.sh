# Many at once: none is lost, none is crossed.
# shellcheck shell=sh disable=SC2154,SC2034

# A file of numbers for sipp, each twice.
twice()
{
    awk -v prefix="$1" 'BEGIN { print "SEQUENTIAL"
        for (i = 0; i < 20; i++)
            for (j = 0; j < 2; j++)
                print prefix 701 + i ";" }' >"$work/numbers"
}

# race PHONE: forty calls at once dial the numbers; one of each two gets it, the other does not
race()
{
    cp "$TOP/tests/sip/race.xml" "$work/$1.xml"
    : >"$work/$1.log"
    sipp_ "$1" -m 40 -l 40 -r 40000 -buff_size 1000000 -inf "$work/numbers" -trace_shortmsg \
        -shortmessage_file "$work/$1.messages"
    status=$?
    if [ $status -eq 0 ]; then good; else
        bad "the race, status $status" "$(head -n 30 "$work/$1.errors")"
    fi
    is "each is won once, and lost once; at most half of the losers were late" "20 20 1" \
        "$(sort -u "$work/$1.log" | awk '{ n[$1]++ }
            END { print n["won"], n["lost"] + n["late"], (n["lost"] >= 10) }')"
    is "nothing else" 40 "$(wc -l <"$work/$1.log" | tr -d ' ')"
    is "at least half of the pairs within a millisecond" 1 \
        "$(awk '$4 == "S" && $7 == "INVITE" { n[$9]++; if (n[$9] == 1) first[$9] = $3
            else if (n[$9] == 2 && $3 - first[$9] < 0.001) pairs++ }
            END { print (pairs >= 10) }' "$work/$1.messages")"
}

test_two_retrievers_at_once()
{
    start --retrieve-prefix '*'
    scenario many invite NUMBER=700 parked PLACE='7[0-9]*' ack reinvited PORT='[0-9]*' hung-up \
        >"$work/many.xml"
    sipp_ many -m 20 -l 20 &
    job_many=$!
    event ' parked at 720'
    twice '*'
    race more
    done_ many
    is "retrieved" 20 "$(grep -c ' retrieved$' "$work/out")"
    stop
}

test_two_parkers_at_once()
{
    start --retrieve-prefix '*'
    twice ''
    race more
    is "parked" 20 "$(grep -c ' parked at ' "$work/out")"
    no_event ' claimed '
    stop
}

# A thousand, of whom none is lost and none gets another's call.
test_burst()
{
    start --slots 1000-1999 --retrieve-prefix '*'
    awk 'BEGIN { print "SEQUENTIAL"
        for (i = 0; i < 1000; i++) print 1000 + i ";" 10000 + i ";" 30000 + i ";" }' \
        >"$work/thousand"
    for phone in many more; do : >"$work/$phone.log"; done
    cp "$TOP/tests/sip/burst-parked.xml" "$work/many.xml"
    cp "$TOP/tests/sip/burst-retriever.xml" "$work/more.xml"
    sipp_ many -m 1000 -l 1000 -r 300 -buff_size 1000000 -inf "$work/thousand" &
    job_many=$!
    event ' parked at ' 1000
    sipp_ more -m 1000 -l 1000 -r 300 -buff_size 1000000 -inf "$work/thousand"
    is "status of the retrievers" 0 $?
    done_ many
    is "parked where they should, connected with whom they should" "1000 1000 0" \
        "$(awk '$1 == "parked" { parked++; wrong += $2 != $3 || $4 != $2 + 9000 || $5 != $2 + 29000 }
            $1 == "retrieved" { got++; wrong += $2 != $3 || $4 != $2 + 29000 || $5 != $2 + 9000 }
            END { print parked, got, wrong + 0 }' "$work/many.log" "$work/more.log")"
    is "retrieved" 1000 "$(grep -c ' retrieved$' "$work/out")"
    stop
}
