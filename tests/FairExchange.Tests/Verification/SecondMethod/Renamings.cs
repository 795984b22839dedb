using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Verification.SecondMethod;

/// <summary>
/// The world's symmetries: the adversary's names, its messages, its coins, the contracts, pieces of junk, the times before any of them has come, and sessions in one role may change places. What holds of a run
/// holds of the renamed run, so an exploration needs one of each kind. Each renaming is given as the events that events become; the constructor fails
/// if the events were not closed under it, for then they would not be symmetries.
/// </summary>
internal sealed class Renamings
{
    private readonly List<int[]> images = [];

    public Renamings(Ground ground)
    {
        var (world, domains) = (ground.World, ground.Domains);
        var atoms = domains.Adversarial.Concat(domains.Public.Where(atom => atom.Sort is not (Sort.Name or Sort.Time) || (atom.Sort == Sort.Time && world.Protocol.IsTimed))).Concat(world.Corrupted).ToList();
        var kinds = atoms.GroupBy(atom => atom.Sort).Select(group => group.Select(atom => atom.Symbol).ToList())
            .Concat(world.Sessions.GroupBy(session => session.Role).Select(group => group.Select(session => $".{session.Number}").ToList()));
        IEnumerable<Dictionary<string, string>> renamings = [[]];
        foreach (var kind in kinds)
        {
            renamings = [.. renamings.SelectMany(renaming => Permutations(kind).Select(permuted =>
                renaming.Concat(kind.Zip(permuted, KeyValuePair.Create)).ToDictionary()))];
        }

        var indices = ground.Events.ToDictionary(happening => Key(happening, []), happening => happening.Index);
        images.AddRange(renamings.Select(renaming => ground.Events.Select(happening => indices[Key(happening, renaming)]).ToArray()));
    }

    /// <summary>One text for a set of events and all that it can be renamed to.</summary>
    public string Canonical(IReadOnlyCollection<int> events) => images.Select(image =>
    {
        var renamed = events.Select(index => (char)image[index]).ToArray();
        Array.Sort(renamed);
        return new string(renamed);
    }).Min(StringComparer.Ordinal)!;

    /// <summary>What an event can be renamed to, itself among them.</summary>
    public IEnumerable<int> Of(int happening) => images.Select(image => image[happening]);

    private static string Key(Event happening, Dictionary<string, string> renaming)
    {
        var session = happening.At.Session is { } own ? $".{own.Number}" : "";
        var binding = happening.Binding.Values.Select(pair => $"{pair.Key}={Rename(pair.Value, renaming)}");
        return $"{happening.At.Role.Name} {renaming.GetValueOrDefault(session, session)} {Path(happening)} {string.Join(';', binding)}";
    }

    private static string Path(Event happening) => $"{(happening.Parent is { } parent ? Path(parent) : "")}/{happening.Kind} {happening.Label} {happening.Namesakes}{new string('+', happening.TooLateFor.Length)}";

    private static Term Rename(Term term, Dictionary<string, string> renaming) => term switch
    {
        Term.Constant constant => new Term.Constant(Rename(constant.Symbol, renaming), constant.Sort),
        Term.Tuple tuple => Tuple([.. tuple.Items.Select(item => Rename(item, renaming))]),
        Term.Parties parties => Parties(Rename(parties.First, renaming), Rename(parties.Second, renaming)),
        Term.Signature signature => Sign(Rename(signature.Signer, renaming), Rename(signature.Body, renaming)),
        Term.Encryption encryption => Encrypt(
            Rename(encryption.Recipient, renaming), Rename(encryption.Plaintext, renaming), Rename(encryption.Coins, renaming)),
        Term.SymmetricEncryption encryption => Encrypt(Rename(encryption.Key, renaming), Rename(encryption.Plaintext, renaming)),
        Term.Hash hash => Hash(Rename(hash.Body, renaming)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Fresh values carry their session's number: M.1 becomes M.2.</summary>
    private static string Rename(string symbol, Dictionary<string, string> renaming)
    {
        var dot = symbol.IndexOf('.', StringComparison.Ordinal);
        return renaming.TryGetValue(symbol, out var renamed) ? renamed
            : dot >= 0 && renaming.TryGetValue(symbol[dot..], out var session) ? symbol[..dot] + session
            : symbol;
    }

    private static IEnumerable<List<string>> Permutations(List<string> items) => items.Count == 0 ? [[]] : items.SelectMany(first =>
        Permutations([.. items.Where(item => item != first)]).Select(rest => rest.Prepend(first).ToList()));
}
