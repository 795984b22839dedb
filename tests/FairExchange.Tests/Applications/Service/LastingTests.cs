using FairExchange.Applications.Service;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Tests.Cli;
using FairExchange.Tests.Runtime;
using static FairExchange.Model.Catalogue.Symbols;
using static FairExchange.Model.Language.Assurance;
using static FairExchange.Model.Language.Terms;

namespace FairExchange.Tests.Applications.Service;

/// <summary>
/// What was taken stays taken, and is answered to everybody whose answer it was: whoever asks, and whose certificate has ended since.
/// </summary>
public sealed class LastingTests : IDisposable
{
    private static readonly World World = World.Of("p256");
    private static readonly Policy AtCost = new Policy.Open(5);

    /// <summary>Alice and Bob have other keys by now.</summary>
    private static readonly KeyDirectory Renewed = World.Directory.With("Alice", World.KeysOf("Trudy")).With("Bob", World.KeysOf("Trudy"));

    /// <summary>Nobody vouches for either any more.</summary>
    private static readonly KeyDirectory Ended = new(World.Directory.Entries.Remove("Alice").Remove("Bob"));

    private readonly TemporaryFolder folder = new();
    private SqliteStore store;

    public LastingTests() => store = SqliteStore.Open(folder["store.db"], "test");

    public static TheoryData<bool> WhatBecameOfTheCertificates => [true, false];

