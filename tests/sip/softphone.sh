# A real softphone, and its media.
# shellcheck shell=sh disable=SC2154,SC2034

# Half a minute of silence: 8000 samples a second, of 16 bits.
silence()
{
    printf 'RIFF\044\123\007\000WAVEfmt \020\000\000\000\001\000\001\000'
    printf '\100\037\000\000\200\076\000\000\002\000\020\000data\000\123\007\000'
    head -c 480000 /dev/zero
}

# softphone PORT NUMBER: baresip, without a screen, dials it; its log is $work/softphone.log
softphone()
{
    mkdir -p "$work/softphone"
    silence >"$work/silence.wav"
    cat >"$work/softphone/config" <<END
sip_listen 127.0.0.1:$1
audio_source aufile,$work/silence.wav
audio_player aubridge,nowhere
audio_alert aubridge,nowhere
rtp_ports $((base + 30))-$((base + 39))
module_path $modules
module g711.so
module aubridge.so
module aufile.so
module_app account.so
module_app menu.so
END
    echo "<sip:softphone@127.0.0.1:$1>;regint=0;mediaenc=;answermode=manual" \
        >"$work/softphone/accounts"
    : >"$work/softphone/contacts"
    baresip -f "$work/softphone" -t 40 -e "/dial sip:$2@$server" >"$work/softphone.log" 2>&1 &
    softphone=$!
    helpers="$helpers $softphone"
}

# Parked, it is silent; retrieved, it is heard at the retriever's media port.
test_softphone()
{
    media=$((base + 40))
    modules=$(dirname "$(find /usr/lib /usr/local/lib -name g711.so -path '*baresip*' | head -n 1)")
    ${CC:-cc} -O1 -o "$work/rtp" "$TOP/tests/sip/rtp.c" || exit 1
    start
    "$work/rtp" "$media" 50 >"$work/rtp.log" &
    rtp=$!
    helpers="$helpers $rtp"
    until_ grep -q listening "$work/rtp.log"
    softphone "$(port alice)" 700
    event ' parked at 701: softphone from softphone'
    phone bob invite NUMBER=701 MEDIA=$media ringing retrieved NAME=softphone OF=softphone \
        PORT='[0-9]*' ack wait FOR=2500 hang-up
    wait $rtp
    is 'RTP at the port of the retriever' 'packets 50' "$(tail -n 1 "$work/rtp.log")"
    done_ bob
    event ' ended at 701: .* by bob retrieved$'
    if until_ grep -q 'terminated\|closed' "$work/softphone.log"; then good; else
        bad 'the softphone has not been hung up' "$(cat "$work/softphone.log")"
    fi
    kill $softphone
    wait $softphone 2>/dev/null
    helpers=
    stop
}
