using System.Collections.Immutable;
using FairExchange.Verification.Solving;
using FairExchange.Verification.Verdicts;

namespace FairExchange.Verification.Impossibility;

/// <summary>
/// A search over a class of protocols: those of up to so many messages, each in either direction and holding any of the repertoire's parts that its sender can make. The judge asks a
/// party for any of the counterpart's signatures over the subject, and for what opens all that they hide. Where there is a trusted party, either of the two may ask it when the other is silent,
/// with anything that it can make, and it answers both with anything that it can make of the request. One formula describes both classes: among two parties nobody asks.
/// <para>
/// Not in the class: items that come bit by bit or with some probability (gradual release), time, rules by which something binds that nobody opens, a trusted party's own word
/// as evidence, one that takes part in every run or remembers, and terms that the repertoire does not have. Branches are in it (see <see cref="Demands"/>): what a party says to one
/// that is silent for good brings it nothing.
/// </para>
/// </summary>
/// <param name="Trusted">Whether there is a trusted party.</param>
public sealed record Search(Repertoire Repertoire, bool Trusted, Demands Demands)
{
    /// <summary>Of each kind of exchange: two parties and all demands; each demand given up; all demands and a trusted party.</summary>
    public static ImmutableArray<Search> All { get; } =
    [
        .. Repertoire.All.SelectMany(repertoire => (Search[])
        [
            new(repertoire, Trusted: false, Demands.All),
            new(repertoire, Trusted: false, Demands.All & ~Demands.FairToAlice),
            new(repertoire, Trusted: false, Demands.All & ~Demands.FairToBob),
            new(repertoire, Trusted: false, Demands.All & ~Demands.Effective),
            new(repertoire, Trusted: true, Demands.All),
        ]),
    ];

    /// <summary>
    /// Whether a verdict is what was demanded. Where nobody demands that anything is exchanged, a protocol in which nothing is, and of which all is vacuous, is just what giving that up allows.
    /// </summary>
    public bool Fulfils(Verdict verdict) => verdict is Verdict.Proved || (verdict is Verdict.Vacuous && !Demands.HasFlag(Demands.Effective));

    /// <summary>What the theory says: whether there is such a protocol.</summary>
    public bool Exists => Trusted || Demands != Demands.All;

    /// <summary>certified-mail-two-party, certified-mail-two-party-unfair-to-alice, certified-mail-with-vpo.</summary>
    public string Id => string.Concat(
        Repertoire.Kind,
        Trusted ? $"-with-{Repertoire.Trusted.Symbol.ToLowerInvariant()}" : "-two-party",
        Demands.HasFlag(Demands.Effective) ? "" : "-ineffective",
        Demands.HasFlag(Demands.FairToAlice) ? "" : "-unfair-to-alice",
        Demands.HasFlag(Demands.FairToBob) ? "" : "-unfair-to-bob");

    /// <summary>
    /// Searches protocols of one message, of up to two, and so on, until one is found; then, where there is none, of any number. The formula knows cheats that stop. So
    /// what it proposes is put to the verifier, whose cheats do everything: what it does not prove is refused, and the next asked for.
    /// </summary>
    /// <param name="messages">How far to search; where the theory says that there is one, as far as it says.</param>
    /// <param name="onProgress">Is told what is searched.</param>
    public SearchResult Run(int messages, Func<ISolver> newSolver, Action<string>? onProgress = null, CancellationToken cancellation = default) =>
        new SearchRun(this, newSolver, onProgress ?? (_ => { }), cancellation).UpTo(messages);
}
