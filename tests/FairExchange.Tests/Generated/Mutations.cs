using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Simulation;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Generated;

/// <summary>
/// Small changes to a definition, each by its name: what a slip of the pen, or a search for a better protocol, would do to it. Null where
/// there is nothing to change.
/// </summary>
internal static partial class Mutations
{
    private static readonly Term.Variable Other = Name("S");
    private static readonly Term.Variable Said = Digest("d");

    /// <summary>With weights: what changes little more often than what leaves little of the protocol.</summary>
    private static readonly (int Weight, Func<Draft, Chance, Draft?> Change)[] All =
    [
        (6, DropCheck), (3, LateCheck), (4, SwapName), (3, ReplaceAlike), (8, ReplaceEverywhere), (4, AddDigest), (3, AddName),
        (4, DoubleHandler), (2, DropHandler),
        (3, DropSend), (3, DoubleSend), (4, ChangeChannel), (4, ChangeOtherwise), (5, ChangeItem), (3, ReplaceItem), (2, ChangeKnowledge),
        (3, SameAnswer), (2, Subscribe), (3, FirstCome),
    ];

    public static Draft Mutate(Draft draft, Chance chance)
    {
        for (var attempt = 0; attempt < 8; attempt++)
        {
            var change = All[chance.Among([.. All.Select(mutation => mutation.Weight)])].Change;
            if (change(draft, chance) is { } changed)
            {
                return changed;
            }
        }

        return draft;
    }

    private static T? Any<T>(IEnumerable<T> choices, Chance chance) =>
        choices.ToList() is { Count: > 0 } all ? all[chance.Below(all.Count)] : default;

    private static IEnumerable<Term> Terms(Draft draft) =>
        draft.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllTerms())
            .Concat(draft.Items.SelectMany(item => item.Forms));

    private static List<Term> Parts(Draft draft) => [.. Terms(draft).SelectMany(term => term.SelfAndParts()).Distinct()];

    private static List<Term.Variable> Names(Draft draft) =>
        [.. draft.Roles.Select(role => role.Name).Concat(Parts(draft).OfType<Term.Variable>()).Append(Other)
            .Where(variable => variable.Sort == Sort.Name).Distinct()];

    private static object KindOf(Term term) => term switch
    {
        Term.Variable variable => variable.Sort,
        Term.Encryption => Sort.Ciphertext,
        Term.SymmetricEncryption => Sort.Bulk,
        Term.Hash => Sort.Digest,
        _ => typeof(Term),
    };

    /// <summary>One place where the term may be changed, chosen among all.</summary>
    private static Draft? Somewhere(Draft draft, Chance chance, Predicate<Term> where, Func<Term, Term?> change)
    {
        var places = 0;
        draft.Everywhere(term =>
        {
            places += where(term) ? 1 : 0;
            return null;
        });
        var left = places == 0 ? -1 : chance.Below(places);
        return places == 0 ? null : draft.Everywhere(term => where(term) && left-- == 0 ? change(term) : null);
    }

    /// <summary>One step, chosen among those that can be changed.</summary>
    private static Draft? OneStep(Draft draft, Chance chance, Func<Step, List<Func<IEnumerable<Step>>>> ways)
    {
        var count = draft.Roles.SelectMany(role => role.Scripts).SelectMany(script => script.AllSteps()).Sum(step => ways(step).Count);
        if (count == 0)
        {
            return null;
        }

        var left = chance.Below(count);
        return InScripts(draft, script => Rewriting.Steps(script, step =>
        {
            var here = ways(step);
            var (chosen, before) = (left, left -= here.Count);
            return chosen >= 0 && chosen < here.Count ? here[chosen]() : [step];
        }));
    }

    private static Draft InScripts(Draft draft, Func<Script, Script> change) => draft with
    {
        Parties = [.. draft.Parties.Select(party => party with { Script = change(party.Script) })],
        Trusted = [.. draft.Trusted.Select(trusted => trusted with { Handlers = [.. trusted.Handlers.Select(change)] })],
    };

    /// <summary>The judge says of the variables that are still shown.</summary>
    private static Item Shown(Item item) =>
        item.Shows is null || item.Shows.GetArguments().OfType<Term.Variable>().All(item.Term.Variables().Contains) ? item : item with
        {
            Shows = $"{item.Holder.Symbol} is right",
        };

    /// <summary>A term as a judge sees it, with what the definition names written out.</summary>
    private static Term Written(Draft draft, Term term)
    {
        var named = draft.Parties.SelectMany(party => party.Script.Computed()).Where(let => let.Value is Term.Encryption)
            .DistinctBy(let => let.Variable).ToDictionary(let => let.Variable, let => let.Value);
        return term.Substitute(named.GetValueOrDefault);
    }

    public static ImmutableArray<Term> Items(Term term) => term is Term.Tuple tuple ? tuple.Items : [term];

    public static Term Several(ImmutableArray<Term> items) => items.Length == 1 ? items[0] : Tuple(items);
}
