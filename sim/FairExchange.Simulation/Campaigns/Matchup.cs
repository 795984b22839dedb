using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Simulation.Strategies;

namespace FairExchange.Simulation.Campaigns;

/// <summary>Who plays how against whom, over which channels: one row of the outcomes.</summary>
/// <param name="Alice">A strategy's name, or <see cref="AllStrategies.Trace"/>.</param>
/// <param name="Bob">A strategy's name, or <see cref="AllStrategies.Trace"/>.</param>
public sealed record Matchup(Protocol Protocol, string Alice, string Bob, Network Network, string Suite)
{
    /// <summary>In the place of a suite: terms, compiled to a table of states (<see cref="Compiling.StateTable"/>).</summary>
    public const string Compiled = "compiled";

    private const string Honest = "honest";

    public bool IsCompiled => Suite == Compiled;

    public bool IsHonest => Alice == Honest && Bob == Honest;

    /// <summary>The party that plays what the solver found; null where neither does.</summary>
    public Role.Party? Tracer => Alice == AllStrategies.Trace ? Protocol.First : Bob == AllStrategies.Trace ? Protocol.Second : null;

    /// <summary>The parties that follow their roles.</summary>
    public IEnumerable<Role.Party> HonestParties =>
        new[] { (Alice, Protocol.First), (Bob, Protocol.Second) }.Where(pair => pair.Item1 == Honest).Select(pair => pair.Item2);

    /// <summary>Each way to cheat against an honest other side, and both honest over each kind of channel.</summary>
    public static IEnumerable<Matchup> Usual(Protocol protocol, string suite, Func<Role.Party, bool> isAttacked)
    {
        var reliable = Network.All[0];
        foreach (var network in Network.All.Where(network => network.IsCountable || suite != Compiled))
        {
            yield return new Matchup(protocol, Honest, Honest, network, suite);
        }

        foreach (var alice in Applicable(protocol, protocol.First, isAttacked(protocol.Second)).Where(name => name != Honest))
        {
            yield return new Matchup(protocol, alice, Honest, reliable, suite);
        }

        foreach (var bob in Applicable(protocol, protocol.Second, isAttacked(protocol.First)).Where(name => name != Honest))
        {
            yield return new Matchup(protocol, Honest, bob, reliable, suite);
        }
    }

    /// <summary>Every pair of the strategies named, as far as they apply to the protocol, over reliable channels.</summary>
    public static IEnumerable<Matchup> Pairs(
        Protocol protocol, string suite, ImmutableArray<string> alice, ImmutableArray<string> bob, Func<Role.Party, bool> isAttacked) =>
        from a in Applicable(protocol, protocol.First, isAttacked(protocol.Second)).Where(alice.Contains)
        from b in Applicable(protocol, protocol.Second, isAttacked(protocol.First)).Where(bob.Contains)
        where (a != AllStrategies.Trace || b == Honest) && (b != AllStrategies.Trace || a == Honest)
        select new Matchup(protocol, a, b, Network.All[0], suite);

    private static IEnumerable<string> Applicable(Protocol protocol, Role.Party role, bool hasTrace) =>
        AllStrategies.Of(protocol, role).Where(strategy => strategy.AppliesTo(protocol, role)).Select(strategy => strategy.Name)
            .Concat(hasTrace ? [AllStrategies.Trace] : []);
}
