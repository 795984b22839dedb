using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FairExchange.Experiments.Protocols;
using FairExchange.Simulation.Reports;

namespace FairExchange.Experiments.Parameters;

/// <summary>
/// All that experiments assume, at one scale: the file that comes with the program, a user's file over it, and measured service times.
/// </summary>
public sealed record ParameterBook(ImmutableSortedDictionary<string, Parameter> Parameters, ServiceTimes ServiceTimes, Scale Scale)
{
    private static readonly ImmutableSortedDictionary<string, Parameter> Shipped = ReadShipped();

    /// <summary>Whose trusted parties are compared, each once.</summary>
    public ImmutableArray<StudiedProtocol> Protocols { get; init; } = StudiedProtocol.Usual;

    /// <summary>Where service times come from; see <see cref="ServiceTimes.SourceFor"/>.</summary>
    public string WorkFrom => ServiceTimes.SourceFor(Protocols);

    /// <summary>What comes with the program.</summary>
    public static ParameterBook Default(Scale scale) => new(Shipped, ServiceTimes.Default, scale);

    /// <summary>The book with a user's YAML over it: some of the same names, each with value and unit.</summary>
    /// <exception cref="FormatException">In one line, what is wrong and with which parameter.</exception>
    public ParameterBook Over(string yaml, string file) => this with { Parameters = ParameterFile.Over(Parameters, yaml, file) };

    /// <exception cref="ArgumentException">There is no such parameter: a mistake of the program.</exception>
    public double Number(string name) => Numbers(name)[0];

    public ImmutableArray<double> Numbers(string name) => [.. Get(name).At(Scale).Select(Parameter.Number)];

    public long Whole(string name) => (long)Number(name);

    public string Text(string name) => Texts(name)[0];

    public ImmutableArray<string> Texts(string name) => Get(name).At(Scale);

    /// <summary>Shares that belong to the values of another parameter, scaled to a sum of one.</summary>
    /// <exception cref="FormatException">There are more or fewer of them, or they are all zero.</exception>
    public ImmutableArray<double> Shares(string name, string ofValues)
    {
        var (shares, values) = (Numbers(name), Get(ofValues).At(Scale));
        return shares.Length != values.Length
            ? throw new FormatException($"{name} has {shares.Length} values and {ofValues} has {values.Length}: one belongs to each")
            : shares.Sum() <= 0 ? throw new FormatException($"{name} cannot be all zero")
            : [.. shares.Select(share => share / shares.Sum())];
    }

    /// <summary>What decides the results, by name: for provenance, and to see whether an unfinished run was begun with the same.</summary>
    public ImmutableSortedDictionary<string, string> Said => Parameters.Values
        .Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Say(Scale)))
        .Append(KeyValuePair.Create("scale", Scale.ToString().ToLowerInvariant()))
        .Append(KeyValuePair.Create(
            "protocols", string.Join(", ", Protocols.Select(protocol => $"{protocol.Id} ({protocol.Protocol.Digest[..8]})"))))
        .Append(KeyValuePair.Create(
            "calibration", $"SHA-256 {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ServiceTimes.Csv)))}"))
        .ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Rows of <see cref="Table"/>: the parameters of some groups, or all.</summary>
    public IEnumerable<(Parameter Parameter, Scale Scale)> Rows(params ImmutableArray<string> groups) => Parameters.Values
        .Where(parameter => groups.IsEmpty || groups.Contains(parameter.Name.Split('.')[0])).Select(parameter => (parameter, Scale));

    /// <summary>Parameters with their sources, for whoever reads the results.</summary>
    public static Table<(Parameter Parameter, Scale Scale)> Table { get; } = new Table<(Parameter Parameter, Scale Scale)>(
        "parameters", "What is assumed, at the scale of this run.")
        .Text("parameter", "its place in the parameter file, with dots between the groups", row => row.Parameter.Name)
        .Text("value", "a number or a word; several, with commas between, where it is a list",
            row => string.Join(",", row.Parameter.At(row.Scale)))
        .Text("unit", "unit of the value", row => row.Parameter.Unit)
        .Text("source", "where the value comes from", row => row.Parameter.Source)
        .Keyed("parameter");

    private Parameter Get(string name) => Parameters.TryGetValue(name, out var parameter) ? parameter
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"There is no parameter '{name}'."), nameof(name));

    private static ImmutableSortedDictionary<string, Parameter> ReadShipped() => ParameterFile.Read(Resource.Text("parameters.yaml"));
}

/// <summary>A parameter: its values, its unit, where they come from, and what it can be at all.</summary>
/// <param name="Name">Its place in the file, with dots between the groups.</param>
/// <param name="Values">As they are written; one where it is no list.</param>
/// <param name="Quick">What stands for <paramref name="Values"/> at quick scale; empty: the same.</param>
/// <param name="Least">The least number that makes sense; without meaning where <paramref name="Words"/> says what may stand there.</param>
/// <param name="Words">The words that may stand there; empty for numbers.</param>
public sealed record Parameter(
    string Name,
    ImmutableArray<string> Values,
    ImmutableArray<string> Quick,
    bool IsList,
    string Unit,
    string Source,
    double Least,
    double Most,
    bool IsWhole,
    ImmutableArray<string> Words)
{
    public ImmutableArray<string> At(Scale scale) => scale == Scale.Quick && !Quick.IsEmpty ? Quick : Values;

    /// <summary>As provenance and messages show it.</summary>
    public string Say(Scale scale) => IsList ? $"[{string.Join(", ", At(scale))}] {Unit}" : $"{At(scale)[0]} {Unit}";

    internal static double Number(string word) => double.Parse(word, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>What is wrong with the values, in words that follow the name; null where nothing is.</summary>
    internal string? Problem()
    {
        foreach (var word in Values.Concat(Quick))
        {
            if (!Words.IsEmpty)
            {
                if (!Words.Contains(word))
                {
                    return $"cannot be '{word}'; there are {string.Join(", ", Words)}";
                }
            }
            else if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            {
                return $"is '{word}': a number is wanted";
            }
            else if (number < Least || number > Most)
            {
                return string.Create(CultureInfo.InvariantCulture, $"cannot be {word}: it lies between {Least} and {Most} {Unit}");
            }
            else if (IsWhole && number != Math.Floor(number))
            {
                return $"cannot be {word}: it is a whole number of {Unit}";
            }
        }

        return null;
    }
}

/// <summary>How much of an experiment is run.</summary>
public enum Scale
{
    /// <summary>A coarse grid and few replications: seconds.</summary>
    Quick,

    /// <summary>All of it: minutes.</summary>
    Paper,
}
