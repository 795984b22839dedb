using System.Collections.Immutable;
using FairExchange.Model.Language;
using FairExchange.Runtime.Judging;
using FairExchange.Runtime.Operations;
using FairExchange.Runtime.Parties;
using FairExchange.Runtime.Values;
using FairExchange.Simulation;

namespace FairExchange.Tests.Runtime.Judging;

public class JudgeTests
{
    private static readonly Protocol FairCem = World.Entry("fair-cem");

    [Theory]
    [MemberData(nameof(World.EntriesAndSuites), MemberType = typeof(World))]
    public void What_honest_parties_hold_convinces_the_judge_of_what_took_place(string id, string suite)
    {
        var (world, protocol) = (World.Of(suite), World.Entry(id));
        foreach (var (run, session) in Pump.Run(world, protocol) is var run1 ? new[] { (run1, run1.Alice), (run1, run1.Bob) } : [])
        {
            var item = protocol.ItemOf(session.Role);
            var verified = item.IsEvidence ? Judge(world, Only(world, session)).Verified : null;
            Assert.Equal(item.IsEvidence, verified is not null);
            Assert.All(item.Term.Variables().Where(_ => item.IsEvidence),
                variable => Assert.Equal(run.Alice.Position.Environment[variable]
                    ?? run.Bob.Position.Environment[variable], verified!.Facts[variable]));
        }
    }

    [Theory]
    [InlineData("honest-cem", "Bob received message [26 bytes …2031322e]")]
    [InlineData("fair-cem", "Bob received message [26 bytes …2031322e] from Alice")]
    [InlineData("ecs0-parties", "Bob signed contract [22 bytes …7579732e]")]
    public void The_judge_says_who_is_shown_to_have_done_what(string id, string statement)
    {
        var world = World.Of("p256");

        Assert.Equal(statement, Judge(world, Only(world, Pump.Run(world, World.Entry(id)).Alice)).Verified?.Statement);
    }

    /// <summary>What a dispute is about is given out whole, and nothing that only proves it.</summary>
    [Theory]
    [InlineData("fair-cem")]
    [InlineData("ecs0-parties")]
    public void The_judge_gives_out_the_message_or_the_contract_and_nothing_else(string id)
    {
        var (world, protocol) = (World.Of("p256"), World.Entry(id));

        Assert.Equal([id == "fair-cem" ? World.Mail : World.Contract],
            Judge(world, Only(world, Pump.Run(world, protocol).Alice)).Verified!.Shown.Select(shown => shown.Value));
    }

    /// <summary>The receipt of fair-cem is (A, B, M, r, SIG_B(Z)); every part carries it.</summary>
    [Theory]
    [MemberData(nameof(World.Suites), MemberType = typeof(World))]
    public void Any_change_to_a_receipt_is_refused_and_named(string suite)
    {
        var world = World.Of(suite);
        var evidence = Only(world, Pump.Run(world, FairCem).Alice);
        var receipt = ((Value.Tuple)evidence.Shown).Items;
        var signature = (Value.Signature)receipt[4];
        var (bob, trudy) = (world.As("Bob", FairCem), world.As("Trudy", FairCem));
        var foreign = trudy.Sign(signature.Body);
        var garbled = new Value.Ciphertext(new Bytes(new byte[300]));

        Assert.Null(Judge(world, evidence).Rejection);
        Refused<Rejection.DoesNotOpen>(receipt.SetItem(0, World.Trudy));
        Refused<Rejection.WrongValue>(receipt.SetItem(1, World.Trudy));
        Refused<Rejection.DoesNotOpen>(receipt.SetItem(2, new Value.Message(default)));
        Refused<Rejection.DoesNotOpen>(receipt.SetItem(3, World.Coins(1)));
        Refused<Rejection.BadSignature>(receipt.SetItem(4, signature with { Proof = new Bytes(new byte[64]) }));
        Refused<Rejection.BadSignature>(receipt.SetItem(4, signature with { Body = garbled }));
        Refused<Rejection.BadSignature>(receipt.SetItem(4, foreign with { Signer = World.Bob }));
        Refused<Rejection.WrongValue>(receipt.SetItem(4, foreign));
        Refused<Rejection.DoesNotOpen>(receipt.SetItem(1, World.Trudy).SetItem(4, foreign));
        Refused<Rejection.DoesNotOpen>(receipt.SetItem(4, bob.Sign(garbled)));
        Refused<Rejection.DoesNotOpen>(receipt.SetItem(4, bob.Sign(World.Mail)));
        Refused<Rejection.WrongShape>(receipt.SetItem(4, signature.Body));
        Refused<Rejection.WrongShape>(receipt.SetItem(2, World.Contract));
        Refused<Rejection.WrongShape>(receipt.RemoveAt(0));
        Refused<Rejection.WrongShape>(receipt.Add(World.Mail));

        void Refused<T>(ImmutableArray<Value> shown) =>
            Assert.IsType<T>(Judge(world, evidence with { Shown = new Value.Tuple(shown) }).Rejection);
    }

