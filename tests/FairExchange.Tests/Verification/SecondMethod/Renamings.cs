using System.Buffers.Binary;
using System.Security.Cryptography;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Verification.SecondMethod;

/// <summary>
/// The world's symmetries: the adversary's names, its messages, its coins, the contracts, pieces of junk, the times before any of them has
/// come, and sessions in one role may change places. What holds of a run holds of the renamed run, so an exploration needs one of each
/// kind. Each renaming is given as the events that events become; the constructor fails if the events were not closed under it, for then
/// they would not be symmetries.
/// </summary>
internal sealed class Renamings
{
    private readonly List<int[]> images = [];

    /// <summary>For each event, by renaming, the mark of what it becomes.</summary>
    private readonly UInt128[][] marks;

    public Renamings(Ground ground)
    {
        var (world, domains) = (ground.World, ground.Domains);
        var atoms = domains.Adversarial.Concat(domains.Public.Where(atom => atom.Sort is not (Sort.Name or Sort.Time)
            || (atom.Sort == Sort.Time && world.Protocol.IsTimed))).Concat(world.Corrupted).ToList();
        var kinds = atoms.GroupBy(atom => atom.Sort).Select(group => group.Select(atom => atom.Symbol).ToList())
            .Concat(world.Sessions.GroupBy(session => session.Role)
                .Select(group => group.Select(session => $".{session.Number}").ToList()));
        var indices = ground.Events.ToDictionary(happening => Key(happening, []), happening => happening.Index);
        images.Add([.. Enumerable.Range(0, ground.Events.Count)]);
        foreach (var kind in kinds)
        {
            var swaps = kind.Skip(1).Select((next, i) => new Dictionary<string, string> { [kind[i]] = next, [next] = kind[i] })
                .Select(renaming => ground.Events.Select(happening => indices[Key(happening, renaming)]).ToArray()).ToList();
            for (var last = 0; last < swaps.Count; last++)
            {
                // Every order of so many and one more is an order of the others, and then the last one brought to its place by swaps with
                // its neighbours.
                var (others, place) = (images.ToList(), images[0]);
                foreach (var swap in swaps.Take(last + 1).Reverse())
                {
                    place = [.. place.Select(index => swap[index])];
                    images.AddRange(others.Select(image => image.Select(index => place[index]).ToArray()));
                }
            }
        }

        var own = ground.Events.Select(happening =>
            BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(BitConverter.GetBytes(happening.Index)))).ToArray();
        marks = [.. ground.Events.Select(happening => images.Select(image => own[image[happening.Index]]).ToArray())];
    }

    /// <summary>
    /// A name for a set of events and more of them, the same for all that it can be renamed to. Two that are no renamings of each other
    /// would share one by a chance of 2 to the -128.
    /// </summary>
    /// <param name="sums">Of the set (<see cref="Sums"/>).</param>
    /// <param name="added">Events that are not yet in it.</param>
    public UInt128 Canonical(UInt128[] sums, params ReadOnlySpan<Event> added)
    {
        Span<UInt128> all = [.. sums];
        foreach (var happening in added)
        {
            Add(all, marks[happening.Index]);
        }

        var least = UInt128.MaxValue;
        foreach (var sum in all)
        {
            least = UInt128.Min(least, sum);
        }

        return least;
    }

    /// <summary>For each renaming the sum of the marks of what the events become.</summary>
    public UInt128[] Sums(IEnumerable<int> events)
    {
        var sums = new UInt128[images.Count];
        foreach (var index in events)
        {
            Add(sums, marks[index]);
        }

        return sums;
    }

    private static void Add(Span<UInt128> sums, UInt128[] marks)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += marks[i];
        }
    }

    /// <summary>What an event can be renamed to, itself among them.</summary>
    public IEnumerable<int> Of(int happening) => images.Select(image => image[happening]);

    private static string Key(Event happening, Dictionary<string, string> renaming)
    {
        var session = happening.At.Session is { } own ? $".{own.Number}" : "";
        var binding = happening.Binding.Values.Select(pair => $"{pair.Key}={Rename(pair.Value, renaming)}");
        var standing = happening.Finds is { Value: var value } ? $" where {Rename(value, renaming)} stands" : "";
        return $"{happening.At.Role.Name} {renaming.GetValueOrDefault(session, session)} {Path(happening)} {string.Join(';', binding)}"
            + standing;
    }

    private static string Path(Event happening) =>
        $"{(happening.Parent is { } parent ? Path(parent) : "")}/{happening.Kind} {happening.Label} "
        + $"{happening.Namesakes}{new string('+', happening.TooLateFor.Length)}";

    private static Term Rename(Term term, Dictionary<string, string> renaming) => term switch
    {
        Term.Tag => term,
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
}
