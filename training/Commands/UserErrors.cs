using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;
using TorchSharpToOnnx;

namespace EmoMusic.Training.Commands;

/// <summary>Turns errors that the user can fix into one sentence and exit code 1.</summary>
public static class UserErrors
{
    /// <summary>Runs <paramref name="program"/>; other exceptions are bugs and keep their stack trace.</summary>
    public static int Catch(Func<int> program)
    {
        try
        {
            return program();
        }
        catch (Exception error) when (error is DatasetException or TrainingException or ModelFileException
            or OnnxExportException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(Printable.Lines(error.Message));
            return 1;
        }
    }
}
