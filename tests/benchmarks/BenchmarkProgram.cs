using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using EmoMusic.Benchmarks;

var data = new Option<string>("--data")
{
    Description = "fer2013.csv or fer2013.csv.gz",
    DefaultValueFactory = _ => Path.Combine(Paths.Shared, "fer2013", "fer2013.csv.gz"),
};
var photos = new Option<string>("--photos")
{
    Description = "a folder with photos called no-face-*",
    DefaultValueFactory = _ => Path.Combine(Paths.Shared, "photos"),
};
var count = new Option<int>("--count") { Description = "faces", DefaultValueFactory = _ => 1000 };
var seed = new Option<int>("--seed") { Description = "of all that is random", DefaultValueFactory = _ => 42 };
var rounds = new Option<int>("--rounds") { Description = "turns of each comparison", DefaultValueFactory = _ => 3 };

var before = new Option<DirectoryInfo?>("--before") { Description = "an older server, published, measured in the same turns" };
var requests = new Option<int>("--requests") { Description = "photos before memory is looked at", DefaultValueFactory = _ => 10_000 };
var server = new Command("server", "The running server over HTTP, beside bare parts; needs wrk (apt-get install wrk)")
{
    rounds, before, requests,
};
server.SetAction(parsed => ServerBenchmark.RunAsync(
    parsed.GetValue(rounds), parsed.GetValue(before), parsed.GetValue(requests)));

var files = new Option<int>("--files") { Description = "files of the made library", DefaultValueFactory = _ => 20_000 };
var library = new Command("library", "Scans and playlists of a large library") { files };
library.SetAction(parsed => LibraryBenchmark.RunAsync(parsed.GetValue(files)));

var photo = new Command("photo", "One photo on one thread, part by part, by BenchmarkDotNet");
photo.SetAction(_ => BenchmarkRunner.Run<PhotoBenchmark>(
    DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(new InProcessEmitToolchain(logOutput: false)))));

var margin = new Command("margin", "What detection, alignment and crop cost in accuracy") { data, photos, count, seed };
margin.SetAction(parsed => MarginMeasurement.Run(
    parsed.GetRequiredValue(data), parsed.GetRequiredValue(photos), parsed.GetValue(count), parsed.GetValue(seed)));

var faces = new Command("faces", "Found rates in altered photos, and how crops are sampled") { photos, count };
faces.SetAction(parsed => FacesMeasurement.Run(parsed.GetRequiredValue(photos), parsed.GetValue(count)));

var quality = new Command("quality", "What poor photos cost in accuracy, and which are called unreadable") { data };
quality.SetAction(parsed => QualityMeasurement.Run(parsed.GetRequiredValue(data)));

var minutes = new Option<double>("--minutes") { Description = "how long", DefaultValueFactory = _ => 10 };
var soak = new Command("soak", "Visitors at 70 % of the measured capacity: times by route, errors, memory") { minutes };
soak.SetAction(parsed => SoakBenchmark.RunAsync(parsed.GetValue(minutes)));

var overload = new Command("overload", "Photos of 4 to 256 visitors at once: how many are answered in time, and how many refused") { rounds };
overload.SetAction(parsed => OverloadBenchmark.RunAsync(parsed.GetValue(rounds)));

var kills = new Option<int>("--kills") { Description = "how many", DefaultValueFactory = _ => 30 };
var chaos = new Command("chaos", "Kills of the player while listeners write: what is lost, and how long until all is there") { kills, seed };
chaos.SetAction(parsed => ChaosBenchmark.RunAsync(parsed.GetValue(kills), parsed.GetValue(seed)));

var musicFolder = new Option<string>("--music")
{
    Description = "a folder with MP3s",
    DefaultValueFactory = _ => Path.Combine(Paths.Serving, "music"),
};
var analyse = new Command("analyse", "Analysis of MP3s on one core, part by part") { musicFolder, rounds };
analyse.SetAction(parsed => AnalysisBenchmark.Run(parsed.GetRequiredValue(musicFolder), parsed.GetValue(rounds)));

return new RootCommand("Measures the server") { server, soak, overload, chaos, library, analyse, photo, margin, faces, quality }.Parse(args).Invoke();
