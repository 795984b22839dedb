using FairExchange.Cli;
using FairExchange.Model.Catalogue;
using FairExchange.Verification.Solving;

namespace FairExchange.Tests.Cli;

public class CommandLineTests
{
    [Theory]
    [InlineData("'dance'", "dance")]
    [InlineData("'ID' missing", "show")]
    [InlineData("there is no protocol 'nix'; there are honest-cem,", "show", "nix")]
    [InlineData("there is no protocol 'fair-cme'; did you mean fair-cem?", "show", "fair-cme")]
    [InlineData("there is no protocol 'Fair-ECS'; did you mean fair-ecs?", "verify", "Fair-ECS")]
    [InlineData("there is no protocol 'fair-cem-privat'; did you mean fair-cem-private?", "simulate", "fair-cem-privat")]
    [InlineData("there is no property 'farness'; did you mean fairness?", "verify", "--property", "farness")]
    [InlineData("there is no --bob strategy 'slient'; did you mean silent?", "simulate", "fair-cem", "--bob", "slient")]
    [InlineData("there is no suite 'p265'; did you mean p256?", "simulate", "fair-cem", "--suite", "p265")]
    [InlineData("there is no experiment 'E22'; did you mean E2?", "experiment", "run", "E22")]
    [InlineData("there are text, mermaid, smt2", "show", "fair-cem", "--format", "svg")]
    [InlineData("--party says which script", "show", "fair-cem", "--party", "bob")]
    [InlineData("leave out --party", "show", "fair-cem", "--format", "smt2", "--property", "optimism", "--party", "bob")]
    [InlineData("there is no protocol 'nix'", "verify", "fair-cem", "nix")]
    [InlineData("there is no option '--fast'", "verify", "--fast")]
    [InlineData("there is no property 'beauty'; there are fairness, accountability, effectiveness, optimism", "verify", "--property",
        "beauty")]
    [InlineData("there is no party 'carol'; there are alice and bob", "verify", "--party", "carol")]
    [InlineData("a number from 1 to 8 is wanted", "verify", "--sessions", "0")]
    [InlineData("a number from 1 to 8 is wanted", "verify", "--sessions", "two")]
    [InlineData("leave out --party", "verify", "--property", "optimism", "--party", "bob")]
    [InlineData("no-such-file.csv cannot be read", "verify", "--baseline", "no-such-file.csv")]
    [InlineData("'@response'", "@response")]
    public void Whatever_is_wrong_takes_one_line_that_says_what_is_right(string said, params string[] args) =>
        Shell.Run(args).AssertMisused(said);

    [Fact]
    public void A_missing_libz3_takes_one_line() => Shell.Run(
        context => context with { NewSolver = () => throw new Z3NotFoundException("Native Z3 (libz3) was not found.\nGet it.") },
        "verify", "honest-cem").AssertMisused("Native Z3 (libz3) was not found. Get it.");

    [Fact]
    public void Two_protocols_of_one_id_are_refused_before_anything_runs()
    {
        foreach (var args in new string[][] { ["list"], ["show", "fair-cem"], ["verify", "cem0"], ["simulate", "cem0"], [] })
        {
            Shell.Run(context => context with
            {
                Catalogue = context.Catalogue.Add(Entries.All.Single(entry =>
                entry.Id == "fair-cem") with
                { Title = "Mine" })
            }, args)
                .AssertMisused("fair-cem is the id of two protocols");
        }
    }

    /// <summary>A full disk, or a closed standard error: the exit code is what is left.</summary>
    [Fact]
    public void Where_the_line_cannot_be_written_the_exit_code_is_the_same()
    {
        Assert.Equal(2, CommandLine.Run(["judge", "no-such-file"], new CommandContext(TextWriter.Null, new Full())));
        Assert.Equal(2, CommandLine.Run(["dance"], new CommandContext(new Full(), new Full())));
        Assert.Equal(130, CommandLine.Run(
            ["verify", "honest-cem"], new CommandContext(TextWriter.Null, new Full(), new CancellationToken(canceled: true))));
        // Results that cannot be written are an error of their own, said once.
        var said = new StringWriter { NewLine = "\n" };
        Assert.Equal(2, CommandLine.Run(["list"], new CommandContext(new Full(), said)));
        Assert.Equal("fairexchange: No space left on device\n", said.ToString());
    }