    public void Dispose()
    {
        store.Dispose();
        folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(WhatBecameOfTheCertificates))]
    public void A_letter_that_was_charged_is_delivered_also_when_its_senders_certificate_has_ended(bool isRenewed)
    {
        var run = Pump.Run(World, World.Entry("cem0-signed-request"));
        Assert.Equal(5, Serve("cem0-signed-request", AtCost).Take(run.Requests[0].Bytes, Life.Now).Charged!.Amount);

        var keys = isRenewed ? World.Directory.With("Alice", World.KeysOf("Trudy"))
            : new KeyDirectory(World.Directory.Entries.Remove("Alice"));
        var next = Reopen("cem0-signed-request", AtCost, keys);
        Assert.Equal((1, 0), next.Unfinished);
        Assert.Equal("Bob", Assert.Single(next.Pending).To);
        Assert.Equal("Alice", Assert.Single(next.Take(run.Requests[1].Bytes, Life.Now).Answers).To);
        Assert.Equal("Alice", Assert.Single(next.Take(run.Requests[0].Bytes, Life.Now).Answers).To);
        Assert.Single(store.Ledger());
    }

    [Theory]
    [MemberData(nameof(WhatBecameOfTheCertificates))]
    public void What_a_virtual_party_owes_is_sent_also_when_a_certificate_has_ended(bool isRenewed)
    {
        var request = Assert.Single(Pump.Run(World, World.Entry("fair-cem-cutoff-named"), null, "A2").Requests).Bytes;
        var answers = Serve("fair-cem-cutoff-named").Take(request, Life.Now).Answers;

        var next = Reopen("fair-cem-cutoff-named", null, isRenewed ? Renewed : Ended);
        Assert.Equal(answers.Select(answer => answer.Message), next.Pending.Select(answer => answer.Message));
        Assert.Equal(
            answers.Select(answer => answer.Message), next.Take(request, Life.Now.AddYears(1)).Answers.Select(answer => answer.Message));
    }

    /// <summary>In the very bytes that were verified: what else says the same has nobody's word.</summary>
    [Theory]
    [MemberData(nameof(WhatBecameOfTheCertificates))]
    public void What_was_charged_is_answered_again_also_when_a_certificate_has_ended(bool isRenewed)
    {
        var request = Assert.Single(Pump.Run(World, World.Entry("fair-cem-signed-request"), null, "A2").Requests).Bytes;
        var answers = Serve("fair-cem-signed-request", AtCost).Take(request, Life.Now).Answers;

        var next = Reopen("fair-cem-signed-request", AtCost, isRenewed ? Renewed : Ended);
        var again = next.Take(request, Life.Now);
        Assert.Equal((2, null), (again.Answers.Length, again.Charged));
        Assert.Equal(answers.AsEnumerable(), again.Answers);
        Assert.IsType<Rejection.BadSignature>(next.Take(
            Wire.Encode(Requests.SignedAnew(World, "fair-cem-signed-request", request)), Life.Now).Rejection);
        var other = Assert.Single(Pump.Run(World, World.Entry("fair-cem-signed-request"), null, "A2").Requests).Bytes;
        Assert.IsType<Rejection.BadSignature>(next.Take(other, Life.Now).Rejection);
    }

    [Fact]
    public void What_cannot_be_gone_on_with_is_told_by_row_and_not_dropped()
    {
        var request = Assert.Single(Pump.Run(World, World.Entry("fair-cem-cutoff-named"), null, "A2").Requests).Bytes;
        Serve("fair-cem-cutoff-named").Take(request, Life.Now);
        var protocol = World.Entry("fair-cem-cutoff-named");
        var others = new PrivateKeys("VPO", World.PrivateKeysOf("VPO").Signing, World.PrivateKeysOf("Trudy").Decryption);
        var execution = new Execution(
            protocol, protocol.TrustedParties[0], new SuiteOperations(World.Suite, protocol, World.Directory, others), new SystemCoins());

        Assert.Contains(
            "row 1 of archive was taken, and is not any more (E_VPO",
            Assert.Throws<StoreException>(() => new TrustedService(execution, store, new Policy.Open(0))).Message,
            StringComparison.Ordinal);
        Assert.Single(store.Archive());
    }

    /// <summary>Each was within its own bound when it came.</summary>
    [Fact]
    public void What_is_open_stays_open_also_when_nobody_vouches_for_its_names_any_more()
    {
        var service = Serve("cem0");
        for (var i = 0; i < 2 * TrustedParty.OpenSize; i++)
        {
            var from = i < TrustedParty.OpenSize ? World.Alice : World.Bob;
            Assert.Null(service.Take(Wire.Encode(new Value.Tuple([from, World.Bob,
                new Value.Message(new Bytes(BitConverter.GetBytes(i)))])), Life.Now).Rejection);
        }

        Assert.Equal((2 * TrustedParty.OpenSize, 0), Reopen("cem0", null, Ended).Unfinished);
    }

    /// <summary>What waits early has been verified by nobody, and is not because the process begins again.</summary>
    [Fact]
    public void A_forged_half_that_waits_is_not_believed_by_the_next_process()
    {
        var run = Pump.Run(World, World.Entry("ecs0"));
        var items = ((Value.Tuple)Wire.TryDecode(run.Requests[1].Bytes)!).Items;
        var forged = Wire.Encode(new Value.Tuple(items.SetItem(2, ((Value.Signature)items[2]) with { Proof = new Bytes(new byte[64]) })));
        var service = Serve("ecs0");
        Assert.NotNull(service.Take(forged, Life.Now).Rejection);
        Assert.Empty(service.Take(run.Requests[0].Bytes, Life.Now).Answers);

        var next = Reopen("ecs0");
        Assert.Equal((1, 1), next.Unfinished);
        Assert.Empty(next.Pending);
        Assert.Equal(["Bob", "Alice"], next.Take(run.Requests[1].Bytes, Life.Now).Answers.Select(answer => answer.To));
    }

    /// <summary>Alice, who has lost her receipt, has nothing else to ask with than her letter.</summary>
    [Theory]
    [InlineData("cem0-signed-request", "Alice")]
    [InlineData("ecs0", "Bob", "Alice")]
    public void Whoever_asks_again_the_answers_go_to_all_whose_they_are(string id, params string[] to)
    {
        var run = Pump.Run(World, World.Entry(id));
        var service = Serve(id);
        foreach (var request in run.Requests)
        {
            foreach (var answer in service.Take(request.Bytes, Life.Now).Answers)
            {
                service.Sent(answer);
            }
        }

        for (var life = 0; life < 2; life++)
        {
            foreach (var request in run.Requests)
            {
                Assert.Equal(to, service.Take(request.Bytes, Life.Now).Answers.Select(answer => answer.To));
            }

            service = Reopen(id);
        }

        // And nobody else's: another deal of the same two has its own.
        var other = Pump.Run(World, World.Entry(id), new Value.Message(default));
        service.Take(other.Requests[0].Bytes, Life.Now);
        Assert.Equal(to, service.Take(run.Requests[0].Bytes, Life.Now).Answers.Select(answer => answer.To));
    }

    /// <summary>It waits, and nobody but Alice knows that it does.</summary>
    [Fact]
    public void A_letter_that_came_before_its_senders_certificate_is_taken_when_it_comes_again()
    {
        var run = Pump.Run(World, World.Entry("cem0-signed-request"));
        var before = Serve("cem0-signed-request", AtCost, Ended);
        Assert.IsType<Rejection.BadSignature>(before.Take(run.Requests[0].Bytes, Life.Now).Rejection);
        Assert.IsType<Rejection.Duplicate>(before.Take(run.Requests[0].Bytes, Life.Now).Rejection);

        var next = Reopen("cem0-signed-request", AtCost);
        Assert.Equal((0, 1), next.Unfinished);
        Assert.Equal("Alice", next.Take(run.Requests[0].Bytes, Life.Now).Charged!.Name);
        Assert.Equal((1, 0), next.Unfinished);
        Assert.Equal((1, 0), Reopen("cem0-signed-request", AtCost).Unfinished);
        Assert.Equal("Alice", Assert.Single(Serve("cem0-signed-request", AtCost).Take(run.Requests[1].Bytes, Life.Now).Answers).To);
    }

    /// <summary>Another post office that is given the letter neither takes it nor charges her.</summary>
    [Fact]
    public void A_signed_letter_is_taken_and_charged_by_the_post_office_that_it_names()
    {
        var letter = Pump.Run(World, World.Entry("cem0-signed-request")).Requests[0].Bytes;
        var protocol = World.Entry("cem0-signed-request");
        var other = new Execution(
            protocol, protocol.TrustedParties[0], World.As("TP", protocol), new SystemCoins(),
            beforehand: FairExchange.Runtime.Parties.Environment.Of(protocol, new Value.Name("TP")));

        Assert.IsType<Rejection.WrongValue>(new TrustedService(other, store, AtCost).Take(letter, Life.Now).Rejection);
        Assert.Empty(store.Ledger());
        Assert.Null(Serve("cem0-signed-request", AtCost).Take(letter, Life.Now).Rejection);
    }

    /// <summary>With a letter that says nothing of it, every post office could come and charge.</summary>
    [Fact]
    public void A_signature_that_names_no_trusted_party_charges_nobody()
    {
        Assert.True(ShowsWhoAsks(Tuple(PO, B, M, T)));
        Assert.False(ShowsWhoAsks(Tuple(B, M, T)));

        static bool ShowsWhoAsks(Term signed)
        {
            var posted = new ProtocolDefinition("posted", "Posted", section: "tests").About(M)
                .Channel(A, PO, Resilient).Channel(PO, B, InPerson).Channel(B, PO, Resilient).Channel(PO, A, Resilient)
                .Party(A, knows: [B, T], a => a.Fresh(M).Send("A1", PO, Tuple(A, Sign(A, signed))).Receive("PO2", Sign(B, M)))
                .Party(B, knows: [], b => b.Receive("PO1", M).Send("B1", PO, Sign(B, M)))
                .Trusted(PO, po => po.Receive("A1", Tuple(A, Sign(A, signed))).Send("PO1", B, M).Receive("B1", Sign(B, M))
                    .Send("PO2", A, Sign(B, M)))
                .Wants(A, "receipt", Sign(B, M), shows: $"{B} received {M}").Wants(B, "message", M)
                .Build();
            return RequestForm.ShowWhoAsks(posted, posted.TrustedParties[0]);
        }
    }

    private TrustedService Reopen(string id, Policy? policy = null, KeyDirectory? directory = null)
    {
        store.Dispose();
        store = SqliteStore.Open(folder["store.db"], "test");
        return Serve(id, policy, directory);
    }

    private TrustedService Serve(string id, Policy? policy = null, KeyDirectory? directory = null)
    {
        var protocol = World.Entry(id);
        var trusted = protocol.TrustedParties.Single();
        return new(new Execution(protocol, trusted, World.As(trusted.Name.Symbol, protocol, directory), new SystemCoins()), store, policy
            ?? new Policy.Open(0));
    }
}
