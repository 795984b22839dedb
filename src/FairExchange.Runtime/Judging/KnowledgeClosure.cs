using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using Environment = FairExchange.Runtime.Parties.Environment;

namespace FairExchange.Runtime.Judging;

/// <summary>
/// What somebody makes out of what it holds once it is asked what it can show, whatever its role looked into: its own keys open what is
/// encrypted to it, and a hash or an encryption that it can make again of what it holds is known for what it is.
/// </summary>
public static class KnowledgeClosure
{
    /// <summary>How many ways to make a term again are tried.</summary>
    private const int Most = 10_000;

    /// <param name="holdings">What is held.</param>
    /// <param name="item">Which the holder would show.</param>
    /// <param name="names">Whoever takes part; names are public.</param>
    /// <param name="keys">Operations with each key that the holder has; one at least.</param>
    public static Holdings Of(Holdings holdings, Item item, IEnumerable<string> names, params ImmutableArray<CryptoOperations> keys)
    {
        // Names are public, so everybody has them.
        var all = names.Aggregate(holdings, (known, name) => known.With(new Value.Name(name))).Opened(keys[0]);
        foreach (var operations in keys)
        {
            all = WithDecrypted(all, operations);
        }

        // What is made again may have closed parts of its own, which nobody had sent: it is over when nothing more is opened.
        var hidden = item.Forms.SelectMany(form => form.OpaqueParts()).Distinct().ToList();
        for (var before = -1; before != Openings(all);)
        {
            before = Openings(all);
            all = hidden.Aggregate(all, (known, term) => WithRecognised(known, term, keys[0])).Opened(keys[0]);
        }

        return all;
    }

    private static int Openings(Holdings holdings) => holdings.Held.Entries.Count(pair => pair.Value is not null);

    private static IEnumerable<Value> Closed(Holdings holdings) => holdings.Held.Entries.Where(pair => pair is
    {
        Value: null,
        Key: Value.Digest or Value.Committed or Value.Ciphertext or Value.Sealed or Value.Bulk or Value.Locked,
    }).Select(pair => pair.Key);

    /// <summary>What is inside may be encrypted again.</summary>
    private static Holdings WithDecrypted(Holdings holdings, CryptoOperations operations)
    {
        var self = new Value.Name(operations.Self!);
        for (var before = -1; before != holdings.Held.Count;)
        {
            before = holdings.Held.Count;
            foreach (var ciphertext in Closed(holdings).Where(value => value is Value.Ciphertext or Value.Sealed).ToList())
            {
                holdings = operations.Decrypt(ciphertext) is { } opened
                    ? holdings.With(ciphertext, new Opening(self, opened.Plaintext, opened.Coins))
                    : holdings;
            }
        }

        return holdings.Opened(operations);
    }

    private static Holdings WithRecognised(Holdings holdings, Term term, CryptoOperations operations)
    {
        var (opened, closed) = (holdings, Closed(holdings).ToHashSet());
        if (closed.Count == 0)
        {
            return holdings;
        }

        var fillings = term.Parts().Aggregate(
            (IEnumerable<Environment>)[Environment.Empty], (known, part) => known.SelectMany(filling => holdings.Fill(part, filling)));
        foreach (var filling in fillings.Take(Most))
        {
            if (Evidence.Assemble(term, filling, holdings, operations) is { } made && closed.Contains(made))
            {
                var parts = term.Parts().Select(part => Evidence.Assemble(part, filling, holdings, operations)!);
                opened = opened.With(made, new Opening([.. parts]));
            }
        }

        return opened;
    }
}
