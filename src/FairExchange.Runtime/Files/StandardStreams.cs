namespace FairExchange.Runtime.Files;

/// <summary>Input, output and errors, as whoever started this process gave them.</summary>
public static class StandardStreams
{
    public const string Input = "standard input";

    public const string Output = "standard output";

    public const string Error = "standard error";

    /// <summary>By their numbers.</summary>
    private static readonly string[] Names = [Input, Output, Error];

    /// <summary>
    /// Those that were closed when the process began, in words. Their numbers went to whatever was opened next, a pipe of the runtime's own
    /// or a file: reading there never ends, and writing goes anywhere. It is known by the flag that says to close it in other programs,
    /// which what is inherited has not.
    /// </summary>
    public static IReadOnlyList<string> Closed() => OperatingSystem.IsWindows() ? []
        : [.. Names.Where((_, number) => SystemCalls.Control(number, SystemCalls.GetFlags) is < 0 or SystemCalls.CloseOnExecution)];
}
