using System.Collections.Immutable;
using FairExchange.Model.Catalogue;
using FairExchange.Model.Language;
using FairExchange.Runtime.Files;
using FairExchange.Verification.Solving;
using Microsoft.Win32.SafeHandles;

namespace FairExchange.Cli;

/// <summary>What a command has around it: where it writes, when it is told to stop, which protocols and which solver there are.</summary>
/// <param name="Output">Results.</param>
/// <param name="Error">Errors and progress.</param>
/// <param name="Cancellation">Ctrl-C.</param>
public sealed record CommandContext(TextWriter Output, TextWriter Error, CancellationToken Cancellation = default)
{
    /// <summary>Of the help, and of a terminal that does not know its own.</summary>
    public const int PlainWidth = 100;

    /// <summary>Colours, and tables that fit the terminal; redirected output is plain and as wide as it is.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>Progress is shown to people only.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>The terminal's, in columns.</summary>
    public int Width { get; init; } = PlainWidth;

    public ImmutableArray<Protocol> Catalogue { get; init; } = Entries.All;

    public Func<ISolver> NewSolver { get; init; } = () => new Z3Solver();

    /// <summary>Standard input as bytes, for <c>serve</c>.</summary>
    public Stream Incoming { get; init; } = Stream.Null;

    /// <summary>Standard output as bytes, for <c>serve</c>.</summary>
    public Stream Outgoing { get; init; } = Stream.Null;

    /// <summary>For certificates, when they begin and whether they hold; and for how long work takes, as progress says it.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How many questions are decided at once.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    public static CommandContext OfProcess(CancellationToken cancellation) =>
        new(StandardOutputStream.Text(Console.OpenStandardOutput()), Console.Error, cancellation)
        {
            OutputIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Incoming = Console.OpenStandardInput(),
            Outgoing = StandardOutput(),
            Width = Console.IsOutputRedirected || Console.WindowWidth <= 0 ? PlainWidth : Console.WindowWidth,
        };

    /// <summary>Says that streams are closed, on one that is not, and touches no other.</summary>
    /// <returns>The exit code.</returns>
    public static int Refuse(IReadOnlyList<string> closed)
    {
        var said = closed.Contains(StandardStreams.Error) ? closed.Contains(StandardStreams.Output) ? null : Console.Out : Console.Error;
        said?.WriteLine($"fairexchange: {string.Join(" and ", closed)} {(closed.Count == 1 ? "is" : "are")} closed: give /dev/null in "
            + "that place");
        return ExitCode.Misused;
    }

    /// <summary>The console's own stream says nothing when whoever read it is gone, and what was never sent would count as sent.</summary>
    private static Stream StandardOutput()
    {
        try
        {
            return OperatingSystem.IsWindows()
                ? Console.OpenStandardOutput() : new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // It is closed: whoever writes is told.
            return Console.OpenStandardOutput();
        }
    }

    /// <exception cref="UserError">There is none of that id.</exception>
    public Protocol Find(string id) => Catalogue.FirstOrDefault(protocol => protocol.Id == id)
        ?? throw (id.StartsWith('-')
            ? new UserError($"there is no option '{id}' here; see --help")
            : Choices.None("protocol", id, [.. Catalogue.Select(protocol => protocol.Id)]));
}
