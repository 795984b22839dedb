using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Model.Definition;

/// <summary>
/// What a role knows at a point of its script, in the definition's own variables: which terms it can compute, and what a received term tells it.
/// </summary>
internal sealed record RoleKnowledge(Term.Variable Self, ImmutableHashSet<Term> Terms)
{
    public bool Computes(Term term) => Terms.Contains(term) || term switch
    {
        Term.Variable => false,
        Term.Constant => true,
        Term.Tuple or Term.Parties or Term.Hash or Term.SymmetricEncryption => term.Parts().All(Computes),
        Term.Signature signature => signature.Signer == Self && Computes(signature.Body),
        Term.Encryption encryption => term.Parts().All(Computes) && encryption.Recipient is Term.Variable,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public RoleKnowledge With(params IEnumerable<Term> terms) => this with { Terms = Terms.Union(terms) };

    /// <summary>
    /// Reads a received term as <paramref name="pattern"/>. Returns what is known afterwards, or the part of the pattern that the role can neither open
    /// nor make again, so that whether it fits cannot be decided.
    /// </summary>
    public (RoleKnowledge Known, Term? Undecided) Read(Term pattern)
    {
        var (known, pending) = (this, ImmutableList.Create(pattern));
        // A part that needs what another part binds waits for it: Tuple(SIG_B(Z), B) is as good as Tuple(B, SIG_B(Z)).
        while (!pending.IsEmpty)
        {
            var next = pending.FindIndex(known.Decides);
            if (next < 0)
            {
                return (known, pending[0]);
            }

            var term = pending[next];
            pending = pending.RemoveAt(next).AddRange(term switch
            {
                Term.Tuple tuple => tuple.Items,
                Term.Signature signature => [signature.Body],
                Term.Encryption encryption when !known.Computes(encryption) => [encryption.Plaintext, encryption.Coins],
                Term.SymmetricEncryption encryption when !known.Computes(encryption) => [encryption.Plaintext],
                _ => [],
            });
            known = known.With(term);
        }

        return (known, null);
    }

    /// <summary>Whether one part of a pattern can be bound, taken apart or compared by now.</summary>
    private bool Decides(Term term) => term switch
    {
        Term.Variable or Term.Constant or Term.Tuple => true,
        Term.Parties or Term.Hash => Computes(term),
        Term.Signature signature => Computes(signature.Signer),
        Term.Encryption encryption => encryption.Recipient == Self || Computes(encryption),
        Term.SymmetricEncryption encryption => Computes(encryption.Key),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
