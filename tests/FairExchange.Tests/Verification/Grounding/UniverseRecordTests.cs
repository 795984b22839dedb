using System.Reflection;
using System.Text;
using FairExchange.Model.Language;
using FairExchange.Tests.Architecture;
using FairExchange.Tests.Variants;
using FairExchange.Verification.Grounding;

namespace FairExchange.Tests.Verification.Grounding;

/// <summary>
/// The universe of each variant, for either party and every mix of up to two sessions, is the one on record. That these universes are wide
/// enough is for searches to say (<see cref="UniverseTests"/>), which take minutes and see only what changes a verdict; here whatever
/// changes one is seen at once, and whoever meant it writes the record anew with <c>FAIREXCHANGE_WRITE_PAGES=1</c>, after those searches.
/// </summary>
public class UniverseRecordTests
{
    private static readonly string File = Path.Combine(Sources.Root.FullName, "tests/FairExchange.Tests/Data/universes.txt");

    [Fact]
    public void Each_is_the_one_on_record()
    {
        var lines = Variants().SelectMany(Lines).ToList();
        if (Environment.GetEnvironmentVariable("FAIREXCHANGE_WRITE_PAGES") is not null)
        {
            System.IO.File.WriteAllText(File, string.Concat(lines.Select(line => line + "\n")), new UTF8Encoding(false));
        }

        Assert.Equal(System.IO.File.ReadAllLines(File), lines);
    }

    private static IEnumerable<string> Lines(Protocol protocol) =>
        from wronged in protocol.Parties
        from sessions in new[] { 1, 2 }
        from others in Enumerable.Range(0, sessions + 1)
        let roles = Enumerable.Repeat(wronged, sessions - others).Concat(Enumerable.Repeat(protocol.Counterpart(wronged), others)).ToList()
        select $"{protocol.Id}, {wronged.Name} as {string.Join(' ', roles.Select(role => role.Name))}: "
            + World.Against(protocol, wronged, [.. roles]).Universe;

    private static IEnumerable<Protocol> Variants() => typeof(ToldApart).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(ToldApart).Namespace)
        .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Static).Where(property => property.CanRead))
        .SelectMany(property => property.GetValue(null) switch
        {
            Protocol protocol => [protocol],
            IEnumerable<Protocol> protocols => protocols,
            _ => (IEnumerable<Protocol>)[],
        })
        .Concat([ToldApart.ByChecks(Sort.Message, 3), ToldApart.ByChecks(Sort.Ciphertext, 3), ToldApart.ByHandlers(Sort.Name, 4)])
        .DistinctBy(protocol => protocol.Id).OrderBy(protocol => protocol.Id, StringComparer.Ordinal);
}
