using System.CommandLine;
using System.CommandLine.Help;
using System.Data.Common;
using System.Diagnostics;
using FairExchange.Cli.Commands;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Service;
using FairExchange.Verification.Solving;

namespace FairExchange.Cli;

/// <summary>The command <c>fairexchange</c> in process: what it prints goes to the writers given, and nothing is thrown that a person could put right.</summary>
public static class CommandLine
{
    public static int Run(string[] args, TextWriter output, TextWriter error, CancellationToken cancellation = default) =>
        Run(args, new Surroundings(output, error, cancellation));

    public static int Run(string[] args, Surroundings around)
    {
        var before = Blocking.Cancellation;
        Blocking.Cancellation = around.Cancellation;
        try
        {
            if (around.Catalogue.CountBy(protocol => protocol.Id).FirstOrDefault(id => id.Value > 1) is { Key: { } twice })
            {
                throw new UserError($"{twice} is the id of two protocols of the catalogue: give one's own another");
            }

            var parsed = Root(around).Parse(args, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples)
            {
                throw new UserError($"{parsed.Errors[0].Message} See fairexchange --help.");
            }

            return parsed.Invoke(new InvocationConfiguration
            {
                Output = around.Output,
                Error = around.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (OperationCanceledException) when (around.Cancellation.IsCancellationRequested)
        {
            return Fail(around, "interrupted", ExitCode.Interrupted);
        }
        catch (Exception problem) when (Cause(problem) is UserError or DefinitionException or Z3NotFoundException or SolverException or StoreException or DbException
            or IOException or UnauthorizedAccessException)
        {
            return Fail(around, Cause(problem).Message, ExitCode.Misused);
        }
        catch (Exception fault)
        {
            // Whatever comes here is to be mended where it comes from; its exit code is its own, so that nothing takes it for a refusal.
            var (cause, place) = (Cause(fault), new StackTrace(Cause(fault)).GetFrames().Select(frame => frame.GetMethod()?.DeclaringType?.FullName)
                .FirstOrDefault(type => type?.StartsWith(nameof(FairExchange), StringComparison.Ordinal) == true));
            return Fail(around, $"a fault of the program, please report it: {cause.GetType().Name} in {place ?? "a library"}: {cause.Message}", ExitCode.Broken);
        }
        finally
        {
            Blocking.Cancellation = before;
        }
    }

    /// <summary>What lies in the wrappings of threads and of static fields.</summary>
    private static Exception Cause(Exception problem) => problem switch
    {
        AggregateException { InnerExceptions: [var only] } => Cause(only),
        TypeInitializationException { InnerException: { } inner } => Cause(inner),
        _ => problem,
    };

    internal static RootCommand Root(Surroundings around)
    {
        var root = new RootCommand(
            "Fair electronic exchange: protocols as data, proved or attacked by Z3, run on real bytes, played against cheaters. "
            + "Without a command: verifies everything, replays each attack, plays every cheat, and writes the results.")
        {
            new ListCommand(around),
            new ShowCommand(around),
            new VerifyCommand(around),
            new ReplayCommand(around),
            new SimulateCommand(around),
            new JudgeCommand(around),
            new DemoCommand(around),
            new CutoffCommand(around),
            new ImpossibleCommand(around),
            new BulkCommand(around),
            new CertificateCommand(around),
            new ServeCommand(around),
            new ExperimentCommand(around),
        };
        root.HelpName = "fairexchange";
        var help = root.Options.OfType<HelpOption>().Single();
        var withExamples = new HelpWithExamples((HelpAction)help.Action!);
        help.Action = withExamples;
        var job = new MainJob();
        foreach (var option in job.Options)
        {
            root.Options.Add(option);
        }

        root.SetAction(parsed => job.Run(around, parsed));
        return root;
    }

    private static int Fail(Surroundings around, string line, int code)
    {
        try
        {
            around.Error.WriteLine($"fairexchange: {Legible.Shown(line.ReplaceLineEndings(" "), int.MaxValue)}");
        }
        catch (Exception unsaid) when (unsaid is IOException or UnauthorizedAccessException or ObjectDisposedException or NotSupportedException)
        {
            // Standard error is full or closed: the exit code is what is left to say it with.
        }

        return code;
    }
}
