using System.Collections.Immutable;
using FairExchange.Applications.Certificates;
using FairExchange.Applications.Uses;
using FairExchange.Cryptography;
using FairExchange.Model.Language;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation;
using FairExchange.Simulation.Engine;
using Environment = FairExchange.Runtime.Parties.Environment;

namespace FairExchange.Cli.Demos;

/// <summary>Who takes part in one use of certified mail, with keys derived from a seed or from certificates.</summary>
public sealed class UseParties
{
    private readonly ImmutableDictionary<string, PrivateKeys> own;
    private readonly ICoinSource coins;

    private UseParties(Protocol protocol, ImmutableArray<string> names, Suite suite, KeyDirectory keys,
        ImmutableDictionary<string, PrivateKeys> own, ICoinSource coins, Agreement? agreement)
    {
        (Protocol, Suite, Keys, Agreement) = (protocol, suite, keys, agreement);
        (Sender, Recipient, TrustedParty) = (names[0], names[1], names[2]);
        (this.own, this.coins) = (own, coins);
    }

    public Protocol Protocol { get; }

    public string Sender { get; }

    public string Recipient { get; }

    public string TrustedParty { get; }

    public Suite Suite { get; }

    /// <summary>All that an outsider knows.</summary>
    public KeyDirectory Keys { get; }

    /// <summary>Null where keys are derived from a seed.</summary>
    public Agreement? Agreement { get; }

    /// <summary>Derived keys, for demonstrations only; the trusted party goes by its symbol.</summary>
    /// <param name="protocol">With one trusted party.</param>
    /// <param name="suite">Not the symbolic one, which makes no evidence.</param>
    /// <param name="seed">Of keys and coins.</param>
    public static UseParties Of(Protocol protocol, string suite, ulong seed, string sender, string recipient)
    {
        ImmutableArray<string> names = [sender, recipient, protocol.TrustedParties.Single().Name.Symbol];
        var principals = Principals.Of(suite, seed, names, repeats: true);
        return new UseParties(
            protocol, names, principals.Suite!, principals.Directory, names.ToImmutableDictionary(name => name, principals.KeysOf),
            new SeededCoins(new Chance(seed, protocol.Id, "uses")), null);
    }

    /// <summary>Keys and trusted party as three certificates say.</summary>
    /// <exception cref="ArgumentException">Keys that are not those of the agreement's certificates.</exception>
    public static UseParties Of(Protocol protocol, Agreement agreement, PrivateKeys sender, PrivateKeys recipient, PrivateKeys trusted)
    {
        var seats = Enum.GetValues<Seat>().Select(seat => agreement[seat]).ToImmutableArray();
        var parties = new UseParties(
            protocol, [.. seats.Select(seat => seat.Name)], agreement.Suite,
            seats.Aggregate(KeyDirectory.Empty, (keys, seat) => keys.With(seat.Name, seat.Keys)),
            new[] { sender, recipient, trusted }.ToImmutableDictionary(keys => keys.Name), new SystemCoins(), agreement);
        foreach (var role in protocol.Roles)
        {
            parties.ExecutionOf(role);
        }

        return parties;
    }

    public PrivateKeys KeysOf(string name) => own[name];

    public string NameOf(Role role) => role == Protocol.First ? Sender : role == Protocol.Second ? Recipient : TrustedParty;

    public Execution ExecutionOf(Role role) => Agreement is not null
        ? Agreement.Execution(Protocol, role, own[NameOf(role)], coins)
        : new Execution(Protocol, role, new SuiteOperations(Suite, Protocol, Keys, own[NameOf(role)]), coins, beforehand: Beforehand);

    /// <summary>Evidence as a file: with the agreement, or with the keys that the holder says they are.</summary>
    public byte[] Write(Evidence evidence) => Agreement is not null
        ? new CertifiedEvidence(Agreement, evidence).Write()
        : EvidenceFile.Of(Suite, evidence, Keys).Write();

    /// <summary>For whoever has no keys: the judge.</summary>
    public CryptoOperations Outsider => Agreement?.Outsider(Protocol) ?? new SuiteOperations(Suite, Protocol, Keys, null);

    /// <summary>What the judge says of it.</summary>
    /// <returns>The delivery, or why there is none, in words.</returns>
    public (VerifiedDelivery? Delivery, string? Refused) Judge(Evidence evidence)
    {
        if (VerifiedEvidence.TryVerify(evidence, Outsider, out var rejection, Agreement is null ? null : Beforehand) is not { } verified)
        {
            return (null, rejection!.Describe());
        }

        var delivery = VerifiedDelivery.TryVerify(verified, Keys, Agreement?.Transaction, out var refusal);
        return (delivery, refusal?.Describe());
    }

    /// <summary>What both know before the first step: with whom, and by whose help.</summary>
    private Environment Beforehand => Agreement?.Beforehand(Protocol) ?? Environment.Of(Protocol)
        .With(Protocol.First.Name, new Value.Name(Sender)).With(Protocol.Second.Name, new Value.Name(Recipient));
}
