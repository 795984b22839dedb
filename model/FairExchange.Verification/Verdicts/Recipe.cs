using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Verdicts;

/// <summary>How the adversary comes by a term: enough to do it again with real keys and bytes.</summary>
public abstract record Recipe(Term Makes)
{
    /// <summary>A name, a negotiated contract, junk: known to everyone.</summary>
    public sealed record Public(Term.Constant Atom) : Recipe(Atom);

    /// <summary>A message, coins or a key of the adversary's own making.</summary>
    public sealed record Own(Term.Constant Atom) : Recipe(Atom);

    /// <summary>Something seen in what a step sent: all of it, or a part.</summary>
    /// <param name="Step">Counts the trace's steps from 1.</param>
    /// <param name="Sent">Counts that step's messages from 1.</param>
    public sealed record Observed(Term Makes, int Step, int Sent) : Recipe(Makes);

    /// <summary>A tuple, an unordered pair of parties, a hash, or a message under a key.</summary>
    public sealed record Composed(Term Makes, ImmutableArray<Recipe> Parts) : Recipe(Makes);

    /// <summary>Signed with the key of one of the adversary's identities.</summary>
    public sealed record SignedBy(Term Makes, Term Signer, Recipe Body) : Recipe(Makes);

    /// <summary>Taken out of a symmetric encryption with its key.</summary>
    public sealed record Unlocked(Term Makes, Recipe Locked, Recipe Key) : Recipe(Makes);

    /// <summary>Encrypted with a public key and chosen coins.</summary>
    public sealed record Encrypted(Term Makes, Term Recipient, Recipe Plaintext, Recipe Coins) : Recipe(Makes);
}
