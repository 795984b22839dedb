using System.Net;
using System.Text.RegularExpressions;

namespace FairExchange.Experiments.Pictures;

/// <summary>What gnuplot draws, without what says which gnuplot it was: the same picture has the same bytes.</summary>
public static partial class Svg
{
    /// <param name="title">Read out to who does not see the picture.</param>
    public static string Clean(string drawn, string title) =>
        Title().Replace(Produced().Replace(drawn.ReplaceLineEndings("\n"), ""), _ => $"<title>{WebUtility.HtmlEncode(title)}</title>", 1);

    [GeneratedRegex(@"<desc>.*?</desc>\n?", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Produced();

    [GeneratedRegex("<title>.*?</title>", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Title();
}
