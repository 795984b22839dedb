using FairExchange.Model.Catalogue.ContractSigning;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Definition.ScriptBuilder;
using static FairExchange.Model.Language.Terms;
using static FairExchange.Tests.Model.Definition.BrokenDefinitionTests;

namespace FairExchange.Tests.Model.Definition;

/// <summary>Registers and tags that cannot work: asw with another trusted party.</summary>
public class RefusedRegisterTests
{
    private static readonly Term.Variable ha = Digest("ha"), hc = Digest("hc"), someone = Name("S");

    private static readonly Term m1 = Sign(A, Tuple(A, B, TP, C, ha)), abort = Sign(A, Tuple("abort", m1));

    [Fact]
    public void What_the_others_are_made_from_works() => Serving(tp => tp.Register(m1, abort, Standing(abort))).Build();

    [Fact]
    public void A_key_that_the_trusted_party_cannot_compute_is_refused() => Refused(
        Serving(tp => tp.Register(Tuple(C, hc), abort)), TP, "register (after a1)", Tuple(C, hc), "TP does not know hc by then");

    [Fact]
    public void A_value_that_it_cannot_compute_is_refused() => Refused(
        Serving(tp => tp.Register(m1, Sign(B, m1))), TP, "register (after a1)", Sign(B, m1), "TP cannot compute SIG_B");

    [Fact]
    public void What_no_handler_enters_never_stands_there()
    {
        Refused(Serving(tp => tp.Register(m1, abort, Standing(Sign(A, Tuple("resolve", m1))))), TP, "register (after a1)",
            Sign(A, Tuple("resolve", m1)), "never stands in TP's register under such a key");
        // Under another key it does.
        Refused(
            Of(tp => tp.Receive("a1", Tuple(A, abort)).Register(m1, abort, Standing(Sign(A, C))),
                tp => tp.Receive("a3", Tuple(A, Sign(A, C))).Register(C, Sign(A, C))),
            TP, "register (after a1)", Sign(A, C), "never stands in TP's register under such a key");
    }

    [Fact]
    public void What_stands_there_is_told_by_what_is_known() => Refused(
        Serving(tp => tp.Register(m1, abort, Standing(Sign(someone, Tuple("abort", m1))))), TP, "register (after a1)",
        Sign(someone, Tuple("abort", m1)), "it does not know S");

    [Fact]
    public void What_is_answered_where_another_value_stands_must_be_known_there() => Refused(
        Serving(tp => tp.Register(m1, abort, Standing(abort, tp => tp.Send("a2", A, Tuple(A, hc))))), TP, "a2", Tuple(A, hc),
        "TP does not know hc by then");

    [Fact]
    public void One_value_is_entered_for_a_request() => Refused(
        Serving(tp => tp.Register(m1, abort).Register(C, abort)), TP, "register (after a1)", m1, "a handler enters one value");

    [Fact]
    public void A_handler_that_waits_for_more_enters_nothing() => Refused(
        Serving(tp => tp.Receive("m1", m1).Register(m1, abort)), TP, "register (after m1)", m1, "a handler enters one value");

    [Fact]
    public void A_party_has_no_register() => Refused(
        Mail(Alice, b => b.Receive("A1", M).Send("B1", A, Sign(B, M)).Register(M, M)), B, "B1", M, "only a trusted party has a register");

    [Theory]
    [InlineData("")]
    [InlineData("Abort")]
    [InlineData("abort it")]
    [InlineData("-abort")]
    [InlineData("abort-")]
    [InlineData("abort1")]
    [InlineData("abcdefghijklmnopqrstuvwxy")]
    public void A_tag_is_lower_case_letters_and_hyphens(string word) => Refused(
        Serving(tp => tp.Send("a2", A, Tuple(A, word))), TP, "a2", word, "a tag is 1 to 24 lower-case letters and hyphens");

    private static ProtocolDefinition Serving(Action<ScriptBuilder> then) => Of(tp => then(tp.Receive("a1", Tuple(A, abort))));

    private static ProtocolDefinition Of(params Action<ScriptBuilder>[] handlers) =>
        AsokanShoupWaidner.Protocol.Derive("mail", "ASW, refused", section: "ours").Trusted(TP, [.. handlers]);
}
