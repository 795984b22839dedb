using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace FairExchange.Experiments.Pictures;

/// <summary>
/// What ScottPlot draws, one below the other, as one picture for pages: with numbers of its own where Skia counts all pictures of the
/// process; words as words, and not letter by letter; and light on dark where the reader has it so.
/// </summary>
internal static partial class PanelSvg
{
    /// <summary>Of a telephone's and a printer's fonts, as wide as the one that was measured with.</summary>
    private const string Head = """
        <style>text { font-family: Helvetica, Arial, "Liberation Sans", sans-serif; }
        @media (prefers-color-scheme: dark) { [fill="#1A1A1A"] { fill: #E8E6E3; } [stroke="#1A1A1A"] { stroke: #E8E6E3; }
        [stroke="#D0D0D0"] { stroke: #45484D; } [fill="#0072B2"] { fill: #4AA3DF; } [stroke="#0072B2"] { stroke: #4AA3DF; } }</style>

        """;

    public static string Joined(string title, int width, IReadOnlyList<(string Svg, int Height)> parts)
    {
        var (high, top, clips) = (parts.Sum(part => part.Height), 0, 0);
        var page = new StringBuilder(string.Create(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{high}\" viewBox=\"0 0 {width} {high}\" "
            + $"role=\"img\">\n<title>{WebUtility.HtmlEncode(title)}</title>\n{Head.ReplaceLineEndings("\n")}"));
        foreach (var (svg, height) in parts)
        {
            var drawn = svg.ReplaceLineEndings("\n");
            var begins = drawn.IndexOf('>', drawn.IndexOf("<svg", StringComparison.Ordinal)) + 1;
            drawn = drawn[begins..drawn.LastIndexOf("</svg>", StringComparison.Ordinal)];
            var names = Clip().Matches(drawn).Select(match => match.Groups[1].Value).Distinct()
                .ToDictionary(name => name, _ => string.Create(CultureInfo.InvariantCulture, $"c{++clips}"));
            drawn = ClipName().Replace(drawn, match => names[match.Value]);
            drawn = Words().Replace(drawn, AsWords);
            page.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate(0 {top})\">{drawn}</g>\n");
            top += height;
        }

        return page.Append("</svg>\n").ToString();
    }

    /// <summary>
    /// Where it was put by its middle or its end, it stays so: a reader's font may be wider. Its letters say which, by where they begin.
    /// </summary>
    private static string AsWords(Match text)
    {
        double[] begins = [.. text.Groups["x"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        var letter = begins.Length > 1 ? (begins[^1] - begins[0]) / (begins.Length - 1) : 6;
        var anchor = begins[0] > -1 ? "start" : begins[^1] + letter > letter / 3 ? "middle" : "end";
        var y = text.Groups["y"].Value.Split(',')[0];
        return $"<text{text.Groups["look"].Value} text-anchor=\"{anchor}\" y=\"{y}\">{text.Groups["words"].Value.Trim()}</text>";
    }

    [GeneratedRegex("<clipPath id=\"([^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Clip();

    [GeneratedRegex("(?<=<clipPath id=\"|clip-path=\"url\\(#)[^\")]+", RegexOptions.CultureInvariant)]
    private static partial Regex ClipName();

    [GeneratedRegex(
        "<text(?<look> fill=\"[^\"]*\" transform=\"[^\"]*\" font-size=\"[^\"]*\") font-family=\"[^\"]*\" x=\"(?<x>[^\"]*)\" "
        + "y=\"(?<y>[^\"]*)\">(?<words>[^<]*)</text>", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