    /// <summary>Who has no signature cannot say whose it should be: the judge refuses before it asks.</summary>
    [Theory]
    [InlineData("honest-cem")]
    [InlineData("cem0")]
    [InlineData("honest-ecs")]
    [InlineData("honest-ecs-unnamed")]
    [InlineData("ecs0-parties")]
    public void What_is_no_signature_is_refused_where_a_signature_is_the_evidence(string id)
    {
        var (protocol, chance) = (World.Entry(id), new Chance(7, "judge"));
        Assert.All(Enumerable.Range(0, 200).Select(_ => Values.RandomValues.Next(chance)).Append(World.Mail), value => Assert.NotNull(
            Judge(World.Of("p256"), new Evidence(protocol, protocol.ItemOf(protocol.First), value)).Rejection));
    }

    /// <summary>Right signatures of wrong things, and wrong things inside the right form.</summary>
    [Theory]
    [InlineData("honest-ecs")]
    [InlineData("ecs0-parties")]
    [InlineData("honest-ecs-unnamed")]
    public void A_contract_binds_whom_it_names_as_what_it_says(string id)
    {
        var (world, protocol) = (World.Of("p256"), World.Entry(id));
        var (alice, bob) = (world.As("Alice", protocol), world.As("Bob", protocol));
        var signed = ((Value.Signature)Only(world, Pump.Run(world, protocol).Alice).Shown).Body;

        Assert.Null(Show(bob.Sign(signed)));
        // Alice's own half shows nothing against Bob; where the contract names nobody, it binds Alice.
        Assert.Equal(id == "honest-ecs-unnamed" ? null : id == "ecs0-parties" ? null : "WrongValue", Show(alice.Sign(signed)));
        Assert.Equal("BadSignature", Show(alice.Sign(signed) with { Signer = World.Bob }));
        Assert.Equal("BadSignature", Show(world.As("Bob", World.Entry("ecs0")).Sign(signed)));
        Assert.Equal(id == "honest-ecs-unnamed" ? "WrongShape" : "WrongShape", Show(bob.Sign(World.Mail)));
        Assert.Equal(id == "honest-ecs-unnamed" ? null : "WrongShape", Show(bob.Sign(World.Contract)));
        // A contract between Trudy and Alice that Bob has signed binds nobody: he is none of them.
        Assert.NotNull(Show(bob.Sign(new Value.Tuple([new Value.Parties(World.Trudy, World.Alice), World.Contract]))));
        Assert.NotNull(Show(bob.Sign(new Value.Tuple([World.Trudy, World.Alice, World.Contract]))));

        string? Show(Value shown) => Judge(world, new Evidence(protocol, protocol.ItemOf(protocol.First), shown)).Rejection?.GetType().Name;
    }

    [Theory]
    [InlineData("honest-cem", "cem0")]
    [InlineData("ecs0", "honest-ecs")]
    [InlineData("fair-cem", "fair-cem-named")]
    public void Evidence_of_one_protocol_shows_nothing_in_another_of_the_same_form(string made, string shown)
    {
        var world = World.Of("p256");
        var evidence = Only(world, Pump.Run(world, World.Entry(made)).Alice);

        Assert.IsType<Rejection.BadSignature>(Judge(
            world, new Evidence(World.Entry(shown), World.Entry(shown).Items[0], evidence.Shown)).Rejection);
    }

    [Theory]
    [MemberData(nameof(World.Suites), MemberType = typeof(World))]
    public void Evidence_is_worth_what_the_keys_are_by_which_it_is_judged(string suite)
    {
        var world = World.Of(suite);
        var evidence = Only(world, Pump.Run(world, FairCem).Alice);

        Assert.IsType<Rejection.BadSignature>(Judge(world, evidence, world.Directory.With("Bob", world.KeysOf("Trudy"))).Rejection);
        Assert.IsType<Rejection.BadSignature>(Judge(world, evidence, new KeyDirectory(world.Directory.Entries.Remove("Bob"))).Rejection);
        Assert.IsType<Rejection.DoesNotOpen>(Judge(world, evidence, world.Directory.With("VPO", world.KeysOf("Trudy"))).Rejection);
        Assert.IsType<Rejection.DoesNotOpen>(Judge(world, evidence, new KeyDirectory(world.Directory.Entries.Remove("VPO"))).Rejection);
        // A receipt does not show who sent: Alice signs nothing, so her key is not asked for.
        Assert.Null(Judge(world, evidence, new KeyDirectory(world.Directory.Entries.Remove("Alice"))).Rejection);
    }

