using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace FairExchange.Model.Language;

/// <summary>
/// The one rule for names, wherever one comes from, and for texts on one line. A peer chooses its name, and the judge says it in a
/// sentence: so a name is what it looks like. It has no line breaks, changes of writing direction or characters that nobody sees, one
/// spelling (normal form C, one blank between words), and letters of one script, as far as UTS 39, 5.2, calls that highly restrictive:
/// Latin may stand beside Han with kana, with bopomofo or with Hangul. It has no characters that names do not need (UTS 39, 3.1), such as
/// other dashes and apostrophes than ASCII's. Two names of one script may still look alike (l and I): where names stand beside each other,
/// <see cref="AreAlike"/> compares them; elsewhere keys tell them apart.
/// </summary>
public static class Legible
{
    /// <summary>Marks on one letter (UTS 39, 5.4).</summary>
    private const int MostMarks = 4;

    private static readonly ImmutableArray<ImmutableHashSet<string>> MayMix =
        [["Latin", "Han", "Hiragana", "Katakana"], ["Latin", "Han", "Bopomofo"], ["Latin", "Han", "Hangul"]];

    public static bool IsName(string text) => Flaw(text) is null;

    /// <summary>
    /// What keeps a text from being a name, in words that follow it ("has …"); null where nothing does. Its length is the caller's.
    /// </summary>
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

        var scripts = text.EnumerateRunes()
            .Select(letter => (Letter: letter, Script: letter.Value == ' ' ? UnicodeTable.Common : UnicodeTable.ScriptOf(letter)!))
            .ToList();
        if (scripts.FindIndex(pair => pair.Script == UnicodeTable.Compatibility) is >= 0 and var other)
        {
            return $"has {CodePoint(scripts[other].Letter)}, another form of plainer letters";
        }

        if (!UnicodeTable.IsComposed(text))
        {
            return "is not in normal form C (UAX 15), so that what looks like it has other bytes";
        }

        ImmutableSortedSet<string> written = scripts.Select(pair => pair.Script)
            .Where(script => script is not (UnicodeTable.Common or UnicodeTable.Inherited))
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
    public static bool IsSeen(Rune letter) =>
        letter.IsAscii ? letter.Value is >= ' ' and < 0x7F : UnicodeTable.ScriptOf(letter) is not null;

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

/// <summary>
/// Which code points are seen and of which script they are, and canonical composition (UAX 15): of one version of Unicode, said in
/// <c>Data/unicode.txt</c>, so that two judges on two systems take the same names. The platform normalises nothing where globalization is
/// invariant.
/// </summary>
internal static class UnicodeTable
{
    /// <summary>The script of what compatibility normalisation would replace: ligatures, full-width and mathematical letters.</summary>
    public const string Compatibility = "~";

    /// <summary>Scripts of what goes with every script: digits and signs, and marks.</summary>
    public const string Common = "Common", Inherited = "Inherited";

    // Hangul syllables, computed (The Unicode Standard, 3.12).
    private const int Leading = 0x1100, Vowels = 0x1161, Trailing = 0x11A7, Syllables = 0xAC00;
    private const int LeadingCount = 19, VowelCount = 21, TrailingCount = 28;

    private static readonly Lazy<Content> Read = new(Load);

    private sealed record Content(
        (int First, int Last, string Script)[] Seen,
        (int First, int Last, string Script)[] Names,
        FrozenDictionary<int, int[]> Alike,
        FrozenDictionary<int, byte> Classes,
        FrozenDictionary<int, (int First, int Second)> Apart,
        FrozenDictionary<(int First, int Second), int> Together);

    /// <summary>
    /// Null for what nobody sees, or may see one day: controls, formats, blanks, fillers, private and unassigned code points.
    /// </summary>
    public static string? ScriptOf(Rune letter) => Find(Read.Value.Seen, letter);

    /// <summary>Whether it is recommended for names.</summary>
    public static bool IsOfNames(Rune letter) => letter.IsAscii || Find(Read.Value.Names, letter) is not null;

    /// <summary>What a letter is made of, the letter without its marks first.</summary>
    public static IReadOnlyList<int> Parts(Rune letter)
    {
        var parts = new List<int>();
        TakeApart(letter.Value, parts);
        return parts;
    }

    /// <summary>What texts that look the same have in common (UTS 39, 4); not a text to show.</summary>
    public static string Skeleton(string text)
    {
        var alike = Read.Value.Alike;
        var apart = TakenApart(text.EnumerateRunes().Select(letter => letter.Value));
        var put = TakenApart(apart.SelectMany(part => alike.TryGetValue(part, out var others) ? others : [part]));
        return string.Concat(put.Select(part => new Rune(part)));
    }

