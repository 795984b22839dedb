using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Data.Common;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using FairExchange.Applications.Service;
using FairExchange.Cli.Commands;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Runtime.Files;
using FairExchange.Runtime.Values;
using FairExchange.Verification.Solving;

namespace FairExchange.Cli;

/// <summary>
/// The command <c>fairexchange</c> in process: what it prints goes to the writers given, and nothing is thrown that a person could put
/// right.
/// </summary>
public static class CommandLine
{
    private static readonly (string Name, Func<CommandContext, Command> New)[] Commands =
    [
        ("list", context => new ListCommand(context)),
        ("show", context => new ShowCommand(context)),
        ("verify", context => new VerifyCommand(context)),
        ("replay", context => new ReplayCommand(context)),
        ("simulate", context => new SimulateCommand(context)),
        ("judge", context => new JudgeCommand(context)),
        ("demo", context => new DemoCommand(context)),
        ("cutoff", context => new CutoffCommand(context)),
        ("impossible", context => new ImpossibleCommand(context)),
        ("bulk", context => new BulkCommand(context)),
        ("certificate", context => new CertificateCommand(context)),
        ("serve", context => new ServeCommand(context)),
        ("experiment", context => new ExperimentCommand(context)),
        ("page", context => new PageCommand(context)),
    ];

    public static int Run(string[] args, TextWriter output, TextWriter error, CancellationToken cancellation = default) =>
        Run(args, new CommandContext(output, error, cancellation));

    /// <summary>
    /// The process as this command: with the catalogue and, beside it, protocols of one's own in a file of one's own (README). Ctrl-C and
    /// SIGTERM end it in order.
    /// </summary>
    public static int Run(string[] args, params ImmutableArray<Protocol> own)
    {
        // Before anything is opened.
        if (StandardStreams.Closed() is { Count: > 0 } closed)
        {
            return CommandContext.Refuse(closed);
        }

        Console.OutputEncoding = new UTF8Encoding(false);
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var context = CommandContext.OfProcess(stop.Token);
        return Run(args, context with { Catalogue = context.Catalogue.AddRange(own) });

        void Stop(PosixSignalContext signal)
        {
            // A second time ends the process: something may be waiting for a pipe that nobody writes to.
            signal.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }

    public static int Run(string[] args, CommandContext context)
    {
        var before = CancellableWait.Cancellation;
        CancellableWait.Cancellation = context.Cancellation;
        try
        {
            if (context.Catalogue.CountBy(protocol => protocol.Id).FirstOrDefault(id => id.Value > 1) is { Key: { } twice })
            {
                throw new UserError($"{twice} is the id of two protocols of the catalogue: give one's own another");
            }

            var parsed = Root(context, args.FirstOrDefault())
                .Parse(args, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples)
            {
                throw new UserError($"{parsed.Errors[0].Message} See fairexchange --help.");
            }

            return parsed.Invoke(new InvocationConfiguration
            {
                Output = context.Output,
                Error = context.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (OperationCanceledException) when (context.Cancellation.IsCancellationRequested)
        {
            return Fail(context, "interrupted", ExitCode.Interrupted);
        }
        catch (Exception problem)
            when (Cause(problem) is UserError or DefinitionException or Z3NotFoundException or SolverException or StoreException
                or DbException
            or IOException or UnauthorizedAccessException)
        {
            return Fail(context, Cause(problem).Message, ExitCode.Misused);
        }
        catch (Exception fault)
        {
            // Whatever comes here is to be mended where it comes from; its exit code is its own, so that nothing takes it for a refusal.
            var (cause, place) = (
                Cause(fault), new StackTrace(Cause(fault)).GetFrames().Select(frame => frame.GetMethod()?.DeclaringType?.FullName)
                .FirstOrDefault(type => type?.StartsWith(nameof(FairExchange), StringComparison.Ordinal) == true));
            return Fail(context, $"a fault of the program, please report it: {cause.GetType().Name} in {place ?? "a library"}: "
                + $"{cause.Message}", ExitCode.Broken);
        }
        finally
        {
            CancellableWait.Cancellation = before;
        }
    }

    /// <summary>What lies in the wrappings of threads and of static fields.</summary>
    private static Exception Cause(Exception problem) => problem switch
    {
        AggregateException { InnerExceptions: [var only] } => Cause(only),
        TypeInitializationException { InnerException: { } inner } => Cause(inner),
        _ => problem,
    };

    /// <param name="only">A command's name: the others are left out, for none of them is what was typed.</param>
    internal static RootCommand Root(CommandContext context, string? only = null)
    {
        var root = new RootCommand(
            "Fair electronic exchange: protocols as data, proved or attacked by Z3, run on real bytes, played against cheaters. "
            + "Without a command: verifies everything, replays each attack, plays every cheat, and writes the results.");
        foreach (var (_, command) in Commands.Where(command => command.Name == only) is var one && one.Any() ? one : Commands)
        {
            root.Subcommands.Add(command(context));
        }

        root.HelpName = "fairexchange";
        var help = root.Options.OfType<HelpOption>().Single();
        var withExamples = new HelpWithExamples((HelpAction)help.Action!);
        help.Action = withExamples;
        var job = new MainJob();
        foreach (var option in job.Options)
        {
            root.Options.Add(option);
        }

        root.SetAction(parsed => job.Run(context, parsed));
        return root;
    }

    private static int Fail(CommandContext context, string line, int code)
    {
        try
        {
            context.Error.WriteLine($"fairexchange: {Legible.Shown(line.ReplaceLineEndings(" "), int.MaxValue)}");
        }
        catch (Exception unsaid)
            when (unsaid is IOException or UnauthorizedAccessException or ObjectDisposedException or NotSupportedException)
        {
            // Standard error is full or closed: the exit code is what is left to say it with.
        }

        return code;
    }
}

/// <summary>Participants' names as options give them.</summary>
internal static class CommandName
{
    /// <exception cref="UserError">It is no name; said with what nobody would see of it.</exception>
    public static string Read(string option, string word) => Wire.IsName(word) ? word
        : throw new UserError($"{option} is '{Legible.Shown(word)}', and no name: it {Legible.Flaw(word) ?? "has more than 255 bytes"}");
}

/// <summary>One of the program's commands, with examples for its help.</summary>
internal abstract class DocumentedCommand(string name, string description, params IReadOnlyList<string> examples)
    : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>Arguments and options, each kind in the order of the help.</summary>
    protected void Takes(params IReadOnlyList<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                Arguments.Add(argument);
            }
            else
            {
                Options.Add((Option)symbol);
            }
        }
    }
}

/// <summary>The library's help, followed by the command's examples.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private readonly HelpAction help;

    public HelpWithExamples(HelpAction help)
    {
        this.help = help;
        help.MaxWidth = CommandContext.PlainWidth;
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        var result = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is DocumentedCommand { Examples.Count: > 0 } verb)
        {
            output.WriteLine("Examples:");
            foreach (var example in verb.Examples)
            {
                output.WriteLine($"  fairexchange {example}");
            }
        }

        return result;
    }
}

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

/// <summary>
/// Something that whoever typed the command can put right. The message is one line: what is wrong, where, and what to do.
/// </summary>
internal sealed class UserError(string line) : Exception(line);
