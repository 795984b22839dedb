using FairExchange.Runtime.Judging;
using FairExchange.Simulation.Uses;

namespace FairExchange.Cli.Demonstrating;

/// <summary>What a demonstration tells, and the files that it leaves; nothing is printed or written before all of it is there.</summary>
/// <param name="folder">Where the files will be.</param>
/// <param name="company">Who plays.</param>
/// <param name="judging">What the judge must be told beside the file: his authority and the time, where there are certificates.</param>
internal sealed class Story(string folder, Company company, string judging)
{
    private readonly List<string> lines = [];
    private readonly List<(string Name, byte[] Bytes)> files = [];
    private readonly List<string> next = [];

    public void Say(string line) => lines.Add(line);

    /// <summary>What happened between the two, step by step.</summary>
    public void Tell(Performance performance)
    {
        lines.AddRange(performance.Words.Select(line => $"  {line}"));
        lines.Add(performance.TrustedPartyTookPart ? $"{company.TrustedParty} took part." : $"{company.TrustedParty} took no part.");
    }

    /// <summary>Puts evidence into a file for the judge, and says what he will say.</summary>
    public void Show(string whose, string name, Evidence evidence)
    {
        files.Add((name, company.Write(evidence)));
        Suggest(name, "");
        lines.Add($"{whose} shows the judge {PathOf(name)}. He says:");
        lines.AddRange(Judgement.Of(company.Judge(evidence)).Select(line => $"  {line}"));
    }

    /// <summary>One more command to type, with a file that has been shown.</summary>
    /// <param name="more">Further options.</param>
    public void Suggest(string name, string more) => next.Add($"judge {Word(PathOf(name))}{judging}{more}");

    public string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>As a shell takes it.</summary>
    public static string Word(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"'{path}'" : path;

    /// <exception cref="UserError">A file cannot be written.</exception>
    public void Finish(Surroundings around)
    {
        WholeFile.CheckPlaces(files.Select(file => PathOf(file.Name)));
        foreach (var (name, bytes) in files)
        {
            WholeFile.Write(PathOf(name), bytes);
        }

        lines.ForEach(around.Output.WriteLine);
        around.Output.WriteLine();
        around.Output.WriteLine("Ask the judge yourself:");
        next.ForEach(command => around.Output.WriteLine($"  fairexchange {command}"));
    }
}
