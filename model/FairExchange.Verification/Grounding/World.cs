using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Grounding;

/// <summary>One run of a role by an honest party.</summary>
/// <param name="Number">Counts from 1 over all sessions; fresh values carry it.</param>
public sealed record Session(int Number, Role.Party Role, Term.Constant Player);

/// <summary>
/// Who is there and what there is: one honest party in one or more sessions against an adversary who owns several identities, or two honest parties and
/// a network that only delivers.
/// </summary>
/// <param name="Honest">The honest parties' names.</param>
/// <param name="Corrupted">The adversary's names, whose keys it owns; empty where both are honest.</param>
/// <param name="Universe">How many values of each sort there are beside the honest ones' fresh values.</param>
public sealed record World(
    Protocol Protocol,
    ImmutableArray<Session> Sessions,
    ImmutableArray<Term.Constant> Honest,
    ImmutableArray<Term.Constant> Corrupted,
    Universe Universe)
{
    public bool HasAdversary => Corrupted.Length > 0;

    /// <summary>One honest party in the roles given, against an adversary of at least two identities, and of as many values of each sort as the definition can tell apart.</summary>
    /// <param name="wider">How many more names, atoms of each sort and pieces of junk; verdicts must not depend on it.</param>
    public static World Against(Protocol protocol, Role.Party protectedRole, ImmutableArray<Role.Party> roles, int wider = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wider);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wider, Universe.MostWider);
        var honest = Named(PlayerOf(protocol, protectedRole));
        var universe = Universe.Against(protocol, protectedRole, roles).Wider(wider);
        return new World(
            protocol,
            [.. roles.Select((role, i) => new Session(i + 1, role, honest))],
            [honest],
            [.. Enumerable.Range(0, universe[Sort.Name]).Select(CorruptedName).Select(Named)],
            universe);
    }

    /// <summary>Alice and Bob, both honest, in several exchanges at once.</summary>
    public static World OfHonest(Protocol protocol, int exchanges)
    {
        var (alice, bob) = (Named(PlayerOf(protocol, protocol.First)), Named(PlayerOf(protocol, protocol.Second)));
        return new World(
            protocol,
            [
                .. Enumerable.Range(1, exchanges).Select(i => new Session(i, protocol.First, alice)),
                .. Enumerable.Range(1, exchanges).Select(i => new Session(exchanges + i, protocol.Second, bob)),
            ],
            [alice, bob],
            [],
            Universe.OfHonest(protocol, exchanges));
    }

    /// <summary>Whether the adversary reads a message when it is sent: what is handed over in person it gets with its answer only.</summary>
    public bool AdversaryReads(Sending sending) =>
        Corrupted.Contains(sending.To) ? !sending.Assurance.HasFlag(Assurance.InPerson) : HasAdversary && !sending.Assurance.HasFlag(Assurance.Private);

    public static Term.Constant TrustedName(Role.Trusted trusted) => Named(trusted.Name.Symbol);

    /// <summary>Mallory, Trudy, Oscar, Eve, Mallory2 and so on.</summary>
    private static string CorruptedName(int place) => Participants.Adversaries[place % Participants.Adversaries.Length] + (place < Participants.Adversaries.Length ? "" : $"{(place / Participants.Adversaries.Length) + 1}");

    private static string PlayerOf(Protocol protocol, Role.Party role) => role == protocol.First ? Participants.First : Participants.Second;

    private static Term.Constant Named(string name) => new(name, Sort.Name);
}
