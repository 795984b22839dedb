using System.Globalization;
using System.Net;
using System.Text;

namespace FairExchange.Model.Drawing;

/// <summary>
/// A sequence diagram as SVG that stands in a page, which gives its colours by the classes <c>lane</c>, <c>plate</c>, <c>note</c>,
/// <c>arrow</c> and <c>head</c>. Narrow enough for a telephone: what is said of an arrow stands above it, over all the width, on a plate
/// that covers the lanes, so that no text has a line or another text under it.
/// </summary>
public static class SequenceSvg
{
    private const int Width = 352, Margin = 6, Line = 14, Padding = 4;

    /// <summary>Of a monospaced letter of 11 pixels; the widest that is in use, and a little more.</summary>
    private const double Letter = 6.7;

    private const int LettersOfNote = 34;

    private static int Letters => (int)((Width - (2 * Margin) - (2 * Padding)) / Letter);

    public static string Of(SequenceChart chart)
    {
        var names = chart.Lines.OfType<ChartLine.Participant>().ToList();
        var lane = (Width - (2.0 * Margin)) / Math.Max(1, names.Count);
        var places = names.Select((name, i) => (name.Name, Middle: Margin + (lane * (i + 0.5)))).ToDictionary(StringComparer.Ordinal);
        var (back, front) = (new StringBuilder(), new StringBuilder());
        var headings = names.Select(name => (name.Name, Lines: Wrapping.Lines(name.Shown, (int)((lane - 6) / Letter), isHard: true)))
            .ToList();
        var top = (headings.Select(heading => heading.Lines.Count).DefaultIfEmpty(1).Max() * Line) + (2 * Padding);
        foreach (var (name, lines) in headings)
        {
            Box(front, "note", places[name] - (lane / 2) + 2, lane - 4, 0, top, lines);
        }

        var y = Draw(chart.Lines, places, back, front, top + 10);
        foreach (var (_, middle) in places)
        {
            back.Insert(0, Invariant($"<path class=\"lane\" d=\"M{middle:0.#} {top}V{y}\"/>"));
        }

        var title = chart.Lines.OfType<ChartLine.Title>().Select(title => title.Words).FirstOrDefault("");
        return Invariant($"<svg class=\"sequence\" role=\"img\" viewBox=\"0 0 {Width} {y + 2}\" width=\"{Width}\" height=\"{y + 2}\">")
            + $"<title>{Text(title)}</title>{back}{front}</svg>";
    }

    private static int Draw(
        IEnumerable<ChartLine> lines, Dictionary<string, double> places, StringBuilder back, StringBuilder front, int y)
    {
        foreach (var line in lines)
        {
            switch (line)
            {
                case ChartLine.Message message:
                    y = Arrow(message, places[message.From], places[message.To], front, y);
                    break;
                case ChartLine.Note note:
                    var words = Wrapping.Lines(note.Words, note.To is null ? LettersOfNote : Letters, isHard: true);
                    var wide = Math.Min(Width - (2 * Margin), (words.Max(said => said.Length) * Letter) + (2 * Padding));
                    var middle = (places[note.From] + places[note.To ?? note.From]) / 2;
                    Box(front, "note", Left(middle, wide), wide, y, (words.Count * Line) + (2 * Padding), words);
                    y += (words.Count * Line) + (2 * Padding) + 8;
                    break;
                case ChartLine.Optional optional:
                    var begins = y;
                    var condition = Wrapping.Lines(optional.Condition, Letters, isHard: true);
                    Box(front, "plate", Margin, Width - (2 * Margin), y + 1, (condition.Count * Line) + Padding, condition);
                    y = Draw(optional.Lines, places, back, front, y + (condition.Count * Line) + Padding + 6);
                    back.Append(Invariant(
                        $"<rect class=\"frame\" x=\"1\" y=\"{begins}\" width=\"{Width - 2}\" height=\"{y - begins}\"/>"));
                    y += 8;
                    break;
                default:
                    // A title and participants are drawn already; comments are for who reads a source.
                    break;
            }
        }

        return y;
    }

    private static int Arrow(ChartLine.Message message, double from, double to, StringBuilder front, int y)
    {
        var words = Wrapping.Lines(message.Words, Letters, isHard: true);
        var wide = Math.Min(Width - (2 * Margin), (words.Max(said => said.Length) * Letter) + (2 * Padding));
        Box(front, "plate", Left((from + to) / 2, wide), wide, y, (words.Count * Line) + 2, words);
        var (at, way) = (y + (words.Count * Line) + 8, to < from ? -1 : 1);
        var dashes = message.Arrow == ChartArrow.Arrives ? "" : " stroke-dasharray=\"4 3\"";
        // To itself: out, down and back.
        var path = from == to ? Invariant($"M{from:0.#} {at - 3}h18v6h-12") : Invariant($"M{from:0.#} {at}H{to - (4 * way):0.#}");
        front.Append(Invariant($"<path class=\"arrow\"{dashes} d=\"{path}\"/>")).Append(message.Arrow == ChartArrow.Unread
            ? Invariant($"<path class=\"arrow\" d=\"M{to - (4 * way) - 4:0.#} {at - 4}l8 8m0 -8l-8 8\"/>")
            : Invariant($"<path class=\"head\" d=\"M{to - way:0.#} {at}l{-7 * way} -4v8z\"/>"));
        return at + 10;
    }

    private static double Left(double middle, double wide) =>
        Math.Clamp(middle - (wide / 2), Margin, Math.Max(Margin, Width - Margin - wide));

    private static void Box(StringBuilder front, string look, double x, double wide, int y, int high, List<string> lines)
    {
        front.Append(Invariant($"<rect class=\"{look}\" x=\"{x:0.#}\" y=\"{y}\" width=\"{wide:0.#}\" height=\"{high}\"/>"));
        var first = y + ((high - (lines.Count * Line)) / 2.0) + 11;
        for (var i = 0; i < lines.Count; i++)
        {
            front.Append(Invariant($"<text x=\"{x + (wide / 2):0.#}\" y=\"{first + (i * Line):0.#}\">{Text(lines[i])}</text>"));
        }
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
