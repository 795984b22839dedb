using System.Collections.Immutable;
using System.Globalization;

namespace FairExchange.Experiments.Parameters;

/// <summary>A parameter: its values, its unit, where they come from, and what it can be at all.</summary>
/// <param name="Name">Its place in the file, with dots between the groups.</param>
/// <param name="Values">As they are written; one where it is no list.</param>
/// <param name="Quick">What stands for <paramref name="Values"/> at quick scale; empty: the same.</param>
/// <param name="Least">The least number that makes sense; without meaning where <paramref name="Words"/> says what may stand there.</param>
/// <param name="Words">The words that may stand there; empty for numbers.</param>
public sealed record Parameter(
    string Name,
    ImmutableArray<string> Values,
    ImmutableArray<string> Quick,
    bool IsList,
    string Unit,
    string Source,
    double Least,
    double Most,
    bool IsWhole,
    ImmutableArray<string> Words)
{
    public ImmutableArray<string> At(Scale scale) => scale == Scale.Quick && !Quick.IsEmpty ? Quick : Values;

    /// <summary>As provenance and messages show it.</summary>
    public string Say(Scale scale) => IsList ? $"[{string.Join(", ", At(scale))}] {Unit}" : $"{At(scale)[0]} {Unit}";

    internal static double Number(string word) => double.Parse(word, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>What is wrong with the values, in words that follow the name; null where nothing is.</summary>
    internal string? Problem()
    {
        foreach (var word in Values.Concat(Quick))
        {
            if (!Words.IsEmpty)
            {
                if (!Words.Contains(word))
                {
                    return $"cannot be '{word}'; there are {string.Join(", ", Words)}";
                }
            }
            else if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            {
                return $"is '{word}': a number is wanted";
            }
            else if (number < Least || number > Most)
            {
                return string.Create(CultureInfo.InvariantCulture, $"cannot be {word}: it lies between {Least} and {Most} {Unit}");
            }
            else if (IsWhole && number != Math.Floor(number))
            {
                return $"cannot be {word}: it is a whole number of {Unit}";
            }
        }

        return null;
    }
}
