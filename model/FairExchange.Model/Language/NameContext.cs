using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace FairExchange.Model.Language;

/// <summary>
/// Characters of names that are what they look like only beside some others (UTS 39, 5.3 and 5.4; RFC 5892, appendix A): elsewhere they
/// cannot be told from a stroke, a dot or another letter, or from none.
/// </summary>
internal static class NameContext
{
    private const int DotAbove = 0x307, MiddleDot = 0xB7, KatakanaDot = 0x30FB, LongVowel = 0x30FC;

    /// <summary>
    /// Letters with a dot of their own (Soft_Dotted), and those that are the same without it: one more dot above is not seen, or makes
    /// another letter.
    /// </summary>
    private static readonly ImmutableHashSet<int> Dotted = [.. "ijıȷɉɨʝϳіј".EnumerateRunes().Select(letter => letter.Value)];

    private static readonly ImmutableHashSet<string> WithMarks = ["Latin", "Greek", "Cyrillic"];

    private static readonly ImmutableHashSet<string> Japanese = ["Hiragana", "Katakana", "Han"];

    /// <summary>What is wrong, as <see cref="Legible.Flaw"/> says it; null where nothing is.</summary>
    public static string? Flaw(string text)
    {
        var letters = text.EnumerateRunes().ToImmutableArray();
        for (var i = 0; i < letters.Length; i++)
        {
            if (!UnicodeTable.IsOfNames(letters[i]))
            {
                return $"has {Legible.CodePoint(letters[i])}, which is not one of the characters for names (UTS 39, 3.1)";
            }

            if (!Fits(letters, i))
            {
                return $"has {Legible.CodePoint(letters[i])} where it looks like something else, or like nothing";
            }
        }

        // Of two systems one's 8 is the other's 4.
        return letters.Where(letter => Rune.GetUnicodeCategory(letter) == UnicodeCategory.DecimalDigitNumber)
            .Select(digit => digit.Value - (int)Rune.GetNumericValue(digit)).Distinct().Count() > 1 ? "mixes digits of two systems" : null;
    }

    private static bool Fits(ImmutableArray<Rune> letters, int at) => letters[at].Value switch
    {
        MiddleDot => at > 0 && at < letters.Length - 1 && letters[at - 1].Value is 'l' or 'L' && letters[at + 1].Value is 'l' or 'L',
        KatakanaDot => letters.Any(letter => Japanese.Contains(UnicodeTable.ScriptOf(letter)!)),
        LongVowel => at > 0 && (letters[at - 1].Value == LongVowel || UnicodeTable.ScriptOf(letters[at - 1]) is "Hiragana" or "Katakana"),
        var value => UnicodeTable.ScriptOf(letters[at]) != UnicodeTable.Inherited || IsMarkOf(letters, at, value),
    };

    private static bool IsMarkOf(ImmutableArray<Rune> letters, int at, int mark)
    {
        var under = at - 1;
        while (under >= 0 && UnicodeTable.ScriptOf(letters[under]) == UnicodeTable.Inherited)
        {
            under--;
        }

        if (under < 0 || letters[at - 1].Value == mark)
        {
            return false;
        }

        var script = UnicodeTable.ScriptOf(letters[under])!;
        return IsArabic(mark) ? script == "Arabic"
            : WithMarks.Contains(script) && (mark != DotAbove || !Dotted.Contains(UnicodeTable.Parts(letters[under])[0]));
    }

    /// <summary>Vowel signs, which on a Latin letter are accents.</summary>
    private static bool IsArabic(int mark) => mark is >= 0x64B and <= 0x655 or 0x670;
}
