using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Definition.ScriptBuilder;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Verification.Grounding;

/// <summary>What no entry says yet: an answer when a check fails, and a choice between two receives.</summary>
public class GroundTests
{
    private static readonly Match ZOpens = Z.Is(Encrypt(VPO, Tuple(A, B, M), r));

    /// <summary>Bob asks the post office, which opens Z or says under its signature that it does not open.</summary>
    private static readonly Protocol Asking = new ProtocolDefinition("asking", "Asking", section: "ours")
        .About(M)
        .Channel(A, B, Lossy).Channel(B, VPO, Resilient).Channel(VPO, B, Resilient)
        .Party(A, knows: [B], a => a.Fresh(M, r).Send("A1", B, Tuple(A, Encrypt(VPO, Tuple(A, B, M), r))))
        .Party(B, knows: [], b => b
            .Receive("A1", Tuple(A, Z))
            .Send("B1", VPO, Tuple(A, B, Z))
            .ReceiveFirst([On("VPO1", Tuple(M, r), ZOpens), On("VPO2", Sign(VPO, Z))]))
        .Trusted(VPO, vpo => vpo
            .Receive("B1", Tuple(A, B, Z))
            .Check(ZOpens, otherwise: vpo => vpo.Send("VPO2", B, Sign(VPO, Z)))
            .Send("VPO1", B, Tuple(M, r)))
        .Wants(A, "receipt", Sign(B, M), shows: $"{B} received {M}")
        .Wants(B, "message", M)
        .Build();

    private readonly Ground ground = Ground.Of(World.Against(Asking, Asking.Second, [Asking.Second]));

    [Fact]
    public void A_trusted_party_answers_by_one_branch_of_its_check()
    {
        var answers = ground.Events.Where(happening => happening.At.Role is Role.Trusted).ToList();

        Assert.Equal(["VPO1", "VPO2"], answers.SelectMany(answer => answer.Sends).Select(sending => sending.Label).Distinct().Order());
        Assert.All(answers, answer =>
        {
            var request = (Term.Tuple)answer.Input!;
            var opens = request.Items[2] is Term.Encryption { Plaintext: Term.Tuple inside }
                && inside.Items.Take(2).SequenceEqual(request.Items.Take(2));
            Assert.Equal(opens ? "VPO1" : "VPO2", Assert.Single(answer.Sends).Label);
        });
    }

    [Fact]
    public void A_session_goes_by_one_of_the_messages_that_it_accepts()
    {
        var waits = ground.WaitPoints.Where(at => at.After is { Label: "A1" }).ToList();

        Assert.NotEmpty(waits);
        Assert.All(waits, at => Assert.True(at.IsExclusive));
        // For a Z that opens to its names both answers exist: anyone can ask about it under other names, and what the post office signs
        // says nothing of them.
        Assert.Equal(
            [(false, "VPO2"), (true, "VPO1 VPO2")],
            waits.Select(at => (Opens(at), string.Join(' ', at.Choices.Select(choice => choice.Label)))).Distinct().Order());

        static bool Opens(WaitPoint at) => at.After!.Binding[Z] is Term.Encryption { Plaintext: Term.Tuple inside }
            && inside.Items[0].Equals(at.After.Binding[A]) && inside.Items[1].Equals(at.After.Binding[B]);
    }
}
