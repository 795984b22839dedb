using System.Globalization;
using FairExchange.Model.Language;
using FairExchange.Simulation;
using FairExchange.Tests.Cli;

namespace FairExchange.Tests.Fuzzing;

/// <summary>
/// Whatever a file, a folder or a frame holds, a command ends with an exit code of its own and never with a fault of the program (70): one
/// line says what is wrong where it ends with 2. Usually some tens of thousands in all; <c>FAIREXCHANGE_FUZZ=1000000 dotnet test --filter
/// FuzzTests</c> tries so many of each kind, <c>FAIREXCHANGE_FUZZ_SEED</c> others, and
/// <c>FAIREXCHANGE_FUZZ_LOG</c> is the folder in which it says how far it is.
/// </summary>
public class FuzzTests
{
    private const int Usual = 200, FramesARun = 50;

    public static TheoryData<string> Kinds => [.. Target.Names];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_input_makes_a_command_fail(string kind)
    {
        using var folder = new TemporaryFolder();
        var target = Target.Of(kind, folder);
        // What is not broken is taken, or what breaks is kept out by something else than what is meant.
        Assert.Contains(target.Inputs, input => target.Run(folder, [input]).Code is 0 or 1 || !target.EndsWell);

        Try(kind, "command", target, target.File is null ? FramesARun : 1, Usual, inputs => Finding(target, folder, inputs));
    }

    /// <summary>The same without the command line around it: ten times as many in the same time.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_input_makes_a_reader_fail(string kind)
    {
        using var folder = new TemporaryFolder();
        var (target, read, taken) = (Target.Of(kind, folder), Reader.Of(kind, folder), 0);
        Assert.Contains(target.Inputs, input => read(input) || kind == "messages");

        Try(kind, "reader", target, 1, 10 * Usual, inputs =>
        {
            try
            {
                taken += read(inputs[0]) ? 1 : 0;
                return null;
            }
            catch (Exception fault)
            {
                return $"{fault.GetType().Name}: {fault.Message} {fault.StackTrace?.Split('\n')[0].Trim()}";
            }
        });
        // Some of them are taken after all, so that what comes after reading is tried too.
        Assert.True(taken > 0 || kind is "messages" or "judge" or "judge certified" or "certificate show" or "certificate choose"
            or "serve", $"{taken} taken");
    }

    /// <param name="atOnce">Inputs to a run.</param>
    /// <param name="usual">How many, unless the environment says another number.</param>
    /// <param name="finding">What is wrong; null where nothing is.</param>
    private static void Try(string kind, string what, Target target, int atOnce, int usual, Func<List<byte[]>, string?> finding)
    {
        var (count, chance, findings) = (Setting("FAIREXCHANGE_FUZZ", usual), new Chance((ulong)Setting("FAIREXCHANGE_FUZZ_SEED", 1), kind),
            new Dictionary<string, byte[]>(StringComparer.Ordinal));
        for (var done = 0; done < count;)
        {
            List<byte[]> inputs = [.. Enumerable.Range(0, Math.Min(atOnce, count - done))
                .Select(_ => target.Mutate(
                    target.Inputs[chance.Below(target.Inputs.Length)], target.Inputs[chance.Below(target.Inputs.Length)], chance))];
            done += inputs.Count;
            if (finding(inputs) is { } found)
            {
                findings.TryAdd(found, inputs.Find(input => finding([input]) is not null) ?? inputs[^1]);
            }

            Log($"{what} {kind}", done, count, findings);
        }

        Assert.True(findings.Count == 0,
            string.Join('\n', findings.Select(found => $"{found.Key} <- {Convert.ToBase64String(found.Value)}")));
    }

    /// <summary>What is wrong with how the command ended; null where nothing is.</summary>
    private static string? Finding(Target target, TemporaryFolder folder, List<byte[]> inputs)
    {
        Shell shell;
        try
        {
            shell = target.Run(folder, inputs);
        }
        catch (Exception escaped)
        {
            return $"escaped: {escaped.GetType().Name}: {escaped.Message} {escaped.StackTrace?.Split('\n')[0].Trim()}";
        }

        var isLine = shell.Error.StartsWith("fairexchange: ", StringComparison.Ordinal)
            && shell.Error.IndexOf('\n', StringComparison.Ordinal) == shell.Error.Length - 1
            && shell.Error.TrimEnd('\n').EnumerateRunes().All(Legible.IsSeen);
        return shell.Code switch
        {
            0 or 1 when shell.Error.Length == 0 => null,
            2 when isLine && (shell.Output.Length == 0 || target.File is null) => null,
            2 when isLine => $"2 after output: {shell.Error}",
            _ => $"{shell.Code}: {shell.Error}",
        };
    }

    /// <summary>A long run says how far it is, in a file that outlives it.</summary>
    private static void Log(string kind, int done, int count, Dictionary<string, byte[]> findings)
    {
        if (Environment.GetEnvironmentVariable("FAIREXCHANGE_FUZZ_LOG") is { } log && (done % 10_000 < FramesARun || done >= count))
        {
            File.WriteAllLines(Path.Combine(log, $"{kind}.txt"),
                [$"{kind}: {done} of {count}, {findings.Count} findings",
                    .. findings.Select(found => $"{found.Key} <- {Convert.ToBase64String(found.Value)}")]);
        }
    }

    private static int Setting(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { } word ? int.Parse(word, CultureInfo.InvariantCulture) : usual;
}
