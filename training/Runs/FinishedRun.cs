using EmoMusic.Training.Data;
using EmoMusic.Training.Learning;
using Spectre.Console;

namespace EmoMusic.Training.Runs;

/// <summary>What is made of a run once it has learnt.</summary>
public static class FinishedRun
{
    public static int Write(
        RunFolder run, RunRequest request, Dataset data, TrainingState state, bool promote, IAnsiConsole console)
    {
        console.WriteLine($"{run} {request} {data} {state.Best} {promote}");
        return 0;
    }
}
