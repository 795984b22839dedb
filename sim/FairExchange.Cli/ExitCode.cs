namespace FairExchange.Cli;

/// <summary>What the command says to the shell.</summary>
public static class ExitCode
{
    public const int Done = 0;

    /// <summary>The answer is not the one that was expected.</summary>
    public const int Unexpected = 1;

    /// <summary>Something is wrong with an argument, a file or the installation.</summary>
    public const int Misused = 2;

    /// <summary>The solver does not know.</summary>
    public const int Unknown = 3;

    /// <summary>A fault of the program itself: EX_SOFTWARE of sysexits.h.</summary>
    public const int Broken = 70;

    /// <summary>Ctrl-C: 128 and the number of the signal, as shells have it.</summary>
    public const int Interrupted = 130;
}
