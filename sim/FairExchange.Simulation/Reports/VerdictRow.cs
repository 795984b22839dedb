using FairExchange.Model.Language;
using FairExchange.Verification.Verdicts;
using Found = FairExchange.Verification.Verdicts.Verdict;

namespace FairExchange.Simulation.Reports;

/// <summary>One line of <c>verdicts.csv</c>.</summary>
/// <param name="Party">alice, bob, or empty for properties that speak of both.</param>
/// <param name="Sessions">Of the honest party.</param>
/// <param name="Verdict">proved, attacked, no-attack-up-to, vacuous or unknown.</param>
/// <param name="Rounds">How far was searched, or in which round the attack ends; null where the solver gave up, or there is no run.</param>
/// <param name="Events">Of the smallest attack; null without one.</param>
/// <param name="Expected">Whether the catalogue entry expects this; null where it expects nothing.</param>
public sealed record VerdictRow(string Protocol, string Property, string Party, int Sessions, string Verdict, int? Rounds, int? Events, bool? Expected)
{
    /// <summary>The adversary's values that the verdict speaks of and that stand for any number, as "names 2, messages 2"; empty where both are honest, and in tables of before it was written down.</summary>
    public string Universe { get; init; } = "";

    public static VerdictRow Of(Judgement judgement)
    {
        (string word, int? rounds, int? events) = judgement.Verdict switch
        {
            Found.Proved proved => ("proved", proved.Rounds, null),
            Found.Attacked attacked => ("attacked", attacked.Rounds, attacked.Trace.Steps.Length),
            Found.NoAttackUpTo none => ("no-attack-up-to", none.Rounds, null),
            Found.Vacuous => ("vacuous", (int?)null, (int?)null),
            Found.Unknown => ("unknown", (int?)null, (int?)null),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return new VerdictRow(
            judgement.Protocol.Id, judgement.Property.Name, PartyWord(judgement.Protocol, judgement.Party), judgement.Sessions, word, rounds, events, judgement.AsExpected)
        {
            Universe = judgement.Universe?.ToString() ?? "",
        };
    }

    /// <summary>What was asked: the same in two tables that are compared.</summary>
    public (string Protocol, string Property, string Party, int Sessions) Question => (Protocol, Property, Party, Sessions);

    /// <summary>The question in words.</summary>
    public string Claim => $"{Protocol}, {Property}{(Party.Length == 0 ? "" : $" for {Party}")}, {Sessions} session{(Sessions == 1 ? "" : "s")}";

    /// <summary>alice for the first party, bob for the second.</summary>
    public static string PartyWord(Protocol protocol, Term.Variable? party) => party is null ? "" : party == protocol.First.Name ? "alice" : "bob";
}
