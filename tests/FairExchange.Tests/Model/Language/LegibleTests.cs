using System.Text;
using FairExchange.Model.Language;

namespace FairExchange.Tests.Model.Language;

public class LegibleTests
{
    [Theory]
    [InlineData("Bob")]
    [InlineData("Anna-Lena O'Brien, Jr.")]
    [InlineData("Ren\u00e9")]
    [InlineData("\u1ecc\u0301t\u1ecd\u0300")] // Yoruba: marks for which there is no letter of its own.
    [InlineData("\u0411\u043e\u0431")] // Cyrillic alone.
    [InlineData("\u0392\u03bf\u03c4\u03c1\u03cd\u03c2 2")] // Greek alone, and a digit.
    [InlineData("\u30bd\u30cb\u30fc\u9280\u884c Tokyo")] // Katakana, Han and Latin.
    [InlineData("\ud55c\uad6d \u97d3\u570b A")] // Hangul, Han and Latin.
    [InlineData("\u09ac\u09be\u0982\u09b2\u09be")] // Bengali, with a vowel sign that could compose and does not here.
    [InlineData("\u0e18\u0e19\u0e32\u0e04\u0e32\u0e23")] // Thai.
    public void A_name_that_is_what_it_looks_like_is_one(string name) => Assert.Null(Legible.Flaw(name));

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" Bob", "a blank at an end")]
    [InlineData("Bob ", "a blank at an end")]
    [InlineData("Bob  Smith", "two blanks in a row")]
    [InlineData("Bob\tSmith", "U+0009")]
    [InlineData("Bob\u00a0Smith", "U+00A0")] // A blank of another kind.
    [InlineData("Bob\u3000Smith", "U+3000")]
    [InlineData("Bob\u200b", "U+200B")]
    [InlineData("Bob\u3164", "U+3164")] // The samples: fillers, joiners, selectors, noncharacters.
    [InlineData("Bob\u115f", "U+115F")]
    [InlineData("Bob\u1160", "U+1160")]
    [InlineData("Bob\uffa0", "U+FFA0")]
    [InlineData("Bob\u2800", "U+2800")]
    [InlineData("Bob\u034f", "U+034F")]
    [InlineData("Bob\u17b4", "U+17B4")]
    [InlineData("Bob\u180b", "U+180B")]
    [InlineData("Bob\ufe0f", "U+FE0F")]
    [InlineData("Bob\ufffe", "U+FFFE")]
    [InlineData("Bob\u202eboB", "U+202E")]
    [InlineData("Bob\ue000", "U+E000")] // Private use.
    [InlineData("Bob\U000e0001", "U+E0001")] // A tag.
    [InlineData("Bob\U0001d159", "U+1D159")] // A note without a head.
    [InlineData("Bob\U00013441", "U+13441")] // A blank among hieroglyphs.
    [InlineData("Bob\u0378", "U+0378")] // Unassigned.
    [InlineData("Bob\U000e01f0", "U+E01F0")]
    [InlineData("Bob\ufffd", "U+FFFD")]
    [InlineData("\u0301Bob", "U+0301")] // A mark that stands on nothing.
    [InlineData("Bob \u0301Smith", "U+0301")]
    [InlineData("\u0301", "U+0301")]
    [InlineData("Bo\u0301\u0302\u0303\u0304\u0306b", "U+0306")]
    [InlineData("Rene\u0301", "normal form C")] // The samples' kind: another spelling of the same.
    [InlineData("\u1112\u1161\u11ab", "normal form C")] // Hangul letter by letter.
    [InlineData("\u00ea\u0323", "normal form C")] // Marks out of their order, one of them composed already.
    [InlineData("\u212bngstr\u00f6m", "U+212B")]
    [InlineData("\uff22\uff4f\uff42", "U+FF22")] // Full width.
    [InlineData("\U0001d401ob", "U+1D401")] // Mathematical.
    [InlineData("\ufb01ne", "U+FB01")]
    [InlineData("B\u043eb", "Cyrillic and Latin")]
    [InlineData("\u0391lice", "Greek and Latin")]
    [InlineData("\u13aalice", "Cherokee and Latin")]
    [InlineData("Bob \u0421mith", "Cyrillic and Latin")]
    public void A_name_that_looks_like_another_is_none_and_the_reason_is_seen(string name, string why)
    {
        var flaw = Legible.Flaw(name);

        Assert.Contains(why, flaw, StringComparison.Ordinal);
        Assert.All(flaw!.EnumerateRunes(), letter => Assert.True(letter.IsAscii));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_name() =>
        Assert.All(["Bob\ud800", "\udc00", "\ud83d Bob"], name => Assert.False(Legible.IsName(name)));

    /// <summary>Default_Ignorable_Code_Point as DerivedCoreProperties.txt has it, range by range, written here a second time.</summary>
    [Fact]
    public void No_default_ignorable_code_point_is_seen()
    {
        (int First, int Last)[] ignorable =
        [
            (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F),
            (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164),
            (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A),
            (0xE0000, 0xE0FFF),
        ];

        Assert.All(ignorable.SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1)),
            letter => Assert.False(Legible.IsSeen(new Rune(letter)), $"U+{letter:X4}"));
    }

    /// <summary>
    /// The platform's own tables, of whatever version, against ours: whatever it calls a control, a format, a separator, private or a
    /// surrogate is not seen, and letters are.
    /// </summary>
    [Fact]
    public void What_the_platform_calls_invisible_is_not_seen_and_what_it_calls_a_letter_is_but_for_fillers()
    {
        var differences = new List<string>();
        for (var value = 0; value <= 0x10FFFF; value++)
        {
            if (Rune.IsValid(value) && new Rune(value) is var letter && Rune.GetUnicodeCategory(letter) is var category && value != ' ')
            {
                var isHidden = category is System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
                    or System.Globalization.UnicodeCategory.PrivateUse
                    or System.Globalization.UnicodeCategory.SpaceSeparator or System.Globalization.UnicodeCategory.LineSeparator
                    or System.Globalization.UnicodeCategory.ParagraphSeparator;
                if ((isHidden && Legible.IsSeen(letter)) || (Rune.IsLetter(letter) && !Legible.IsSeen(letter)))
                {
                    differences.Add($"{value:X4}");
                }
            }
        }

        // Hangul fillers and blank hieroglyphs are letters to Unicode.
        Assert.Equal(["115F", "1160", "3164", "FFA0", "13441", "13442"], differences);
    }

    [Fact]
    public void A_text_of_somebody_else_is_shown_with_what_nobody_would_see() =>
        Assert.Equal("Bob<U+3164><U+000A>…", Legible.Shown("Bob\u3164\nand more", 5));

    [Fact]
    public void A_line_may_have_what_a_name_may_not()
    {
        Assert.True(Legible.IsLine("Order 17 … ½ of \u0411\u043e\u0431's  good", 100));
        Assert.False(Legible.IsLine("two\nlines", 100));
        Assert.False(Legible.IsLine("too long", 7));
    }
}