    private static string? Find((int First, int Last, string Script)[] seen, Rune letter)
    {
        int low = 0, high = seen.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var (first, last, script) = seen[middle];
            if (letter.Value < first)
            {
                high = middle - 1;
            }
            else if (letter.Value > last)
            {
                low = middle + 1;
            }
            else
            {
                return script;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether text of code points that are in the table, and of no script <see cref="Compatibility"/>, is in normal form C.
    /// </summary>
    public static bool IsComposed(string text)
    {
        var given = text.EnumerateRunes().Select(letter => letter.Value).ToList();
        return Compose(TakenApart(given)).SequenceEqual(given);
    }

    /// <summary>Normal form D.</summary>
    private static List<int> TakenApart(IEnumerable<int> letters)
    {
        var apart = new List<int>();
        foreach (var letter in letters)
        {
            TakeApart(letter, apart);
        }

        Order(apart);
        return apart;
    }

    private static int ClassOf(int letter) => Read.Value.Classes.GetValueOrDefault(letter);

    private static void TakeApart(int letter, List<int> parts)
    {
        if (letter - Syllables is >= 0 and < LeadingCount * VowelCount * TrailingCount and var place)
        {
            parts.Add(Leading + (place / (VowelCount * TrailingCount)));
            parts.Add(Vowels + (place % (VowelCount * TrailingCount) / TrailingCount));
            if (place % TrailingCount is > 0 and var trailing)
            {
                parts.Add(Trailing + trailing);
            }
        }
        else if (Read.Value.Apart.TryGetValue(letter, out var two))
        {
            TakeApart(two.First, parts);
            parts.Add(two.Second);
        }
        else
        {
            parts.Add(letter);
        }
    }

    /// <summary>Marks after a letter in the order of their classes; those of one class stay as they are.</summary>
    private static void Order(List<int> letters)
    {
        for (var i = 1; i < letters.Count; i++)
        {
            for (var at = i; at > 0 && ClassOf(letters[at]) is > 0 and var own && ClassOf(letters[at - 1]) > own; at--)
            {
                (letters[at - 1], letters[at]) = (letters[at], letters[at - 1]);
            }
        }
    }

    private static List<int> Compose(List<int> letters)
    {
        var (composed, starter, last) = (new List<int>(), -1, 0);
        foreach (var letter in letters)
        {
            var own = ClassOf(letter);
            // A mark is kept from its letter by another one of the same class, or by whatever stands between that is no mark.
            if (starter >= 0 && (composed.Count == starter + 1 || (own > last && last > 0)) && Pair(composed[starter], letter) is { } both)
            {
                composed[starter] = both;
                continue;
            }

            (starter, last) = own == 0 ? (composed.Count, 0) : (starter, own);
            composed.Add(letter);
        }

        return composed;
    }

    private static int? Pair(int first, int second)
    {
        if (first - Leading is >= 0 and < LeadingCount and var leading && second - Vowels is >= 0 and < VowelCount and var vowel)
        {
            return Syllables + (((leading * VowelCount) + vowel) * TrailingCount);
        }

        if (first - Syllables is >= 0 and < LeadingCount * VowelCount * TrailingCount and var syllable && syllable % TrailingCount == 0
            && second - Trailing is > 0 and < TrailingCount and var trailing)
        {
            return first + trailing;
        }

        return Read.Value.Together.TryGetValue((first, second), out var both) ? both : null;
    }

    private static Content Load()
    {
        using var stream = typeof(UnicodeTable).Assembly.GetManifestResourceStream("unicode.txt")
            ?? throw new InvalidOperationException("unicode.txt is not embedded.");
        using var reader = new StreamReader(stream);
        var (seen, classes, apart) = (
            new List<(int First, int Last, string Script)>(), new Dictionary<int, byte>(), new Dictionary<int, (int, int)>());
        var (names, alike) = (new List<(int First, int Last, string Script)>(), new Dictionary<int, int[]>());
        while (reader.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            switch (words[0])
            {
                case "seen":
                    seen.AddRange(words.Skip(2).Select(Range).Select(range => (range.First, range.Last, words[1])));
                    break;
                case "name":
                    names.AddRange(words.Skip(1).Select(Range).Select(range => (range.First, range.Last, words[0])));
                    break;
                case "alike":
                    foreach (var letters in words.Skip(1).Select(word => word.Split('=', '+')))
                    {
                        alike.Add(Hex(letters[0]), [.. letters.Skip(1).Select(Hex)]);
                    }

                    break;
                case "class":
                    foreach (var (first, last) in words.Skip(2).Select(Range))
                    {
                        Enumerable.Range(first, last - first + 1).ToList()
                            .ForEach(letter => classes.Add(letter, byte.Parse(words[1], CultureInfo.InvariantCulture)));
                    }

                    break;
                case "composed":
                    foreach (var letters in words.Skip(1).Select(word => word.Split('=', '+')))
                    {
                        apart.Add(Hex(letters[0]), (Hex(letters[1]), Hex(letters[2])));
                    }

                    break;
                default:
                    break;
            }
        }

        return new Content(
            [.. seen.OrderBy(range => range.First)],
            [.. names.OrderBy(range => range.First)],
            alike.ToFrozenDictionary(),
            classes.ToFrozenDictionary(),
            apart.ToFrozenDictionary(),
            apart.ToFrozenDictionary(pair => pair.Value, pair => pair.Key));
    }

    private static (int First, int Last) Range(string word) =>
        word.Split('-') is [var first, var last] ? (Hex(first), Hex(last)) : (Hex(word), Hex(word));

    private static int Hex(string word) => int.Parse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
