using FairExchange.Model.Catalogue;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Drawing;
using FairExchange.Model.Language;

namespace FairExchange.Tests.Model.Drawing;

public class AliceBobNotationTests
{
    public static TheoryData<string> Ids => [.. Entries.All.Select(protocol => protocol.Id)];

    [Fact]
    public void Fair_cem_reads_like_section_3()
    {
        const string Steps = """
              A makes M and r; Z = E_VPO(A, B, M; r)
              A1    A → B    A, Z
              B1    B → A    SIG_B(Z)
              A2    A → B    M, r               B accepts if Z = E_VPO(A, B, M; r)
              if no A2 that fits comes to B in time:
                B2    B → VPO  A, B, Z, SIG_B(Z)  VPO accepts if Z = E_VPO(A, B, M; r)
                VPO1  VPO → A  SIG_B(Z)           A takes it as B1
                VPO1  VPO → B  M, r               B accepts if Z = E_VPO(A, B, M; r)
            """;
        Assert.Contains(Steps.ReplaceLineEndings("\n"), AliceBobNotation.Of(FairCem.Protocol), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_assumed_wanted_and_expected_stands_below()
    {
        var text = AliceBobNotation.Of(FairCem.Protocol);
        Assert.StartsWith("Fair CEM, section 3 (fair-cem)\n  To the letter: Bob", text, StringComparison.Ordinal);
        Assert.Contains("  A → B, B → A: the adversary's", text, StringComparison.Ordinal);
        Assert.Contains("  B → VPO, VPO → A, VPO → B: resilient", text, StringComparison.Ordinal);
        Assert.Contains(
            "The judge makes E_VPO(A, B, M; r) again and compares, checks the signature of B and says:", text, StringComparison.Ordinal);
        Assert.Contains("  fairness for A   proved\n  fairness for B   attacked\n", text, StringComparison.Ordinal);
        Assert.Contains("keeps nothing between requests", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hand_over_in_person_says_against_what() =>
        Assert.Contains("PO1  PO → B  M         in person, against B1\n", AliceBobNotation.Of(Cem0.Protocol), StringComparison.Ordinal);

    [Fact]
    public void What_the_addressee_reads_otherwise_than_it_was_written_is_said() =>
        Assert.Contains("B reads it as S, M, r; B accepts if Z = E_VPO(S, B, M; r)", AliceBobNotation.Of(FairCemNamed.Protocol),
            StringComparison.Ordinal);

    [Fact]
    public void Every_other_case_of_a_choice_and_of_a_check_is_told_once()
    {
        var text = AliceBobNotation.Of(DrawnProtocols.Choices);
        Assert.Contains("  B sees that Z = E_TP(M; r)\n", text, StringComparison.Ordinal);
        foreach (var other in new[] { "if Z is not E_TP(M; r):", "if A gets B0 instead of B1: SIG_B(B): A is done",
            "if no B1 or B0 that fits comes to A in time:" })
        {
            Assert.Single(text.Split('\n'), line => line.Trim() == other);
        }

        Assert.Contains("    TP1  TP → A  SIG_TP(M)\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_message_of_every_branch_is_there_within_100_columns(string id)
    {
        Assert.True(Entries.TryFind(id, out var protocol));
        var lines = AliceBobNotation.Of(protocol).Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 100));
        Assert.All(lines, line => Assert.Equal(line.TrimEnd(), line));
        foreach (var role in protocol.Roles)
        {
            foreach (var alike in role.Scripts.SelectMany(script => script.AllSteps()).OfType<Step.Send>()
                .GroupBy(send => $"{send.Label}  |{role.Name} → {send.To}|{Phrases.Open(send.Message)}"))
            {
                // A trusted party may say the same by several handlers, each in its place.
                var words = alike.Key.Split('|');
                Assert.Equal(alike.Count(), lines.Count(line => words.All(word => line.Contains(word, StringComparison.Ordinal))
                    && line.Contains('→', StringComparison.Ordinal)
                    && line.TrimStart().StartsWith(words[0].Trim(), StringComparison.Ordinal)));
            }
        }
    }
}
