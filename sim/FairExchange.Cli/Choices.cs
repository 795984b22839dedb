using System.CommandLine;
using FairExchange.Model.Language;

namespace FairExchange.Cli;

/// <summary>Words of the command line that stand for something of the model; a wrong one is answered with those that are right.</summary>
internal static class Choices
{
    /// <summary>More sessions only cost time: each verdict has its own time limit and says so where it gives up.</summary>
    public const int MostSessions = 8;

    private static readonly string[] Parties = ["alice", "bob"];

    /// <summary>A word that stands for nothing: answered with those that it nearly is, or else with all.</summary>
    /// <param name="kind">What the word should stand for, as "protocol".</param>
    public static UserError None(string kind, string word, IReadOnlyCollection<string> known)
    {
        var near = known.Select(other => (Word: other, Distance: Distance(word.ToUpperInvariant(), other.ToUpperInvariant())))
            .Where(other => other.Distance <= Math.Max(1, word.Length / 3)).ToList();
        var nearest = near.Where(other => other.Distance == near.Min(one => one.Distance)).Select(other => other.Word).ToList();
        return new UserError(
            $"there is no {kind} '{word}'; "
            + $"{(nearest.Count > 0 ? $"did you mean {string.Join(" or ", nearest)}?" : $"there are {string.Join(", ", known)}")}");
    }

    /// <exception cref="UserError"/>
    public static Property Property(string word) => Model.Language.Property.All.FirstOrDefault(property => property.Name == word)
        ?? throw None("property", word, [.. Model.Language.Property.All.Select(property => property.Name)]);

    /// <summary>alice is a protocol's first party, bob its second, whatever letters it gives them.</summary>
    /// <exception cref="UserError"/>
    public static Func<Protocol, Role.Party> Party(string word) => Array.IndexOf(Parties, word) switch
    {
        0 => protocol => protocol.First,
        1 => protocol => protocol.Second,
        _ => throw new UserError($"there is no party '{word}'; there are {string.Join(" and ", Parties)}"),
    };

    /// <summary>An option that takes a number of sessions.</summary>
    public static Option<int?> Sessions(string description) => CommandOptions.Number("--sessions", description, 1, MostSessions);

    /// <summary>
    /// How many letters must be left out, put in, changed or swapped with the next one to come from one word to the other (optimal string
    /// alignment).
    /// </summary>
    private static int Distance(string one, string other)
    {
        var steps = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                steps[i, j] = i == 0 || j == 0 ? i + j
                    : Math.Min(Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1, steps[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
                }
            }
        }

        return steps[one.Length, other.Length];
    }
}
