#!/bin/sh
# Makes the model that places music by its sound, anew: about half an hour for each thousand composed pieces on one core.
#
#     data-scripts/train-music.sh VGMIDI-FOLDER [PIECES]     # the folder has labels.csv and midi/; 3000 pieces by default
#
# Needs fluidsynth, fluid-soundfont-gm and ffmpeg. The same seed writes the same pieces. What is rendered stays in
# rendered/ (git ignores it), so that a second run goes on where the first ended.
set -eu
vgmidi=$1
pieces=${2:-3000}
font=/usr/share/sounds/sf2/FluidR3_GM.sf2
mkdir -p rendered/vgmidi

dotnet run -c Release --project data-scripts/compose-music -- training --seed 16 --count "$pieces" --output rendered/composed
for score in "$vgmidi"/midi/*.mid; do
    wav=rendered/vgmidi/$(basename "$score" .mid).wav
    [ -f "$wav" ] || fluidsynth -ni -r 44100 -F "$wav" "$font" "$score" > rendered/fluidsynth.log 2>&1
done

analyse() {
    dotnet run -c Release --no-launch-profile --project serving -- analyse --features "$@"
}

root=$(pwd) # the server runs in its own folder
analyse "$root/rendered/composed" > rendered/composed.jsonl
analyse "$root/rendered/vgmidi" "$root/serving/music" > rendered/heard.jsonl
dotnet run -c Release --project training -- music-table --features rendered/composed.jsonl \
    --labels rendered/composed/labels.csv --output training/Music/composed.csv
dotnet run -c Release --project training -- music --features rendered/heard.jsonl --labels "$vgmidi/labels.csv" \
    --also training/Music/demo-labels.csv --composed training/Music/composed.csv --output serving/models/music.onnx
