using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using FairExchange.Cli.Reporting;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using FairExchange.Verification.Searching;
using FairExchange.Verification.Traces;
using FairExchange.Verification.Universes;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Architecture;

/// <summary>Whoever adds a property, a sort or a kind of term is told here of every other place that must know it.</summary>
public partial class CompletenessTests
{
    /// <summary>
    /// Switches that name kinds of terms and may leave out others: what does not pair with what was found fails or says nothing of names,
    /// what is not listed as flawed is not, and what is not taken apart is computed or looked up as a whole.
    /// </summary>
    private static readonly HashSet<string> Pairing =
    [
        "model/FairExchange.Model/Definition/ScriptChecker.cs",
        "model/FairExchange.Verification/Universes/Comparing.cs",
        "model/FairExchange.Verification/Grounding/Event.cs",
        "sim/FairExchange.Simulation/Replaying/AdversaryMemory.cs",
        "src/FairExchange.Runtime/Judging/Evidence.cs",
        "src/FairExchange.Runtime/Parties/Holdings.cs",
        "src/FairExchange.Runtime/Parties/Reader.cs",
    ];

    private static readonly Term Bob = new Term.Constant("Bob", Sort.Name);

    /// <summary>One of each kind, ground.</summary>
    private static readonly Term[] Kinds =
    [
        new Term.Constant("x.m1", Sort.Message), Tuple(Bob, Bob), Terms.Parties(Bob, Bob), Sign(Bob, Bob),
        Encrypt(Bob, Bob, new Term.Constant("x.k1", Sort.Coins)),
        Encrypt(new Term.Constant("x.key1", Sort.Key), new Term.Constant("x.m1", Sort.Message)), Hash(Bob),
        new Term.Tag("abort"),
    ];

    public static TheoryData<string> Declared => [.. typeof(Property).GetProperties(BindingFlags.Public | BindingFlags.Static)
        .Where(declared => declared.PropertyType == typeof(Property)).Select(declared => declared.Name)];

    [Theory]
    [MemberData(nameof(Declared))]
    public void Each_property_is_known_wherever_there_is_a_place_for_each(string name)
    {
        var property = (Property)typeof(Property).GetProperty(name)!.GetValue(null)!;
        Assert.Multiple(
            () => Assert.Contains(property, Property.All),
            // The formula, which is put to the solver and evaluated on every simulated run.
            () => Assert.NotEmpty(Goals.Emptiness(property)),
            () => Assert.Contains(property, VerdictMatrix.Groups.SelectMany(group => group)),
            () => Assert.NotEmpty(VerdictLatex.Short(property)),
            () => Assert.True(Says("tests/FairExchange.Tests/Verification/SecondMethod/SecondAnswer.cs", $"Property.{name}"),
                "the second method does not decide it"),
            () => Assert.True(Says("docs/glossary.md", $"`Property.{name}`"), "docs/glossary.md does not explain it"));
    }

    [Fact]
    public void Each_sort_is_known_wherever_there_is_a_place_for_each() => Assert.All(Enum.GetValues<Sort>(), sort =>
        Assert.Multiple(
            () => _ = sort.IsOpaque(),
            () => Assert.Contains(Universe.Words, word => word.Sort == sort),
            () => Assert.Equal(new Term.Constant("x", sort), Again(new Term.Constant("x", sort))),
            () => Assert.True(Says("src/FairExchange.Runtime/Parties/Holdings.cs", $"Sort.{sort} =>"), "no value fits it"),
            () => Assert.True(Says("src/FairExchange.Runtime/Parties/Reader.cs", $"=> Sort.{sort},"), "no value is of it"),
            () => Assert.True(Says("sim/FairExchange.Simulation/Strategies/Strategy.cs", $"Sort.{sort} =>"), "no cheat makes one"),
            () => Assert.True(Says("sim/FairExchange.Simulation/Replaying/AdversaryMemory.cs", $"Sort.{sort} =>"), "no replay has one")));

    [Fact]
    public void Each_kind_of_term_is_taken_apart_put_together_and_written()
    {
        Assert.Equal(
            typeof(Term).GetNestedTypes().Where(kind => kind.IsSubclassOf(typeof(Term))).ToHashSet(),
            [.. Kinds.Select(kind => kind.GetType()), typeof(Term.Variable)]);
        Assert.All(Kinds, kind =>
        {
            Assert.Equal(kind, kind.WithParts(part => part));
            Assert.Equal(kind, Again(kind));
            _ = (Terms.SortOf(kind), Deduction.Ingredients(kind, _ => true));
        });
    }

    [Fact]
    public void No_switch_takes_a_kind_of_term_that_it_does_not_name() => Assert.Equal(
        [],
        new[] { "model", "src", "sim" }.SelectMany(Sources.Files).Where(path => !Pairing.Contains(path))
            .SelectMany(path => Switches(string.Join('\n', Sources.Lines(path))).Where(body =>
                Kind().Matches(body).Select(kind => kind.Groups[1].Value).Distinct().Count() >= 3 && Silent().IsMatch(body))
                .Select(body => $"{path}: {body}")));

    private static IEnumerable<string> Switches(string text)
    {
        foreach (System.Text.RegularExpressions.Match start in Switch().Matches(text))
        {
            var (end, depth) = (start.Index + start.Length, 1);
            for (; depth > 0; end++)
            {
                depth += text[end] == '{' ? 1 : text[end] == '}' ? -1 : 0;
            }

            yield return text[start.Index..end];
        }
    }

    private static bool Says(string path, string what) =>
        File.ReadAllText(Path.Combine(Sources.Root.FullName, path)).Contains(what, StringComparison.Ordinal);

    private static Term Again(Term term) =>
        JsonSerializer.Deserialize<Term>(JsonSerializer.Serialize(term, TraceJsonFormat.Options), TraceJsonFormat.Options)!;

    [GeneratedRegex(@"\bswitch\b[^{;]*\{")]
    private static partial Regex Switch();

    [GeneratedRegex(@"\bTerm\.(Tuple|Parties|Signature|Encryption|SymmetricEncryption|Hash|Tag)\b")]
    private static partial Regex Kind();

    [GeneratedRegex(@"^\s+(?>_ => |default:\s+)(?!throw)", RegexOptions.Multiline)]
    private static partial Regex Silent();
}
