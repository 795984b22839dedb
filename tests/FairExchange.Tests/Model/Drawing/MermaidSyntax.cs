using System.Text.RegularExpressions;

namespace FairExchange.Tests.Model.Drawing;

/// <summary>
/// The part of Mermaid's grammar for sequence diagrams that the drawings use; its text ends a statement at ; and starts a comment at #.
/// </summary>
internal static partial class MermaidSyntax
{
    [GeneratedRegex(@"^(title .+|participant p\d+ as .+|\w+(->>|-->>|--x)\w+: .+|Note over \w+(,\w+)?: .+|opt .+|end|%% [^{}]*)$")]
    private static partial Regex Statement();

    [GeneratedRegex("#[0-9]+;")]
    private static partial Regex Code();

    public static void AssertValid(string diagram)
    {
        var lines = diagram.Split('\n');
        Assert.Equal("sequenceDiagram", lines[0]);
        Assert.Equal("", lines[^1]);
        var open = 0;
        foreach (var line in lines[1..^1].Select(line => line.Trim()))
        {
            Assert.Matches(Statement(), line);
            if (!line.StartsWith("%%", StringComparison.Ordinal))
            {
                Assert.DoesNotContain(Code().Replace(line, "").Replace("<br/>", "", StringComparison.Ordinal),
                    letter => "#;\"{}<&".Contains(letter, StringComparison.Ordinal));
            }

            open += line.StartsWith("opt ", StringComparison.Ordinal) ? 1 : line == "end" ? -1 : 0;
            Assert.True(open >= 0);
        }

        Assert.Equal(0, open);
        var participants = lines.Select(line => line.Trim()).Where(line => line.StartsWith("participant ", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[1]).ToHashSet();
        foreach (Match message in Messages().Matches(diagram))
        {
            Assert.Contains(message.Groups[1].Value, participants);
            Assert.Contains(message.Groups[2].Value, participants);
        }
    }

    [GeneratedRegex(@"^ +(\w+)(?:->>|-->>|--x)(\w+):", RegexOptions.Multiline)]
    private static partial Regex Messages();
}
