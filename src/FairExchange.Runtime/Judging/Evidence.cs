using System.Collections.Immutable;
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
        let shown = Assemble(form, filling, holdings, operations)
            ?? throw new InvalidOperationException($"{form} cannot be put together of what is held and the keys that are known.")
        select new Evidence(protocol, item, shown);

    /// <summary>
    /// The term's value, with whatever signatures are held; null where one is not held, a name's key is not known or goods are not there.
    /// </summary>
    internal static Value? Assemble(Term term, Environment filling, Holdings holdings, CryptoOperations operations)
    {
        switch (term)
        {
            case Term.Variable variable:
                return filling[variable];
            case Term.Signature signature:
                // The one that is held: nobody else's can be made.
                return Of(signature.Signer) is Value.Name signer && Of(signature.Body) is { } body
                    ? holdings.Values.FirstOrDefault(new Value.Signature(signer, body, default).Equals) : null;
            case Term.Encryption encryption:
                return Of(encryption.Recipient) is Value.Name recipient
                    && Of(encryption.Plaintext) is { } plaintext && Of(encryption.Coins) is Value.Coins coins
                    ? operations.Encrypt(recipient, plaintext, coins) : null;
            case Term.SymmetricEncryption encryption:
                return Of(encryption.Plaintext) is { } message && Of(encryption.Key) is Value.Key key
                    ? operations.Lock(message, key) : null;
            case Term.Tuple tuple:
                var items = tuple.Items.Select(Of).OfType<Value>().ToImmutableArray();
                return items.Length == tuple.Items.Length ? new Value.Tuple(items) : null;
            case Term.Parties parties:
                return Of(parties.First) is Value.Name one && Of(parties.Second) is Value.Name other ? new Value.Parties(one, other) : null;
            case Term.Tag tag:
                return new Value.Tag(tag.Word);
            case Term.Hash hash:
                return Of(hash.Body) is { } hashed ? operations.Hash(hashed) : null;
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        Value? Of(Term part) => Assemble(part, filling, holdings, operations);
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
        .Where(variable => variable.Sort is Sort.Message or Sort.Contract && Facts[variable] is not null)
            .Select(variable => (variable, Facts[variable]!));

    /// <summary>The judge's sentence.</summary>
    public string Statement => Evidence.Item.Statement(variable => Facts[variable]?.ToString() ?? variable.Symbol);

    /// <summary>
    /// The judge: offline, from the evidence and public keys alone. Signatures are verified, encryptions made again and compared, by the
    /// same function with which parties and trusted parties read.
    /// </summary>
    /// <param name="evidence">What is shown.</param>
    /// <param name="outsider">Operations without keys of one's own, over the judge's own list of public keys.</param>
    /// <param name="rejection">Why it is refused.</param>
    /// <param name="beforehand">Names that were agreed on, as parties and trusted party hold to them; trusted parties by their symbols if
    /// left out.</param>
    public static VerifiedEvidence? TryVerify(
        Evidence evidence, CryptoOperations outsider, out Rejection? rejection, Environment? beforehand = null)
    {
        var agreed = beforehand ?? Environment.Of(evidence.Protocol);
        rejection = null;
        foreach (var form in evidence.Item.Forms)
        {
            // The names are whoever the value says: what they are worth, signatures and encryptions decide.
            foreach (var named in Namings(agreed, form, evidence.Shown))
            {
                var (facts, misfit) = Reader.Read(named, form, evidence.Shown, outsider);
                if (misfit is null)
                {
                    return new VerifiedEvidence(evidence, facts);
                }

                rejection ??= misfit;
            }
        }

        return null;
    }

    /// <summary>Two parties in no order of whom nothing says which is which may be either.</summary>
    private static IEnumerable<Environment> Namings(Environment known, Term form, Value shown)
    {
        for (var before = -1; before != known.Values.Count;)
        {
            before = known.Values.Count;
            known = NamesIn(known, form, shown);
        }

        return Undecided(known, form, shown) is var (one, other, found)
            ? new[] { (found.First, found.Second), (found.Second, found.First) }.Distinct()
                .SelectMany(names => Namings(known.With(one, names.Item1).With(other, names.Item2), form, shown))
            : [known];
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
            _ => known,
        },
        _ => known,
    };

    private static (Term.Variable One, Term.Variable Other, Value.Parties Found)? Undecided(
        Environment known, Term term, Value value) => (term, value) switch
        {
            (Term.Signature signature, Value.Signature found) => Undecided(known, signature.Body, found.Body),
            (Term.Tuple tuple, Value.Tuple found) when tuple.Items.Length == found.Items.Length =>
                tuple.Items.Zip(found.Items).Select(pair => Undecided(known, pair.First, pair.Second))
                    .FirstOrDefault(pair => pair is not null),
            // Where one was known, the other has been read off.
            (Term.Parties { First: Term.Variable one, Second: Term.Variable other }, Value.Parties found) when known[one] is null =>
                (one, other, found),
            _ => null,
        };
}
