using System.Collections.Immutable;
using System.Text.Json;
using FairExchange.Experiments.Parameters;

namespace FairExchange.Experiments.Pictures;

/// <summary>The parameters of a finished run, as its provenance says them.</summary>
/// <param name="Said">Each by name: value and unit.</param>
public sealed record ShownParameters(ImmutableSortedDictionary<string, string> Said)
{
    private static readonly ImmutableArray<string> OfTheRun = ["scale", "replications", "seed", "calibration"];

    private const string Given = "given by who ran the experiment";

    /// <param name="provenance">The text of <c>provenance.json</c>.</param>
    /// <exception cref="FormatException">In one line, what is wrong.</exception>
    public static ShownParameters Read(string provenance)
    {
        try
        {
            using var json = JsonDocument.Parse(provenance, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return new ShownParameters(json.RootElement.GetProperty("parameters").EnumerateObject().ToImmutableSortedDictionary(member => member.Name, member => member.Value.GetString() ?? "", StringComparer.Ordinal));
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException("it is not the provenance of a run: run the experiments anew", problem);
        }
    }

    /// <summary>Those of some groups. The source is that of the program's own file where the value is; a run does not keep what a user's file says of sources.</summary>
    public ImmutableArray<ShownParameter> Of(ImmutableArray<string> groups)
    {
        var scale = Said.GetValueOrDefault("scale") == "paper" ? Scale.Paper : Scale.Quick;
        var shipped = ParameterBook.Default(scale).Parameters;
        return
        [
            .. groups.SelectMany(group => Said.Where(pair => pair.Key.Split('.')[0] == group)).Select(pair =>
            {
                var unit = shipped.TryGetValue(pair.Key, out var known) && pair.Value.EndsWith($" {known.Unit}", StringComparison.Ordinal) ? known.Unit : "";
                return new ShownParameter(pair.Key, unit.Length > 0 ? pair.Value[..^(unit.Length + 1)] : pair.Value, unit, known?.Say(scale) == pair.Value ? known.Source : Given);
            }),
            .. OfTheRun.Where(Said.ContainsKey).Select(name => new ShownParameter(name, Said[name], "", name == "calibration" ? "measured service times" : "of the run")),
        ];
    }
}
