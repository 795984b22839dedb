using FairExchange.Runtime.Operations;

namespace FairExchange.Cli.Demonstrating;

/// <summary>A list of keys that remembers which of them were asked for: those are the keys that a judgement rests on.</summary>
internal sealed class ConsultedKeys(IKeyDirectory keys) : IKeyDirectory
{
    private readonly SortedSet<string> names = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => names;

    public PublicKeys? Find(string name)
    {
        names.Add(name);
        return keys.Find(name);
    }
}
