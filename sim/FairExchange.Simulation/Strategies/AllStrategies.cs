using System.Collections.Immutable;
using FairExchange.Model.Language;

namespace FairExchange.Simulation.Strategies;

/// <summary>The strategies by name, for the first party (Alice), the second (Bob), and the name under which what the solver found is played.</summary>
public static class AllStrategies
{
    /// <summary>Plays the attack that verification found; it takes both the cheater's part and the network's.</summary>
    public const string Trace = "trace";

    public static ImmutableArray<Strategy> Alice { get; } =
    [
        new Honest(), new StopsAfterReceipt(), new Late(), new GarbledZ(), new GarbledDigest(), new ClosedInside(), new OtherMessage(), new OtherOpening(), new OtherGoods(), new OldZ(), new ForeignZ(), new MisnamedSender(),
        new OpensLate(), new Silent(), new RandomMoves(),
    ];

    public static ImmutableArray<Strategy> Bob { get; } =
    [
        new Honest(), new Silent(), new Direct(), new BadSignature(), new OtherSignature(), new ResolvesTwice(), new LastMoment(), new WithAccomplice(), new Floods(),
        new RandomMoves(),
    ];

    public static ImmutableArray<Strategy> Of(Protocol protocol, Role.Party role) => role == protocol.First ? Alice : Bob;
}
