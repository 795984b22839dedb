using FairExchange.Model.Language;

namespace FairExchange.Model.Definition;

/// <summary>
/// Refuses words that some reader of the protocol could not take as they are: labels become symbols of the solver and members of traces,
/// items' names parts of file names, titles and sentences lines of text, and a trusted party's name stands beside those of the
/// participants.
/// </summary>
internal static class WordChecker
{
    private const int LongestLabel = 24, LongestSymbol = 24, LongestItem = 40, LongestTitle = 100, LongestText = 1000;

    /// <summary>
    /// What grounded values are called beside the protocol's own: contracts c1, times t1, junk, noise, random, the adversary's x.
    /// </summary>
    private static readonly string[] GroundedValues = ["c", "t", "x", "junk", "noise", "random"];

    /// <summary>Who decides about evidence, and is nobody's role.</summary>
    private const string Judge = "judge";

    public static void Check(Protocol protocol)
    {
        foreach (var (what, text, longest) in new[] { ("title", protocol.Title, LongestTitle), ("section", protocol.Section, LongestTitle),
            ("remark", protocol.Remark, LongestText) })
        {
            if ((what != "remark" || text != "") && (text is null || !Legible.IsLine(text, longest)))
            {
                throw new DefinitionException(
                    protocol.Id, null, null, null, $"its {what} is one line of 1 to {longest} characters that are all seen");
            }
        }

        foreach (var role in protocol.Roles)
        {
            if (role is Role.Trusted
                && (Participants.IsNameOfOne(role.Name.Symbol)
                    || GroundedValues.Contains(role.Name.Symbol.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'))))
            {
                throw new DefinitionException(protocol.Id, role.Name, null, null,
                    "a trusted party is called neither as a participant of runs is (Alice, Bob, Mallory, …) nor as a value of theirs "
                    + "(c1, t1, x, …): call it another");
            }

            if (string.Equals(role.Name.Symbol, Judge, StringComparison.OrdinalIgnoreCase))
            {
                throw new DefinitionException(
                    protocol.Id, role.Name, null, null, "the judge decides about evidence and is no role of a protocol: call it another");
            }

            foreach (var (step, label) in role.Scripts.SelectMany(script => script.AllSteps()).SelectMany(Labels))
            {
                if (!IsWord(label, LongestLabel))
                {
                    throw new DefinitionException(
                        protocol.Id, role.Name, Legible.Shown(label ?? "", LongestLabel), step,
                        $"a label is a letter or digit, followed by letters, digits, hyphens, underscores and primes, {LongestLabel} at "
                        + "most");
                }
            }
        }

        foreach (var item in protocol.Items)
        {
            if (item.Name is null || !Legible.IsLine(item.Name, LongestItem)
                || !item.Name.All(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-'))
            {
                throw new DefinitionException(protocol.Id, item.Holder, null, item.Term,
                    $"an item is called by 1 to {LongestItem} letters, digits, hyphens and blanks: message, receipt, contract");
            }

            if (item.Shows is not null && !IsSentence(item))
            {
                throw new DefinitionException(protocol.Id, item.Holder, null, item.Term,
                    $"what the {item.Name} shows is said on one line of 1 to {LongestText} characters that are all seen");
            }
        }
    }

    /// <summary>As in A1, VPO2, B2' and A2bad.</summary>
    private static bool IsWord(string? label, int longest) =>
        label is { Length: > 0 } && label.Length <= longest && char.IsAsciiLetterOrDigit(label[0])
        && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '\'');

    internal static bool IsSymbol(string? symbol) =>
        symbol is { Length: > 0 and <= LongestSymbol } && char.IsAsciiLetter(symbol[0]) && symbol.All(char.IsAsciiLetterOrDigit);

    private static bool IsSentence(Item item)
    {
        try
        {
            return Legible.IsLine(item.Statement(variable => variable.Symbol), LongestText);
        }
        catch (FormatException)
        {
            // A format that was put together by hand may ask for arguments that are not there.
            return false;
        }
    }

    private static IEnumerable<(Term Step, string? Label)> Labels(Step step) => step switch
    {
        Step.Send send => [(send.Message, send.Label)],
        Step.Receive receive => receive.Alternatives.Select(alternative => (alternative.Pattern, (string?)alternative.Label)),
        _ => [],
    };
}
