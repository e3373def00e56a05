// Composes the demo music: three original tracks for each of the seven emotions, as MP3 files with tags.
//
//     dotnet run --project data-scripts/compose-music                   # all 21 into serving/music
//     dotnet run --project data-scripts/compose-music -- --help
//
// Scores/ has a score of a few lines for each track: form, chords, melody fragments, grooves. Arrangement/ makes a
// performance of it (voice leading, variations, fills, human timing), FluidSynth plays that, ffmpeg makes the MP3.
// The same seed gives the same bytes.
using System.CommandLine;
using System.CommandLine.Invocation;
using EmoMusic.ComposeMusic;

var output = new Option<string>("--output")
{
    Description = "The folder to write into, one folder an emotion",
    DefaultValueFactory = _ => "serving/music",
};
var seed = new Option<int>("--seed")
{
    Description = "Draws variations, fills, and human timing and touch",
    DefaultValueFactory = _ => 21,
    CustomParser = result => Flags.WholeNumber(result),
};
var only = new Option<string?>("--only") { Description = "One emotion: " + string.Join(", ", Scores.Emotions) };
only.Validators.Add(result => Flags.CheckEmotion(result));

var midi = new Option<bool>("--midi")
{
    Description = "Write MIDI files instead of MP3: at once, and no other program is needed",
};

var program = new RootCommand("Composes the demo music of EmoMusic.") { output, seed, only, midi };
program.SetAction(line =>
{
    var tracks = Scores.All.Where(track => line.GetValue(only) is not { } emotion || track.Emotion == emotion);
    return Studio.Record([.. tracks], line.GetValue(output)!, line.GetValue(seed), line.GetValue(midi));
});

var count = new Option<int>("--count")
{
    Description = "How many pieces",
    DefaultValueFactory = _ => 3000,
    CustomParser = result => Flags.WholeNumber(result, atLeast: 1),
};
output.Validators.Add(result => Flags.CheckFolder(result));
var training = new Command("training", "Composes short pieces for the training of the model that places music by its sound.")
{
    output, seed, count,
};
training.SetAction(line =>
    TrainingPieces.Record(line.GetValue(count), line.GetValue(output)!, line.GetValue(seed)));
program.Add(training);

var scores = new Option<string>("--scores") { Description = "A folder of MIDI files", Required = true };
var played = new Option<string>("--played") { Description = "A folder for a WAV of each, as it sounds undisturbed", Required = true };
var disturb = new Command("disturb", "Writes pieces as a library may have them: encoded, equalised, mastered, on other instruments.")
{
    scores, played, output, seed,
};
disturb.SetAction(line =>
    DisturbedPieces.Record(line.GetValue(scores)!, line.GetValue(played)!, line.GetValue(output)!, line.GetValue(seed)));
program.Add(disturb);

var command = program.Parse(args);
if (command.Action is ParseErrorAction mistake)
{
    mistake.ShowHelp = false; // the error would scroll out of sight
}

return command.Invoke();
