using FairExchange.Model.Language;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;

namespace FairExchange.Simulation.Strategies;

/// <summary>
/// Any move that can be derived, by chance. Half of the moves follow the role: a cheater that picks uniformly mostly achieves nothing, and an exchange must get
/// somewhere for a cheat to matter.
/// </summary>
public sealed class RandomMoves() : Strategy("random")
{
    /// <summary>How often a value that nobody can see into is junk.</summary>
    private const double JunkShare = 0.125;

    public override bool AppliesTo(Protocol protocol, Role.Party role) => true;

    public override void Prepare(Cheat cheat, Dictionary<Term.Variable, Value> given)
    {
        // What is computed and cannot be seen into may as well be nothing: a digest, goods, a ciphertext within another.
        var first = Cheat.Encryption(cheat.Role);
        foreach (var opaque in Cheat.Opaque(cheat.Role).Where(let => let.Variable != first?.Variable && cheat.Chance.Happens(JunkShare)))
        {
            given[opaque.Variable] = cheat.Other(opaque.Variable);
        }

        if (first is not { } step)
        {
            return;
        }

        foreach (var variable in step.Value.Variables().Where(variable => variable.Sort is Sort.Coins or Sort.Key))
        {
            given[variable] = cheat.Other(variable);
        }

        var names = step.Value.Variables().Where(variable => variable == cheat.Role.Name || variable == cheat.Peer).ToList();
        switch (cheat.Chance.Among(1, 1, 6))
        {
            case 0:
                given[step.Variable] = cheat.Garbled();
                break;
            case 1 when names.Count > 0 && cheat.Remake(step.Value, given, (names[cheat.Chance.Below(names.Count)], cheat.Accomplice)) is { } misnamed:
                given[step.Variable] = misnamed;
                break;
        }
    }

    public override IEnumerable<Outgoing> Send(Cheat cheat, Outgoing planned, Effect.Send send)
    {
        switch (cheat.Chance.Among(2, 1, 1, 2, 6))
        {
            case 0:
                return [];
            case 1:
                return [planned with { DelayMs = 24 * 3_600_000L }];
            case 2:
                return [planned, planned with { DelayMs = 1_000 }];
            case 3:
                var variables = send.Term.Variables().ToList();
                var variable = variables[cheat.Chance.Below(variables.Count)];
                return cheat.Remake(send.Term, null, (variable, cheat.Other(variable))) is { } other ? [planned with { Message = other }] : [planned];
            default:
                return [planned];
        }
    }

    public override bool IsImpatient(Cheat cheat) => cheat.Chance.Happens(0.25);
}
