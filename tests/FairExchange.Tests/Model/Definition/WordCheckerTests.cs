using System.Runtime.CompilerServices;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Tests.Model.Drawing;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Model.Definition;

/// <summary>Words that a later command would die of, or that its output would lose.</summary>
public class WordCheckerTests
{
    [Theory]
    [InlineData("B2")]
    [InlineData("2")]
    [InlineData("B2'")]
    [InlineData("and")]
    [InlineData("true")]
    [InlineData("end")]
    [InlineData("reply_to-B2")]
    public void A_label_of_letters_digits_hyphens_underscores_and_primes_is_taken(string label) => DrawnProtocols.WithTrusted("T", label);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("B 2")]
    [InlineData("B|2")]
    [InlineData("B\\2")]
    [InlineData("B\n2")]
    [InlineData("B\"2")]
    [InlineData("B.2")]
    [InlineData("B2!")]
    [InlineData("B\u00b2")]
    [InlineData("B2\u200b")]
    [InlineData("B2\u202e")]
    [InlineData("\ud800")]
    [InlineData("A123456789A123456789A1234")]
    public void Any_other_label_is_refused_with_protocol_role_step_and_term(string? label)
    {
        var refusal = Assert.Throws<DefinitionException>(() => DrawnProtocols.WithTrusted("T", label!));

        Assert.Equal(("with-trusted", B, Tuple(B, M)), (refusal.Protocol, refusal.Role, refusal.Term));
        Assert.StartsWith("protocol with-trusted, role B, step ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(
            "a label is a letter or digit, followed by letters, digits, hyphens, underscores and primes, 24 at most", refusal.Message,
            StringComparison.Ordinal);
        Assert.All(refusal.Message.EnumerateRunes(), letter => Assert.True(Legible.IsSeen(letter)));
    }

    [Theory]
    [InlineData("Alice")]
    [InlineData("Bob")]
    [InlineData("Mallory")]
    [InlineData("Trudy")]
    [InlineData("Oscar")]
    [InlineData("Eve")]
    [InlineData("Mallory5")]
    [InlineData("alice")]
    [InlineData("c1")]
    [InlineData("t2")]
    [InlineData("junk1")]
    [InlineData("noise1")]
    [InlineData("x")]
    public void A_trusted_party_is_called_neither_as_a_participant_of_runs_nor_as_a_value(string name) =>
        Assert.Equal(Name(name), Assert.Throws<DefinitionException>(() => DrawnProtocols.WithTrusted(name)).Role);

    [Fact]
    public void The_judge_is_no_role() =>
        Assert.Contains("the judge decides", Assert.Throws<DefinitionException>(() => DrawnProtocols.WithTrusted("judge")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("", "1")]
    [InlineData("Two\nlines", "1")]
    [InlineData("\u3164", "1")]
    [InlineData("Mail", "")]
    [InlineData("Mail", "1\u202e")]
    [InlineData(null, "1")]
    public void Titles_and_sections_are_lines_that_are_seen(string? title, string section) =>
        Refused(Mail(new ProtocolDefinition("mail", title!, section)), "one line of 1 to 100 characters");

    [Fact]
    public void A_remark_is_empty_or_a_line()
    {
        Mail(new ProtocolDefinition("mail", "Mail", "1").Remark("")).Build();
        Refused(Mail(new ProtocolDefinition("mail", "Mail", "1").Remark("Two\nlines.")), "its remark is one line");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Mail")]
    [InlineData("-mail")]
    [InlineData("mail\u00e9")]
    [InlineData("con")]
    [InlineData("prn")]
    [InlineData("aux")]
    [InlineData("nul")]
    public void An_id_can_begin_a_files_name_and_stand_on_a_command_line(string? id) =>
        Refused(Mail(new ProtocolDefinition(id!, "Mail", "1")), "an id is");

    /// <summary>As long as it may be, and one letter longer.</summary>
    [Fact]
    public void Words_have_a_greatest_length()
    {
        Bounded(64, "an id is", text => Mail(new ProtocolDefinition(text, "Mail", "1")));
        Bounded(100, "its title is one line of 1 to 100", text => Mail(new ProtocolDefinition("mail", text, "1")));
        Bounded(100, "its section is one line of 1 to 100", text => Mail(new ProtocolDefinition("mail", "Mail", text)));
        Bounded(1000, "its remark is one line of 1 to 1000", text => Mail(new ProtocolDefinition("mail", "Mail", "1").Remark(text)));
        Bounded(40, "1 to 40 letters", text => Mail(new ProtocolDefinition("mail", "Mail", "1"), item: text));
        Bounded(1000, "on one line of 1 to 1000", text =>
            Mail(new ProtocolDefinition("mail", "Mail", "1"), shows: FormattableStringFactory.Create(text)));
        Bounded(24, "24 in all at most", symbol => Mail(new ProtocolDefinition("mail", "Mail", "1"), beside: Message(symbol)));
        DrawnProtocols.WithTrusted("T", new string('a', 24));
        Assert.Throws<DefinitionException>(() => DrawnProtocols.WithTrusted("T", new string('a', 25)));

        static void Bounded(int most, string said, Func<string, ProtocolDefinition> definition)
        {
            definition(new string('a', most)).Build();
            Refused(definition(new string('a', most + 1)), said);
        }
    }

    [Theory]
    [InlineData("mail-2")]
    [InlineData("0")]
    [InlineData("za9-")]
    public void An_id_has_letters_digits_and_hyphens(string id) =>
        Assert.Equal(id, Mail(new ProtocolDefinition(id, "Mail", "1")).Build().Id);

    [Theory]
    [InlineData("a signed receipt")]
    [InlineData("e-mail 2")]
    public void An_items_name_has_blanks_and_hyphens_too(string name) =>
        Mail(new ProtocolDefinition("mail", "Mail", "1"), item: name).Build();

    [Theory]
    [InlineData("")]
    [InlineData("../receipt")]
    [InlineData("a\"b")]
    [InlineData("re\nceipt")]
    [InlineData("receipt\u200b")]
    public void An_items_name_can_be_part_of_a_files(string name) =>
        Refused(Mail(new ProtocolDefinition("mail", "Mail", "1"), item: name), "an item is called by");

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    [InlineData("{5} received")]
    [InlineData("{0")]
    [InlineData("{0}\u202e")]
    public void What_the_judge_says_is_one_line(string format) =>
        Refused(Mail(new ProtocolDefinition("mail", "Mail", "1"), shows: FormattableStringFactory.Create(format, B)),
            "is said on one line");

    [Fact]
    public void A_message_is_no_longer_than_the_wire_carries()
    {
        Refused(Mail(new ProtocolDefinition("mail", "Mail", "1"), held: Sign(B, Tuple([.. Enumerable.Repeat<Term>(M, 17)]))),
            "a tuple has 2 to 16 items");
        Refused(Mail(new ProtocolDefinition("mail", "Mail", "1"),
            held: Enumerable.Range(0, 9).Aggregate<int, Term>(M, (body, _) => Sign(B, body))), "nests more than 8 deep");
        Mail(new ProtocolDefinition("mail", "Mail", "1"), held: Enumerable.Range(0, 8).Aggregate<int, Term>(M, (body, _) => Sign(B, body)))
            .Build();
    }

    [Fact]
    public void What_is_expected_is_said_once()
    {
        Refused(Mail(new ProtocolDefinition("mail", "Mail", "1")).Proved(A, Property.Fairness).Attacked(A, Property.Fairness),
            "is said once");
        Refused(Mail(new ProtocolDefinition("mail", "Mail", "1")).AttackedFrom(0, A, Property.Fairness), "for 1 session or from more on");
        Mail(new ProtocolDefinition("mail", "Mail", "1")).AttackedFrom(1, A, Property.Fairness).Build();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(9)]
    public void It_is_decided_for_a_number_of_sessions_that_can_be_asked_for(int sessions) =>
        Refused(Mail(new ProtocolDefinition("mail", "Mail", "1")).DecidedFor(sessions),
            $"it is decided for 1 to 8 sessions, not for {sessions}");

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void It_is_decided_for_one_to_eight_sessions(int sessions) =>
        Assert.Equal(sessions, Mail(new ProtocolDefinition("mail", "Mail", "1")).DecidedFor(sessions).Build().Sessions);

    /// <summary>What the builder itself cannot take is the definition's fault like any other, with its protocol and role.</summary>
    [Fact]
    public void A_script_that_goes_on_behind_a_choice_is_refused_by_its_role()
    {
        var refusal = Assert.Throws<DefinitionException>(() => new ProtocolDefinition("mail", "Mail", "1")
            .Party(A, knows: [B], a => a.ReceiveFirst([ScriptBuilder.On("B1", M)]).Send("A1", B, M)));

        Assert.StartsWith("protocol mail, role A: Nothing can follow ReceiveFirst", refusal.Message, StringComparison.Ordinal);
    }

    private static ProtocolDefinition Mail(
        ProtocolDefinition begun, string item = "receipt", FormattableString? shows = null, Term? held = null,
        Term.Variable? beside = null) => begun
        .About(M)
        .Channel(A, B, Lossy).Channel(B, A, Lossy)
        .Party(A, knows: [B], a => a.Fresh(M, beside ?? r).Send("A1", B, M).Receive("B1", held ?? Sign(B, M)))
        .Party(B, knows: [A], b => b.Receive("A1", M).Send("B1", A, held ?? Sign(B, M)))
        .Wants(A, item, held ?? Sign(B, M), shows: shows ?? $"{B} received {M}")
        .Wants(B, "message", M);

    private static void Refused(ProtocolDefinition definition, string said)
    {
        var refusal = Assert.Throws<DefinitionException>(definition.Build);

        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }
}
