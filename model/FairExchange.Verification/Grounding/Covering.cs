using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>
/// When one of a definition's terms stands for all that another stands for: <c>E_VPO(A, B, Y; r)</c> for <c>E_VPO(A, B, E_B(M; k); r)</c>, but not
/// the other way round.
/// </summary>
internal static class Covering
{
    public static bool Covers(Term wider, Term narrower, Protocol protocol)
    {
        var stands = new Dictionary<Term.Variable, Term>();
        return Matches(wider, narrower);

        bool Matches(Term one, Term other) => (one, other) switch
        {
            (Term.Variable variable, _) => Fits(variable, other) && (stands.TryAdd(variable, other) || stands[variable].Equals(other)),
            _ => one.GetType() == other.GetType() && one.Parts().Length == other.Parts().Length && one.Parts().Zip(other.Parts()).All(pair => Matches(pair.First, pair.Second)),
        };

        // A trusted party's name stands for itself; any other variable for all of its sort, and a ciphertext's for the encryptions that are grounded before it.
        bool Fits(Term.Variable variable, Term other) => IsTrusted(variable)
            ? variable.Equals(other)
            : other is Term.Variable same ? same.Sort == variable.Sort && !IsTrusted(same) : variable.Sort == Sort.Ciphertext && IsClosed(other);

        bool IsTrusted(Term.Variable variable) => protocol.TrustedParties.Any(trusted => trusted.Name == variable);
    }

    // One that holds a variable for another opaque term comes after that term, and may come too late for the ciphertext's variable.
    private static bool IsClosed(Term term) => term is Term.Encryption && term.Variables().All(variable => variable.Sort is not (Sort.Ciphertext or Sort.Bulk or Sort.Digest));
}
