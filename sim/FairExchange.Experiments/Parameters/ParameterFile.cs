using System.Collections.Immutable;
using FairExchange.Model.Language;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace FairExchange.Experiments.Parameters;

/// <summary>Parameters as YAML: groups of any depth; what has a <c>value</c> is a parameter.</summary>
internal static class ParameterFile
{
    private const string Value = "value", Quick = "quick", Unit = "unit", Source = "source", Range = "range", Whole = "whole",
    OneOf = "one_of";

    private const int LongestMessage = 600;

    /// <summary>Every price list had this word, and no parameter has it.</summary>
    private const string OfPriceLists = "\"seconds_per_operation\"";

    /// <summary>More than stream, document, groups and lists need.</summary>
    private const int Deepest = 16;

    /// <summary>The program's own file, which also says what a parameter can be.</summary>
    /// <exception cref="FormatException">In one line, what is wrong and with which parameter.</exception>
    public static ImmutableSortedDictionary<string, Parameter> Read(string yaml) => Parse(yaml)
        .Select(entry =>
        {
            Refuse(entry, Value, Quick, Unit, Source, Range, Whole, OneOf);
            var (values, isList) = Words(entry, Value);
            var words = entry.Members.ContainsKey(OneOf) ? Words(entry, OneOf).Words : [];
            var range = entry.Members.ContainsKey(Range) ? Words(entry, Range).Words : ["0", "0"];
            return (words.IsEmpty && !entry.Members.ContainsKey(Range)) || range.Length != 2
                ? throw Wrong(entry.Name, "has neither range nor one_of")
                : Checked(new Parameter(
                    entry.Name,
                    values,
                    entry.Members.ContainsKey(Quick) ? Words(entry, Quick).Words : [],
                    isList,
                    Word(entry, Unit),
                    Word(entry, Source),
                    Parameter.Number(range[0]),
                    Parameter.Number(range[1]),
                    entry.Members.ContainsKey(Whole) && Word(entry, Whole) == "true",
                    words));
        })
        .ToImmutableSortedDictionary(parameter => parameter.Name, parameter => parameter, StringComparer.Ordinal);

    /// <summary>A user's values over those known. The unit is said again, so that hours are not taken for seconds.</summary>
    /// <exception cref="FormatException">In one line, what is wrong and with which parameter.</exception>
    public static ImmutableSortedDictionary<string, Parameter> Over(
        ImmutableSortedDictionary<string, Parameter> known, string yaml, string file)
    {
        if (yaml.Contains(OfPriceLists, StringComparison.Ordinal))
        {
            throw new FormatException("this is a price list as --prices took it: prices are parameters now, in YAML, so say "
                + "costs: { vcpu: { value: [0.05], unit: USD/vCPU-hour } }; all of them are in parameters.yaml");
        }

        foreach (var entry in Parse(yaml))
        {
            var name = entry.Name;
            if (!known.TryGetValue(name, out var parameter))
            {
                throw new FormatException(known.Keys.Any(key => key.StartsWith($"{name}.", StringComparison.Ordinal))
                    ? $"{Legible.Shown(name)} is a group of parameters and has no value of its own"
                    : $"there is no parameter '{Legible.Shown(name)}'; there are {string.Join(", ", Near(known.Keys, name))}");
            }

            Refuse(entry, Value, Quick, Unit, Source);
            var (values, isList) = Words(entry, Value);
            if (isList != parameter.IsList)
            {
                throw Wrong(name, parameter.IsList ? "is a list: write it in brackets" : "is one value and no list");
            }

            if (Word(entry, Unit) is var unit && unit != parameter.Unit)
            {
                throw Wrong(name, $"is in {parameter.Unit}, not in '{unit}'");
            }

            known = known.SetItem(name, Checked(parameter with
            {
                Values = values,
                Quick = entry.Members.ContainsKey(Quick) ? Words(entry, Quick).Words : [],
                Source = entry.Members.ContainsKey(Source) ? Word(entry, Source) : $"given in {file}",
            }));
        }

        return known;
    }

    private sealed record Entry(string Name, ImmutableDictionary<string, YamlNode> Members);

