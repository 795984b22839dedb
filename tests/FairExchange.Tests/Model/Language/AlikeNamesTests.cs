using System.Text;
using FairExchange.Model.Language;

namespace FairExchange.Tests.Model.Language;

/// <summary>
/// UTS 39, beyond scripts: characters that names do not need, characters out of their place, and names that people take for each other.
/// </summary>
public class AlikeNamesTests
{
    [Theory]
    [InlineData("A\u2010B", "U+2010")] // Dashes: hyphen, non-breaking hyphen, en dash, minus, Katakana's, Armenian's.
    [InlineData("A\u2011B", "U+2011")]
    [InlineData("A\u2013B", "U+2013")]
    [InlineData("A\u2212B", "U+2212")]
    [InlineData("A\u30a0B", "U+30A0")]
    [InlineData("\u0531\u058a\u0531", "U+058A")]
    [InlineData("O\u2019Brien", "U+2019")] // Apostrophes, and modifier letters that look like them.
    [InlineData("O\u2018Brien", "U+2018")]
    [InlineData("O\u02bcBrien", "U+02BC")]
    [InlineData("O\u02bbBrien", "U+02BB")]
    [InlineData("O\u02b9Brien", "U+02B9")]
    [InlineData("O\u2032Brien", "U+2032")]
    [InlineData("O\u00b4Brien", "U+00B4")]
    [InlineData("\u05d0\u05f3", "U+05F3")]
    [InlineData("Bob\u02d0", "U+02D0")] // Like a colon.
    [InlineData("Bob\u2044Co", "U+2044")] // Like a stroke.
    [InlineData("Bob\u2223", "U+2223")]
    [InlineData("Bob\u01c3", "U+01C3")] // A click, like an exclamation mark.
    [InlineData("\u1d00lice", "U+1D00")] // A small capital.
    [InlineData("A\u0338", "U+0338")] // An overlay.
    [InlineData("\u13e2\u13aa", "U+13E2")] // Cherokee, like GA.
    [InlineData("\U0001F40D", "U+1F40D")]
    public void A_character_that_names_do_not_need_is_refused(string name, string codePoint) => Refused(name, codePoint);

    [Theory]
    [InlineData("Ali\u0307ce", "U+0307")] // The sample: a dot on a dot.
    [InlineData("Al\u0131\u0307ce", "U+0307")] // And on a letter without one.
    [InlineData("Al\u012f\u0307ce", "U+0307")] // And on one with an ogonek.
    [InlineData("\u0456\u0307", "U+0307")]
    [InlineData("j\u0307", "U+0307")]
    [InlineData("x\u0323\u0323", "U+0323")] // The same mark twice is seen once.
    [InlineData("e\u064e", "U+064E")] // Arabic's vowel sign on a Latin letter: an accent.
    [InlineData("\u0628\u0301", "U+0301")]
    [InlineData("A-\u0301B", "U+0301")]
    [InlineData("A\u00b7B", "U+00B7")]
    [InlineData("A\u30fbB", "U+30FB")]
    [InlineData("\u30fcA", "U+30FC")] // Long vowels of nothing, like a dash or a one.
    [InlineData("\u53e3\u30fc", "U+30FC")]
    [InlineData("Bob \u30fc", "U+30FC")]
    public void A_character_out_of_its_place_is_refused(string name, string codePoint) => Refused(name, codePoint);

    [Fact]
    public void Digits_are_of_one_system() => Assert.Equal("mixes digits of two systems", Legible.Flaw("\u09ac 8\u09ea"));

    [Theory]
    [InlineData("Coll\u00b7lecci\u00f3")] // Catalan.
    [InlineData("\u00d6zg\u00fcr \u0130nce I\u015f\u0131k")] // Turkish.
    [InlineData("\u0106 \u010d \u0111 \u0142 \u00f8 \u00df \u00fe")]
    [InlineData("\u1ecc\u0301t\u1ecd\u0300")]
    [InlineData("Nguy\u1ec5n Th\u1ecb \u1ea2nh")]
    [InlineData("\u0627\u0644\u0628\u064e\u0646\u0643 \u0667")] // Arabic with a vowel sign, and a digit of its own.
    [InlineData("\u05d1\u05e0\u05e7")]
    [InlineData("\u0531\u0580\u0561\u0574")]
    [InlineData("\u30b9\u30fc\u30d1\u30fc\u30fb\u30de\u30f3")]
    [InlineData("\u4e00\u53e3")]
    [InlineData("O'Brien & Sons-in-law, Ltd. #1")]
    [InlineData("\U0002070e")]
    public void Names_of_all_kinds_are_names(string name) => Assert.Null(Legible.Flaw(name));

    [Theory]
    [InlineData("Alice", "A1ice")]
    [InlineData("AI", "Al")]
    [InlineData("B0b", "BOb")]
    [InlineData("rnail", "mail")]
    [InlineData("\u0412\u043e\u0412", "BoB")] // Cyrillic alone, and Latin.
    [InlineData("\u0391\u0392", "AB")] // Greek alone.
    [InlineData("\u53e3", "\u30ed")] // The samples: a mouth and a syllable, a one and a long vowel.
    [InlineData("\u30a2\u4e00", "\u30a2\u30fc")]
    [InlineData("\u015f", "\u0219")] // Cedilla and comma.
    [InlineData("\u0131", "i")]
    public void Names_that_look_the_same_have_one_skeleton(string one, string other)
    {
        Assert.All([one, other], name => Assert.Null(Legible.Flaw(name)));
        Assert.True(Legible.AreAlike(one, other));
        Assert.Equal(Legible.Skeleton(one), Legible.Skeleton(other));
    }

    [Theory]
    [InlineData("Alice", "Bob")]
    [InlineData("Rene", "Ren\u00e9")]
    [InlineData("Ab", "aB")]
    [InlineData("A B", "AB")]
    [InlineData("\u30ed", "\u4e00")]
    [InlineData("\u0436", "x")]
    public void Names_that_are_told_apart_have_two(string one, string other) => Assert.False(Legible.AreAlike(one, other));

    /// <summary>
    /// A skeleton's skeleton is itself, or comparing would depend on how often it is taken; over all characters of names.
    /// </summary>
    [Fact]
    public void A_skeleton_is_its_own()
    {
        var different = Enumerable.Range(0x21, 0x30000).Where(Rune.IsValid).Select(value => new Rune(value).ToString())
            .Where(letter => Legible.IsName(letter) && Legible.Skeleton(letter) is var skeleton && Legible.Skeleton(skeleton) != skeleton);
        Assert.Empty(different);
    }

    private static void Refused(string name, string codePoint)
    {
        var flaw = Legible.Flaw(name);
        Assert.Contains(codePoint, flaw, StringComparison.Ordinal);
        Assert.All(flaw!.EnumerateRunes(), letter => Assert.True(letter.IsAscii));
    }
}
