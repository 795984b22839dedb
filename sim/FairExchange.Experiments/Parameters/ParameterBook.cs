using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FairExchange.Experiments.Parameters;

/// <summary>All that experiments assume, at one scale: the file that comes with the program, a user's file over it, and measured service times.</summary>
public sealed record ParameterBook(ImmutableSortedDictionary<string, Parameter> Parameters, ServiceTimes ServiceTimes, Scale Scale)
{
    private static readonly ImmutableSortedDictionary<string, Parameter> Shipped = ReadShipped();

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
        return shares.Length != values.Length ? throw new FormatException($"{name} has {shares.Length} values and {ofValues} has {values.Length}: one belongs to each")
            : shares.Sum() <= 0 ? throw new FormatException($"{name} cannot be all zero")
            : [.. shares.Select(share => share / shares.Sum())];
    }

    /// <summary>What decides the results, by name: for provenance, and to see whether an unfinished run was begun with the same.</summary>
    public ImmutableSortedDictionary<string, string> Said => Parameters.Values
        .Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Say(Scale)))
        .Append(KeyValuePair.Create("scale", Scale.ToString().ToLowerInvariant()))
        .Append(KeyValuePair.Create("calibration", $"SHA-256 {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ServiceTimes.Csv)))}"))
        .ToImmutableSortedDictionary(StringComparer.Ordinal);

    private Parameter Get(string name) => Parameters.TryGetValue(name, out var parameter) ? parameter
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"There is no parameter '{name}'."), nameof(name));

    private static ImmutableSortedDictionary<string, Parameter> ReadShipped() => ParameterFile.Read(Resource.Text("parameters.yaml"));
}
