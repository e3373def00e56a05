#!/bin/sh
# Judges the model that places music by its sound on disturbed pieces: about 20 minutes on one core, and 3 GB.
#
#     data-scripts/disturb-music.sh VGMIDI-FOLDER     # the folder has labels.csv and midi/
#
# Each piece is placed by a model that was trained without it, on undisturbed pieces. Needs fluidsynth, fluid-soundfont-gm
# and ffmpeg. The same seed disturbs alike. What is rendered stays in rendered/ (git ignores it), so that a second run goes
# on where the first ended.
set -eu
[ $# -eq 1 ] && [ -f "$1/labels.csv" ] && [ -d "$1/midi" ] || {
    echo "disturb-music.sh: expected VGMIDI's folder, with labels.csv and midi/. Usage: data-scripts/disturb-music.sh VGMIDI-FOLDER" >&2
    exit 1
}
vgmidi=$1
dotnet run -c Release --project data-scripts/compose-music -- disturb --seed 16 \
    --scores "$vgmidi/midi" --played rendered/vgmidi --output rendered/disturbed

analyse() {
    dotnet run -c Release --no-launch-profile --project serving -- analyse --features "$@"
}

root=$(pwd) # the server runs in its own folder
analyse "$root/rendered/vgmidi" "$root/serving/music" > rendered/heard.jsonl
tests=
for way in mp3 equalised mastered instruments; do
    analyse "$root/rendered/disturbed/$way" > "rendered/$way.jsonl"
    tests="$tests --test rendered/$way.jsonl"
done
# shellcheck disable=SC2086 # a list of words
dotnet run -c Release --project training -- music --features rendered/heard.jsonl --labels "$vgmidi/labels.csv" \
    --also training/Music/demo-labels.csv --composed training/Music/composed.csv $tests