    /// <summary>
    /// A fault of the program has an exit code of its own: whoever tries the program with odd inputs must see it, and no input may have it.
    /// </summary>
    [Fact]
    public void A_fault_of_the_program_takes_one_line_and_says_where_it_is()
    {
        var shell = Shell.Run(context => context with { NewSolver = () => throw new InvalidOperationException("A bug\nin two lines.") },
            "verify", "honest-cem");

        Assert.Equal(ExitCode.Broken, shell.Code);
        Assert.StartsWith("fairexchange: a fault of the program, please report it: InvalidOperationException in FairExchange.", shell.Error,
            StringComparison.Ordinal);
        Assert.EndsWith("A bug in two lines.\n", shell.Error, StringComparison.Ordinal);
        Assert.Equal(shell.Error.Length - 1, shell.Error.IndexOf('\n', StringComparison.Ordinal));
    }

    private sealed class Full : StringWriter
    {
        public override void Write(char value) => throw new IOException("No space left on device");

        public override void Write(char[] buffer, int index, int count) => throw new IOException("No space left on device");

        public override void Write(string? value) => throw new IOException("No space left on device");

        public override void WriteLine(string? value) => throw new IOException("No space left on device");
    }

    [Fact]
    public void Each_command_has_help_with_examples_that_fit()
    {
        var commands = Commands([]).ToList();
        Assert.Subset((HashSet<string>)[.. commands.Select(command => string.Join(' ', command))],
            new HashSet<string>(["list", "demo", "demo sale", "experiment", "experiment plot", "certificate issue"]));
        Assert.All(commands, command =>
        {
            var help = Shell.Run([.. command, "--help"]);
            Assert.Equal(0, help.Code);
            Assert.Contains($"Examples:\n  fairexchange {string.Join(' ', command)}", help.Output, StringComparison.Ordinal);
            Assert.All(help.Lines, line => Assert.InRange(line.TrimEnd().Length, 0, 100));
        });
    }

    /// <summary>All commands below one, as the program's own help lists them.</summary>
    private static IEnumerable<string[]> Commands(string[] above) => Shell.Run([.. above, "--help"]).Lines
        .SkipWhile(line => line != "Commands:").Skip(1).TakeWhile(line => line.Length > 0)
        .Where(line => line.StartsWith("  ", StringComparison.Ordinal) && line[2] != ' ')
        .Select(line => (string[])[.. above, line.Trim().Split(' ')[0]])
        .SelectMany(command => Commands(command).Prepend(command));

    [Fact]
    public void The_examples_of_the_help_work()
    {
        using var folder = new TemporaryFolder();
        var examples = Shell.Run("show", "--help").Lines.Concat(Shell.Run("list", "--help").Lines)
            .Where(line => line.StartsWith("  fairexchange ", StringComparison.Ordinal) && !line.Contains('[', StringComparison.Ordinal))
            .Select(line => line.Split(['>', '|'])[0].Trim().Split(' ')[1..]).ToList();
        Assert.Equal(5, examples.Count);
        Assert.All(examples, example => Assert.Equal(0, Shell.Run(example).Code));
    }

    [Fact]
    public void Interrupted_work_ends_with_one_line_and_leaves_no_file()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var run = Shell.Run(context => context with { Cancellation = stop.Token }, "verify", "honest-cem", "--save", folder["saved"]);
        Assert.Equal((130, "", "fairexchange: interrupted\n"), (run.Code, run.Output, run.Error));
        Assert.Empty(folder.Names);
    }
}
