using FairExchange.Model.Catalogue;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Drawing;

namespace FairExchange.Tests.Model.Drawing;

public class SequenceDiagramTests
{
    public static TheoryData<string> Ids => [.. Entries.All.Select(protocol => protocol.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_entry_is_valid_mermaid(string id)
    {
        Assert.True(Entries.TryFind(id, out var protocol));
        MermaidSyntax.AssertValid(SequenceDiagram.Of(protocol));
    }

    [Fact]
    public void Choices_and_checks_are_valid_mermaid_too() => MermaidSyntax.AssertValid(SequenceDiagram.Of(DrawnProtocols.Choices));

    [Fact]
    public void Fair_cem_shows_the_resolve_as_an_option_over_solid_arrows()
    {
        const string Resolve = """
                opt no A2 that fits comes to B in time
                    p2->>p3: B2: A, B, Z, SIG_B(Z)
                    Note over p3: VPO accepts if Z = E_VPO(A, B, M#59; r)
                    p3->>p1: VPO1: SIG_B(Z)
                    Note over p1: A takes it as B1
                    p3->>p2: VPO1: M, r
                    Note over p2: B accepts if Z = E_VPO(A, B, M#59; r)
                end
            """;
        var diagram = SequenceDiagram.Of(FairCem.Protocol);
        Assert.Contains(Resolve.ReplaceLineEndings("\n"), diagram, StringComparison.Ordinal);
        Assert.Contains("p1-->>p2: A1: A, Z\n", diagram, StringComparison.Ordinal);
    }

    /// <summary>
    /// Words of Mermaid's, which it takes in any letter case wherever a name can stand; and a participant is seen under its own name.
    /// </summary>
    [Theory]
    [InlineData("End")]
    [InlineData("Note")]
    [InlineData("loop")]
    [InlineData("Box")]
    [InlineData("Participant")]
    [InlineData("As")]
    public void A_role_may_be_called_by_a_word_of_mermaids(string word)
    {
        var diagram = SequenceDiagram.Of(DrawnProtocols.WithTrusted(word));

        MermaidSyntax.AssertValid(diagram);
        Assert.Contains($"    participant p3 as {word}\n", diagram, StringComparison.Ordinal);
        Assert.Contains("p2->>p3: B2: ", diagram, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("E_X(m; r)", "E_X(m#59; r)")]
    [InlineData("#1 \"a\" <b>", "#35;1 #34;a#34; #60;b#62;")]
    [InlineData("{A, B}", "#123;A, B#125;")]
    [InlineData("line\nbreak", "line#10;break")]
    [InlineData("wrap: this", "#119;rap: this")]
    [InlineData("NoWrap: this", "#78;oWrap: this")]
    public void What_mermaid_would_read_as_syntax_becomes_a_code(string text, string escaped) =>
        Assert.Equal(escaped, Mermaid.Escape(text));
}
