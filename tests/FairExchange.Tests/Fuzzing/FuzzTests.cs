using System.Globalization;
using FairExchange.Model.Language;
using FairExchange.Simulation;
using FairExchange.Tests.Cli;

namespace FairExchange.Tests.Fuzzing;

/// <summary>
/// Whatever a file, a folder or a frame holds, a command ends with an exit code of its own and never with a fault of the program (70): one line says what is wrong where it ends with 2.
/// Usually a few thousand inputs in all; <c>FAIREXCHANGE_FUZZ=1000000 dotnet test --filter FuzzTests</c> tries so many of each kind, <c>FAIREXCHANGE_FUZZ_SEED</c> others.
/// </summary>
public class FuzzTests
{
    private const int Usual = 300, FramesARun = 50;

    public static TheoryData<string> Kinds => [.. Target.Names];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_input_makes_the_program_fail(string kind)
    {
        using var folder = new TemporaryFolder();
        var (target, count, seed) = (Target.Of(kind, folder), Setting("FAIREXCHANGE_FUZZ", Usual), Setting("FAIREXCHANGE_FUZZ_SEED", 1));
        Assert.NotEmpty(target.Inputs);
        // What is not broken is taken, or what breaks is kept out by something else than what is meant.
        Assert.Contains(target.Inputs, input => target.Run(folder, [input]).Code is 0 or 1 || kind is not ("replay" or "judge" or "judge certified" or "certificate show" or "serve"));

        var chance = new Chance((ulong)seed, kind);
        var findings = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        for (var done = 0; done < count;)
        {
            List<byte[]> inputs = [.. Enumerable.Range(0, target.File is null ? Math.Min(FramesARun, count - done) : 1)
                .Select(_ => target.Mutate(target.Inputs[chance.Below(target.Inputs.Length)], target.Inputs[chance.Below(target.Inputs.Length)], chance))];
            done += inputs.Count;
            if (Finding(target, folder, inputs) is { } finding)
            {
                var alone = inputs.Find(input => Finding(target, folder, [input]) is not null) ?? inputs[^1];
                findings.TryAdd(finding, alone);
            }

            Progress(kind, done, count, findings);
        }

        Assert.True(findings.Count == 0, string.Join('\n', findings.Select(found => $"{found.Key} <- {Convert.ToBase64String(found.Value)}")));
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

        var isLine = shell.Error.StartsWith("fairexchange: ", StringComparison.Ordinal) && shell.Error.IndexOf('\n', StringComparison.Ordinal) == shell.Error.Length - 1
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
    private static void Progress(string kind, int done, int count, Dictionary<string, byte[]> findings)
    {
        if (Environment.GetEnvironmentVariable("FAIREXCHANGE_FUZZ_LOG") is { } log && (done % 10_000 < FramesARun || done >= count))
        {
            File.WriteAllLines(Path.Combine(log, $"{kind}.txt"), [$"{kind}: {done} of {count}, {findings.Count} findings", .. findings.Select(found => $"{found.Key} <- {Convert.ToBase64String(found.Value)}")]);
        }
    }

    private static int Setting(string name, int usual) => Environment.GetEnvironmentVariable(name) is { } word ? int.Parse(word, CultureInfo.InvariantCulture) : usual;
}
