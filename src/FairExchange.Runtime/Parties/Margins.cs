using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Runtime.Parties;

/// <summary>How long a protocol's margins are, in milliseconds. All who take part must mean the same by them.</summary>
public sealed record Margins
{
    /// <summary>A year: a longer margin is a mistake.</summary>
    public const long Longest = 366L * 24 * 3_600_000;

    /// <summary>What <see cref="Usual"/> takes clocks to be off by at most: a minute.</summary>
    public const long UsualSkewMs = 60_000;

    /// <summary>What <see cref="Usual"/> takes a resilient channel to need at most: two hours.</summary>
    public const long UsualDelayMs = 2 * 3_600_000;

    private readonly ImmutableSortedDictionary<string, long> lengths;

    /// <param name="lengths">In milliseconds, by name.</param>
    /// <exception cref="ArgumentException">A margin is negative or longer than <see cref="Longest"/>.</exception>
    public Margins(IEnumerable<KeyValuePair<string, long>> lengths)
    {
        this.lengths = lengths.ToImmutableSortedDictionary(StringComparer.Ordinal);
        foreach (var (name, length) in this.lengths.Where(pair => pair.Value is < 0 or > Longest))
        {
            throw new ArgumentException($"Margin {name} is {length} ms: 0 to {Longest} ms are wanted.", nameof(lengths));
        }
    }

    /// <summary>What the protocol's definition says for clocks and channels that keep these bounds.</summary>
    public static Margins Of(Protocol protocol, long skewMs, long delayMs) =>
        new(protocol.Margins.Select(margin => KeyValuePair.Create(margin.Name, (margin.Skews * skewMs) + (margin.Delays * delayMs))));

    public static Margins Usual(Protocol protocol) => Of(protocol, UsualSkewMs, UsualDelayMs);

    public long this[Margin margin] => lengths[margin.Name];

    /// <summary>The deadline on the actor's clock, in milliseconds since 1970.</summary>
    public long Of(Deadline deadline, Environment known) =>
        ((Values.Value.Time)known[deadline.Time]!).Ms + (deadline.Margin is null ? 0 : deadline.Sign * this[deadline.Margin]);
}
