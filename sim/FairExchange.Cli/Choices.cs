using System.CommandLine;
using System.Globalization;
using FairExchange.Model.Language;

namespace FairExchange.Cli;

/// <summary>Words of the command line that stand for something of the model; a wrong one is answered with those that are right.</summary>
internal static class Choices
{
    /// <summary>More sessions only cost time: each verdict has its own time limit and says so where it gives up.</summary>
    public const int MostSessions = 8;

    private static readonly string[] Parties = ["alice", "bob"];

    /// <exception cref="UserError"/>
    public static Property Property(string word) => Model.Language.Property.All.FirstOrDefault(property => property.Name == word)
        ?? throw new UserError($"there is no property '{word}'; there are {string.Join(", ", Model.Language.Property.All)}");

    /// <summary>alice is a protocol's first party, bob its second, whatever letters it gives them.</summary>
    /// <exception cref="UserError"/>
    public static Func<Protocol, Role.Party> Party(string word) => Array.IndexOf(Parties, word) switch
    {
        0 => protocol => protocol.First,
        1 => protocol => protocol.Second,
        _ => throw new UserError($"there is no party '{word}'; there are {string.Join(" and ", Parties)}"),
    };

    /// <summary>An option that takes a number of sessions.</summary>
    public static Option<int?> Sessions(string description) => new("--sessions")
    {
        Description = description,
        HelpName = "N",
        CustomParser = given =>
        {
            var word = given.Tokens[^1].Value;
            if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostSessions)
            {
                return number;
            }

            given.AddError($"--sessions is '{word}': a number from 1 to {MostSessions} is wanted.");
            return null;
        },
    };
}