    private static List<Entry> Parse(string yaml)
    {
        var stream = new YamlStream();
        try
        {
            Survey(yaml);
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException malformed)
        {
            throw new FormatException($"line {malformed.Start.Line}: {malformed.Message}".ReplaceLineEndings(" "), malformed);
        }
        catch (Exception malformed) when (malformed is not (FormatException or OutOfMemoryException))
        {
            // The parser has its own exception for most of what is no YAML, and lets the platform's through for the rest.
            throw new FormatException("this is not YAML, and its parser cannot say where", malformed);
        }

        if (stream.Documents.Count == 0)
        {
            throw new FormatException("there is nothing in it");
        }

        List<Entry> entries = [.. Entries("", Mapping("the file", stream.Documents[0].RootNode), 0)];
        return entries.CountBy(entry => entry.Name).FirstOrDefault(name => name.Value > 1) is { Key: { } twice }
            ? throw Wrong(twice, "is given twice, with dots in its name and in a group")
            : entries;
    }

    /// <summary>
    /// Depth, aliases and second documents, event by event: a node is loaded, and hashed, with a stack frame for each level, and one that
    /// contains itself has no end of them.
    /// </summary>
    private static void Survey(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        var (depth, documents) = (0, 0);
        while (parser.MoveNext())
        {
            var found = parser.Current!;
            depth += found.NestingIncrease;
            documents += found is DocumentStart ? 1 : 0;
            if (documents > 1)
            {
                throw new FormatException($"line {found.Start.Line}: a second document begins here, and one is read");
            }

            if (depth > Deepest || found is AnchorAlias)
            {
                throw new FormatException(
                    $"line {found.Start.Line}: {(depth > Deepest ? "lies too deep" : "what stands elsewhere is written again here, and "
                    + "not as an alias (*)")}");
            }
        }
    }

    private static IEnumerable<Entry> Entries(string name, ImmutableDictionary<string, YamlNode> members, int depth)
    {
        if (depth > 4)
        {
            throw Wrong(name, "lies too deep");
        }

        if (name.Length > 0 && (members.ContainsKey(Value) || members.ContainsKey(Unit)))
        {
            return [new Entry(name, members)];
        }

        return members.OrderBy(member => member.Key, StringComparer.Ordinal).SelectMany(member =>
        {
            var inner = name.Length == 0 ? member.Key : $"{name}.{member.Key}";
            return Entries(inner, Mapping(inner, member.Value), depth + 1);
        });
    }

    private static ImmutableDictionary<string, YamlNode> Mapping(string name, YamlNode node) => node is YamlMappingNode mapping
        ? mapping.Children.ToImmutableDictionary(child => child.Key is YamlScalarNode { Value: { Length: > 0 } key }
            ? key : throw Wrong(name, "has a key that is no word"), child => child.Value)
        : throw Wrong(name, "has no members: value and unit are wanted");

    private static void Refuse(Entry entry, params string[] known)
    {
        if (entry.Members.Keys.Order(StringComparer.Ordinal).FirstOrDefault(key => !known.Contains(key)) is { } unknown)
        {
            throw Wrong(entry.Name, $"has no member '{unknown}'; there are {string.Join(", ", known)}");
        }
    }

    private static (ImmutableArray<string> Words, bool IsList) Words(Entry entry, string member) =>
        entry.Members.GetValueOrDefault(member) switch
        {
            YamlScalarNode { Value.Length: > 0 } one => ([one.Value], false),
            YamlSequenceNode { Children.Count: > 0 } list =>
                ([.. list.Children.Select(child => (child as YamlScalarNode)?.Value
                ?? throw Wrong(entry.Name, $"has a {member} that is no list of words or numbers"))], true),
            _ => throw Wrong(entry.Name, $"has no {member}"),
        };

    private static string Word(Entry entry, string member) =>
        Words(entry, member) is ([var word], false) ? word : throw Wrong(entry.Name, $"has no {member}");

    private static Parameter Checked(Parameter parameter) =>
        parameter.Problem() is { } problem ? throw Wrong(parameter.Name, problem) : parameter;

    /// <summary>Those of the same group, or all groups.</summary>
    private static IEnumerable<string> Near(IEnumerable<string> known, string name)
    {
        var group = name.Split('.')[0];
        return known.Any(key => key.Split('.')[0] == group)
            ? known.Where(key => key.Split('.')[0] == group) : known.Select(key => $"{key.Split('.')[0]}.…").Distinct();
    }

    private static FormatException Wrong(string name, string problem) => new(Legible.Shown($"{name} {problem}", LongestMessage));
}
