namespace FairExchange.Model.Drawing;

/// <summary>Plain text of at most 100 columns.</summary>
public static class Columns
{
    public const int Width = 100;

    /// <summary>Breaks at spaces; what follows the first line is indented by <paramref name="hang"/> columns. A word longer than a line stands alone, unbroken.</summary>
    public static IEnumerable<string> Wrap(string text, int indent, int hang)
    {
        var line = new string(' ', indent);
        var isEmpty = true;
        foreach (var word in text.Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Width)
            {
                yield return line.TrimEnd();
                (line, isEmpty) = (new string(' ', hang), true);
            }

            line += isEmpty ? word : $" {word}";
            isEmpty = false;
        }

        yield return line.TrimEnd();
    }
}
