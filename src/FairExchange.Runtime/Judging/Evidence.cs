using FairExchange.Model.Language;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using Environment = FairExchange.Runtime.Parties.Environment;

namespace FairExchange.Runtime.Judging;

/// <summary>What a holder puts before the judge: one value of the item's form, unverified.</summary>
public sealed record Evidence(Protocol Protocol, Item Item, Value Shown)
{
    /// <summary>All evidence for the item that the holdings yield, given some variables.</summary>
    public static IEnumerable<Evidence> From(
        Protocol protocol, Item item, Holdings holdings, Environment known, CryptoOperations operations) =>
        from form in item.Forms
        from filling in holdings.Fill(form, known)
        select new Evidence(protocol, item, Assemble(form, filling, holdings, operations));

    private static Value Assemble(Term term, Environment filling, Holdings holdings, CryptoOperations operations)
    {
        switch (term)
        {
            case Term.Variable variable:
                return filling[variable]!;
            case Term.Signature signature:
                // The one that is held: nobody else's can be made.
                var (signer, body) = (Assemble(signature.Signer, filling, holdings, operations), Assemble(signature.Body, filling, holdings, operations));
                return holdings.Values.First(new Value.Signature((Value.Name)signer, body, default).Equals);
            case Term.Encryption encryption:
                return operations.Encrypt(
                    (Value.Name)Assemble(encryption.Recipient, filling, holdings, operations),
                    Assemble(encryption.Plaintext, filling, holdings, operations),
                    (Value.Coins)Assemble(encryption.Coins, filling, holdings, operations))
                    ?? throw new InvalidOperationException($"No key is known for {encryption.Recipient}.");
            case Term.SymmetricEncryption encryption:
                return operations.Lock(
                    Assemble(encryption.Plaintext, filling, holdings, operations), (Value.Key)Assemble(encryption.Key, filling, holdings, operations))
                    ?? throw new InvalidOperationException($"The message of {term} is not there.");
            case Term.Tuple tuple:
                return new Value.Tuple([.. tuple.Items.Select(item => Assemble(item, filling, holdings, operations))]);
            case Term.Parties parties:
                return new Value.Parties(
                    (Value.Name)Assemble(parties.First, filling, holdings, operations), (Value.Name)Assemble(parties.Second, filling, holdings, operations));
            case Term.Hash hash:
                return operations.Hash(Assemble(hash.Body, filling, holdings, operations));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}

/// <summary>Evidence that the judge has accepted; only the judge makes it.</summary>
public sealed record VerifiedEvidence
{
    private VerifiedEvidence(Evidence evidence, Environment facts) => (Evidence, Facts) = (evidence, facts);

    public Evidence Evidence { get; }

    /// <summary>What each variable of the item is shown to stand for.</summary>
    public Environment Facts { get; }

    /// <summary>What the item's messages and contracts are, by the definition's names.</summary>
    public IEnumerable<(Term.Variable Variable, Value Value)> Shown => Evidence.Item.Term.Variables()
        .Where(variable => variable.Sort is Sort.Message or Sort.Contract && Facts[variable] is not null).Select(variable => (variable, Facts[variable]!));

    /// <summary>The judge's sentence.</summary>
    public string Statement => Evidence.Item.Statement(variable => Facts[variable]?.ToString() ?? variable.Symbol);

    /// <summary>
    /// The judge: offline, from the evidence and public keys alone. Signatures are verified, encryptions made again and compared, by the same function with which parties
    /// and trusted parties read.
    /// </summary>
    /// <param name="evidence">What is shown.</param>
    /// <param name="outsider">Operations without keys of one's own, over the judge's own list of public keys.</param>
    /// <param name="rejection">Why it is refused.</param>
    /// <param name="beforehand">Names that were agreed on, as parties and trusted party hold to them; trusted parties by their symbols if left out.</param>
    public static VerifiedEvidence? TryVerify(Evidence evidence, CryptoOperations outsider, out Rejection? rejection, Environment? beforehand = null)
    {
        var agreed = beforehand ?? Environment.Of(evidence.Protocol);
        rejection = null;
        foreach (var form in evidence.Item.Forms)
        {
            // The names are whoever the value says: what they are worth, signatures and encryptions decide.
            var named = NamesIn(NamesIn(agreed, form, evidence.Shown), form, evidence.Shown);
            var (facts, misfit) = Reader.Read(named, form, evidence.Shown, outsider);
            if (misfit is null)
            {
                return new VerifiedEvidence(evidence, facts);
            }

            rejection ??= misfit;
        }

        return null;
    }

    /// <summary>Reads signers off signatures, and of two parties in no order the one that is not known yet.</summary>
    private static Environment NamesIn(Environment known, Term term, Value value) => (term, value) switch
    {
        (Term.Signature { Signer: Term.Variable signer } signature, Value.Signature found) =>
            NamesIn(known[signer] is null ? known.With(signer, found.Signer) : known, signature.Body, found.Body),
        (Term.Tuple tuple, Value.Tuple found) when tuple.Items.Length == found.Items.Length =>
            tuple.Items.Zip(found.Items).Aggregate(known, (facts, pair) => NamesIn(facts, pair.First, pair.Second)),
        (Term.Parties { First: Term.Variable one, Second: Term.Variable other }, Value.Parties found) => (known[one], known[other]) switch
        {
            ({ } first, null) => known.With(other, first == found.First ? found.Second : found.First),
            (null, { } second) => known.With(one, second == found.First ? found.Second : found.First),
            (null, null) => known.With(one, found.First).With(other, found.Second),
            _ => known,
        },
        _ => known,
    };
}
