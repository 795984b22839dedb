using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace FairExchange.Model.Language;

/// <summary>
/// The one rule for names, wherever one comes from, and for texts on one line. A peer chooses its name, and the judge says it in a sentence: so a name is what it looks like. It has no line
/// breaks, changes of writing direction or characters that nobody sees, one spelling (normal form C, one blank between words), and letters of one script, as far as UTS 39, 5.2, calls that
/// highly restrictive: Latin may stand beside Han with kana, with bopomofo or with Hangul. It has no characters that names do not need (UTS 39, 3.1), such as other dashes and apostrophes than
/// ASCII's. Two names of one script may still look alike (l and I): where names stand beside each other, <see cref="AreAlike"/> compares them; elsewhere keys tell them apart.
/// </summary>
public static class Legible
{
    /// <summary>Marks on one letter (UTS 39, 5.4).</summary>
    private const int MostMarks = 4;

    private static readonly ImmutableArray<ImmutableHashSet<string>> MayMix =
        [["Latin", "Han", "Hiragana", "Katakana"], ["Latin", "Han", "Bopomofo"], ["Latin", "Han", "Hangul"]];

    public static bool IsName(string text) => Flaw(text) is null;

    /// <summary>What keeps a text from being a name, in words that follow it ("has …"); null where nothing does. Its length is the caller's.</summary>
    public static string? Flaw(string text)
    {
        if (LineFlaw(text) is { } flaw)
        {
            return flaw;
        }

        if (text.Contains("  ", StringComparison.Ordinal))
        {
            return "has two blanks in a row";
        }

        if (Ascii.IsValid(text))
        {
            return null;
        }

        var scripts = text.EnumerateRunes().Select(letter => (Letter: letter, Script: letter.Value == ' ' ? UnicodeTable.Common : UnicodeTable.ScriptOf(letter)!)).ToList();
        if (scripts.FindIndex(pair => pair.Script == UnicodeTable.Compatibility) is >= 0 and var other)
        {
            return $"has {CodePoint(scripts[other].Letter)}, another form of plainer letters";
        }

        if (!UnicodeTable.IsComposed(text))
        {
            return "is not in normal form C (UAX 15), so that what looks like it has other bytes";
        }

        ImmutableSortedSet<string> written = scripts.Select(pair => pair.Script).Where(script => script is not (UnicodeTable.Common or UnicodeTable.Inherited))
            .ToImmutableSortedSet(StringComparer.Ordinal);
        return written.Count < 2 || MayMix.Any(together => together.IsSupersetOf(written)) ? NameContext.Flaw(text)
            : $"mixes letters of {string.Join(" and ", written)}, which look alike";
    }

    /// <summary>Whether people may take one for the other: their skeletons are the same (UTS 39, 4).</summary>
    public static bool AreAlike(string one, string other) => Skeleton(one) == Skeleton(other);

    /// <summary>The same for all names that look the same; for comparing, and not to be shown.</summary>
    public static string Skeleton(string text) => UnicodeTable.Skeleton(text);

    /// <summary>1 to <paramref name="longest"/> characters on one line that are all seen, with a blank at neither end.</summary>
    public static bool IsLine(string text, int longest) => text.Length <= longest && LineFlaw(text) is null;

    /// <summary>Whether a character stays on its line and is seen where it stands, or is the usual blank.</summary>
    public static bool IsSeen(Rune letter) => letter.IsAscii ? letter.Value is >= ' ' and < 0x7F : UnicodeTable.ScriptOf(letter) is not null;

    /// <summary>Somebody else's text in a message on one line: what is not seen is said by its code point.</summary>
    public static string Shown(string text, int longest = 64)
    {
        var shown = new StringBuilder();
        var count = 0;
        foreach (var letter in text.EnumerateRunes())
        {
            if (count++ == longest)
            {
                return shown.Append('…').ToString();
            }

            _ = IsSeen(letter) ? shown.Append(letter) : shown.Append('<').Append(CodePoint(letter)).Append('>');
        }

        return shown.ToString();
    }

    private static string? LineFlaw(string text)
    {
        if (text.Length == 0)
        {
            return "is empty";
        }

        if (text[0] == ' ' || text[^1] == ' ')
        {
            return "has a blank at an end";
        }

        var marks = MostMarks;
        foreach (var letter in text.EnumerateRunes())
        {
            if (!IsSeen(letter))
            {
                return $"has {CodePoint(letter)}, which is not seen, or is not a character";
            }

            var isMark = !letter.IsAscii && Rune.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
            marks = isMark ? marks + 1 : letter.Value == ' ' ? MostMarks : 0;
            if (marks > MostMarks)
            {
                return $"has {CodePoint(letter)}, a mark that stands on no letter or on too many others";
            }
        }

        return null;
    }

    internal static string CodePoint(Rune letter) => $"U+{letter.Value:X4}";
}
