using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Numerics;
using FairExchange.Experiments.Costs;
using FairExchange.Experiments.Parameters;
using FairExchange.Runtime.Values;
using FairExchange.Simulation.Campaigns;
using FairExchange.Simulation.Engine;

namespace FairExchange.Cli;

/// <summary>Options that several commands share, each read in one place.</summary>
internal static class CommandOptions
{
    public const ulong DefaultSeed = 1;

    private const int LargestParameters = 1 << 20;

    /// <param name="takes">What its value is, as the help calls it.</param>
    public static Option<string?> Text(string name, string takes, string description) =>
        new(name) { Description = description, HelpName = takes };

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    public static Option<ulong?> Seed() => Seed("--seed", "What all chance is drawn from; 1 if left out.");

    public static Option<ulong?> Seed(string name, string description) => Number<ulong>(name, description, 0, ulong.MaxValue >> 1);

    public static Option<long?> Exchanges(string description) => Number<long>("--exchanges", description, 1, 1_000_000_000_000);

    public static Option<int?> Threads() =>
        Number<int>("--threads", "How many threads; all of the machine's if left out. Results do not depend on it.", 1, 1024);

    public static Option<int?> Replications() =>
        Number<int>("--replications", "Independent repetitions; 5 at quick scale and 30 at paper scale if left out.", 2, 10_000);

    /// <summary>A whole number between two.</summary>
    public static Option<T?> Number<T>(string name, string description, T least, T most, string takes = "N")
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = takes,
            CustomParser = given =>
            {
                var word = given.Tokens[^1].Value;
                if (T.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
                {
                    return number;
                }

                given.AddError($"{name} is '{word}': a number from {least} to {most} is wanted.");
                return null;
            },
        };

    /// <summary>Whole micro-dollars.</summary>
    public static Option<long?> Amount(string name, string description) => Number<long>(name, description, 0, 1_000_000_000_000);

    /// <summary>A number that somebody gives to checks or orders.</summary>
    public static Option<long?> Number(string description, long most) => Number<long>("--number", description, 1, most);

    /// <param name="more">What the command takes in the place of a suite.</param>
    public static Option<string?> Suite(params string[] more) =>
        Text("--suite", "S", $"{string.Join(", ", Principals.SuiteNames.Concat(more))}; {Principals.SuiteNames[0]} if left out.");

    public static Option<string?> Messages() => Text("--messages", "DIR", "A folder of files to exchange; the sample mails if left out.");

    /// <param name="description">What they decide.</param>
    public static Option<string?> Parameters(string description) =>
        Text("--params", "FILE", $"{description} (see sim/FairExchange.Experiments/Data/parameters.yaml).");

    /// <summary>Of a campaign, whose cost.csv it decides.</summary>
    public static Option<string?> Parameters() => Parameters("A YAML file that replaces prices and rates of load.csv and cost.csv");

    /// <exception cref="UserError">There is no such suite.</exception>
    public static string ReadSuite(string? word, params string[] more) => word is null ? Principals.SuiteNames[0]
        : Principals.SuiteNames.Concat(more).Contains(word) ? word : throw Choices.None("suite", word, [.. Principals.SuiteNames, .. more]);

    /// <exception cref="UserError">The folder is not there, is empty, or has too large a file.</exception>
    public static ImmutableArray<Value.Message> ReadMessages(string? folder)
    {
        try
        {
            return folder is null ? SampleMessages.Default : SampleMessages.From(folder);
        }
        catch (FormatException problem)
        {
            throw new UserError($"--messages: {problem.Message}");
        }
    }

    /// <summary>The book with the parameters of a user's file over it.</summary>
    /// <exception cref="UserError">The file is not there or is no such file.</exception>
    public static ParameterBook ReadParameters(string? file, ParameterBook book) => file is null ? book
        : TextFile.Parse(file, LargestParameters, text => book.Over(text, Path.GetFileName(file)));

    /// <summary>Of a campaign, so that hours of play do not end at a price that is none.</summary>
    /// <exception cref="UserError">The file is not there or is no such file.</exception>
    public static ParameterBook ReadParameters(string? file)
    {
        var book = ReadParameters(file, ParameterBook.Default(Scale.Paper));
        try
        {
            CostModel.Ranges.Of(book);
            return book;
        }
        catch (FormatException problem)
        {
            throw new UserError($"{file}: {problem.Message}");
        }
    }
}
