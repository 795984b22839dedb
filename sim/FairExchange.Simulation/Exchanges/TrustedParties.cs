using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;

namespace FairExchange.Simulation.Exchanges;

/// <summary>The trusted parties of one run, metered.</summary>
internal sealed class TrustedParties
{
    private readonly Meter meter;
    private readonly Dictionary<string, (TrustedParty Party, CryptoOperations Operations)> parties;

    public TrustedParties(Protocol protocol, Cast cast, ICoinSource coins, Meter meter)
    {
        this.meter = meter;
        parties = protocol.TrustedParties.ToDictionary(role => role.Name.Symbol, role =>
        {
            var operations = cast.OperationsOf(role.Name.Symbol, protocol);
            return (new TrustedParty(new Execution(protocol, role, operations, coins)) { Serves = name => Serves(protocol, role, name) }, operations);
        });
    }

    /// <summary>As in the model: of the two parties those who have paid, of the adversary's names all.</summary>
    private static bool Serves(Protocol protocol, Role.Trusted role, string name) =>
        role.Subscribers is not { } paid || protocol.AskerOf(role) is not { } asker || paid.Contains(asker.Name) || !Exchange.Names.Take(2).Contains(name);

    public bool Has(string name) => parties.ContainsKey(name);

    /// <summary>Brings a message to one of them.</summary>
    /// <param name="bytes">The message encoded, where the suite has bytes.</param>
    public ImmutableArray<Effect> Request(string name, Value message, byte[]? bytes)
    {
        var (party, operations) = parties[name];
        var before = operations.PublicKeyOperations;
        var (next, effects) = bytes is null ? party.Receive(message) : party.Receive(bytes);
        parties[name] = (next, operations);
        meter.Requested(bytes?.Length ?? 0, isKept: !party.Role.IsStateless && !effects.Any(effect => effect is Effect.Rejected));
        meter.TrustedOperations += operations.PublicKeyOperations - before;
        return effects;
    }
}
