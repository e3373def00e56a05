namespace EmoMusic.Serving.Web;

/// <summary>The command <c>hash-password</c>: reads a password from standard input, and prints what to set as its hash.</summary>
internal static class HashPasswordCommand
{
    public const string Name = "hash-password";

    /// <summary>Runs it.</summary>
    /// <returns>The process's exit code.</returns>
    public static int Run(TextReader input, TextWriter output, TextWriter error)
    {
        if (input.ReadLine() is not { Length: > 0 } password)
        {
            error.WriteLine($"No password. Write it into the standard input: echo 'your password' | … {Name}");
            return 1;
        }

        output.WriteLine(PasswordHash.Of(password));
        return 0;
    }
}
