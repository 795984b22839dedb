using System.Runtime.CompilerServices;

namespace FairExchange.Cli.OwnFile;

/// <summary>
/// Compiled into every one-file program below the clone's top folder (Directory.Build.props), and not into this project: a definition that
/// cannot work is refused while such a program is still on its way to <c>CommandLine.Run</c>, and its author is to see the line that says
/// why, exit code 2, and no stack trace.
/// </summary>
internal static class OneLineErrors
{
#pragma warning disable CA2255 // This is an application: the user's own.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Begin() => AppDomain.CurrentDomain.UnhandledException += (_, thrown) =>
    {
        // What the language of definitions throws is about the definition; anything else is the program's own, and its stack trace is what
        // its author needs.
        if (thrown.ExceptionObject is Exception { StackTrace: { } at } problem
            && at.Contains(" FairExchange.Model.", StringComparison.Ordinal))
        {
            Console.Error.WriteLine($"fairexchange: {problem.Message.ReplaceLineEndings(" ")}");
            Environment.Exit(2);
        }
    };
}