    /// <summary>
    /// What a judge cannot know from the evidence alone. Trudy makes a key, calls it Bob's, and signs as he would: every check passes. Only
    /// a judge who knows Bob's key from elsewhere (its fingerprint) sees that it is not his.
    /// </summary>
    [Theory]
    [MemberData(nameof(World.Suites), MemberType = typeof(World))]
    public void A_forger_who_also_says_whose_key_is_whose_is_believed_by_whoever_believes_the_keys(string suite)
    {
        var world = World.Of(suite);
        var forged = world.Directory.With("Bob", world.KeysOf("Trudy"));
        var trudy = world.As("Trudy", FairCem, forged);
        var z = trudy.Encrypt(new Value.Name("VPO"), new Value.Tuple([World.Alice, World.Bob, World.Mail]), World.Coins(1))!;
        var receipt = new Evidence(FairCem, FairCem.Items[0],
            new Value.Tuple([World.Alice, World.Bob, World.Mail, World.Coins(1), trudy.Sign(z) with { Signer = World.Bob }]));

        Assert.NotNull(Judge(world, receipt, forged).Verified);
        Assert.IsType<Rejection.BadSignature>(Judge(world, receipt).Rejection);
        Assert.NotEqual(world.Directory.Fingerprint("Bob"), forged.Fingerprint("Bob"));
    }

    /// <summary>
    /// The post office's key decides as much as Bob's. Alice encrypts to a key of her own making, and Bob, to whom Z is opaque, signs it.
    /// The true post office cannot open it, so he gets nothing; before a judge who takes the post office's key from Alice, her receipt
    /// holds. So its fingerprint must be known, too.
    /// </summary>
    [Theory]
    [MemberData(nameof(World.Suites), MemberType = typeof(World))]
    public void A_sender_who_also_says_what_the_post_offices_key_is_has_a_receipt_for_what_Bob_cannot_get(string suite)
    {
        var world = World.Of(suite);
        var forged = world.Directory.With("VPO", world.KeysOf("Trudy"));
        var z = world.As("Alice", FairCem, forged)
            .Encrypt(new Value.Name("VPO"), new Value.Tuple([World.Alice, World.Bob, World.Mail]), World.Coins(1))!;
        var (bob, signed) = world.Start(FairCem, FairCem.Second).Session.Receive(Wire.Encode(new Value.Tuple([World.Alice, z])));
        var (_, resolve) = bob.TimeOut();
        var receipt = new Evidence(FairCem, FairCem.Items[0], new Value.Tuple(
            [World.Alice, World.Bob, World.Mail, World.Coins(1), Assert.Single(signed.OfType<Effect.Send>()).Message]));

        Assert.DoesNotContain(
            world.Trusted(FairCem).Receive(Assert.Single(resolve.OfType<Effect.Send>()).Message).Effects, effect => effect is Effect.Send);
        Assert.NotNull(Judge(world, receipt, forged).Verified);
        Assert.IsType<Rejection.DoesNotOpen>(Judge(world, receipt).Rejection);
    }

    internal static Evidence Only(World world, Session session) => Assert.Single(Evidence.From(
        session.Execution.Protocol, session.Execution.Protocol.ItemOf(session.Role), session.Holdings, World.DealOf(session),
        world.Judge(session.Execution.Protocol)));

    private static (VerifiedEvidence? Verified, Rejection? Rejection) Judge(World world, Evidence evidence, IKeyDirectory? directory = null)
    {
        var verified = VerifiedEvidence.TryVerify(evidence, world.Judge(evidence.Protocol, directory), out var rejection);
        Assert.Equal(verified is null, rejection is not null);
        return (verified, rejection);
    }

    /// <summary>The holder names the keys, so anybody can sign what has another form: that is refused, and nothing is thrown.</summary>
    [Fact]
    public void A_signature_of_something_else_than_two_parties_and_a_contract_is_refused_by_its_form()
    {
        var (world, protocol) = (World.Of("p256"), World.Entry("ecs0-parties"));
        foreach (var body in new Value[] { new Value.Tuple([World.Alice, World.Contract]),
            new Value.Tuple([World.Contract, World.Contract]), World.Contract })
        {
            var shown = new Evidence(protocol, protocol.ItemOf(protocol.First), world.As("Bob", protocol).Sign(body));

            Assert.Null(VerifiedEvidence.TryVerify(shown, world.Judge(protocol), out var rejection));
            Assert.IsType<Rejection.WrongShape>(rejection);
        }
    }
}
