using System.Globalization;
using FairExchange.Model.Catalogue;
using FairExchange.Model.Definition;
using FairExchange.Simulation;

namespace FairExchange.Tests.Generated;

/// <summary>
/// Random definitions, each from a seed and a number alone: entries of the catalogue and definitions grown from nothing, with some things
/// changed.
/// </summary>
internal static class Generator
{
    private static readonly Draft[] Bases = [.. Entries.All.Select(Draft.Of)];

    /// <summary>Small ones more often: they ground to few events, and so do their changes.</summary>
    private static readonly int[] Weights = [.. Bases.Select(draft => Math.Max(1, 1_000 / draft.Size))];

    /// <summary>
    /// The definition of that number. Nine in ten are drawn again, a few times, where Build refuses them: what cannot work teaches little.
    /// </summary>
    public static Draft Draw(ulong seed, long number)
    {
        var chance = ChanceOf(seed, number);
        var attempts = chance.Happens(0.1) ? 1 : 12;
        while (true)
        {
            var draft = DrawOnce(number, chance);
            if (--attempts == 0 || IsBuilt(draft))
            {
                return draft;
            }
        }
    }

    /// <summary>The first that is drawn under that number, whatever Build says of it.</summary>
    public static Draft DrawUnchecked(ulong seed, long number) => DrawOnce(number, ChanceOf(seed, number));

    private static Chance ChanceOf(ulong seed, long number) => new(seed, "generated", number.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// Some are of kinds that come up too seldom by themselves: each tenth one in which a value decides that nobody may have made, each
    /// twentieth one with goods in two steps.
    /// </summary>
    private static Draft DrawOnce(long number, Chance chance)
    {
        var id = $"generated-{number}";
        var (draft, changes) = number % 10 == 9
            ? (Grown.DrawOfNothing(id, chance), chance.Among(5, 2))
            : number % 20 == 8
            ? (Grown.DrawInTwoSteps(id, chance), chance.Among(5, 2))
            : chance.Happens(0.5)
            ? (Bases[chance.Among(Weights)] with { Id = id }, 1 + chance.Among(3, 3, 2, 1))
            : (Grown.Draw(id, chance), chance.Among(5, 3, 1));
        for (var i = 0; i < changes; i++)
        {
            draft = Mutations.Mutate(draft, chance);
        }

        return draft;
    }

    private static bool IsBuilt(Draft draft)
    {
        try
        {
            draft.Build();
            return true;
        }
        catch (DefinitionException)
        {
            return false;
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // Whatever else Build says is a finding.
            return true;
        }
    }
}
